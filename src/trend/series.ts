/**
 * One measure over many nights: the runs as the database has them, and what each night and all nights before it came to.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Measure } from '../checkers/measure.ts';
import type { Outcome } from '../checkers/verdict.ts';
import { type MedianInterval, medianInterval } from '../statistics/median.ts';
import type { Mode } from '../topology/mode.ts';

/** A run, and its number. */
export interface Point {
  /** When its suite began. */
  night: Date;
  startedAt: Date;
  experiment: string;
  mode: Mode;
  kafkaVersion: string;
  /** What was set for it, each `role:key=value`, with spaces between them; empty for nothing. */
  settings: string;
  repeat: number;
  attempt: number;
  outcome: Outcome;
  /** null where it is not known. */
  value: number | null;
  /** Whether the run ended before the outage did. */
  atLeast: boolean;
}

export interface Night {
  startedAt: Date;
  /** Of runs that were made once more, only the last. */
  points: Point[];
  /** Of the runs that decided something and have a number; null if there is none. */
  numbers: { median: number; min: number; max: number; atLeast: boolean } | null;
}

/** What is comparable from night to night. */
export interface Series {
  experiment: string;
  mode: Mode;
  kafkaVersion: string;
  settings: string;
  /** From the first to the last. */
  nights: Night[];
}

/** All runs, in the order of time, with their number of one measure. */
export async function readPoints(db: DuckDBConnection, measure: Measure): Promise<Point[]> {
  const rows = await db.runAndReadAll(
    `SELECT night, started_at AS "startedAt", experiment, mode, kafka_version AS "kafkaVersion", settings,
       repeat, attempt, outcome, value, coalesce(at_least, false) AS "atLeast"
     FROM runs LEFT JOIN (SELECT * FROM run_measures WHERE name = $measure) ON run_id = id
     ORDER BY night, started_at, id`,
    { measure },
  );
  return rows.getRowObjectsJS() as unknown as Point[];
}

/** By experiment, then mode, version and settings. */
export function seriesOf(points: readonly Point[]): Series[] {
  const name = ({ experiment, mode, kafkaVersion, settings }: Point) =>
    [experiment, mode, kafkaVersion, settings].join(' ');
  return [...Map.groupBy(points, name)]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, own]) => {
      const { experiment, mode, kafkaVersion, settings } = own[0]!;
      const nights = [...Map.groupBy(own, ({ night }) => night.getTime()).values()].map(nightOf);
      return { experiment, mode, kafkaVersion, settings, nights };
    });
}

function nightOf(all: readonly Point[]): Night {
  const points = all.filter(
    ({ repeat, attempt }) => !all.some((other) => other.repeat === repeat && other.attempt > attempt),
  );
  const counting = all.filter(({ outcome, value }) => outcome !== 'unknown' && value !== null);
  const values = counting.map(({ value }) => value!);
  const startedAt = all[0]!.night;
  if (values.length === 0) return { startedAt, points, numbers: null };
  const { median } = medianInterval(values);
  const atLeast = counting.some((point) => point.atLeast);
  return {
    startedAt,
    points,
    numbers: { median, min: Math.min(...values), max: Math.max(...values), atLeast },
  };
}

/** The nights before the last by their medians; null if none of them has a number. */
export function nightsBefore({ nights }: Series): { nights: number; interval: MedianInterval } | null {
  const medians = nights.slice(0, -1).flatMap(({ numbers }) => numbers?.median ?? []);
  return medians.length === 0 ? null : { nights: medians.length, interval: medianInterval(medians) };
}
