import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Article, type Comment, identifyArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { createLibrary } from '../src/articles/library.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { openSqlite } from '../src/storage/sqlite.ts';

// only the plain-text samples, read with their own parser: reading pages takes memory that the engine does
// not need
const samples = globSync(join(import.meta.dirname, '../data/articles/*.txt'))
  .sort()
  .map(file => parseText(readFileSync(file, 'utf8')));
const paragraphPool = samples.flatMap(({ paragraphs }) => paragraphs);
const commentPool = samples.flatMap(({ comments }) => comments.flatMap(({ paragraphs }) => paragraphs));
const words = [...new Set(paragraphPool.join(' ').match(/\p{L}{4,}/gu))];

const base = { byline: null, url: null, published: null, commentsClosed: true, notices: [] };

/**
 * Creates an article with the given text length (in characters) and number of comments from the sample
 * articles; each `copy` is a different text, so that nothing is served from a cache.
 */
export function createArticle({
  size,
  comments,
  copy,
}: {
  size: number;
  comments: number;
  copy: number;
}): Article {
  const paragraphs: string[] = [];
  for (let i = 0, length = 0; length < size; i++) {
    const from = paragraphPool[(copy + i) % paragraphPool.length]!;
    // a number at the beginning makes repeated paragraphs distinct
    const text = i < paragraphPool.length ? from : `On day ${i}: ${from}`;
    paragraphs.push(text.slice(0, Math.max(80, size - length)));
    length += text.length;
  }
  const written = Array.from({ length: comments }, (_, i): Comment => {
    const text = commentPool[i % commentPool.length]!;
    return {
      number: `${i + 1}`,
      author: null,
      paragraphs: [i < commentPool.length ? text : `${text} (${i})`],
    };
  });
  return identifyArticle({ headline: `Copy ${copy}`, paragraphs, comments: written, ...base });
}

/** A short article with a headline of six words, always the same for the same number. */
function createShortArticle(number: number): Article {
  const wordAt = (at: number) =>
    words[(number * 7919 + at * at * 104_729 + Math.floor(number / 97) * at) % words.length]!;
  const headline = `${Array.from({ length: 6 }, (_, at) => wordAt(at + 1)).join(' ')} ${number}`;
  return identifyArticle({
    headline,
    paragraphs: [`${headline}. ${paragraphPool[number % paragraphPool.length]}`],
    comments: [],
    ...base,
  });
}

/**
 * What readers type to find such headlines: the beginning of a word, two words, a word with a typing error, a
 * word that does not occur.
 */
export const TYPED_QUERIES: readonly string[] = Array.from({ length: 40 }, (_, i) => {
  const [one, two] = [words[(i * 53) % words.length]!, words[(i * 101 + 7) % words.length]!];
  return [one.slice(0, 3), one, `${one} ${two.slice(0, 2)}`, one.slice(0, 2) + one.slice(3), `${one}qx`][
    i % 5
  ]!;
});

export const findHeadline = (copy: number) => `Copy ${copy}`;

/**
 * Fills a new SQLite database at this path with `long` articles of 5 KB and `short` short ones; returns the
 * ids of the long ones.
 */
export async function fillDatabase(
  path: string,
  { long = 0, short = 0 }: { long?: number; short?: number },
): Promise<string[]> {
  const storage = openSqlite(path);
  const library = createLibrary({ articles: storage.articles, clock: systemClock });
  const ids: string[] = [];
  for (let copy = 0; copy < long; copy++) {
    const { article } = await library.add(createArticle({ size: 5000, comments: 20, copy }), `long-${copy}`);
    ids.push(article.id);
  }
  for (let number = 0; number < short; number++)
    await library.add(createShortArticle(number), `short-${number}`);
  await storage.close();
  return ids;
}
