import type { ArticleText } from '../../articles/article.ts';
import { foldedWords, namesOf, stemsOf } from '../search-terms.ts';
import type { Database } from './database.ts';

/** Writes what a version is found by, in place of what was written before. */
export async function index(
  transaction: Database,
  sequence: number,
  { headline, paragraphs }: Pick<ArticleText, 'headline' | 'paragraphs'>,
  { holder, name }: { holder: string; name: string | null },
): Promise<void> {
  const names = namesOf({ name, headline });
  const words = names.map(foldedWords);
  const mark = lexeme(markOf(holder));
  await transaction.write(
    `INSERT INTO article_search (sequence, stems, names, words) VALUES ($1, $2::tsvector, $3::tsvector, array_to_tsvector($4))
     ON CONFLICT (sequence) DO UPDATE SET stems = excluded.stems, names = excluded.names, words = excluded.words`,
    [
      sequence,
      `${mark} ${vectorOf(names, paragraphs)}`,
      `${mark} ${vectorOf(names, [])}`,
      [...new Set([markOf(holder), ...words.flat(), ...words.map(wholeOf)])],
    ],
  );
  await transaction.write(
    `INSERT INTO article_word_part (part, word)
     SELECT part, word FROM unnest($1::text[]) AS word CROSS JOIN LATERAL (${partsOf('word')}) AS parts (part) ON CONFLICT DO NOTHING`,
    [[...new Set(words.flat())]],
  );
}

/**
 * A whole headline as one word of the index, so that one is found among many that go on after it. No word has
 * the sign.
 */
export function wholeOf(words: readonly string[]): string {
  return `=${words.join(' ')}`.slice(0, 500);
}

/** Each three letters in a row of a word, a space at both ends. */
export const partsOf = (word: string) =>
  `SELECT substr(' ' || ${word} || ' ', at, 3) FROM generate_series(1, length(${word})) AS at`;

/** A holder as a word of the indexes, which no text has. */
export function markOf(holder: string): string {
  return `@${holder}`;
}

/** A word as PostgreSQL takes it literally. */
export function lexeme(word: string): string {
  return `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}

/**
 * PostgreSQL's limits for what one text is found by: places of one stem, the last place, and bytes in all (1
 * MB).
 */
const most = { places: 30, place: 16_000, bytes: 900_000 };

/**
 * Stems with their places, those of the names marked (A). A text with more different words than a vector
 * holds is found by its first ones.
 */
function vectorOf(names: readonly string[], paragraphs: readonly string[]): string {
  const places = new Map<string, string[]>();
  let bytes = 0;
  let place = 0;
  const note = (stem: string, mark: string) => {
    const known = places.get(stem);
    if (known && known.length >= most.places) return;
    bytes += known ? 2 : Buffer.byteLength(stem) + 8;
    if (bytes > most.bytes) return;
    place = Math.min(place + 1, most.place);
    if (known) known.push(`${place}${mark}`);
    else places.set(stem, [`${place}${mark}`]);
  };
  for (const name of names) for (const stem of stemsOf(name)) note(stem, 'A');
  for (const paragraph of paragraphs) for (const stem of stemsOf(paragraph)) note(stem, '');
  return [...places].map(([stem, at]) => `${lexeme(stem)}:${at.join(',')}`).join(' ');
}
