import type { StatementSync } from 'node:sqlite';
import { type MatchSource, matchArticles, type WordForms } from '../article-matching.ts';
import { type TitleCandidate, trigramsOf } from '../search-terms.ts';
import type { ArticleMatch } from '../stores/articles.ts';
import {
  createTextSearch,
  headlineTermOf,
  loadEntries,
  MAX_RARE_ROWS,
  MAX_TRIGRAM_ROWS,
  queryNewest,
  quoteTerm,
  type SearchStatements,
  type View,
} from './search.ts';

/** Headlines that are compared with what was typed, in each of the two ways of finding them. */
const MAX_CANDIDATES = 100;

/** The articles that what was typed may mean (`matchArticles`). */
export function findMatches(
  statements: SearchStatements,
  typed: string,
  limit: number,
  view: View,
): Promise<ArticleMatch[]> {
  return matchArticles(typed, limit, createMatchSource(statements, view));
}

function createMatchSource(statements: SearchStatements, view: View): MatchSource {
  const search = createTextSearch(statements, view);
  const { own } = view;
  const findCandidates = (statement: StatementSync, match: string) =>
    queryNewest<TitleCandidate>(statement, match, { numbers: search.numbers, own, limit: MAX_CANDIDATES });
  return {
    findSame: words => findCandidates(statements.beginning, quoteTerm(headlineTermOf(words))),
    findBegun: words =>
      findCandidates(statements.beginning, words.map(word => `${quoteTerm(word)}*`).join(' AND ')),
    findInflected: words =>
      findCandidates(statements.inflected, `heading : (${words.map(quoteTerm).join(' AND ')})`),
    findSimilar(words) {
      const sequences = findSimilar(statements, trigramsOf(words), search.numbers);
      return sequences.length === 0
        ? []
        : (statements.candidates.all({ own, sequences: JSON.stringify(sequences) }) as never);
    },
    findInText: (words, limit) => search.findEvery(words.map(termOfForms), limit),
    findAny: (words, limit) => search.findAny(words.map(quoteTerm), limit),
    listWords: (beginning, limit) =>
      (statements.vocabulary.all({ beginning, limit }) as { word: string }[]).map(({ word }) => word),
    loadEntries: sequences => loadEntries(statements, sequences),
  };
}

const termOfForms = (forms: WordForms) => forms.map(quoteTerm).join(' OR ');

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
