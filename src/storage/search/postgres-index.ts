import { stemmer } from 'stemmer';
import type { Statements } from '../database.ts';
import type { IndexedVersion } from './search.ts';
import { foldedWords, MIN_VOCABULARY_LENGTH, stemsOf, takeIndexed, titlesOf, vocabularyOf } from './terms.ts';

/**
 * The search index of newest versions: the stems of all their words, the stems of their names, and the words
 * of their names as typed. article_word_part lists every word that a name ever had by its trigrams, so that a
 * misspelt word is looked up among words, which are far fewer than articles.
 */
export const searchSchema = `
  CREATE TABLE article_search (
    sequence INTEGER PRIMARY KEY REFERENCES article_version (sequence) ON DELETE CASCADE,
    stems TSVECTOR NOT NULL,
    names TSVECTOR NOT NULL,
    words TSVECTOR NOT NULL
  );
  CREATE INDEX article_search_stems ON article_search USING gin (stems);
  CREATE INDEX article_search_names ON article_search USING gin (names);
  CREATE INDEX article_search_words ON article_search USING gin (words);
  CREATE TABLE article_word_part (
    part TEXT COLLATE "C" NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (part, word)
  );
`;

/**
 * The stems of all headlines and texts, each once, so that a word that is unfinished or misspelt can be
 * looked up. A stem stays when its article is deleted: it reveals no article to anyone. Articles from before
 * this table are added from the index.
 */
export const stemMigration = `
  CREATE TABLE article_stem (stem TEXT COLLATE "C" PRIMARY KEY);
  INSERT INTO article_stem
    SELECT DISTINCT stem FROM article_search CROSS JOIN LATERAL unnest(tsvector_to_array(stems)) AS stem
    WHERE length(stem) >= ${MIN_VOCABULARY_LENGTH} AND stem NOT LIKE '@%';`;

/** Indexes a version, replacing its previous index entry. */
export async function indexVersion(
  { write }: Statements,
  { sequence, headline, paragraphs, owner, name }: IndexedVersion,
): Promise<void> {
  const names = titlesOf({ name, headline });
  const words = names.map(foldedWords);
  const mark = quoteLexeme(ownerTermOf(owner));
  await write(
    `INSERT INTO article_search (sequence, stems, names, words) VALUES ($1, $2::tsvector, $3::tsvector, array_to_tsvector($4))
     ON CONFLICT (sequence) DO UPDATE SET stems = excluded.stems, names = excluded.names, words = excluded.words`,
    [
      sequence,
      `${mark} ${searchVectorOf(names, paragraphs)}`,
      `${mark} ${searchVectorOf(names, [])}`,
      [...new Set([ownerTermOf(owner), ...words.flat(), ...words.map(headlineTermOf)])],
    ],
  );
  await write(
    `INSERT INTO article_word_part (part, word)
     SELECT part, word FROM unnest($1::text[]) AS word CROSS JOIN LATERAL (${wordTrigramsOf('word')}) AS parts (part) ON CONFLICT DO NOTHING`,
    [[...new Set(words.flat())]],
  );
  await write(
    'INSERT INTO article_stem (stem) SELECT stem FROM unnest($1::text[]) AS stem ON CONFLICT DO NOTHING',
    [vocabularyOf([...names, ...paragraphs]).map(word => stemmer(word))],
  );
}

/** Removes a version from the index. */
export async function unindexVersion(
  { write }: Statements,
  { sequence }: Pick<IndexedVersion, 'sequence'>,
): Promise<void> {
  await write('DELETE FROM article_search WHERE sequence = $1', [sequence]);
}

/** Empties the index. */
export async function clearIndex({ write }: Statements): Promise<void> {
  await write('DELETE FROM article_search');
}

/** The term of a whole headline, found among longer ones that begin with it; no word contains `=`. */
export function headlineTermOf(words: readonly string[]): string {
  return `=${words.join(' ')}`.slice(0, 500);
}

/** SQL: the trigrams of a word, padded with a space at both ends. */
export const wordTrigramsOf = (word: string) =>
  `SELECT substr(' ' || ${word} || ' ', at, 3) FROM generate_series(1, length(${word})) AS at`;

/** The index term for an owner; no text contains it. */
export function ownerTermOf(owner: string): string {
  return `@${owner}`;
}

/** Quotes a word so that PostgreSQL takes it literally. */
export function quoteLexeme(word: string): string {
  return `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}

/** PostgreSQL's limits of a text vector: positions per stem, the highest position, and bytes (1 MB). */
const LIMITS = { places: 30, place: 16_000, bytes: 900_000 };

/** Builds a text vector of stems with positions, names weighted A; its first words if there are too many. */
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
  for (const paragraph of takeIndexed(paragraphs))
    for (const stem of stemsOf(paragraph)) addPosition(stem, '');
  return [...positions].map(([stem, at]) => `${quoteLexeme(stem)}:${at.join(',')}`).join(' ');
}
