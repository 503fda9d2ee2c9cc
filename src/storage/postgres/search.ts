import { resemblance } from '../../language/similarity.ts';
import { bestOf, type Candidate, foldedWords, stemsOfQuery } from '../search-terms.ts';
import type { Entry } from '../storage.ts';
import type { Database } from './database.ts';
import { type EntryRow, entry, entryColumns, everybody, isListed, listed } from './entries.ts';
import { lexeme, markOf, partsOf, wholeOf } from './index.ts';

/**
 * What newest versions are found by: the stems of all their words, those of their names, and the names' words
 * as they are typed. Every word that a name ever had stands in article_word_part by each three letters in a
 * row, so that words that were mistyped are found among words, which are far fewer than articles.
 */
export const findingSchema = `
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
const candidates = 100;
/** More articles than this are not weighed one against the other: each is read for it. */
const weighable = 300;
/**
 * Of what was typed, the longest words are looked for with typing errors, and for each so many words that it
 * may stand for.
 */
const most = { words: 8, alike: 12 };
/** So large a part of the letters that were typed must be found in a headline. */
const enough = 0.6;

/**
 * The articles with all words of a query, else those with any. Where more match than can be weighed, those
 * with the words in their headline come first, the last added before the others.
 */
export async function search(
  database: Database,
  query: string,
  { offset, limit }: { offset: number; limit: number },
  own: string,
): Promise<Entry[]> {
  const stems = stemsOfQuery(query).map(lexeme);
  if (stems.length === 0) return [];
  const wanted = offset + limit;
  const holders = [own, everybody];
  const every = stems.join(' & ');
  const all = await weighed(every, weighable + 1);
  if (all.length > 0 && all.length <= weighable) return entriesOf(database, all.slice(offset, wanted));
  return entriesOf(
    database,
    (await inTurn(all.length > 0 ? newestWith(every) : anyWord())).slice(offset, wanted),
  );

  async function inTurn(lots: readonly (() => Promise<number[]>)[]): Promise<number[]> {
    const found = new Set<number>();
    for (const lot of lots) {
      for (const sequence of await lot()) found.add(sequence);
      if (found.size >= wanted) break;
    }
    return [...found];
  }

  function anyWord() {
    return [telling, ...newestWith(stems.join(' | '))];
  }

  /** The articles with the words that few have, the best first. */
  async function telling(): Promise<number[]> {
    const spread = await Promise.all(stems.map(async stem => ({ stem, rows: await spreadOf(stem) })));
    const few = spread.filter(({ rows }) => rows > 0 && rows <= weighable).map(({ stem }) => stem);
    return few.length === 0 ? [] : weighed(few.join(' | '), few.length * weighable);
  }

  async function spreadOf(stem: string): Promise<number> {
    const sql = `SELECT count(*) AS rows FROM (SELECT 1 FROM article_search WHERE stems @@ $1::tsquery LIMIT ${weighable + 1}) AS found`;
    return (await database.row<{ rows: number }>(sql, [held(holders, stem)]))!.rows;
  }

  function newestWith(match: string) {
    return [() => newest('names', match), () => newest('stems', match)];
  }

  async function newest(column: 'names' | 'stems', match: string): Promise<number[]> {
    return sequencesOf(
      await database.rows(`SELECT sequence FROM (${newestRows(column)}) AS found`, [
        own,
        held(holders, match),
        wanted,
      ]),
    );
  }

  /** Of the last added that match, so many, the best first. */
  async function weighed(match: string, among: number): Promise<number[]> {
    const sql = `
      SELECT sequence FROM (${newestRows('stems')}) AS found
      ORDER BY ts_rank('{0.1, 0.1, 0.1, 1}', stems, $4::tsquery, 1) DESC, sequence DESC`;
    return sequencesOf(await database.rows(sql, [own, held(holders, match), among, match]));
  }
}

const newestRows = (column: 'names' | 'stems') => `
  SELECT search.sequence, search.stems FROM article_search AS search JOIN article_version AS held USING (sequence)
  WHERE search.${column} @@ $2::tsquery AND ${isListed} ORDER BY search.sequence DESC LIMIT $3`;

/**
 * The best of the headlines that are what was typed, those with words that begin with it, and, where these do
 * not fill the list, those with words that it may be an error for.
 */
export async function suggest(
  database: Database,
  typed: string,
  limit: number,
  { own, ownOnly }: { own: string; ownOnly: boolean },
): Promise<Entry[]> {
  const words = foldedWords(typed);
  if (words.length === 0) return [];
  const holders = ownOnly ? [own] : [own, everybody];
  const found = (match: string) =>
    database.rows<Candidate>(
      `SELECT article.id, article.headline, holding.name, sequence FROM (
         SELECT sequence FROM article_search WHERE words @@ $2::tsquery ORDER BY sequence DESC LIMIT ${candidates}
       ) AS candidate JOIN ${joined} WHERE ${isListed} AND held.holder = ANY($3)`,
      [own, held(holders, match), holders],
    );
  const [same, rest] = await Promise.all([
    found(lexeme(wholeOf(words))),
    found(words.map(begins).join(' & ')),
  ]);
  const alike: Candidate[] = [];
  if (same.length + rest.length < limit)
    for (const match of queriesOf(await meant(database, words))) {
      alike.push(...(await found(match)));
      if (alike.length >= limit) break;
    }
  const best = bestOf(typed, [...same, ...rest, ...alike], limit);
  return entriesOf(database, sequencesOf(best));
}

/** A typed word with what it may stand for. */
interface Meant {
  readonly word: string;
  readonly alike: readonly string[];
}

/** The words of names that these may stand for. */
async function meant(database: Database, words: readonly string[]): Promise<Meant[]> {
  const looked = [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, most.words);
  const rows = await database.rows<{ typed: string; word: string }>(
    `SELECT typed, alike.word FROM unnest($1::text[]) AS typed CROSS JOIN LATERAL (
       SELECT word FROM article_word_part WHERE part IN (${partsOf('typed')})
       GROUP BY word ORDER BY count(*) DESC, abs(length(word) - length(typed)), word LIMIT 50
     ) AS alike`,
    [looked],
  );
  return looked.map(word => ({
    word,
    alike: closest(
      word,
      rows.filter(({ typed }) => typed === word).map(row => row.word),
    ),
  }));
}

function closest(word: string, others: readonly string[]): string[] {
  return others
    .map(other => ({ other, likeness: resemblance(word, other) }))
    .filter(({ likeness }) => likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most.alike)
    .map(({ other }) => other);
}

/**
 * What to look for, one after the other: all of the words that stand for something, whole and then only
 * begun; where one of them is another headline's, all of the others.
 */
function queriesOf(all: readonly Meant[]): string[] {
  const letters = (some: readonly Meant[]) => some.reduce((sum, { word }) => sum + word.length, 0);
  const isEnough = (some: readonly Meant[]) => some.length > 0 && letters(some) >= enough * letters(all);
  // the beginning of a word may be too short to resemble it
  const known = all.filter(({ word, alike }) => alike.length > 0 || word.length < 3);
  const others = known.map(left => known.filter(each => each !== left)).filter(isEnough);
  return [
    ...(isEnough(known) ? [together(known, whole), together(known, begun)] : []),
    ...(others.length > 0 ? [others.map(some => together(some, begun)).join(' | ')] : []),
  ];
}

const together = (some: readonly Meant[], how: (each: Meant) => string[]) =>
  `(${some.map(each => `(${how(each).join(' | ')})`).join(' & ')})`;
const whole = ({ word, alike }: Meant) => [word, ...alike].map(lexeme);
const begun = ({ word, alike }: Meant) => [begins(word), ...alike.map(lexeme)];
const begins = (word: string) => `${lexeme(word)}:*`;

const joined = listed.replace('article_version AS held', 'article_version AS held USING (sequence)');

async function entriesOf(database: Database, sequences: readonly number[]): Promise<Entry[]> {
  if (sequences.length === 0) return [];
  const rows = await database.rows<EntryRow>(
    `SELECT ${entryColumns} FROM unnest($1::integer[]) WITH ORDINALITY AS wanted (sequence, place) JOIN ${joined} ORDER BY place`,
    [sequences.map(String)],
  );
  return rows.map(entry);
}

const sequencesOf = (rows: readonly { sequence: number }[]) => rows.map(({ sequence }) => sequence);

/** What is looked for among what these holders have, so that the index reads little of what others hold. */
function held(holders: readonly string[], wanted: string): string {
  return `(${holders.map(holder => lexeme(markOf(holder))).join(' | ')}) & (${wanted})`;
}
