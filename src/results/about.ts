/** What the results of an experiment do not say of it themselves; plain data, for those that report them. */

export interface AboutExperiment {
  /** The folder under experiments/ in which it stands; somebody's own has none. */
  subject?: string | undefined;
  /** One sentence: what is done, and what it shows. */
  shows: string;
  /** By the name of an expectation, the measure that it bounds. */
  measures: Record<string, string>;
}
