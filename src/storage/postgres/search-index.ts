import { stemmer } from 'stemmer';
import type { ArticleText } from '../../articles/article.ts';
import type { Statements } from '../database.ts';
import { foldedWords, stemsOf, titlesOf, vocabularyOf } from '../search-terms.ts';

/** Writes what a version is found by, in place of what was written before. */
export async function indexVersion(
  transaction: Statements,
  sequence: number,
  { headline, paragraphs }: Pick<ArticleText, 'headline' | 'paragraphs'>,
  { owner, name }: { owner: string; name: string | null },
): Promise<void> {
  const names = titlesOf({ name, headline });
  const words = names.map(foldedWords);
  const mark = quoteLexeme(ownerTermOf(owner));
  await transaction.write(
    `INSERT INTO article_search (sequence, stems, names, words) VALUES ($1, $2::tsvector, $3::tsvector, array_to_tsvector($4))
     ON CONFLICT (sequence) DO UPDATE SET stems = excluded.stems, names = excluded.names, words = excluded.words`,
    [
      sequence,
      `${mark} ${searchVectorOf(names, paragraphs)}`,
      `${mark} ${searchVectorOf(names, [])}`,
      [...new Set([ownerTermOf(owner), ...words.flat(), ...words.map(headlineTermOf)])],
    ],
  );
  await transaction.write(
    `INSERT INTO article_word_part (part, word)
     SELECT part, word FROM unnest($1::text[]) AS word CROSS JOIN LATERAL (${wordTrigramsOf('word')}) AS parts (part) ON CONFLICT DO NOTHING`,
    [[...new Set(words.flat())]],
  );
  await transaction.write(
    'INSERT INTO article_stem (stem) SELECT stem FROM unnest($1::text[]) AS stem ON CONFLICT DO NOTHING',
    [vocabularyOf([...names, ...paragraphs]).map(word => stemmer(word))],
  );
}

/**
 * A whole headline as one word of the index, so that one is found among many that go on after it. No word has
 * the sign.
 */
export function headlineTermOf(words: readonly string[]): string {
  return `=${words.join(' ')}`.slice(0, 500);
}

/** Each three letters in a row of a word, a space at both ends. */
export const wordTrigramsOf = (word: string) =>
  `SELECT substr(' ' || ${word} || ' ', at, 3) FROM generate_series(1, length(${word})) AS at`;

/** An owner as a word of the indexes, which no text has. */
export function ownerTermOf(owner: string): string {
  return `@${owner}`;
}

/** A word as PostgreSQL takes it literally. */
export function quoteLexeme(word: string): string {
  return `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}

/**
 * PostgreSQL's limits for what one text is found by: places of one stem, the last place, and bytes in all (1
 * MB).
 */
const LIMITS = { places: 30, place: 16_000, bytes: 900_000 };

/**
 * Stems with their places, those of the names marked (A). A text with more different words than a vector
 * holds is found by its first ones.
 */
function searchVectorOf(names: readonly string[], paragraphs: readonly string[]): string {
  const positions = new Map<string, string[]>();
  let bytes = 0;
  let position = 0;
  const addPosition = (stem: string, mark: string) => {
    const known = positions.get(stem);
    if (known && known.length >= LIMITS.places) return;
    bytes += known ? 2 : Buffer.byteLength(stem) + 8;
    if (bytes > LIMITS.bytes) return;
    position = Math.min(position + 1, LIMITS.place);
    if (known) known.push(`${position}${mark}`);
    else positions.set(stem, [`${position}${mark}`]);
  };
  for (const name of names) for (const stem of stemsOf(name)) addPosition(stem, 'A');
  for (const paragraph of paragraphs) for (const stem of stemsOf(paragraph)) addPosition(stem, '');
  return [...positions].map(([stem, at]) => `${quoteLexeme(stem)}:${at.join(',')}`).join(' ');
}
