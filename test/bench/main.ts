/**
 * `npm run bench -- NAME [REPEATS] [MODE]`: speeds, as ratios within one run, because machines differ and are noisy.
 */
import { benchBoot } from './boot.ts';

const benchmarks: Record<string, (repeats: number, mode: string | undefined) => Promise<boolean>> = {
  boot: benchBoot,
};

const [name = '', repeats = '5', mode] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  console.error(`which benchmark? there are ${Object.keys(benchmarks).join(', ')}`);
  process.exit(64);
}
process.exit((await benchmark(Number(repeats), mode)) ? 0 : 1);
