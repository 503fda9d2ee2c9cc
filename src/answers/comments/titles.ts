import { getNlp } from '../../language/nlp.ts';
import { findProfanity } from '../../language/profanity.ts';
import { isReadingEnglish, splitWords } from '../../language/stems.ts';
import { hasStrongLanguage } from '../../language/strong-language.ts';
import { elementAt } from '../../lists.ts';
import { candidatePassagesOf, firstWordsOf } from '../passage.ts';
import { hasInstructions } from '../verification/instructions.ts';
import type { CommentReading } from './readings.ts';
import { type CommentPassage, MAX_TITLE } from './schema.ts';
import { centroidOf, cosineSimilarity, type TextVector, type VectorSpace } from './text-vectors.ts';
import { isAddress, isLeaning, isShort, measureObscurity } from './title-clarity.ts';
import { fitSentence } from './title-shortening.ts';

/** How many of the most central comments to search for sentences, and how many sentences of each. */
const MAX_CENTRAL = 12;
const MAX_SENTENCES = 12;

const LEANING_PENALTY = 0.08;
const QUESTION_PENALTY = 0.06;
const SHORT_PENALTY = 0.3;
const ADDRESS_PENALTY = 0.3;
const LONG_PENALTY = 0.05;
/** The penalty for length grows with each step of this many characters. */
const LONG = 80;
const STRONG_PENALTY = 0.5;

/** A sentence of a comment and how well it says what a group of comments says. */
interface TitleCandidate extends CommentPassage {
  readonly vector: TextVector;
  /** Whether it is what most of the group answers: the best sentence of the comment that they do. */
  readonly isSubject: boolean;
  /** Without what strong language takes off it: `takeBest`. */
  readonly score: number;
}

/** A comment that others in the group answer says what it is about; the answers depend on it. */
const ANSWERED_BONUS = 0.3;

/** The share of the group that answers a comment, directly or indirectly. */
function answeredShareOf({ comment }: CommentReading, readings: readonly CommentReading[]): number {
  const below = readings.filter(other => other.comment.number.startsWith(`${comment.number}.`));
  return below.length / Math.max(1, readings.length - 1);
}

/** The sentences of a group's most central comments. */
function listCandidates(readings: readonly CommentReading[], space: VectorSpace): TitleCandidate[] {
  const middle = centroidOf(readings.map(({ own }) => own));
  const central = readings
    .map(reading => ({
      reading,
      close: cosineSimilarity(middle, reading.own) + ANSWERED_BONUS * answeredShareOf(reading, readings),
    }))
    .toSorted((a, b) => b.close - a.close)
    .slice(0, MAX_CENTRAL);
  return central.flatMap(({ reading: { comment }, reading }) => {
    const answered = answeredShareOf(reading, readings);
    const found = candidatePassagesOf(comment)
      .slice(0, MAX_SENTENCES)
      // instructions to machines make no title
      .filter(text => !hasInstructions(text))
      .map(text => {
        const vector = space.vectorOf(text);
        const score = cosineSimilarity(middle, vector) - penaltyOf(text) + ANSWERED_BONUS * answered;
        return { comment: comment.number, text, vector, score };
      });
    const isAnswered = answered >= MIN_ANSWERED && answered * (readings.length - 1) >= MIN_ANSWERS;
    const highest = Math.max(...found.map(({ score }) => score));
    return found.map(each => ({ ...each, isSubject: isAnswered && each.score === highest }));
  });
}

function penaltyOf(text: string): number {
  return (
    (isShort(text) ? SHORT_PENALTY : 0) +
    LONG_PENALTY * Math.min(3, Math.ceil(Math.max(0, text.length - MAX_TITLE) / LONG)) +
    (isAddress(text) ? ADDRESS_PENALTY : 0) +
    (isLeaning(text) ? LEANING_PENALTY : 0) +
    (text.includes('?') ? QUESTION_PENALTY : 0)
  );
}

const strongPenaltyOf = ({ text }: TitleCandidate): number =>
  hasStrongLanguage(text) || findProfanity(text).length > 0 || /@\p{L}|\/\//u.test(text) ? STRONG_PENALTY : 0;

/**
 * Yields candidates, the one most similar to the whole group first. Strong language takes long to find, so it is
 * looked for only in those that would be next.
 */
function* takeBest(candidates: readonly TitleCandidate[]): Generator<TitleCandidate> {
  const left = candidates.map(candidate => ({ candidate, score: candidate.score, isJudged: false }));
  while (left.length > 0) {
    const best = left.reduce((one, other) => (other.score > one.score ? other : one));
    if (best.isJudged) {
      left.splice(left.indexOf(best), 1);
      yield best.candidate;
    } else {
      best.score -= strongPenaltyOf(best.candidate);
      best.isJudged = true;
    }
  }
}

/** The title of a viewpoint, and the most telling passage from another of its comments. */
interface ViewpointTitle {
  readonly label: string;
  /** The sentence that the label repeats or shortens. */
  readonly sentence: CommentPassage;
  readonly passage: CommentPassage | null;
}

/** The share of a group that answers the comment which it is about, and how many do. */
const MIN_ANSWERED = 0.5;
const MIN_ANSWERS = 2;
/** More than one slight fault and less than two. */
const LEEWAY = 1.5;

const leewayOf = ({ isSubject, text }: TitleCandidate) => (isSubject && !isLeaning(text) ? LEEWAY : 0);
/** How many of the best sentences to try for one that is understood alone. */
const MAX_TRIED = 6;
/** How much a passage loses for repeating the title. */
const REPETITION_WEIGHT = 0.5;

/**
 * The title of a group of comments: the sentence most similar to all of them that is not in `taken`
 * (lowercase; the new title is added), whole or shortened; and the most telling sentence of another comment.
 */
export function createTitle(
  readings: readonly CommentReading[],
  space: VectorSpace,
  taken: Set<string>,
): ViewpointTitle {
  const candidates = listCandidates(readings, space);
  const title = chooseSentence(candidates, taken);
  if (!title) return createPlainTitle(readings, taken);
  taken.add(title.label.toLowerCase());
  const sentence = { comment: title.comment, text: title.text };
  return { label: title.label, sentence, passage: findOtherPassage(candidates, title) };
}

/**
 * The clearest of the best sentences, shortened; the search ends with the first that is understood alone. What
 * most of the group answers may have one slight fault: its answers are hardly the clearer for having none.
 */
function chooseSentence(candidates: readonly TitleCandidate[], taken: ReadonlySet<string>) {
  let best: (TitleCandidate & { readonly label: string; readonly obscurity: number }) | undefined;
  let tried = 0;
  const [most = 0] = candidates.map(leewayOf).toSorted((a, b) => b - a);
  for (const candidate of takeBest(candidates).take(2 * MAX_TRIED)) {
    const label = fitSentence(candidate.text, MAX_TITLE);
    if (taken.has(label.toLowerCase())) continue;
    const leeway = leewayOf(candidate);
    const obscurity = measureObscurity(label, (best?.obscurity ?? Infinity) + leeway) - leeway;
    if (!best || obscurity < best.obscurity) best = { ...candidate, label, obscurity };
    tried += 1;
    if (best.obscurity === -most || tried === MAX_TRIED) break;
  }
  return best;
}

function findOtherPassage(
  candidates: readonly TitleCandidate[],
  title: TitleCandidate,
): CommentPassage | null {
  const others = candidates
    .filter(({ comment, text }) => comment !== title.comment && text !== title.text)
    .map(candidate => ({
      ...candidate,
      score: candidate.score - REPETITION_WEIGHT * cosineSimilarity(candidate.vector, title.vector),
    }));
  let first: TitleCandidate | undefined;
  for (const candidate of takeBest(others).take(1 + MAX_PASSAGES_TRIED)) {
    first ??= candidate;
    const { comment, text } = candidate;
    // a fragment ("Kingfishers.") says little without the sentence that it answers or continues
    if (!isFragment(text)) return { comment, text };
  }
  return first ? { comment: first.comment, text: first.text } : null;
}

/** How many more passages are tried for one that is no fragment. */
const MAX_PASSAGES_TRIED = 30;

/** A longer sentence without a verb has one that was not recognized. */
const MAX_FRAGMENT_WORDS = 8;

/** Whether an English text names something and says nothing of it; false in other languages. */
const isFragment = (text: string) =>
  isReadingEnglish() && splitWords(text).length <= MAX_FRAGMENT_WORDS && !getNlp()(text).has('#Verb');

/** The first words of the first comment, with a number if that title is taken. */
function createPlainTitle(readings: readonly CommentReading[], taken: Set<string>): ViewpointTitle {
  const { comment } = elementAt(readings, 0);
  const sentence = { comment: comment.number, text: firstWordsOf(comment) };
  const label = takeFreeTitle(fitSentence(sentence.text, MAX_TITLE - 5), taken);
  return { label, sentence, passage: null };
}

/** A title, with a number if it is among those `taken`, to which it is added. */
export function takeFreeTitle(wanted: string, taken: Set<string>): string {
  for (let n = 1; ; n++) {
    const label = n === 1 ? wanted : `${wanted} (${n})`;
    if (taken.has(label.toLowerCase())) continue;
    taken.add(label.toLowerCase());
    return label;
  }
}
