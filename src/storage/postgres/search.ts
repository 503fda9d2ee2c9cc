import { scoreTitleMatch } from '../../language/similarity.ts';
import { requireValue } from '../../lists.ts';
import { foldedWords, rankCandidates, stemsOfQuery, type TitleCandidate } from '../search-terms.ts';
import type { LibraryEntry } from '../stores/articles.ts';
import type { Database } from './database.ts';
import {
  EVERYBODY,
  entryColumns,
  isVisible,
  type PostgresEntryRow,
  toEntry,
  visibleEntries,
} from './entries.ts';
import { headlineTermOf, ownerTermOf, quoteLexeme, wordTrigramsOf } from './search-index.ts';

/**
 * What newest versions are found by: the stems of all their words, those of their names, and the names' words
 * as they are typed. Every word that a name ever had stands in article_word_part by each three letters in a
 * row, so that words that were mistyped are found among words, which are far fewer than articles.
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

/** Headlines that are compared with what was typed, in each way of finding them. */
const MAX_CANDIDATES = 100;

/** More articles than this are not weighed one against the other: each is read for it. */
const MAX_RANKED = 300;

/**
 * Of what was typed, the longest words are looked for with typing errors, and for each so many words that it
 * may stand for.
 */
const LIMITS = { words: 8, alike: 12 };

/** So large a part of the letters that were typed must be found in a headline. */
const MIN_COVERAGE = 0.6;

/**
 * The articles with all words of a query, else those with any. Where more match than can be weighed, those
 * with the words in their headline come first, the last added before the others.
 */
export async function searchArticles(
  database: Database,
  query: string,
  { offset, limit }: { offset: number; limit: number },
  owner: string,
): Promise<LibraryEntry[]> {
  const stems = stemsOfQuery(query).map(quoteLexeme);
  if (stems.length === 0) return [];
  const wanted = offset + limit;
  const owners = [owner, EVERYBODY];
  const every = stems.join(' & ');
  const all = await queryRanked(every, MAX_RANKED + 1);
  if (all.length > 0 && all.length <= MAX_RANKED) return loadEntries(database, all.slice(offset, wanted));
  return loadEntries(
    database,
    (await collectInOrder(all.length > 0 ? findNewest(every) : searchAnyWord())).slice(offset, wanted),
  );

  async function collectInOrder(lots: readonly (() => Promise<number[]>)[]): Promise<number[]> {
    const found = new Set<number>();
    for (const lot of lots) {
      for (const sequence of await lot()) found.add(sequence);
      if (found.size >= wanted) break;
    }
    return [...found];
  }

  function searchAnyWord() {
    return [searchDistinctive, ...findNewest(stems.join(' | '))];
  }

  /** The articles with the words that few have, the best first. */
  async function searchDistinctive(): Promise<number[]> {
    const spread = await Promise.all(stems.map(async stem => ({ stem, rows: await countMatches(stem) })));
    const few = spread.filter(({ rows }) => rows > 0 && rows <= MAX_RANKED).map(({ stem }) => stem);
    return few.length === 0 ? [] : queryRanked(few.join(' | '), few.length * MAX_RANKED);
  }

  async function countMatches(stem: string): Promise<number> {
    const sql = `SELECT count(*) AS rows FROM (SELECT 1 FROM article_search WHERE stems @@ $1::tsquery LIMIT ${MAX_RANKED + 1}) AS found`;
    const row = await database.row<{ rows: number }>(sql, [restrictToOwners(owners, stem)]);
    return requireValue(row, 'count').rows;
  }

  function findNewest(match: string) {
    return [() => queryNewest('names', match), () => queryNewest('stems', match)];
  }

  async function queryNewest(column: 'names' | 'stems', match: string): Promise<number[]> {
    return sequencesOf(
      await database.rows(`SELECT sequence FROM (${newestRowsOf(column)}) AS found`, [
        owner,
        restrictToOwners(owners, match),
        wanted,
      ]),
    );
  }

  /** Of the last added that match, so many, the best first. */
  async function queryRanked(match: string, among: number): Promise<number[]> {
    const sql = `
      SELECT sequence FROM (${newestRowsOf('stems')}) AS found
      ORDER BY ts_rank('{0.1, 0.1, 0.1, 1}', stems, $4::tsquery, 1) DESC, sequence DESC`;
    return sequencesOf(await database.rows(sql, [owner, restrictToOwners(owners, match), among, match]));
  }
}

const newestRowsOf = (column: 'names' | 'stems') => `
  SELECT search.sequence, search.stems FROM article_search AS search JOIN article_version AS held USING (sequence)
  WHERE search.${column} @@ $2::tsquery AND ${isVisible} ORDER BY search.sequence DESC LIMIT $3`;

/**
 * The best of the headlines that are what was typed, those with words that begin with it, and, where these do
 * not fill the list, those with words that it may be an error for.
 */
export async function suggestArticles(
  database: Database,
  typed: string,
  limit: number,
  { own, ownOnly }: { own: string; ownOnly: boolean },
): Promise<LibraryEntry[]> {
  const words = foldedWords(typed);
  if (words.length === 0) return [];
  const owners = ownOnly ? [own] : [own, EVERYBODY];
  const queryCandidates = (match: string) =>
    database.rows<TitleCandidate>(
      `SELECT article.id, article.headline, holding.name, sequence FROM (
         SELECT sequence FROM article_search WHERE words @@ $2::tsquery ORDER BY sequence DESC LIMIT ${MAX_CANDIDATES}
       ) AS candidate JOIN ${JOINED_ENTRIES} WHERE ${isVisible} AND held.holder = ANY($3)`,
      [own, restrictToOwners(owners, match), owners],
    );
  const [same, rest] = await Promise.all([
    queryCandidates(quoteLexeme(headlineTermOf(words))),
    queryCandidates(words.map(toPrefix).join(' & ')),
  ]);
  const alike: TitleCandidate[] = [];
  if (same.length + rest.length < limit)
    for (const match of queriesOf(await expandWords(database, words))) {
      alike.push(...(await queryCandidates(match)));
      if (alike.length >= limit) break;
    }
  const best = rankCandidates(typed, [...same, ...rest, ...alike], limit);
  return loadEntries(database, sequencesOf(best));
}

/** A typed word with what it may stand for. */
interface WordExpansion {
  readonly word: string;
  readonly alike: readonly string[];
}

/** The words of names that these may stand for. */
async function expandWords(database: Database, words: readonly string[]): Promise<WordExpansion[]> {
  const looked = [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, LIMITS.words);
  const rows = await database.rows<{ typed: string; word: string }>(
    `SELECT typed, alike.word FROM unnest($1::text[]) AS typed CROSS JOIN LATERAL (
       SELECT word FROM article_word_part WHERE part IN (${wordTrigramsOf('typed')})
       GROUP BY word ORDER BY count(*) DESC, abs(length(word) - length(typed)), word LIMIT 50
     ) AS alike`,
    [looked],
  );
  return looked.map(word => ({
    word,
    alike: findClosest(
      word,
      rows.filter(({ typed }) => typed === word).map(row => row.word),
    ),
  }));
}

function findClosest(word: string, others: readonly string[]): string[] {
  return others
    .map(other => ({ other, likeness: scoreTitleMatch(word, other) }))
    .filter(({ likeness }) => likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, LIMITS.alike)
    .map(({ other }) => other);
}

/**
 * What to look for, one after the other: all of the words that stand for something, whole and then only
 * begun; where one of them is another headline's, all of the others.
 */
function queriesOf(all: readonly WordExpansion[]): string[] {
  const countLetters = (some: readonly WordExpansion[]) =>
    some.reduce((sum, { word }) => sum + word.length, 0);
  const isEnough = (some: readonly WordExpansion[]) =>
    some.length > 0 && countLetters(some) >= MIN_COVERAGE * countLetters(all);
  // the beginning of a word may be too short to resemble it
  const known = all.filter(({ word, alike }) => alike.length > 0 || word.length < 3);
  const others = known.map(left => known.filter(each => each !== left)).filter(isEnough);
  return [
    ...(isEnough(known)
      ? [joinExpansions(known, wholeWordQueryOf), joinExpansions(known, prefixQueryOf)]
      : []),
    ...(others.length > 0 ? [others.map(some => joinExpansions(some, prefixQueryOf)).join(' | ')] : []),
  ];
}

const joinExpansions = (some: readonly WordExpansion[], how: (each: WordExpansion) => string[]) =>
  `(${some.map(each => `(${how(each).join(' | ')})`).join(' & ')})`;
const wholeWordQueryOf = ({ word, alike }: WordExpansion) => [word, ...alike].map(quoteLexeme);
const prefixQueryOf = ({ word, alike }: WordExpansion) => [toPrefix(word), ...alike.map(quoteLexeme)];
const toPrefix = (word: string) => `${quoteLexeme(word)}:*`;

const JOINED_ENTRIES = visibleEntries.replace(
  'article_version AS held',
  'article_version AS held USING (sequence)',
);

async function loadEntries(database: Database, sequences: readonly number[]): Promise<LibraryEntry[]> {
  if (sequences.length === 0) return [];
  const rows = await database.rows<PostgresEntryRow>(
    `SELECT ${entryColumns} FROM unnest($1::integer[]) WITH ORDINALITY AS wanted (sequence, place) JOIN ${JOINED_ENTRIES} ORDER BY place`,
    [sequences.map(String)],
  );
  return rows.map(toEntry);
}

const sequencesOf = (rows: readonly { sequence: number }[]) => rows.map(({ sequence }) => sequence);

/** What is looked for among what these owners have, so that the index reads little of what others hold. */
function restrictToOwners(owners: readonly string[], wanted: string): string {
  return `(${owners.map(owner => quoteLexeme(ownerTermOf(owner))).join(' | ')}) & (${wanted})`;
}
