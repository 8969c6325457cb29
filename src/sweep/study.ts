/**
 * A study: a sweep as data, with a name. Which settings are tried, what is broken to see how fast the cluster recovers, and
 * what is done to it, with nothing dead, to see how steady it is.
 */
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { type Measure, measures } from '../checkers/measure.ts';
import { UsageError } from '../errors.ts';
import { issueInWords } from '../experiment/issue-in-words.ts';
import { isPath, loadDefault, studyFiles } from '../experiment/load.ts';
import { clientLibraries } from '../experiment/workload.ts';
import { modes } from '../topology/mode.ts';

/** What counts as a false failover where nothing is dead. */
export const failovers = ['controllers.changes', 'replication.leaderChanges'] as const satisfies Measure[];

export const studySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not in kebab-case'),
  /** One sentence: what is tried against what, and what it shows. */
  shows: z.string().min(1),
  mode: z.enum(modes),
  /** Each `role:key=value,value`, as `--set` of a sweep. */
  set: z.array(z.string()).nonempty(),
  /** What Kafka does without it, each `role:key=value`: the point that all others are compared with. */
  defaults: z.array(z.string()).optional(),
  /** Experiments in which something is broken: the outage is measured. */
  speed: z.array(z.string()).nonempty(),
  /** The number of run.json that says how long the outage was. */
  measure: z.enum(measures).default('produce.longestMs'),
  /** Client libraries whose applications run beside the probe. */
  clients: z.array(z.enum(clientLibraries)).default([]),
  /** Experiments in which nothing dies: failovers and refusals are counted, and are all false. */
  steadiness: z.array(z.string()).default([]),
  /** The numbers of run.json that say in these how often something alive was given up; they are added up. */
  alarms: z
    .array(z.enum(measures))
    .nonempty()
    .default([...failovers]),
  repeat: z.int().positive().default(5),
});

export type StudyInput = z.input<typeof studySchema>;
export type Study = z.output<typeof studySchema>;

/** What a study's file exports. It only gives the editor the types; the program checks the data itself. */
export function defineStudy(study: StudyInput): StudyInput {
  return study;
}

/** The studies of this project, sorted by name. */
export async function loadStudies(): Promise<Study[]> {
  const all = await Promise.all(studyFiles().map(loadFile));
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

/** @throws UsageError if there is none of that name, or its file is not a study */
export async function loadStudy(nameOrPath: string): Promise<Study> {
  if (isPath(nameOrPath)) return await loadFile(resolve(nameOrPath));
  const all = await loadStudies();
  const found = all.find((study) => study.name === nameOrPath);
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name).join(', ');
  throw new UsageError(`there is no study "${nameOrPath}"; there are ${names}`);
}

async function loadFile(path: string): Promise<Study> {
  return checkStudy(await loadDefault(path, 'a study is `export default defineStudy({…})`'), basename(path));
}

/** @throws UsageError with one sentence that names the first thing that is wrong */
export function checkStudy(data: unknown, source: string): Study {
  const parsed = studySchema.safeParse(data, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.length === 0 ? 'the study' : issue.path.join('.');
  throw new UsageError(`${source}: ${where}: ${issueInWords(issue)}`);
}
