import type { StatementSync } from 'node:sqlite';
import type { ArticleText } from '../../articles/article.ts';
import { foldedWords, titlesOf, vocabularyOf, wordsOfQuery } from '../search-terms.ts';
import type { LibraryEntry } from '../stores/articles.ts';
import { EVERYBODY, entryColumns, isVisible, toEntries, visibleEntries } from './entries.ts';

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

/** Rows that are read for the trigrams of what was typed, in all. */
export const MAX_TRIGRAM_ROWS = 2000;

/**
 * Of these, so many go to the rarest trigrams, which tell headlines apart; the rest to the last added that
 * have the others.
 */
export const MAX_RARE_ROWS = 1000;

/**
 * Words that are in more articles than this weigh nothing as matches are ranked: to weigh them, all of their
 * articles are read.
 */
const MAX_RANKED = 1000;

type PrepareSearchStatement = (sql: string) => StatementSync;
/** The statements of full-text search. */
export type SearchStatements = ReturnType<typeof prepareSearch>;

/** The lower 32 bits of a row's number. */
const sequenceOf = (table: string) => `(${table}.rowid & 4294967295)`;
const ownerConditionOf = (table: string) =>
  `${table}.rowid BETWEEN (:number << 32) AND ((:number << 32) | 4294967295)`;
const ROW_NUMBER = '((SELECT number FROM article_holder WHERE holder = :holder) << 32) | :sequence';

/** The statements of full-text search, prepared once. */
export function prepareSearch(prepare: PrepareSearchStatement) {
  /** The last added of one owner that match. */
  const newest = (table: string, columns: string) => `
    SELECT ${columns} FROM ${table} CROSS JOIN ${visibleEntries}
    WHERE ${table} MATCH :match AND ${ownerConditionOf(table)} AND held.sequence = ${sequenceOf(table)} AND ${isVisible}
    ORDER BY ${table}.rowid DESC LIMIT :limit`;
  return {
    holderNumber: prepare('SELECT number FROM article_holder WHERE holder = ?'),
    newest: prepare(newest('article_search', 'held.sequence AS sequence')),
    /** The best by their words (Okapi BM25), of those that also match :all. */
    best: prepare(`
      SELECT held.sequence AS sequence FROM article_search CROSS JOIN article_version AS held
      WHERE article_search MATCH :match AND held.sequence = ${sequenceOf('article_search')} AND ${isVisible}
        AND (:all IS NULL OR +article_search.rowid IN (SELECT rowid FROM article_search WHERE article_search MATCH :all))
      ORDER BY rank, held.sequence DESC LIMIT :limit`),
    spread: prepare(`
      SELECT count(*) AS rows FROM (SELECT 1 FROM article_search WHERE article_search MATCH :match LIMIT ${MAX_RANKED + 1})`),
    beginning: prepare(newest('article_word', CANDIDATE_COLUMNS)),
    inflected: prepare(newest('article_search', CANDIDATE_COLUMNS)),
    vocabulary: prepare(`
      SELECT word FROM article_text_word WHERE word >= :beginning AND word < :beginning || char(1114111)
      ORDER BY word LIMIT :limit`),
    addVocabulary: prepare(
      'INSERT OR IGNORE INTO article_text_word SELECT value FROM json_each(:words) AS wanted',
    ),
    trigramSpread: prepare(`
      SELECT count(*) AS rows FROM (
        SELECT 1 FROM article_trigram WHERE article_trigram MATCH :match AND ${ownerConditionOf('article_trigram')} LIMIT ${MAX_RARE_ROWS + 1})`),
    trigramRows: prepare(`
      SELECT json_group_array(sequence) AS sequences FROM (
        SELECT ${sequenceOf('article_trigram')} AS sequence FROM article_trigram
        WHERE article_trigram MATCH :match AND ${ownerConditionOf('article_trigram')} ORDER BY rowid DESC LIMIT :limit)`),
    candidates: prepare(`
      SELECT ${CANDIDATE_COLUMNS} FROM json_each(:sequences) AS wanted CROSS JOIN ${visibleEntries}
      WHERE held.sequence = wanted.value AND ${isVisible}`),
    entries: prepare(`
      SELECT ${entryColumns} FROM json_each(:sequences) AS wanted CROSS JOIN ${visibleEntries}
      WHERE held.sequence = wanted.value ORDER BY wanted.key`),
    addSearch: prepare(
      `INSERT INTO article_search (rowid, heading, body) VALUES (${ROW_NUMBER}, :heading, :body)`,
    ),
    addWords: prepare(`INSERT INTO article_word (rowid, words) VALUES (${ROW_NUMBER}, :words)`),
    addTrigrams: prepare(`INSERT INTO article_trigram (rowid, words) VALUES (${ROW_NUMBER}, :words)`),
    removeSearch: prepare(`DELETE FROM article_search WHERE rowid = ${ROW_NUMBER}`),
    removeWords: prepare(`DELETE FROM article_word WHERE rowid = ${ROW_NUMBER}`),
    removeTrigrams: prepare(`DELETE FROM article_trigram WHERE rowid = ${ROW_NUMBER}`),
  };
}

const CANDIDATE_COLUMNS =
  'article.id AS id, article.headline AS headline, holding.name AS name, held.sequence AS sequence';

/** Writes what a newest version is found by. */
export function indexVersion(
  { addSearch, addWords, addTrigrams, addVocabulary }: SearchStatements,
  sequence: number,
  { headline, paragraphs }: Pick<ArticleText, 'headline' | 'paragraphs'>,
  { owner, name }: { owner: string; name: string | null },
): void {
  const names = titlesOf({ name, headline });
  const words = names.map(text => foldedWords(text).join(' '));
  addSearch.run({ holder: owner, sequence, heading: names.join('\n'), body: paragraphs.join('\n') });
  addWords.run({
    holder: owner,
    sequence,
    words: [...words, ...names.map(text => headlineTermOf(foldedWords(text)))].join(' '),
  });
  // a space at both ends makes a word's beginning at the headline's edge the same trigram as in its middle
  addTrigrams.run({ holder: owner, sequence, words: words.map(each => ` ${each} `).join('') });
  addVocabulary.run({ words: JSON.stringify(vocabularyOf([...names, ...paragraphs])) });
}

/** Takes a version out of the full-text index. */
export function unindexVersion(
  { removeSearch, removeWords, removeTrigrams }: SearchStatements,
  sequence: number,
  owner: string,
): void {
  for (const remove of [removeSearch, removeWords, removeTrigrams]) remove.run({ holder: owner, sequence });
}

/** Of whom articles are looked for, and for whom. */
export interface View {
  readonly own: string;
  readonly ownOnly?: boolean;
}

/**
 * The articles with all words of a query, else those with any. Where some of the words are in few articles,
 * these tell the best; where all are in many, the articles with the words in their headline come first, the
 * last added before the others.
 */
export function searchArticles(
  statements: SearchStatements,
  query: string,
  { offset, limit }: { offset: number; limit: number },
  own: string,
): LibraryEntry[] {
  const words = wordsOfQuery(query).map(quoteTerm);
  if (words.length === 0) return [];
  const search = createTextSearch(statements, { own });
  const all = search.findEvery(words, offset + limit);
  const found = all.length > 0 ? all : search.findAny(words, offset + limit);
  return loadEntries(statements, found.slice(offset, offset + limit));
}

/** Searches headlines and texts for terms, each a word or an alternative of words. */
export function createTextSearch(statements: SearchStatements, { own, ownOnly = false }: View) {
  const numbers = findOwnerNumbers(statements, ownOnly ? [own] : [EVERYBODY, own]);
  const findNewest = (match: string, limit: number) =>
    queryNewest(statements.newest, match, { numbers, own, limit });
  /** Whether a term is in so few articles that these can be ranked. */
  const isTelling = (match: string, most = MAX_RANKED) =>
    (statements.spread.get({ match }) as { rows: number }).rows <= most;
  const rankBest = (match: string, all: string | null, limit: number) =>
    statements.best.all({ own, match, all, limit }) as { sequence: number }[];

  function collect(lots: readonly (() => readonly { sequence: number }[])[], limit: number): number[] {
    const found = new Set<number>();
    for (const rows of lots) {
      for (const { sequence } of rows()) found.add(sequence);
      if (found.size >= limit) break;
    }
    return [...found].slice(0, limit);
  }
  return {
    numbers,
    findEvery(terms: readonly string[], limit: number): number[] {
      const every = joinTerms(terms, ' AND ');
      if (findNewest(every, 1).length === 0) return [];
      const telling = ownOnly ? [] : terms.filter(term => isTelling(term));
      const rest = telling.length < terms.length ? every : null;
      return collect(
        telling.length > 0
          ? [() => rankBest(joinTerms(telling, ' AND '), rest, limit)]
          : [() => findNewest(`heading : (${every})`, limit), () => findNewest(every, limit)],
        limit,
      );
    },
    findAny(terms: readonly string[], limit: number): number[] {
      const any = joinTerms(terms, ' OR ');
      const telling = ownOnly ? [] : terms.filter(term => isTelling(term, MAX_RANKED / terms.length));
      const told = telling.length > 0 ? [() => rankBest(joinTerms(telling, ' OR '), null, limit)] : [];
      return collect(
        telling.length === terms.length
          ? told
          : [...told, () => findNewest(`heading : (${any})`, limit), () => findNewest(any, limit)],
        limit,
      );
    },
  };
}

const joinTerms = (terms: readonly string[], operator: ' AND ' | ' OR ') =>
  terms.map(term => `(${term})`).join(operator);

/**
 * A whole headline as one word of the index, so that one is found among many that go on after it. No text has
 * this character in a word.
 */
export function headlineTermOf(words: readonly string[]): string {
  return ['', ...words].join('\ue000');
}

function findOwnerNumbers({ holderNumber }: SearchStatements, owners: readonly string[]): number[] {
  return [...new Set(owners)].flatMap(
    owner => (holderNumber.get(owner) as { number: number } | undefined)?.number ?? [],
  );
}

/** Of several owners, the last added that match. */
export function queryNewest<Row extends { sequence: number }>(
  statement: StatementSync,
  match: string,
  { numbers, own, limit }: { numbers: readonly number[]; own: string; limit: number },
): Row[] {
  const rows = numbers.flatMap(number => statement.all({ own, number, match, limit }) as unknown as Row[]);
  return numbers.length > 1 ? rows.sort((a, b) => b.sequence - a.sequence).slice(0, limit) : rows;
}

export function loadEntries(
  { entries: all }: SearchStatements,
  sequences: readonly number[],
): LibraryEntry[] {
  return sequences.length === 0 ? [] : toEntries(all.all({ sequences: JSON.stringify(sequences) }));
}

/** A word as an FTS5 string, so that nothing of it is read as an operator. */
export function quoteTerm(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
