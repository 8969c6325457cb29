import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import type { Entry } from '../../src/history/entry.ts';
import { openJournal } from '../../src/history/journal.ts';
import { type ReadOptions, readHeader, readHistory } from '../../src/history/reader.ts';
import { failure, injected, leadership, operation, phase, stall, write } from './literals.ts';

const entries: Entry[] = [
  phase(0, 'steady'),
  write(0, 'ä', 0),
  operation(20, 22, { corrupted: true, kind: 'read' }),
  failure(40, 45, 'UNSENT'),
  leadership(50, null, 3, [1, 2]),
  leadership(55, 2, 4, [2], 0, [1, 2]),
  injected(60),
  stall(70, 90),
  phase(100, 'end'),
];
const header = { startedAt: new Date(0), experiment: 'kill-leader', facts: { seed: 7 } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-reader-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(content: string | Buffer, name = 'history.ndjson'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function journal(): string {
  const path = join(folder, 'journal.ndjson');
  const open = openJournal(path, header);
  for (const entry of entries) open.append(entry);
  open.close();
  return path;
}

const readAll = (path: string, options?: ReadOptions) => Array.fromAsync(readHistory(path, options));

async function refusal(path: string): Promise<string> {
  const error = await readAll(path).then(
    () => 'it was read',
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(UsageError);
  return error.message;
}

describe('reading a history', () => {
  it('gives back what the journal wrote, plain or compressed', async () => {
    const path = journal();
    expect(await readAll(path)).toEqual(entries);
    expect(await readAll(file(gzipSync(readFileSync(path)), 'copy.ndjson.gz'))).toEqual(entries);
    expect(await readHeader(path)).toMatchObject({
      experiment: 'kill-leader',
      version: 2,
      facts: { seed: 7 },
    });
  });

  it('reads a journal that finished itself', async () => {
    const open = openJournal(join(folder, 'finished.ndjson'), header);
    for (const entry of entries) open.append(entry);
    expect(await readAll(await open.finish())).toEqual(entries);
  });

  it('reads lines over the borders of chunks', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => write(i, `ö${i}`, i));
    const lines = [
      readFileSync(journal(), 'utf8').split('\n')[0],
      ...many.map((entry) => JSON.stringify(entry)),
      '',
    ];
    expect(await readAll(file(lines.join('\n')))).toEqual(many);
  });

  it('refuses a file that does not exist, is empty, or is something else', async () => {
    expect(await refusal(join(folder, 'nowhere'))).toContain('there is no history');
    expect(await refusal(file(''))).toContain('is empty (byte 0)');
    expect(await refusal(file(gzipSync(''), 'empty.ndjson.gz'))).toContain('is empty');
    expect(await refusal(file('hello\n'))).toContain('not a history of kafka-chaos');
    expect(await refusal(file('{"type":"operation"}\n'))).toContain('not a history of kafka-chaos');
    expect(await refusal(file('no gzip', 'no.ndjson.gz'))).toContain('is damaged behind byte 0');
    expect(await refusal(folder)).toContain('cannot be read');
    await expect(readHeader(file(''))).rejects.toThrow(UsageError);
  });

  it('refuses another version of the format, and names both', async () => {
    const future = readFileSync(journal(), 'utf8').replace('"version":2', '"version":7');
    expect(await refusal(file(future))).toMatch(/version 7 .*line 1, byte 0.* version 2/);
  });

  it.each([
    ['that is no JSON', '{"type":', 'it is not a JSON object'],
    ['of an unknown type', '{"type":"note"}', '"note" is not a type of entry'],
    ['without a time', '{"type":"event","kind":"phase","name":"end"}', 'timeNs is not a time'],
    ['of an unknown phase', '{"type":"event","kind":"phase","name":"x","timeNs":1}', '"x" is not a phase'],
    [
      'of an unknown action',
      '{"type":"event","kind":"action","what":"x","tookMs":1,"detail":"","timeNs":1}',
      '"x" is not an action',
    ],
    [
      'of an unknown event',
      '{"type":"event","kind":"toString","timeNs":1}',
      '"toString" is not a kind of event',
    ],
    [
      'with replicas that are no list',
      JSON.stringify({ ...leadership(0, 1, 0, [1]), replicas: 1 }),
      'replicas is not an array',
    ],
    [
      'whose outcome is none',
      JSON.stringify({ ...write(0, 'a', 0), outcome: 'maybe' }),
      '"maybe" is not an outcome',
    ],
    [
      'without its completion',
      JSON.stringify({ ...write(0, 'a', 0), completedNs: undefined }),
      'completedNs',
    ],
    [
      'that ends before it begins',
      JSON.stringify({ ...write(9, 'a', 0), completedNs: 1 }),
      'before it was invoked',
    ],
  ])('refuses a line %s, with its position', async (_, line, why) => {
    const lines = readFileSync(journal(), 'utf8').split('\n');
    const before = `${lines.slice(0, 3).join('\n')}\n`;
    lines.splice(3, 0, line);
    const sentence = await refusal(file(lines.join('\n')));
    expect(sentence).toContain(`line 4 (byte ${Buffer.byteLength(before)})`);
    expect(sentence).toContain(why);
  });

  describe('that was cut off', () => {
    const cut = () => readFileSync(journal()).subarray(0, -20);

    it('refuses it with the position', async () => {
      expect(await refusal(file(cut()))).toMatch(/line 10 \(byte \d+\): the file is cut off there/);
    });

    it('stops there if allowed to, and says so', async () => {
      const said: string[] = [];
      const read = await readAll(file(cut()), { allowTorn: true, onTorn: (sentence) => said.push(sentence) });
      expect(read).toEqual(entries.slice(0, -1));
      expect(said).toEqual([expect.stringMatching(/line 10 \(byte \d+\): the file is cut off there/)]);
    });

    it('does the same for a compressed file, wherever it is cut', async () => {
      const many = Array.from({ length: 5000 }, (_, i) => write(i, `v${i * 7919}`, i));
      const lines = [
        readFileSync(journal(), 'utf8').split('\n')[0],
        ...many.map((entry) => JSON.stringify(entry)),
        '',
      ];
      const whole = gzipSync(lines.join('\n'));
      for (const bytes of [100, Math.floor(whole.length / 2), whole.length - 9, whole.length - 1]) {
        const path = file(whole.subarray(0, bytes), 'cut.ndjson.gz');
        expect(await refusal(path)).toMatch(/cut off|not a history/);
        const read = await readAll(path, { allowTorn: true }).catch(() => []);
        expect(read).toEqual(many.slice(0, read.length));
      }
    });

    it('accepts a last line that lacks only its newline', async () => {
      expect(await readAll(file(readFileSync(journal()).subarray(0, -1)))).toEqual(entries);
    });

    it('still refuses damage before the end', async () => {
      const lines = cut().toString().split('\n');
      lines[2] = lines[2]!.slice(5);
      await expect(readAll(file(lines.join('\n')), { allowTorn: true })).rejects.toThrow('line 3');
    });
  });
});
