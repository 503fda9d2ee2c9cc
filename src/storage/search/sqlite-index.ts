import type { Statements } from '../database.ts';
import type { IndexedVersion } from './search.ts';
import { foldedWords, titlesOf, vocabularyOf } from './terms.ts';

/**
 * What newest versions are found by. The number of a row is its owner's (article_holder) above its sequence,
 * so that the rows of one owner are a range: nothing is read of what other servers hold, and the last added
 * come first without sorting.
 */
export const searchSchema = `
  CREATE VIRTUAL TABLE article_search USING fts5 (
    heading, body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
  );
  INSERT INTO article_search (article_search, rank) VALUES ('rank', 'bm25(10.0, 1.0)');
  CREATE VIRTUAL TABLE article_word USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61', prefix = '1 2 3', detail = 'none'
  );
  CREATE VIRTUAL TABLE article_trigram USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'trigram', detail = 'none'
  );
`;

/** SQL: the number of the row of version $2 of the owner $1. */
const ROW_NUMBER = '((SELECT number FROM article_holder WHERE holder = $1) << 32) | $2';

/** Writes what a version is found by. */
export async function indexVersion(
  { write }: Statements,
  { sequence, headline, paragraphs, owner, name }: IndexedVersion,
): Promise<void> {
  const names = titlesOf({ name, headline });
  const words = names.map(text => foldedWords(text).join(' '));
  const row = [owner, sequence];
  await write(`INSERT INTO article_search (rowid, heading, body) VALUES (${ROW_NUMBER}, $3, $4)`, [
    ...row,
    names.join('\n'),
    paragraphs.join('\n'),
  ]);
  await write(`INSERT INTO article_word (rowid, words) VALUES (${ROW_NUMBER}, $3)`, [
    ...row,
    [...words, ...names.map(text => headlineTermOf(foldedWords(text)))].join(' '),
  ]);
  // a space at both ends makes a word's beginning at the headline's edge the same trigram as in its middle
  await write(`INSERT INTO article_trigram (rowid, words) VALUES (${ROW_NUMBER}, $3)`, [
    ...row,
    words.map(each => ` ${each} `).join(''),
  ]);
  await write('INSERT OR IGNORE INTO article_text_word SELECT value FROM json_each($1) AS wanted', [
    vocabularyOf([...names, ...paragraphs]),
  ]);
}

/** Takes a version out of the full-text index. */
export async function unindexVersion(
  { write }: Statements,
  { sequence, owner }: Pick<IndexedVersion, 'sequence' | 'owner'>,
): Promise<void> {
  for (const table of ['article_search', 'article_word', 'article_trigram'])
    await write(`DELETE FROM ${table} WHERE rowid = ${ROW_NUMBER}`, [owner, sequence]);
}

/** Empties the full-text index. */
export async function clearIndex({ write }: Statements): Promise<void> {
  for (const table of ['article_search', 'article_word', 'article_trigram'])
    await write(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`);
}

/**
 * A whole headline as one word of the index, so that one is found among many that go on after it. No text has
 * this character in a word.
 */
export function headlineTermOf(words: readonly string[]): string {
  return ['', ...words].join('\ue000');
}
