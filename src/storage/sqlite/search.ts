import type { StatementSync } from 'node:sqlite';
import type { ArticleText } from '../../articles/article.ts';
import { bestOf, type Candidate, foldedWords, namesOf, trigramsOf } from '../search-terms.ts';
import type { Entry } from '../storage.ts';
import { entries, entryColumns, everybody, isListed, listed } from './entries.ts';

/**
 * What newest versions are found by. The number of a row is its holder's (article_holder) above its sequence,
 * so that the rows of one holder are a range: nothing is read of what other servers hold, and the last added
 * come first without sorting.
 */
export const findingSchema = `
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
const candidates = 100;
/** Rows that are read for the trigrams of what was typed, in all. */
const trigramRows = 2000;
/**
 * Of these, so many go to the rarest trigrams, which tell headlines apart; the rest to the last added that
 * have the others.
 */
const rareRows = 1000;
/**
 * Words that are in more articles than this weigh nothing as matches are ranked: to weigh them, all of their
 * articles are read.
 */
const weighable = 1000;

type Prepare = (sql: string) => StatementSync;
type Finding = ReturnType<typeof prepareFinding>;

/** The lower 32 bits of a row's number. */
const sequenceOf = (table: string) => `(${table}.rowid & 4294967295)`;
const ofHolder = (table: string) =>
  `${table}.rowid BETWEEN (:number << 32) AND ((:number << 32) | 4294967295)`;
const rowNumber = '((SELECT number FROM article_holder WHERE holder = :holder) << 32) | :sequence';

export function prepareFinding(prepare: Prepare) {
  /** The last added of one holder that match. */
  const newest = (table: string, columns: string) => `
    SELECT ${columns} FROM ${table} CROSS JOIN ${listed}
    WHERE ${table} MATCH :match AND ${ofHolder(table)} AND held.sequence = ${sequenceOf(table)} AND ${isListed}
    ORDER BY ${table}.rowid DESC LIMIT :limit`;
  return {
    holderNumber: prepare('SELECT number FROM article_holder WHERE holder = ?'),
    newest: prepare(newest('article_search', 'held.sequence AS sequence')),
    /** The best by their words (Okapi BM25), of those that also match :all. */
    best: prepare(`
      SELECT held.sequence AS sequence FROM article_search CROSS JOIN article_version AS held
      WHERE article_search MATCH :match AND held.sequence = ${sequenceOf('article_search')} AND ${isListed}
        AND (:all IS NULL OR +article_search.rowid IN (SELECT rowid FROM article_search WHERE article_search MATCH :all))
      ORDER BY rank, held.sequence DESC LIMIT :limit`),
    spread: prepare(`
      SELECT count(*) AS rows FROM (SELECT 1 FROM article_search WHERE article_search MATCH :match LIMIT ${weighable + 1})`),
    beginning: prepare(newest('article_word', candidateColumns)),
    trigramSpread: prepare(`
      SELECT count(*) AS rows FROM (
        SELECT 1 FROM article_trigram WHERE article_trigram MATCH :match AND ${ofHolder('article_trigram')} LIMIT ${rareRows + 1})`),
    trigramRows: prepare(`
      SELECT json_group_array(sequence) AS sequences FROM (
        SELECT ${sequenceOf('article_trigram')} AS sequence FROM article_trigram
        WHERE article_trigram MATCH :match AND ${ofHolder('article_trigram')} ORDER BY rowid DESC LIMIT :limit)`),
    candidates: prepare(`
      SELECT ${candidateColumns} FROM json_each(:sequences) AS wanted CROSS JOIN ${listed}
      WHERE held.sequence = wanted.value AND ${isListed}`),
    entries: prepare(`
      SELECT ${entryColumns} FROM json_each(:sequences) AS wanted CROSS JOIN ${listed}
      WHERE held.sequence = wanted.value ORDER BY wanted.key`),
    addSearch: prepare(
      `INSERT INTO article_search (rowid, heading, body) VALUES (${rowNumber}, :heading, :body)`,
    ),
    addWords: prepare(`INSERT INTO article_word (rowid, words) VALUES (${rowNumber}, :words)`),
    addTrigrams: prepare(`INSERT INTO article_trigram (rowid, words) VALUES (${rowNumber}, :words)`),
    removeSearch: prepare(`DELETE FROM article_search WHERE rowid = ${rowNumber}`),
    removeWords: prepare(`DELETE FROM article_word WHERE rowid = ${rowNumber}`),
    removeTrigrams: prepare(`DELETE FROM article_trigram WHERE rowid = ${rowNumber}`),
  };
}

const candidateColumns =
  'article.id AS id, article.headline AS headline, holding.name AS name, held.sequence AS sequence';

/** Writes what a newest version is found by. */
export function index(
  { addSearch, addWords, addTrigrams }: Finding,
  sequence: number,
  { headline, paragraphs }: Pick<ArticleText, 'headline' | 'paragraphs'>,
  { holder, name }: { holder: string; name: string | null },
): void {
  const names = namesOf({ name, headline });
  const words = names.map(text => foldedWords(text).join(' '));
  addSearch.run({ holder, sequence, heading: names.join('\n'), body: paragraphs.join('\n') });
  addWords.run({
    holder,
    sequence,
    words: [...words, ...names.map(text => wholeOf(foldedWords(text)))].join(' '),
  });
  // a space at both ends makes a word's beginning at the headline's edge the same trigram as in its middle
  addTrigrams.run({ holder, sequence, words: words.map(each => ` ${each} `).join('') });
}

export function unindex(
  { removeSearch, removeWords, removeTrigrams }: Finding,
  sequence: number,
  holder: string,
): void {
  for (const remove of [removeSearch, removeWords, removeTrigrams]) remove.run({ holder, sequence });
}

/**
 * The articles with all words of a query, else those with any. Where some of the words are in few articles,
 * these tell the best; where all are in many, the articles with the words in their headline come first, the
 * last added before the others.
 */
export function search(
  finding: Finding,
  query: string,
  { offset, limit }: { offset: number; limit: number },
  own: string,
): Entry[] {
  const words = searchWords(query);
  if (words.length === 0) return [];
  const wanted = offset + limit;
  const numbers = numbersOf(finding, [everybody, own]);
  const newest = (match: string) => newestOf(finding.newest, match, { numbers, own, limit: wanted });
  const every = words.join(' AND ');
  const telling = words.filter(
    word => (finding.spread.get({ match: word }) as { rows: number }).rows <= weighable,
  );
  const best = (match: string, all: string | null) =>
    finding.best.all({ own, match, all, limit: wanted }) as { sequence: number }[];
  const hasEvery = newestOf(finding.newest, every, { numbers, own, limit: 1 }).length > 0;

  const found = new Set<number>();
  for (const rows of hasEvery ? everyWord() : anyWord()) {
    for (const { sequence } of rows()) found.add(sequence);
    if (found.size >= wanted) break;
  }
  return entriesOf(finding, [...found].slice(offset, wanted));

  function everyWord() {
    if (telling.length > 0)
      return [() => best(telling.join(' AND '), telling.length < words.length ? every : null)];
    return [() => newest(`heading : (${every})`), () => newest(every)];
  }
  function anyWord() {
    const any = words.join(' OR ');
    const told = telling.length > 0 ? [() => best(telling.join(' OR '), null)] : [];
    return telling.length === words.length
      ? told
      : [...told, () => newest(`heading : (${any})`), () => newest(any)];
  }
}

/**
 * The best of the headlines that are what was typed, those with words that begin with it, and, where these do
 * not fill the list, those that share its trigrams, which a typing error leaves mostly intact.
 */
export function suggest(
  finding: Finding,
  typed: string,
  limit: number,
  { own, ownOnly }: { own: string; ownOnly: boolean },
): Entry[] {
  const words = foldedWords(typed);
  if (words.length === 0) return [];
  const numbers = numbersOf(finding, ownOnly ? [own] : [everybody, own]);
  const found = (match: string) =>
    newestOf<Candidate>(finding.beginning, match, { numbers, own, limit: candidates });
  const begun = [
    ...found(quoted(wholeOf(words))),
    ...found(words.map(word => `${quoted(word)}*`).join(' AND ')),
  ];
  const alike = begun.length < limit ? resembling(finding, trigramsOf(words), numbers) : [];
  const others = alike.length > 0 ? finding.candidates.all({ own, sequences: JSON.stringify(alike) }) : [];
  const best = bestOf(typed, [...begun, ...(others as unknown as Candidate[])], limit);
  return entriesOf(
    finding,
    best.map(({ sequence }) => sequence),
  );
}

/**
 * A whole headline as one word of the index, so that one is found among many that go on after it. No text has
 * this character in a word.
 */
function wholeOf(words: readonly string[]): string {
  return ['', ...words].join('\ue000');
}

/** The sequences that share most of these trigrams, the rare ones above all, at most `candidates`. */
function resembling(finding: Finding, trigrams: readonly string[], numbers: readonly number[]): number[] {
  const spread = trigrams
    .map(quoted)
    .flatMap(match => numbers.map(number => ({ match, number })))
    .map(each => ({ ...each, rows: (finding.trigramSpread.get(each) as { rows: number }).rows }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.rows - b.rows);
  const shared = new Map<number, number>();
  let read = 0;
  for (const [at, { match, number, rows }] of spread.entries()) {
    const limit = read + rows <= rareRows ? rows : Math.ceil((trigramRows - read) / (spread.length - at));
    read += Math.min(rows, limit);
    const { sequences } = finding.trigramRows.get({ match, number, limit }) as { sequences: string };
    // what few have tells more; of the common ones not all rows are read
    const weight = Math.log((rareRows + 2) / rows);
    for (const sequence of JSON.parse(sequences) as number[])
      shared.set(sequence, (shared.get(sequence) ?? 0) + weight);
  }
  return [...shared]
    .sort(([a, sharedA], [b, sharedB]) => sharedB - sharedA || b - a)
    .slice(0, candidates)
    .map(([sequence]) => sequence);
}

function numbersOf({ holderNumber }: Finding, holders: readonly string[]): number[] {
  return [...new Set(holders)].flatMap(
    holder => (holderNumber.get(holder) as { number: number } | undefined)?.number ?? [],
  );
}

/** Of several holders, the last added that match. */
function newestOf<Row extends { sequence: number }>(
  statement: StatementSync,
  match: string,
  { numbers, own, limit }: { numbers: readonly number[]; own: string; limit: number },
): Row[] {
  const rows = numbers.flatMap(number => statement.all({ own, number, match, limit }) as unknown as Row[]);
  return numbers.length > 1 ? rows.sort((a, b) => b.sequence - a.sequence).slice(0, limit) : rows;
}

function entriesOf({ entries: all }: Finding, sequences: readonly number[]): Entry[] {
  return sequences.length === 0 ? [] : entries(all.all({ sequences: JSON.stringify(sequences) }));
}

/** Each word of a query as an FTS5 string, so that nothing of it is read as an operator. */
function searchWords(query: string): string[] {
  const words = query.slice(0, 1000).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, 32).map(quoted);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
