import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSortedFile } from '../src/language/sorted-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Opens a file with a line for each word, as long as its words are, below a licence. */
function openFile(words: readonly string[], lengthOf: (at: number) => number) {
  const lines = words.map((word, at) => `${word} ${'x'.repeat(lengthOf(at))}`);
  const path = join(folder, 'index');
  writeFileSync(path, `  1 This is free\n  2 of charge\n${lines.map(line => `${line}\n`).join('')}`);
  return { lines, find: openSortedFile(path) };
}

const words = Array.from({ length: 3000 }, (_, at) => `w${(at + 1000).toString(36).padStart(4, '0')}`);

test.each([
  ['short', (at: number) => at % 7],
  ['of every length', (at: number) => (at * 37) % 600],
  ['as long as a block with its end', () => 2041],
])('finds every line of a sorted file whose lines are %s, and no other', (_, lengthOf) => {
  const { lines, find } = openFile(words, lengthOf);
  expect(words.map(find)).toEqual(lines);
  expect(words.flatMap(word => [`${word}0`, word.slice(0, -1), `${word}_of`].map(find))).toEqual(
    words.flatMap(() => [undefined, undefined, undefined]),
  );
  expect(['a', '1', 'zebra'].map(find)).toEqual([undefined, undefined, undefined]);
});
