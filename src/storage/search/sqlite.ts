import type { Statements } from '../database.ts';
import {
  type EntryRow,
  EVERYBODY,
  entryColumns,
  entryTables,
  isJoined,
  isVisible,
  toEntry,
} from '../stores/article-entries.ts';
import type { LibraryEntry } from '../stores/articles.ts';
import { findTitled, type MatchSource, matchArticles, type WordForms } from './matching.ts';
import { type ArticleSearch, collectInOrder, sequencesOf, type View } from './search.ts';
import { clearIndex, headlineTermOf, indexVersion, unindexVersion } from './sqlite-index.ts';
import { type TitleCandidate, trigramsOf, wordsOfQuery } from './terms.ts';

/** Maximum number of headlines compared with the typed text, per lookup. */
const MAX_CANDIDATES = 100;

/** Maximum number of rows read for all trigrams of the typed text. */
const MAX_TRIGRAM_ROWS = 2000;

/** How many rows go to the rarest trigrams, which tell headlines apart; the rest to the newest others. */
const MAX_RARE_ROWS = 1000;

/** Words in more articles than this do not count in the ranking, which would read all of those. */
const MAX_RANKED = 1000;

const CANDIDATE_COLUMNS =
  'article.id AS id, article.headline AS headline, holding.name AS name, held.sequence AS sequence';

/** SQL: the lower 32 bits of a row id. */
const sequenceOf = (table: string) => `(${table}.rowid & 4294967295)`;
/** SQL: whether a row belongs to the owner with this number. */
const isOfOwner = (table: string, number: string) =>
  `${table}.rowid BETWEEN (${number} << 32) AND ((${number} << 32) | 4294967295)`;

/** SQL: the newest matches for $2 of the owner with the number $3. */
const newestOf = (table: string, columns: string) => `
  SELECT ${columns} FROM ${table} CROSS JOIN ${entryTables}
  WHERE ${table} MATCH $2 AND ${isOfOwner(table, '$3')} AND held.sequence = ${sequenceOf(table)} AND ${isJoined} AND ${isVisible}
  ORDER BY ${table}.rowid DESC LIMIT $4`;

const SQL = {
  newest: newestOf('article_search', 'held.sequence AS sequence'),
  begun: newestOf('article_word', CANDIDATE_COLUMNS),
  inflected: newestOf('article_search', CANDIDATE_COLUMNS),
  /** The best matches for $2 (Okapi BM25) among those that also match $3. */
  best: `
    SELECT held.sequence AS sequence FROM article_search CROSS JOIN article_version AS held
    WHERE article_search MATCH $2 AND held.sequence = ${sequenceOf('article_search')} AND ${isVisible}
      AND ($3 IS NULL OR +article_search.rowid IN (SELECT rowid FROM article_search WHERE article_search MATCH $3))
    ORDER BY rank, held.sequence DESC LIMIT $4`,
  spread: `
    SELECT count(*) AS rows FROM (SELECT 1 FROM article_search WHERE article_search MATCH $1 LIMIT ${MAX_RANKED + 1})`,
  vocabulary: `
    SELECT word FROM article_text_word WHERE word >= $1 AND word < $1 || char(1114111) ORDER BY word LIMIT $2`,
  trigramSpread: `
    SELECT count(*) AS rows FROM (
      SELECT 1 FROM article_trigram WHERE article_trigram MATCH $1 AND ${isOfOwner('article_trigram', '$2')}
      LIMIT ${MAX_RARE_ROWS + 1})`,
  trigramRows: `
    SELECT json_group_array(sequence) AS sequences FROM (
      SELECT ${sequenceOf('article_trigram')} AS sequence FROM article_trigram
      WHERE article_trigram MATCH $1 AND ${isOfOwner('article_trigram', '$2')} ORDER BY rowid DESC LIMIT $3)`,
  candidates: `
    SELECT ${CANDIDATE_COLUMNS} FROM json_each($2) AS wanted CROSS JOIN ${entryTables}
    WHERE held.sequence = wanted.value AND ${isJoined} AND ${isVisible}`,
  entries: `
    SELECT ${entryColumns} FROM json_each($1) AS wanted CROSS JOIN ${entryTables}
    WHERE held.sequence = wanted.value AND ${isJoined} ORDER BY wanted.key`,
} as const;

/** Searches with SQLite's full-text indexes (FTS5). */
export function createSqliteSearch(statements: Statements): ArticleSearch {
  return {
    index: indexVersion,
    unindex: unindexVersion,
    clear: clearIndex,
    /** Rare words decide the ranking; among common ones, articles with them in the headline, newest first. */
    async search(query, { offset, limit }, own) {
      const words = wordsOfQuery(query).map(quoteTerm);
      if (words.length === 0) return [];
      const search = await createTextSearch(statements, { own });
      const all = await search.findEvery(words, offset + limit);
      const found = all.length > 0 ? all : await search.findAny(words, offset + limit);
      return loadEntries(statements, found.slice(offset, offset + limit));
    },
    match: async (typed, limit, view) =>
      matchArticles(typed, limit, createMatchSource(statements, await createTextSearch(statements, view))),
    findTitled: async (titles, view) =>
      findTitled(titles, createMatchSource(statements, await createTextSearch(statements, view))),
  };
}

type TextSearch = Awaited<ReturnType<typeof createTextSearch>>;

/** Searches headlines and texts for terms, each a word or a choice of words. */
async function createTextSearch(statements: Statements, { own, ownOnly = false }: View) {
  const numbers = await findOwnerNumbers(statements, ownOnly ? [own] : [EVERYBODY, own]);

  /** Returns the newest matches across owners. */
  async function queryNewest<Row extends { sequence: number }>(
    sql: string,
    match: string,
    limit: number,
  ): Promise<Row[]> {
    const lots = await Promise.all(
      numbers.map(number => statements.rows<Row>(sql, [own, match, number, limit])),
    );
    const found = lots.flat();
    return numbers.length > 1 ? found.sort((a, b) => b.sequence - a.sequence).slice(0, limit) : found;
  }

  const findNewest = async (match: string, limit: number) =>
    sequencesOf(await queryNewest(SQL.newest, match, limit));
  const rankBest = async (match: string, all: string | null, limit: number) =>
    sequencesOf(await statements.rows(SQL.best, [own, match, all, limit]));

  /** Selects the terms that are found in few enough articles to be ranked. */
  async function filterTelling(terms: readonly string[], most: number): Promise<string[]> {
    if (ownOnly) return [];
    const counts = await Promise.all(terms.map(term => statements.row<{ rows: number }>(SQL.spread, [term])));
    return terms.filter((_, i) => (counts[i]?.rows ?? 0) <= most);
  }

  return {
    own,
    numbers,
    queryNewest,
    async findEvery(terms: readonly string[], limit: number): Promise<number[]> {
      const every = joinTerms(terms, ' AND ');
      if ((await findNewest(every, 1)).length === 0) return [];
      const telling = await filterTelling(terms, MAX_RANKED);
      const rest = telling.length < terms.length ? every : null;
      return collectInOrder(
        telling.length > 0
          ? [() => rankBest(joinTerms(telling, ' AND '), rest, limit)]
          : [() => findNewest(`heading : (${every})`, limit), () => findNewest(every, limit)],
        limit,
      );
    },
    async findAny(terms: readonly string[], limit: number): Promise<number[]> {
      const any = joinTerms(terms, ' OR ');
      const telling = await filterTelling(terms, MAX_RANKED / terms.length);
      const told = telling.length > 0 ? [() => rankBest(joinTerms(telling, ' OR '), null, limit)] : [];
      return collectInOrder(
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

async function findOwnerNumbers({ row }: Statements, owners: readonly string[]): Promise<number[]> {
  const sql = 'SELECT number FROM article_holder WHERE holder = $1';
  const found = await Promise.all([...new Set(owners)].map(owner => row<{ number: number }>(sql, [owner])));
  return found.flatMap(each => each?.number ?? []);
}

function createMatchSource(statements: Statements, search: TextSearch): MatchSource {
  const queryCandidates = (sql: string, match: string) =>
    search.queryNewest<TitleCandidate>(sql, match, MAX_CANDIDATES);
  return {
    findSame: titles =>
      queryCandidates(SQL.begun, titles.map(words => quoteTerm(headlineTermOf(words))).join(' OR ')),
    findBegun: words => queryCandidates(SQL.begun, words.map(word => `${quoteTerm(word)}*`).join(' AND ')),
    findInflected: words =>
      queryCandidates(SQL.inflected, `heading : (${words.map(quoteTerm).join(' AND ')})`),
    async findSimilar(words) {
      const sequences = await findSimilar(statements, trigramsOf(words), search.numbers);
      return sequences.length === 0
        ? []
        : statements.rows<TitleCandidate>(SQL.candidates, [search.own, sequences]);
    },
    findInText: (words, limit) => search.findEvery(words.map(termOfForms), limit),
    findAny: (words, limit) => search.findAny(words.map(quoteTerm), limit),
    listWords: async (beginning, limit) =>
      (await statements.rows<{ word: string }>(SQL.vocabulary, [beginning, limit])).map(({ word }) => word),
    loadEntries: sequences => loadEntries(statements, sequences),
  };
}

const termOfForms = (forms: WordForms) => forms.map(quoteTerm).join(' OR ');

/** The sequences with the most trigrams of the typed text, weighted by rarity: `MAX_CANDIDATES` at most. */
async function findSimilar(
  { row }: Statements,
  trigrams: readonly string[],
  numbers: readonly number[],
): Promise<number[]> {
  const asked = trigrams.map(quoteTerm).flatMap(match => numbers.map(number => ({ match, number })));
  const counted = await Promise.all(
    asked.map(async ({ match, number }) => {
      const found = await row<{ rows: number }>(SQL.trigramSpread, [match, number]);
      return { match, number, rows: found?.rows ?? 0 };
    }),
  );
  const spread = counted.filter(({ rows }) => rows > 0).sort((a, b) => a.rows - b.rows);
  const shared = new Map<number, number>();
  let read = 0;
  for (const [at, { match, number, rows }] of spread.entries()) {
    const limit =
      read + rows <= MAX_RARE_ROWS ? rows : Math.ceil((MAX_TRIGRAM_ROWS - read) / (spread.length - at));
    read += Math.min(rows, limit);
    const found = await row<{ sequences: string }>(SQL.trigramRows, [match, number, limit]);
    // rare trigrams tell more; of common ones, not all rows are read
    const weight = Math.log((MAX_RARE_ROWS + 2) / rows);
    for (const sequence of JSON.parse(found?.sequences ?? '[]') as number[])
      shared.set(sequence, (shared.get(sequence) ?? 0) + weight);
  }
  return [...shared]
    .sort(([a, sharedA], [b, sharedB]) => sharedB - sharedA || b - a)
    .slice(0, MAX_CANDIDATES)
    .map(([sequence]) => sequence);
}

async function loadEntries({ rows }: Statements, sequences: readonly number[]): Promise<LibraryEntry[]> {
  return sequences.length === 0 ? [] : (await rows<EntryRow>(SQL.entries, [sequences])).map(toEntry);
}

/** Quotes a word as an FTS5 string, so that no part of it is read as an operator. */
function quoteTerm(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
