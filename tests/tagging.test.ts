import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type compromise from 'compromise/two';
import { expect, test } from 'vitest';
import { commentTextOf } from '../src/articles/article.ts';
import { readArticleFile } from '../src/articles/import.ts';
import { getNlp } from '../src/language/nlp.ts';
import { findPatterns } from '../src/language/tag-patterns.ts';

interface Term {
  readonly text: string;
  readonly normal: string;
  readonly tags: ReadonlySet<string>;
}

const require = createRequire(import.meta.url);

/** compromise with its own search: a copy that nobody else has. */
function loadPlain(): typeof compromise {
  const path = require.resolve('compromise/two');
  const shared = require.cache[path];
  delete require.cache[path];
  try {
    return require(path) as typeof compromise;
  } finally {
    require.cache[path] = shared;
  }
}

const tagWith = (nlp: typeof compromise) => (text: string) =>
  (nlp(text) as unknown as { docs: Term[][] }).docs.flatMap(terms =>
    terms.map(({ text: written, normal, tags }) => [written, normal, ...tags].join(' ')),
  );

/**
 * The name of its search: test files share compromise, each with modules of its own that search alike, and whose
 * source differs by what removed the types.
 */
const searchOf = (nlp: typeof compromise) =>
  (nlp as unknown as { methods(): { one: { bulkMatch: { name: string } } } }).methods().one.bulkMatch.name;

const ODD_TEXTS = [
  '',
  '…',
  'I’d’ve said he’s been told we’re going to, won’t we?',
  'Do you? Don’t! Go on to 1, stop to look, and/or let us in.',
  `${'a the of '.repeat(200)}.`,
];

test('tags as compromise itself does', async () => {
  const files = globSync(join(import.meta.dirname, '../{data,bench/questions}/articles/*'));
  const articles = await Promise.all(files.map(file => readArticleFile(file, basename(file))));
  const texts = articles.flatMap(({ headline, paragraphs, comments }) => [
    headline,
    ...paragraphs,
    ...comments.map(commentTextOf),
  ]);
  const all = [...texts, ...ODD_TEXTS];
  const [plain, ours] = [loadPlain(), getNlp()];
  expect(searchOf(ours)).toBe(findPatterns.name);
  expect(searchOf(plain)).not.toBe(findPatterns.name);
  expect(all.map(tagWith(ours))).toEqual(all.map(tagWith(plain)));
});
