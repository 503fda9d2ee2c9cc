import type { Article } from '../../articles/article.ts';
import { splitWords, stemText } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import type { SummaryCandidate } from './candidates.ts';
import { findTakenForKnown } from './known-things.ts';
import { isSubjectOpen } from './open-pronouns.ts';
import { type Ranking, rankCandidates } from './ranking.ts';
import { measureLeaning, repeatsSubject } from './references.ts';
import { findFullNames, findShortName } from './short-names.ts';
import { shortenSentence } from './shorten.ts';

/** Sentences with more words are shortened if possible. */
const LONG_SENTENCE = 20;

/** Maximum words of a point made of two sentences. */
const MAX_PAIR_WORDS = 40;

/** How much a point of two sentences leans: the second is what was chosen, and the first is needed for it. */
const PAIRED = 0.5;

/** Maximum number of earlier sentences that are searched for what one of them takes for known. */
const MAX_BEFORE = 100;

interface Phrase {
  readonly text: string;
  readonly words: number;
}

/** The sentences to choose from, with their data by index; whatever needs parsing is computed on demand. */
export interface Choice extends Ranking {
  readonly list: readonly SummaryCandidate[];
  /** Whether it begins with a reference to somebody or something that it does not name. */
  readonly isOpen: readonly boolean[];
  /** Whether the previous sentence in the list is also the previous one in the article. */
  readonly follows: readonly boolean[];
  /** The sentence with the previous one as a single point, if that names whom it refers to; else null. */
  readonly pairs: readonly (string | null)[];
  readonly thirds: readonly number[];
  /** How much it needs others to be understood: 0 if it stands alone. */
  readonly leans: (i: number) => number;
  /** The stems of the things and surnames that it takes for known. */
  readonly needs: (i: number) => readonly string[];
  /** The stems of the words that are left of it as a point. */
  readonly tells: (i: number) => ReadonlySet<string>;
  /** The sentence as a point by itself: shortened if long, or with the previous one. */
  readonly phrase: (i: number, isAlone: boolean) => Phrase;
}

/**
 * A sentence with the previous one, which names whom it refers to; null if it is the first of its paragraph
 * or they are too long together.
 */
function joinPair({ withBefore }: SummaryCandidate): string | null {
  return withBefore !== null && withBefore.length <= 400 && splitWords(withBefore).length <= MAX_PAIR_WORDS
    ? withBefore
    : null;
}

const measurePhrase = (text: string): Phrase => ({ text, words: splitWords(text).length });

/** A function of a sentence's index, computed once for each on demand. */
function memoizeAt<Value>(make: (i: number) => Value): (i: number) => Value {
  const made = new Map<number, Value>();
  return i => {
    if (!made.has(i)) made.set(i, make(i));
    return made.get(i) as Value;
  };
}

/** Reads what the choice of points depends on: `count` is the maximum number of points. */
export function createChoice(list: readonly SummaryCandidate[], article: Article, count: number): Choice {
  const isOpen = list.map(({ text }) => isSubjectOpen(text));
  const follows = list.map(({ index }, i) => index - 1 === list[i - 1]?.index);
  const fullNames = findFullNames(list, article.headline);
  const pairs = list.map((candidate, i) =>
    isOpen[i] && follows[i] && !isOpen[i - 1] ? joinPair(candidate) : null,
  );
  const shorten = memoizeAt(i => {
    const { text, paragraph } = elementAt(list, i);
    return measurePhrase(shortenSentence(article, text, { paragraph, enough: LONG_SENTENCE }));
  });
  const measureOwnLeaning = memoizeAt(i => {
    const { text, index, withBefore } = elementAt(list, i);
    if (index === 0) return 0;
    const isRepeated = repeatsSubject(text, withBefore?.slice(0, -text.length) ?? '');
    // what leans may be in what is left out
    const leaning = measureLeaning(text) && measureLeaning(shorten(i).text);
    return Math.max(leaning, isRepeated ? 1 : 0);
  });
  const readNeeds = memoizeAt(i => {
    const { text, index } = elementAt(list, i);
    if (index === 0) return [];
    const before = list.slice(Math.max(0, i - MAX_BEFORE), i).map(each => each.text);
    const surname = findShortName(text, fullNames, index);
    return [...findTakenForKnown(text, before), ...(surname === undefined ? [] : stemText(surname))];
  });
  return {
    ...rankCandidates(list, { headline: article.headline, isOnly: count === 1 }),
    list,
    isOpen,
    follows,
    pairs,
    thirds: list.map(({ paragraph }) => Math.floor((3 * (paragraph - 1)) / article.paragraphs.length)),
    leans: i => (elementAt(pairs, i) === null ? measureOwnLeaning(i) : PAIRED + measureOwnLeaning(i - 1)),
    needs: i => (elementAt(pairs, i) === null ? readNeeds(i) : [...readNeeds(i - 1), ...readNeeds(i)]),
    tells: memoizeAt(i => new Set(stemText(elementAt(pairs, i) ?? shorten(i).text))),
    phrase: (i, isAlone) => {
      const pair = isAlone ? elementAt(pairs, i) : null;
      return pair === null ? shorten(i) : measurePhrase(pair);
    },
  };
}
