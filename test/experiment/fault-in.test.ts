import { describe, expect, test, vi } from 'vitest';
import { readDuration } from '../../src/commands/options.ts';
import { UsageError } from '../../src/errors.ts';
import { readFaultIn } from '../../src/experiment/fault-in.ts';
import { migrationPhases } from '../../src/topology/migration.ts';

const read = (text: string) =>
  readFaultIn(text, migrationPhases, (duration) => readDuration('--fault-in', duration));
const targetOf = (text: string) => {
  const [inject] = read(text).steps;
  return inject?.do === 'inject' && 'target' in inject ? inject.target : undefined;
};

describe('a fault in a phase', () => {
  test('is injected, stays for a while, and is healed', () => {
    expect(read('dual-write=kill:active-controller:20s')).toEqual({
      phase: 'dual-write',
      steps: [
        { do: 'inject', orSkip: false, fault: 'kill', target: 'active-controller', with: {} },
        { do: 'hold', durationMs: 20_000 },
        { do: 'heal' },
      ],
    });
  });

  test('stays for ten seconds where it is not said for how long', () => {
    expect(read('copied=pause:broker-1').steps[1]).toEqual({ do: 'hold', durationMs: 10_000 });
    expect(read('copied=pause:broker-1:500ms').steps[1]).toEqual({ do: 'hold', durationMs: 500 });
  });

  test.each(migrationPhases)('can be in %s', (phase) => {
    expect(read(`${phase}=kill:zookeeper-leader`).phase).toBe(phase);
  });

  test.each<[string, unknown]>([
    ['kill:active-controller', 'active-controller'],
    ['kill:standby-controller', 'standby-controller'],
    ['kill:zookeeper-follower', 'zookeeper-follower'],
    ['kill:group-coordinator', 'group-coordinator'],
    ['kill:broker', { any: 1, of: 'broker' }],
    ['kill:quorum', { any: 1, of: 'quorum' }],
    ['kill:broker-2', { node: 'broker-2' }],
    ['disk-full:controller-1', { node: 'controller-1' }],
    ['cut:controller/zookeeper', { between: { allOf: 'controller' }, and: { allOf: 'zookeeper' } }],
    ['cut:broker-1/active-controller', { between: { node: 'broker-1' }, and: 'active-controller' }],
    ['blackhole:clients/broker', { between: 'clients', and: { allOf: 'broker' } }],
  ])('hits whom %s says', (fault, target) => {
    expect(targetOf(`copied=${fault}`)).toEqual(target);
  });

  test.each<[string, RegExp]>([
    ['', /: say PHASE=FAULT:TARGET\[:DURATION\], such as brokers=kill:active-controller:20s$/],
    ['dual-write', /: say PHASE=FAULT:TARGET/],
    ['dual-write=kill', /: say PHASE=FAULT:TARGET/],
    ['kill:broker', /: say PHASE=FAULT:TARGET/],
    ['dual-write=kill:broker:10s:20s', /: say PHASE=FAULT:TARGET/],
    [
      'twice-write=kill:broker',
      /: there is no phase "twice-write", only controllers, migration-mode, .*, finalized$/,
    ],
    ['copied=meteorite:broker', /: there is no fault "meteorite"; "kafka-chaos list faults" shows/],
    ['copied=kill:king', /: king is no target of kill; say PHASE/],
    ['copied=kill:controller/zookeeper', /: controller\/zookeeper is no target of kill/],
    ['copied=cut:broker-1', /: broker-1 is no target of cut/],
    ['copied=cut:broker-1/', /: say PHASE/],
    ['copied=cut:broker-1/broker-2/broker-3', /: say PHASE/],
    ['copied=latency:broker/controller', /: latency needs to be told more than fits here/],
    ['copied=kill:broker:soon', /^--fault-in soon is not a duration such as 10s/],
  ])('that nobody can read is refused in one sentence: "%s"', (text, sentence) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).not.toThrow(/\n/);
    if (!text.endsWith('soon')) expect(() => read(text)).toThrow(`--fault-in ${text}: `);
  });

  test('has its duration read by whoever asks', () => {
    const readHold = vi.fn(() => 7);
    expect(readFaultIn('copied=kill:broker:1h', ['copied'], readHold).steps[1]).toEqual({
      do: 'hold',
      durationMs: 7,
    });
    expect(readHold).toHaveBeenCalledExactlyOnceWith('1h');
  });
});
