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

// as it is, before the first `getNlp` puts another search in
const nlp = createRequire(import.meta.url)('compromise/two') as typeof compromise;

const tag = (text: string) =>
  (nlp(text) as unknown as { docs: Term[][] }).docs.flatMap(terms =>
    terms.map(({ text: written, normal, tags }) => [written, normal, ...tags].join(' ')),
  );

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
  const own = all.map(tag);
  getNlp();
  expect((nlp as unknown as { methods(): object }).methods()).toHaveProperty('one.bulkMatch', findPatterns);
  expect(all.map(tag)).toEqual(own);
});
