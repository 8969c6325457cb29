/** Numbers and outcomes as a person reads them, and text in columns. */

export const outcomeWords = { pass: 'holds', fail: 'FAILS', unknown: 'UNKNOWN' } as const;

/** "9.2 s", "48 ms": three digits at most, because more would claim what no run can repeat. */
export function duration(ms: number): string {
  if (ms >= 99_950) return `${Math.round(ms / 1000)} s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms)} ms`;
}

/** "1 h 20 min", "12 min", "48 s". */
export function lasting(ms: number): string {
  if (ms < 99_950) return duration(ms);
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "4,812". */
export const count = (value: number) => value.toLocaleString('en');

/** "CLIENT_TIMEOUT 3, UNANSWERED 1", or "none". */
export function namedCounts(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([name, times]) => `${name} ${count(times)}`);
  return words.length === 0 ? 'none' : words.join(', ');
}

/** Rows of text, padded so that columns stand below each other. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]!))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}
