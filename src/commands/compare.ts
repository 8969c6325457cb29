/**
 * `compare`: two folders of results, two nights, versions or settings, against each other: what is better, what is worse, and
 * what so many runs cannot tell. Needs no Docker.
 */
import { compareFolders, isWorse, usualSmallest } from '../comparison/compare.ts';
import { sectionsOf } from '../comparison/sections.ts';
import { inMarkdown, inTerminal } from '../comparison/text.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { readResults } from '../results/read-results.ts';
import { writeText } from './write-text.ts';

export interface CompareFlags {
  /** Exit status 1 if anything is worse. */
  gate?: boolean;
  /** Cells without news as well. */
  all?: boolean;
  smallestPercent?: string;
  smallestMs?: string;
  /** Where the comparison goes as Markdown. */
  file?: string;
}

/** @returns the exit status: 2 if the folders have nothing in common; with `gate`, 1 if anything is worse */
export function compare(base: string, head: string, flags: CompareFlags): number {
  const smallest = {
    percent: readAmount('--smallest-percent', flags.smallestPercent, usualSmallest.percent),
    ms: readAmount('--smallest-ms', flags.smallestMs, usualSmallest.ms),
  };
  const compared = compareFolders(readResults(base), readResults(head), smallest);
  const sections = sectionsOf(compared, flags.all ?? false);
  process.stdout.write(inTerminal(sections));
  if (flags.file !== undefined) writeText(flags.file, inMarkdown(sections));
  if (compared.cells.length === 0) return exitStatus.unknown;
  return flags.gate && isWorse(compared) ? exitStatus.fail : exitStatus.pass;
}

function readAmount(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new UsageError(`${option} ${text} is not a number such as 10 or 0.5`);
  return Number(text);
}
