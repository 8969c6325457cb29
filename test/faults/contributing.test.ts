import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the fault that CONTRIBUTING shows is a real one, word for word', () => {
  expect(read('CONTRIBUTING.md')).toContain(`\`\`\`ts\n${read('src/faults/pause.ts')}\`\`\``);
});
