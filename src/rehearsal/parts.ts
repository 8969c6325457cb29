/** What the document is made of, however it is written down. */

export interface Table {
  heads: string[];
  rows: string[][];
}

export interface Part {
  title: string;
  /** null where it would have no row. */
  table: Table | null;
  /** What stands below the table. */
  lines: string[];
}
