/** Quantities drawn with characters. */

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar that is `width` characters long at `greatest`. What is more than nothing shows. */
export function bar(value: number, greatest: number, width: number): string {
  if (value <= 0) return '';
  const length = Math.max(1, Math.round((value / greatest) * width * eighths.length));
  return '█'.repeat(Math.floor(length / eighths.length)) + eighths[length % eighths.length]!;
}

/** A column for each value, the greatest full; a space where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const greatest = Math.max(...values.map((value) => value ?? 0));
  const column = (value: number) =>
    heights[greatest === 0 ? 0 : Math.round((value / greatest) * (heights.length - 1))]!;
  return values.map((value) => (value === null ? ' ' : column(value))).join('');
}
