/** The picture of a run, where it was kept. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './read-json.ts';
import type { Result } from './results.ts';
import type { Timeline } from './timeline/timeline-json.ts';

/**
 * @param folder that of the results, with the folders of the runs in it
 * @throws UsageError if it is damaged
 */
export function readTimeline(folder: string, result: Pick<Result, 'folder'>): Timeline | undefined {
  const path = join(folder, result.folder, 'timeline.json');
  return existsSync(path) ? (readJson(path) as Timeline) : undefined;
}
