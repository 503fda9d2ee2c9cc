import type { StatementSync } from 'node:sqlite';
import type { ArticleText } from '../../articles/article.ts';
import { foldedWords, rankCandidates, type TitleCandidate, titlesOf, trigramsOf } from '../search-terms.ts';
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

/** Headlines that are compared with what was typed, in each of the two ways of finding them. */
const MAX_CANDIDATES = 100;

/** Rows that are read for the trigrams of what was typed, in all. */
const MAX_TRIGRAM_ROWS = 2000;

/**
 * Of these, so many go to the rarest trigrams, which tell headlines apart; the rest to the last added that
 * have the others.
 */
const MAX_RARE_ROWS = 1000;

/**
 * Words that are in more articles than this weigh nothing as matches are ranked: to weigh them, all of their
 * articles are read.
 */
const MAX_RANKED = 1000;

type PrepareSearchStatement = (sql: string) => StatementSync;
type SearchStatements = ReturnType<typeof prepareSearch>;

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
  { addSearch, addWords, addTrigrams }: SearchStatements,
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
}

/** Takes a version out of the full-text index. */
export function unindexVersion(
  { removeSearch, removeWords, removeTrigrams }: SearchStatements,
  sequence: number,
  owner: string,
): void {
  for (const remove of [removeSearch, removeWords, removeTrigrams]) remove.run({ holder: owner, sequence });
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
  owner: string,
): LibraryEntry[] {
  const words = toSearchTerms(query);
  if (words.length === 0) return [];
  const wanted = offset + limit;
  const numbers = findOwnerNumbers(statements, [EVERYBODY, owner]);
  const findNewest = (match: string) =>
    queryNewest(statements.newest, match, { numbers, own: owner, limit: wanted });
  const every = words.join(' AND ');
  const telling = words.filter(
    word => (statements.spread.get({ match: word }) as { rows: number }).rows <= MAX_RANKED,
  );
  const rankBest = (match: string, all: string | null) =>
    statements.best.all({ own: owner, match, all, limit: wanted }) as { sequence: number }[];
  const hasEvery = queryNewest(statements.newest, every, { numbers, own: owner, limit: 1 }).length > 0;

  const found = new Set<number>();
  for (const rows of hasEvery ? searchEveryWord() : searchAnyWord()) {
    for (const { sequence } of rows()) found.add(sequence);
    if (found.size >= wanted) break;
  }
  return loadEntries(statements, [...found].slice(offset, wanted));

  function searchEveryWord() {
    if (telling.length > 0)
      return [() => rankBest(telling.join(' AND '), telling.length < words.length ? every : null)];
    return [() => findNewest(`heading : (${every})`), () => findNewest(every)];
  }
  function searchAnyWord() {
    const any = words.join(' OR ');
    const told = telling.length > 0 ? [() => rankBest(telling.join(' OR '), null)] : [];
    return telling.length === words.length
      ? told
      : [...told, () => findNewest(`heading : (${any})`), () => findNewest(any)];
  }
}

/**
 * The best of the headlines that are what was typed, those with words that begin with it, and, where these do
 * not fill the list, those that share its trigrams, which a typing error leaves mostly intact.
 */
export function suggestArticles(
  statements: SearchStatements,
  typed: string,
  limit: number,
  { own, ownOnly }: { own: string; ownOnly: boolean },
): LibraryEntry[] {
  const words = foldedWords(typed);
  if (words.length === 0) return [];
  const numbers = findOwnerNumbers(statements, ownOnly ? [own] : [EVERYBODY, own]);
  const findCandidates = (match: string) =>
    queryNewest<TitleCandidate>(statements.beginning, match, { numbers, own, limit: MAX_CANDIDATES });
  const begun = [
    ...findCandidates(quoteTerm(headlineTermOf(words))),
    ...findCandidates(words.map(word => `${quoteTerm(word)}*`).join(' AND ')),
  ];
  const alike = begun.length < limit ? findSimilar(statements, trigramsOf(words), numbers) : [];
  const others = alike.length > 0 ? statements.candidates.all({ own, sequences: JSON.stringify(alike) }) : [];
  const best = rankCandidates(typed, [...begun, ...(others as unknown as TitleCandidate[])], limit);
  return loadEntries(
    statements,
    best.map(({ sequence }) => sequence),
  );
}

/**
 * A whole headline as one word of the index, so that one is found among many that go on after it. No text has
 * this character in a word.
 */
function headlineTermOf(words: readonly string[]): string {
  return ['', ...words].join('\ue000');
}

/** The sequences that share most of these trigrams, the rare ones above all, at most `candidates`. */
function findSimilar(
  statements: SearchStatements,
  trigrams: readonly string[],
  numbers: readonly number[],
): number[] {
  const spread = trigrams
    .map(quoteTerm)
    .flatMap(match => numbers.map(number => ({ match, number })))
    .map(each => ({ ...each, rows: (statements.trigramSpread.get(each) as { rows: number }).rows }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.rows - b.rows);
  const shared = new Map<number, number>();
  let read = 0;
  for (const [at, { match, number, rows }] of spread.entries()) {
    const limit =
      read + rows <= MAX_RARE_ROWS ? rows : Math.ceil((MAX_TRIGRAM_ROWS - read) / (spread.length - at));
    read += Math.min(rows, limit);
    const { sequences } = statements.trigramRows.get({ match, number, limit }) as { sequences: string };
    // what few have tells more; of the common ones not all rows are read
    const weight = Math.log((MAX_RARE_ROWS + 2) / rows);
    for (const sequence of JSON.parse(sequences) as number[])
      shared.set(sequence, (shared.get(sequence) ?? 0) + weight);
  }
  return [...shared]
    .sort(([a, sharedA], [b, sharedB]) => sharedB - sharedA || b - a)
    .slice(0, MAX_CANDIDATES)
    .map(([sequence]) => sequence);
}

function findOwnerNumbers({ holderNumber }: SearchStatements, owners: readonly string[]): number[] {
  return [...new Set(owners)].flatMap(
    owner => (holderNumber.get(owner) as { number: number } | undefined)?.number ?? [],
  );
}

/** Of several owners, the last added that match. */
function queryNewest<Row extends { sequence: number }>(
  statement: StatementSync,
  match: string,
  { numbers, own, limit }: { numbers: readonly number[]; own: string; limit: number },
): Row[] {
  const rows = numbers.flatMap(number => statement.all({ own, number, match, limit }) as unknown as Row[]);
  return numbers.length > 1 ? rows.sort((a, b) => b.sequence - a.sequence).slice(0, limit) : rows;
}

function loadEntries({ entries: all }: SearchStatements, sequences: readonly number[]): LibraryEntry[] {
  return sequences.length === 0 ? [] : toEntries(all.all({ sequences: JSON.stringify(sequences) }));
}

/** Each word of a query as an FTS5 string, so that nothing of it is read as an operator. */
function toSearchTerms(query: string): string[] {
  const words = query.slice(0, 1000).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, 32).map(quoteTerm);
}

function quoteTerm(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
