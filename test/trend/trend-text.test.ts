import { expect, test } from 'vitest';
import { type Point, seriesOf } from '../../src/trend/series.ts';
import { trendInFull, trendsInShort } from '../../src/trend/trend-text.ts';
import { point } from './nights.ts';

const inFull = (...points: Point[]) => trendInFull(seriesOf(points), 'produce.longestMs').split('\n');

test('an experiment, night by night and series by series', () => {
  const set = { settings: 'broker:broker.session.timeout.ms=4000 topic:min.insync.replicas=2' };
  expect(
    inFull(
      point(23, 8_000),
      point(23, 8_600, { repeat: 2 }),
      point(23, 8_400, { repeat: 3 }),
      point(24, 8_000),
      point(25, 9_200, { outcome: 'fail' }),
      point(25, 9_200, { outcome: 'unknown', repeat: 2 }),
      point(24, 4_600, set),
      point(25, 4_600, set),
      point(25, 16_800, { mode: 'zk' }),
    ),
  ).toEqual([
    'kill-leader: produce.longestMs',
    '',
    'kraft 3.9.2',
    '2026-11-23 02:00   3 runs   8.4 s   8.0 s to 8.6 s   ████████████',
    '2026-11-24 02:00   1 run    8.0 s                    ███████████▍',
    '2026-11-25 02:00   2 runs   9.2 s                    █████████████▏   1 FAILS, 1 UNKNOWN',
    'last night 9.2 s; median of 2 nights before 8.2 s (8.0 s to 8.4 s)',
    '',
    'kraft 3.9.2, broker:broker.session.timeout.ms=4000, topic:min.insync.replicas=2',
    '2026-11-24 02:00   1 run   4.6 s      ██████▋',
    '2026-11-25 02:00   1 run   4.6 s      ██████▋',
    'last night 4.6 s; 4.6 s the night before',
    '',
    'zk 3.9.2',
    '2026-11-25 02:00   1 run   16.8 s      ████████████████████████',
    'last night 16.8 s; nothing before to compare with',
    '',
  ]);
});

test('a night without a number, and one whose outage was not over, say so', () => {
  expect(inFull(point(23, 8_000), point(24, 12_000, { atLeast: true }), point(25, null)).slice(3)).toEqual([
    '2026-11-23 02:00   1 run   8.0 s         ████████████████',
    '2026-11-24 02:00   1 run   ≥ 12.0 s      ████████████████████████',
    '2026-11-25 02:00   1 run   –',
    'last night no number; median of 2 nights before 10.0 s (8.0 s to 12.0 s)',
    '',
  ]);
});

test('what is counted is not told as a duration', () => {
  const lines = trendInFull(seriesOf([point(24, 4_812), point(25, 0)]), 'produce.ok').split('\n');
  expect(lines.slice(3)).toEqual([
    '2026-11-24 02:00   1 run   4,812      ████████████████████████',
    '2026-11-25 02:00   1 run   0',
    'last night 0; 4,812 the night before',
    '',
  ]);
});

test('all experiments, a line for each series', () => {
  const all = seriesOf([
    point(23, 8_000),
    point(24, 4_000),
    point(25, 8_000, { outcome: 'fail' }),
    point(25, 600, { experiment: 'stop-leader', mode: 'zk' }),
  ]);
  expect(trendsInShort(all, 'produce.longestMs').split('\n')).toEqual([
    'produce.longestMs',
    '',
    'experiment                  nights   last                  before',
    'kill-leader   kraft 3.9.2   3        2026-11-25   8.0 s    6.0 s    █▅█   1 FAILS',
    'stop-leader   zk 3.9.2      1        2026-11-25   600 ms   –        █',
    '',
  ]);
});

test('a sparkline shows the last forty nights', () => {
  const nights = Array.from({ length: 60 }, (_, day) => {
    const night = new Date(Date.UTC(2026, 8, 1 + day, 2));
    return point(1, day < 20 ? 10_000 : 1_000, { night, startedAt: night });
  });
  expect(trendsInShort(seriesOf(nights), 'produce.longestMs')).toContain(`   ${'█'.repeat(40)}\n`);
});
