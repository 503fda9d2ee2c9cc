import { countForgivenErrors, isMistypedFor } from '../../language/title-match.ts';
import { requireValue } from '../../lists.ts';
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
import {
  clearIndex,
  headlineTermOf,
  indexVersion,
  ownerTermOf,
  quoteLexeme,
  unindexVersion,
  wordTrigramsOf,
} from './postgres-index.ts';
import { type ArticleSearch, collectInOrder, sequencesOf, type View } from './search.ts';
import { stemsOf, type TitleCandidate, wordsOfQuery } from './terms.ts';

/** Maximum number of headlines compared with the typed text, per lookup. */
const MAX_CANDIDATES = 100;

/** If more articles than this match, they are not ranked, since ranking reads each of them. */
const MAX_RANKED = 300;

/** How many of the longest words are looked up with typing errors, and candidates kept for each. */
const LIMITS = { words: 8, alike: 12 };

/** Searches with PostgreSQL's full-text indexes. */
export function createPostgresSearch(database: Statements): ArticleSearch {
  return {
    index: indexVersion,
    unindex: unindexVersion,
    clear: clearIndex,
    /** If too many match to be ranked, those with the words in the headline come first, newest first. */
    async search(query, { offset, limit }, own) {
      const terms = [...new Set(wordsOfQuery(query).flatMap(stemsOf))].map(quoteLexeme);
      if (terms.length === 0) return [];
      const search = createTextSearch(database, { own });
      const wanted = offset + limit;
      const every = terms.join(' & ');
      const all = await search.findRanked(every, MAX_RANKED + 1);
      const found =
        all.length > 0 && all.length <= MAX_RANKED
          ? all
          : await (all.length > 0 ? search.findNewest(every, wanted) : search.findAny(terms, wanted));
      return loadEntries(database, found.slice(offset, wanted));
    },
    match: (typed, limit, view) => matchArticles(typed, limit, createMatchSource(database, view)),
    findTitled: (titles, view) => findTitled(titles, createMatchSource(database, view)),
  };
}

/** Searches headlines and texts for stems, quoted as PostgreSQL lexemes. */
function createTextSearch(database: Statements, { own, ownOnly = false }: View) {
  const owners = ownOnly ? [own] : [own, EVERYBODY];
  const querySequences = async (sql: string, values: readonly (string | number)[]) =>
    sequencesOf(await database.rows(sql, values));

  async function countMatches(stem: string): Promise<number> {
    const sql = `SELECT count(*) AS rows FROM (SELECT 1 FROM article_search WHERE stems @@ $1::tsquery LIMIT ${MAX_RANKED + 1}) AS found`;
    const row = await database.row<{ rows: number }>(sql, [restrictToOwners(owners, stem)]);
    return requireValue(row, 'count').rows;
  }

  /** Ranks the newest `among` matches, best first. */
  function findRanked(match: string, among: number): Promise<number[]> {
    const sql = `
      SELECT sequence FROM (${newestRowsOf('stems')}) AS found
      ORDER BY ts_rank('{0.1, 0.1, 0.1, 1}', stems, $4::tsquery, 1) DESC, sequence DESC`;
    return querySequences(sql, [own, restrictToOwners(owners, match), among, match]);
  }

  const queryNewest = (column: 'names' | 'stems', match: string, limit: number) =>
    querySequences(newestRowsOf(column), [own, restrictToOwners(owners, match), limit]);
  const newestLots = (match: string, limit: number) => [
    () => queryNewest('names', match, limit),
    () => queryNewest('stems', match, limit),
  ];

  /** Finds articles by the rare terms, best first. */
  async function findDistinctive(terms: readonly string[]): Promise<number[]> {
    const spread = await Promise.all(terms.map(async term => ({ term, rows: await countMatches(term) })));
    const few = spread.filter(({ rows }) => rows > 0 && rows <= MAX_RANKED).map(({ term }) => term);
    return few.length === 0 ? [] : findRanked(few.join(' | '), few.length * MAX_RANKED);
  }

  return {
    owners,
    findRanked,
    findNewest: (match: string, limit: number) => collectInOrder(newestLots(match, limit), limit),
    findAny: (terms: readonly string[], limit: number) =>
      collectInOrder([() => findDistinctive(terms), ...newestLots(terms.join(' | '), limit)], limit),
  };
}

/**
 * SQL: whether the viewer $1 sees an index row. Evaluated per row, as in `isVisible`: the planner's estimate
 * of how many rows match is often wrong, and a join would then compare all rows with all.
 */
const IS_SEEN = `(SELECT ${isVisible} FROM article_version AS held WHERE held.sequence = search.sequence)`;

/** SQL: the newest visible matches. Sorting comes first, so that visibility is checked only as needed. */
const newestRowsOf = (column: 'names' | 'stems' | 'words') => `
  SELECT sequence, stems FROM (
    SELECT sequence, stems FROM article_search WHERE ${column} @@ $2::tsquery ORDER BY sequence DESC OFFSET 0
  ) AS search
  WHERE ${IS_SEEN} ORDER BY sequence DESC LIMIT $3`;

/** The number of newest articles that are scanned first. */
const RECENT = 1000;

/** The same for names, without the index if enough of the newest match, as for common words. */
const newestNamesOf = (column: 'names' | 'words') => `
  WITH recent AS MATERIALIZED (
    SELECT sequence FROM (
      SELECT sequence, ${column} FROM article_search ORDER BY sequence DESC LIMIT ${RECENT}
    ) AS search WHERE ${column} @@ $2::tsquery AND ${IS_SEEN} LIMIT $3
  )
  SELECT sequence FROM recent WHERE (SELECT count(*) FROM recent) >= $3
  UNION ALL
  SELECT sequence FROM (${newestRowsOf(column)}) AS every WHERE (SELECT count(*) FROM recent) < $3`;

function createMatchSource(database: Statements, view: View): MatchSource {
  const search = createTextSearch(database, view);
  const { owners } = search;
  const queryCandidates = (column: 'names' | 'words', match: string, rowsOf = newestNamesOf) =>
    database.rows<TitleCandidate>(
      `SELECT article.id, article.headline, holding.name, held.sequence
       FROM (${rowsOf(column)}) AS candidate CROSS JOIN ${entryTables}
       WHERE held.sequence = candidate.sequence AND ${isJoined}`,
      [view.own, restrictToOwners(owners, match), MAX_CANDIDATES],
    );
  return {
    findSame: titles =>
      queryCandidates(
        'words',
        titles.map(words => quoteLexeme(headlineTermOf(words))).join(' | '),
        newestRowsOf, // few articles have such a term
      ),
    findBegun: words => queryCandidates('words', words.map(toPrefix).join(' & ')),
    findInflected: words => queryCandidates('names', joinForms(words.map(word => [word]))),
    async findSimilar(words) {
      const expanded = await expandWords(database, words);
      const known = expanded.filter(({ alike }) => alike.length > 0);
      if (known.length === 0) return [];
      const wholly = expanded.map(({ word, alike }) => joinWords([word, ...alike]));
      const begun = expanded.map(({ word, alike }) => `(${toPrefix(word)} | ${joinWords([word, ...alike])})`);
      const all = await Promise.all(
        [wholly, begun].map(parts => queryCandidates('words', parts.join(' & '))),
      );
      return all.some(rows => rows.length > 0) || words.length === 1
        ? all.flat()
        : queryCandidates('words', begun.join(' | '));
    },
    findInText: (words, limit) => search.findRanked(joinForms(words), Math.max(limit, MAX_CANDIDATES)),
    findAny: (words, limit) => search.findAny([...new Set(words.flatMap(stemsOf))].map(quoteLexeme), limit),
    listWords: async (beginning, limit) =>
      (
        await database.rows<{ word: string }>(
          'SELECT stem AS word FROM article_stem WHERE stem >= $1 AND stem < $1 || chr(1114111) ORDER BY stem LIMIT $2',
          [beginning, limit],
        )
      ).map(({ word }) => word),
    loadEntries: sequences => loadEntries(database, sequences),
  };
}

/** A query for all words, each in any of its forms, by their stems. */
const joinForms = (words: readonly WordForms[]) =>
  words.map(forms => `(${[...new Set(forms.flatMap(stemsOf))].map(quoteLexeme).join(' | ')})`).join(' & ');

/** A typed word and the words it may stand for. */
interface WordExpansion {
  readonly word: string;
  readonly alike: readonly string[];
}

/** Looks up the words of names that the typed words may stand for. */
async function expandWords(database: Statements, words: readonly string[]): Promise<WordExpansion[]> {
  const looked = words
    .filter(word => countForgivenErrors(word) > 0)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, LIMITS.words);
  const rows = await database.rows<{ typed: string; word: string }>(
    `SELECT typed, alike.word FROM unnest($1::text[]) AS typed CROSS JOIN LATERAL (
       SELECT word FROM article_word_part WHERE part IN (${wordTrigramsOf('typed')})
       GROUP BY word ORDER BY count(*) DESC, abs(length(word) - length(typed)), word LIMIT 50
     ) AS alike`,
    [looked],
  );
  return words.map(word => ({
    word,
    alike: rows
      .filter(({ typed, word: other }) => typed === word && isMistypedFor(word, other))
      .slice(0, LIMITS.alike)
      .map(({ word: other }) => other),
  }));
}

const joinWords = (words: readonly string[]) => `(${words.map(quoteLexeme).join(' | ')})`;
const toPrefix = (word: string) => `${quoteLexeme(word)}:*`;

async function loadEntries(database: Statements, sequences: readonly number[]): Promise<LibraryEntry[]> {
  if (sequences.length === 0) return [];
  const rows = await database.rows<EntryRow>(
    `SELECT ${entryColumns} FROM unnest($1::integer[]) WITH ORDINALITY AS wanted (sequence, place)
     CROSS JOIN ${entryTables} WHERE held.sequence = wanted.sequence AND ${isJoined} ORDER BY place`,
    [sequences],
  );
  return rows.map(toEntry);
}

/** Restricts a query to these owners, so that the index reads little of what others hold. */
function restrictToOwners(owners: readonly string[], wanted: string): string {
  return `(${owners.map(owner => quoteLexeme(ownerTermOf(owner))).join(' | ')}) & (${wanted})`;
}
