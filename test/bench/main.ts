/**
 * `npm run bench -- NAME [REPEATS] [MODE]`: speeds, as ratios within one run, because machines differ and are noisy.
 */
import { benchBoot } from './boot.ts';
import { benchCalibrate } from './calibrate.ts';
import { benchCheck } from './check.ts';
import { benchProbe } from './probe.ts';

const benchmarks: Record<string, (repeats: number, mode: string | undefined) => Promise<boolean>> = {
  boot: benchBoot,
  calibrate: benchCalibrate,
  check: benchCheck,
  probe: benchProbe,
};

const [name = '', repeats, mode] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  console.error(`which benchmark? there are ${Object.keys(benchmarks).join(', ')}`);
  process.exit(64);
}
process.exit((await benchmark(Number(repeats ?? (name === 'calibrate' ? 20 : 5)), mode)) ? 0 : 1);
