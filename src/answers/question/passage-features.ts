import { areAntonyms } from '../../language/antonyms.ts';
import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { type FormFeatures, matchForm } from './answer-form.ts';
import { createKinshipReader, type Kinship } from './kinship.ts';
import { findMeantNames } from './meant-names.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { type QuestionTerm, scoreTerm, type TermReading, termStemOf } from './question-terms.ts';
import { getReading, getUnitReading, type SentenceIndex } from './sentence-index.ts';

/** What speaks for or against a sentence as the answer to a question. */
export interface PassageFeatures extends FormFeatures {
  /** The share of the question's words, each by its weight, that the sentence says in some way; and word for word. */
  readonly covered: number;
  readonly exact: number;
  /** The share that it says word for word, in another form or with a close synonym. */
  readonly strong: number;
  /** What the sentences beside it say besides; and the rest of its paragraph. */
  readonly near: number;
  readonly scattered: number;
  /** The weight of the weightiest word that it does not say. */
  readonly lacking: number;
  readonly missingNames: number;
  readonly missingNumbers: number;
  /** Words that stand in it behind another word than in the question: "nitrogen dioxide", "carbon dioxide". */
  readonly replaced: number;
  /** How many words of the question it says, itself or with a close synonym. */
  readonly hits: number;
  /** How well it says the question's verbs, what is counted or named, and words that follow one another. */
  readonly verb: number;
  readonly focus: number;
  readonly pairs: number;
  /** Whether it says the opposite of a word of the question. */
  readonly opposite: number;
  /** How much of the question it says or comes near by the company that words keep; how near it comes on the whole. */
  readonly kin: number;
  readonly whole: number;
  readonly rank: number;
  /** How much the question asks about, and how long the sentence is (logarithms). */
  readonly length: number;
  readonly words: number;
  /** 1 for what stands at the head of the text, less further down: news tells what counts first. */
  readonly lead: number;
}

const VERB_WEIGHT = 0.5;
/** How much a name counts that the sentences before tell. */
const CARRIED = 0.8;
/** What is said so well is said in other words at most by a close synonym. */
const STRONG = 0.8;
/** How much of what the sentence before says counts for one that points back to it. */
const BACKWARD = 0.9;
const POINTS_BACK = new RegExp(String.raw`\b${oneOf(lexicon.pointingBack.words)}\b`, 'i');
/** Whether a sentence speaks of what the one before it names: "she", "it", "this". */
export const pointsBack = (sentence: string): boolean => POINTS_BACK.test(sentence);
/**
 * Reads what speaks for and against the sentences of a text as the answer to a question. `rank` is how near a sentence came
 * when it was searched for, 1 for the nearest.
 */
export function createFeatureReader(asked: ParsedQuestion, index: SentenceIndex) {
  const { terms } = asked;
  const rarest = Math.log(2 + 2 * index.all.length);
  // an age says no "old", and a sum no "money"
  const measure = asked.type === 'amount' ? 'money' : asked.spans.measure;
  const kindStem = measure === null ? null : termStemOf(measure);
  const weights = terms.map(
    ({ stem, weight, kind }) =>
      (stem === kindStem ? 0 : weight) *
      (kind === 'verb' ? VERB_WEIGHT : 1) *
      (index.index.inverseFrequency(stem) || rarest),
  );
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  const readKinship = createKinshipReader(terms);
  const scoreTerms = createScorer(terms);
  return (at: number, rank: number): PassageFeatures => {
    const sentence = elementAt(index.all, at);
    const reading = getReading(sentence);
    const scores = scoreAround(terms, scoreTerms, index, at);
    return {
      ...measureCoverage(scores, weights, total),
      ...measureKinship(readKinship(sentence), scores.own, weights, total),
      ...matchTerms(asked, scores.own, reading),
      ...matchForm(asked, {
        own: scores.own,
        weights,
        total,
        reading,
        text: sentence.text,
        before: textBefore(index, at),
      }),
      rank,
      length: Math.log(1 + terms.reduce((sum, { weight }) => sum + weight, 0)),
      words: Math.log(1 + reading.stems.length),
      lead: 1 / (1 + sentence.unit),
    };
  };
}

/** How well each word of the question is said: by a sentence, by it or those beside it, by its paragraph. */
interface TermScores {
  readonly own: readonly number[];
  readonly near: readonly number[];
  readonly unit: readonly number[];
}

/** How well texts say each word of a question; of each text that is found out once. */
function createScorer(terms: readonly QuestionTerm[]): (reading: TermReading) => readonly number[] {
  const known = new Map<TermReading, readonly number[]>();
  return reading => {
    const scores = known.get(reading) ?? terms.map(term => scoreTerm(term, reading));
    known.set(reading, scores);
    return scores;
  };
}

function scoreAround(
  terms: readonly QuestionTerm[],
  scores: (reading: TermReading) => readonly number[],
  index: SentenceIndex,
  at: number,
): TermScores {
  const sentence = elementAt(index.all, at);
  const besides = (i: number) => {
    const other = index.all[i];
    return other?.unit === sentence.unit ? scores(getReading(other)) : null;
  };
  const [before, behind] = [besides(at - 1), besides(at + 1)];
  const carried = readCarried(terms, index, at);
  // "she", "it", "this": whoever or whatever the sentence before speaks of
  const isBack = before && pointsBack(sentence.text);
  const own = scores(getReading(sentence)).map((score, i) =>
    Math.max(score, isBack ? BACKWARD * elementAt(before, i) : 0, elementAt(carried, i)),
  );
  const neighbors = [before, behind].filter(each => each !== null);
  const near = own.map((score, i) => Math.max(score, ...neighbors.map(each => elementAt(each, i))));
  return { own, near, unit: scores(getUnitReading(index, sentence.unit)) };
}

/** Whether the words that stand for somebody name whom "he" or "she" means in a sentence. */
function readCarried(terms: readonly QuestionTerm[], { all }: SentenceIndex, at: number): number[] {
  const meant = findMeantNames(all, at);
  return terms.map(({ stem }) => (meant.has(stem) ? CARRIED : 0));
}

function measureCoverage(
  { own, near, unit }: TermScores,
  weights: readonly number[],
  total: number,
): Pick<PassageFeatures, 'covered' | 'exact' | 'strong' | 'near' | 'scattered' | 'lacking'> {
  const share = (strengths: readonly number[]) =>
    strengths.reduce((sum, strength, i) => sum + strength * elementAt(weights, i), 0) / total;
  const covered = share(own);
  return {
    covered,
    exact: share(own.map(score => (score === 1 ? 1 : 0))),
    strong: share(own.map(score => (score >= STRONG ? score : 0))),
    near: share(near) - covered,
    scattered: Math.max(0, share(unit) - share(near)),
    lacking: Math.max(0, ...own.map((score, i) => (1 - score) * elementAt(weights, i))) / total,
  };
}

function measureKinship(
  { words, whole }: Kinship,
  own: readonly number[],
  weights: readonly number[],
  total: number,
): Pick<PassageFeatures, 'kin' | 'whole'> {
  const kin = own.reduce(
    (sum, score, i) => sum + Math.max(score, elementAt(words, i)) * elementAt(weights, i),
    0,
  );
  return { kin: kin / total, whole };
}

function textBefore({ all }: SentenceIndex, at: number): string {
  const before = all[at - 1];
  return before && before.unit === all[at]?.unit && before.part === all[at]?.part ? before.text : '';
}

function matchTerms(
  { terms, spans }: ParsedQuestion,
  own: readonly number[],
  reading: TermReading,
): Pick<
  PassageFeatures,
  'hits' | 'missingNames' | 'missingNumbers' | 'replaced' | 'verb' | 'focus' | 'pairs' | 'opposite'
> {
  const countMissing = (kind: QuestionTerm['kind']) =>
    terms.filter((term, i) => term.kind === kind && elementAt(own, i) === 0).length;
  const verbs = terms.flatMap((term, i) =>
    term.kind === 'verb' && term.weight > 0.5 ? [elementAt(own, i)] : [],
  );
  const isOpposite = terms.some(
    (term, i) => elementAt(own, i) < 0.5 && reading.stems.some(stem => areAntonyms(term.stem, stem)),
  );
  return {
    hits: own.filter(score => score >= STRONG).length,
    missingNames: countMissing('name'),
    missingNumbers: countMissing('number'),
    replaced: countReplaced(terms, own, reading),
    verb: verbs.length === 0 ? 0.5 : Math.max(...verbs),
    focus: spans.focus.length === 0 ? 0.5 : spans.focus.some(stem => reading.known.has(stem)) ? 1 : 0,
    pairs: countPairs(terms, reading),
    opposite: isOpposite ? 1 : 0,
  };
}

/** The share of words that follow one another in the question and in the sentence too. */
function countPairs(terms: readonly QuestionTerm[], { stems }: TermReading): number {
  if (terms.length < 2) return 0.5;
  const places = terms.map(({ stem }) => stems.flatMap((each, i) => (each === stem ? [i] : [])));
  let found = 0;
  for (let i = 0; i + 1 < terms.length; i++)
    if (elementAt(places, i).some(a => elementAt(places, i + 1).some(b => b - a >= 1 && b - a <= 2)))
      found += 1;
  return found / (terms.length - 1);
}

/** How many words stand in a sentence behind another content word than in the question, which the sentence does not have. */
function countReplaced(
  terms: readonly QuestionTerm[],
  own: readonly number[],
  { stems }: TermReading,
): number {
  const asked = new Set(terms.map(({ stem }) => stem));
  return terms.filter((term, i) => {
    const next = terms[i + 1];
    if (!next || term.weight < 1 || term.kind === 'verb' || next.kind === 'verb' || elementAt(own, i) > 0)
      return false;
    return stems.some((stem, at) => {
      const before = stems[at - 1];
      return stem === next.stem && before !== undefined && !asked.has(before);
    });
  }).length;
}
