import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { isNegativeContraction } from '../../language/syntax/function-words.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { isSupported, type Link } from './alignment.ts';
import { type Comparison, type Conflict, shareOf } from './comparison.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';
import { isCondition } from './word-weights.ts';

/** Below this share of the claim's words in the sentence, the denial is about something else. */
const MIN_SHARE = 0.6;

const isPlainNegation = createWordTest(weighty.negations.words);
const isNegative = createWordTest(weighty.negative.words);
const isUndoing = createWordTest(weighty.undoing.words);
const isAuxiliary = createWordTest(weighty.auxiliaries.words);

const isNegation = ({ lower }: ReadWord) => isPlainNegation(lower) || isNegativeContraction(lower);

/** Whether there is a negation at an index: "not", or "failed" before "to". */
function isNegationAt(words: readonly ReadWord[], index: number): boolean {
  const word = elementAt(words, index);
  return isNegation(word) || (isUndoing(word.lower) && words[index + 1]?.lower === 'to');
}

/** How many words before a word to look for a negation that reaches it. */
const NEGATION_REACH = 4;

/** Whether a negation closely precedes a word, in the same clause. */
export function hasNegationBefore(words: readonly ReadWord[], index: number): boolean {
  for (let at = index; at > 0 && index - at < NEGATION_REACH; at--) {
    if (isBoundary(elementAt(words, at).gap)) return false;
    if (isNegationAt(words, at - 1)) return true;
  }
  return false;
}

/** How many content words a negation reaches. */
const NEGATION_SCOPE = 3;

/** The content words that each negation of a verb reaches, up to the next punctuation. */
export function findNegated(words: readonly ReadWord[]): number[][] {
  return words.flatMap((word, index) => {
    if (!isNegationAt(words, index)) return [];
    const scope: number[] = [];
    for (let at = index + 1; at < words.length && scope.length < NEGATION_SCOPE; at++) {
      const next = elementAt(words, at);
      if (isBoundary(next.gap) || next.lower === 'but') break;
      if (isContent(next)) scope.push(at);
    }
    const [first] = scope;
    const ofVerb =
      first !== undefined &&
      (elementAt(words, first).part === 'verb' ||
        isNegativeContraction(word.lower) ||
        isUndoing(word.lower) ||
        word.lower === 'cannot' ||
        isAuxiliary(words[index - 1]?.lower ?? ''));
    return ofVerb ? [scope] : [];
  });
}

/** Whether a sentence has any negative word, so that it may deny something in other words. */
export const hasNegativeWord = (words: readonly ReadWord[]) =>
  words.some(word => isNegation(word) || isNegative(word.lower));

/** Finds what the text denies and the claim affirms, or the other way round. */
export function findDenial(comparison: Comparison): Conflict | null {
  return findDenying(comparison) ?? findDenied(comparison);
}

/** Whether words lie in one clause: without a mark between them. */
export const areTogether = ({ words }: ReadSentence, indexes: readonly number[]): boolean =>
  !words.slice(Math.min(...indexes) + 1, Math.max(...indexes) + 1).some(({ gap }) => isBoundary(gap));

/**
 * Whether the sentence has, before its verb, a word of what the claim has before its own, so that both are about the
 * same; true if nothing precedes the claim's verb.
 */
function hasSameSubject({ here, alignment }: Comparison, verb: Link): boolean {
  const before = here.indexes.filter(index => index < verb.claim);
  return before.length === 0 || before.some(index => isSupported(alignment.byClaim.get(index)));
}

/** Whether a verb is told of a time before another: "had won", but not "had to win". */
const isOfBefore = (words: readonly ReadWord[], verb: number) =>
  words.slice(Math.max(0, verb - 3), verb).some(({ lower }) => lower === 'had') &&
  words[verb - 1]?.lower !== 'to';

/** Whether two verbs are told of other times: "had never won it before", "won it on Saturday". */
export const areAtOtherTimes = (
  claim: readonly ReadWord[],
  claimed: number,
  source: readonly ReadWord[],
  given: number,
): boolean => isOfBefore(claim, claimed) !== isOfBefore(source, given);

function findDenying(comparison: Comparison): Conflict | null {
  const { claim, source, alignment, here } = comparison;
  if (hasNegativeWord(source.words) || shareOf(here.indexes, alignment) < MIN_SHARE) return null;
  for (const scope of findNegated(claim.words)) {
    const linked = scope.map(index => alignment.byClaim.get(index));
    const [first] = linked;
    if (!isSupported(first) || !linked.every(isSupported) || !hasSameSubject(comparison, first)) continue;
    if (
      !areTogether(
        source,
        linked.map(link => link.source),
      )
    )
      continue;
    if (areAtOtherTimes(claim.words, first.claim, source.words, first.source)) continue;
    const [word, given] = [elementAt(claim.words, first.claim), elementAt(source.words, first.source)];
    return { kind: 'denies', given: given.text, claimed: word.text, at: first.claim };
  }
  return null;
}

/**
 * Whether a claim has the verb only behind another verb and "to", which the sentence joins with the one that denies it:
 * "tried to sell" for "tried and failed to sell".
 */
function isOnlyMeant({ claim, source, alignment }: Comparison, verb: Link): boolean {
  const governing = alignment.byClaim.get(verb.claim - 2);
  if (claim.words[verb.claim - 1]?.lower !== 'to' || !isSupported(governing)) return false;
  return source.words
    .slice(governing.source + 1, verb.source)
    .some(({ lower }, at) => at === 0 && /^(?:and|but)$/.test(lower));
}

function findDenied(comparison: Comparison): Conflict | null {
  const { claim, source, alignment, here } = comparison;
  // "if he had not won" denies nothing, "until then it cannot" does
  const isLimited = source.words.some(
    ({ lower }, at) =>
      (/^(?:until|till)$/.test(lower) && source.words[at + 1]?.lower !== 'then') || isCondition(lower),
  );
  if (hasNegativeWord(claim.words) || isLimited) return null;
  const isAboutIt = shareOf(here.indexes, alignment) >= MIN_SHARE;
  for (const scope of findNegated(source.words)) {
    const linked = scope.map(index => alignment.bySource.get(index));
    const [first] = linked;
    if (!isSupported(first) || !linked.every(isSupported)) continue;
    if ((linked.length < 2 && !isAboutIt) || !hasSameSubject(comparison, first)) continue;
    if (isOnlyMeant(comparison, first)) continue;
    const [word, given] = [elementAt(claim.words, first.claim), elementAt(source.words, first.source)];
    return { kind: 'denied', given: given.text, claimed: word.text, at: first.claim };
  }
  return null;
}
