import type { Statements } from '../database.ts';
import type { IndexedVersion } from './search.ts';
import { foldedWords, takeIndexed, titlesOf, vocabularyOf } from './terms.ts';

/**
 * The search index of newest versions. A row id combines the owner's number (article_holder) in the upper
 * bits with the sequence in the lower 32, so that the rows of one owner form a range: other servers' rows are
 * not read, and the newest come first without sorting.
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

/** SQL: the row id of version $2 of the owner $1. */
const ROW_NUMBER = '((SELECT number FROM article_holder WHERE holder = $1) << 32) | $2';

/** Indexes a version. */
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
    takeIndexed(paragraphs).join('\n'),
  ]);
  await write(`INSERT INTO article_word (rowid, words) VALUES (${ROW_NUMBER}, $3)`, [
    ...row,
    [...words, ...names.map(text => headlineTermOf(foldedWords(text)))].join(' '),
  ]);
  // padded with a space at both ends, so that a word has the same trigrams at the edge of the headline as
  // inside it
  await write(`INSERT INTO article_trigram (rowid, words) VALUES (${ROW_NUMBER}, $3)`, [
    ...row,
    words.map(each => ` ${each} `).join(''),
  ]);
  await write('INSERT OR IGNORE INTO article_text_word SELECT value FROM json_each($1) AS wanted', [
    vocabularyOf([...names, ...paragraphs]),
  ]);
}

/** Removes a version from the full-text index. */
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

/** The term of a whole headline, found among longer ones that begin with it; in no word of a text. */
export function headlineTermOf(words: readonly string[]): string {
  return ['', ...words].join('\ue000');
}
