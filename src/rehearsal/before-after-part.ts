/** What failures cost before and after, by the same experiments on both. */
import type { Part } from './parts.ts';

/** As it was compared elsewhere, for people. */
export interface BeforeAfter {
  /** Which runs they are. */
  before: string;
  after: string;
  /** Guarantees that are broken now, and expectations that no longer hold, as sentences. */
  alarms: string[];
  /** What got better or worse, the worst first: experiment, what, before, after, difference, verdict. */
  news: string[][];
  /** "2 worse, 1 better, 97 cannot tell". */
  counts: string;
  /** What has to be known to read that, such as how many runs are needed to tell anything. */
  remarks: string[];
}

/** Nothing where nothing was compared. */
export function beforeAfterPart(compared: BeforeAfter | undefined): Part[] {
  if (compared === undefined) return [];
  const { before, after, alarms, news, counts, remarks } = compared;
  return [
    {
      title: 'Failures before and after',
      table:
        news.length === 0
          ? null
          : { heads: ['experiment', '', 'before', 'after', 'difference (95 %)', ''], rows: news },
      lines: [
        `Before: ${before}. After: ${after}.`,
        ...alarms,
        news.length === 0
          ? `No number is better or worse, as far as these runs tell: ${counts}.`
          : `${counts}.`,
        ...remarks,
      ],
    },
  ];
}
