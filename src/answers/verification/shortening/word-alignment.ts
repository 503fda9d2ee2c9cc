import type { FullNames } from '../../../language/full-names.ts';
import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { elementAt } from '../../../lists.ts';
import { hasBreak } from '../propositions/phrases.ts';
import { readWords, type SentenceWord } from '../propositions/words.ts';
import { normalize } from './comparable-words.ts';

/** Words that may be added to join the remaining ones. */
const JOINING = new Set(protectedWords.joining.words);
const PARTICLES = new Set(protectedWords.particles.words);
const PERFECT = new Set(protectedWords.perfect.words);
const PRONOUNS = new Set(protectedWords.pronouns.words);

/** Whether a word of a statement, in its form for comparison, is or stands for a word of a sentence. */
export type WordComparison = (wanted: string, given: SentenceWord) => boolean;

/** Whether two words are the same, ignoring differences of form that do not matter. */
export const isSameWord: WordComparison = (wanted, { lower, kind }) => normalize(lower, kind) === wanted;

/** How to compare words, and how many words of a statement spell out a word of the sentence. */
export interface AlignmentRules {
  readonly isSame: WordComparison;
  readonly countNamed: (from: number, at: number) => number;
}

/** Which words of a sentence a statement keeps, or null if it is not an ordered part of it. */
export function alignWords(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  { isSame, countNamed }: AlignmentRules,
): boolean[] | null {
  const kept = sentence.map(() => false);
  let next = 0;
  for (let at = 0; at < sentence.length && next < wanted.length; at++) {
    const word = elementAt(sentence, at);
    while (
      next < wanted.length &&
      JOINING.has(elementAt(wanted, next)) &&
      elementAt(wanted, next) !== word.lower &&
      !isAhead(wanted, next, sentence, at)
    )
      next++;
    if (next >= wanted.length) break;
    if (isSame(elementAt(wanted, next), word)) {
      kept[at] = true;
      const isRendered = !isSameWord(elementAt(wanted, next++), word);
      if (!isRendered) continue;
      // "carry out" for "conduct"
      const following = sentence[at + 1];
      const hasParticle = PARTICLES.has(wanted[next] ?? '');
      if (hasParticle && wanted[next] !== following?.lower) next++;
      else if (!hasParticle && PARTICLES.has(following?.lower ?? '') && word.kind !== 'noun')
        kept[++at] = true;
      continue;
    }
    if (isSame !== isSameWord && isPerfect(wanted, next, word, isSame)) {
      kept[at] = true;
      next += 2;
      continue;
    }
    const length =
      PRONOUNS.has(word.lower) || (word.kind === 'name' && isAlone(sentence, at)) ? countNamed(next, at) : 0;
    if (length > 0) {
      kept[at] = true;
      next += length;
    }
  }
  while (next < wanted.length && JOINING.has(elementAt(wanted, next))) next++;
  return next === wanted.length ? kept : null;
}

/** Whether an article stands before another word than in a sentence: "shot a dead bear" for "shot dead a bear". */
export const movesArticle = (wanted: readonly string[], sentence: readonly SentenceWord[]): boolean =>
  sentence.some(
    ({ lower }, at) =>
      ARTICLE.test(sentence[at + 1]?.lower ?? '') &&
      wanted.some(
        (word, next) =>
          next > 0 &&
          word === lower &&
          ARTICLE.test(wanted[next - 1] ?? '') &&
          !ARTICLE.test(sentence[at - 1]?.lower ?? '') &&
          wanted[next + 1] === sentence[at + 2]?.lower,
      ),
  );

const ARTICLE = /^(?:the|an?)$/;

/** Whether a statement has a perfect for a past tense: "has resigned" for "resigned". */
const isPerfect = (wanted: readonly string[], next: number, word: SentenceWord, isSame: WordComparison) =>
  PERFECT.has(wanted[next] ?? '') && word.kind === 'participle' && isSame(wanted[next + 1] ?? '', word);

/** Whether a word is the only part of a name there: "Reed", but not in "Reed & Sons" or "Tom Reed". */
const isAlone = (sentence: readonly SentenceWord[], at: number) =>
  (at === 0 || sentence[at - 1]?.kind !== 'name' || hasBreak(sentence[at])) &&
  (sentence[at + 1]?.kind !== 'name' || hasBreak(sentence[at + 1])) &&
  !/[&-]/.test(sentence[at + 1]?.before ?? '');

/** Like `alignWords`, but of several equal words it keeps the last; names do not stand for pronouns. */
export function alignFromEnd(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  isSame: WordComparison,
): boolean[] | null {
  const kept = alignWords(wanted.toReversed(), sentence.toReversed(), { isSame, countNamed: () => 0 });
  return kept?.toReversed() ?? null;
}

/** Whether a joining word of the statement is in the next words of the sentence, before what follows it. */
function isAhead(
  wanted: readonly string[],
  next: number,
  sentence: readonly SentenceWord[],
  at: number,
): boolean {
  const following = wanted[next + 1];
  for (let look = at; look < Math.min(sentence.length, at + 25); look++) {
    const { lower, kind } = elementAt(sentence, look);
    if (lower === wanted[next]) return true;
    if (following !== undefined && normalize(lower, kind) === following) return false;
  }
  return false;
}

/** How many words of the statement name whom a pronoun means: the only name a paragraph before, else 0. */
export function countNameWords(
  wanted: readonly string[],
  from: number,
  earlier: readonly SentenceWord[],
  before: string,
): number {
  const names = collectNames([...readWords(before.slice(-MAX_BEFORE)), ...earlier]);
  const [name] = names;
  if (names.length !== 1 || !name) return 0;
  let length = 0;
  while (name.has(wanted[from + length] ?? '') && length < name.size) length++;
  return length;
}

/** How many words of the statement are the full name of whom a sentence calls by the last name, else 0. */
export function countFullName(
  wanted: readonly string[],
  from: number,
  last: string,
  names: FullNames,
): number {
  const name = names.get(last) ?? [];
  return name.length > 1 && name.every((word, at) => word.toLowerCase() === wanted[from + at])
    ? name.length
    : 0;
}

/** How many characters before a sentence to search for names. */
const MAX_BEFORE = 600;

/** The different names in a text, each as its words; names that share a word are the same. */
function collectNames(words: readonly SentenceWord[]): Set<string>[] {
  const names: Set<string>[] = [];
  for (let at = 0; at < words.length; at++) {
    const own: string[] = [];
    while (words[at]?.kind === 'name' && (own.length === 0 || !hasBreak(words[at])))
      own.push(elementAt(words, at++).lower);
    if (own.length === 0) continue;
    const same = names.find(name => own.some(word => name.has(word)));
    if (same) for (const word of own) same.add(word);
    else names.push(new Set(own));
  }
  return names;
}
