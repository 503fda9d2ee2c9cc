import { areAntonyms } from '../../language/antonyms.ts';
import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { type FormFeatures, matchForm } from './answer-form.ts';
import { type Continuity, createContinuityReader } from './continuity.ts';
import { createKinshipReader, type Kinship } from './kinship.ts';
import { findMeantNames } from './meant-names.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { type QuestionTerm, STRONG, scoreTerm, type TermReading, termStemOf } from './question-terms.ts';
import { NO_SENSE, type Sense } from './sense.ts';
import { getReading, getUnitReading, type SentenceIndex } from './sentence-index.ts';

/** Features of a sentence for and against it as the answer to a question. */
export interface PassageFeatures extends FormFeatures, Sense, Continuity {
  /** Weighted share of the question's words that the sentence has in some form; and word for word. */
  readonly covered: number;
  readonly exact: number;
  /** The share that it has word for word, in another form or as a close synonym. */
  readonly strong: number;
  /** What the neighbouring sentences add to that share; and what the rest of the paragraph adds. */
  readonly near: number;
  readonly scattered: number;
  /** Weight of the weightiest word that it lacks. */
  readonly lacking: number;
  readonly missingNames: number;
  /** Numbers in digits alone: “the first time” is no figure. */
  readonly missingNumbers: number;
  /** Number of words whose place another word takes: "nitrogen dioxide" for "carbon dioxide". */
  readonly replaced: number;
  /** Number of the question's words that it has, as such or as a close synonym. */
  readonly hits: number;
  /** How well it has the question's verbs, what is counted or named, and words in sequence. */
  readonly verb: number;
  readonly focus: number;
  readonly pairs: number;
  /** Whether it has an antonym of a word of the question. */
  readonly opposite: number;
  /** Share of the question that it has or comes close to in word vectors; closeness of the whole. */
  readonly kin: number;
  readonly whole: number;
  readonly rank: number;
  /** Amount the question asks about and length of the sentence, both as logarithms. */
  readonly length: number;
  readonly words: number;
  /** 1 at the start of the text, less further down: news puts the most important first. */
  readonly lead: number;
}

const VERB_WEIGHT = 0.5;
/** Score of a name that a pronoun of the sentence stands for. */
const CARRIED = 0.8;
/** Share of the preceding sentence's scores that counts for a sentence that refers back to it. */
const BACKWARD = 0.9;
const POINTS_BACK = new RegExp(String.raw`\b${oneOf(lexicon.pointingBack.words)}\b`, 'i');
/** Whether a sentence refers back to the one before it: "she", "it", "this". */
export const pointsBack = (sentence: string): boolean => POINTS_BACK.test(sentence);
/**
 * Creates a reader of the features of a text's sentences as answers to a question, but for how close they are in
 * sense. `rank` is how close a sentence came in the search, 1 for the closest.
 */
export function createFeatureReader(asked: ParsedQuestion, index: SentenceIndex) {
  const { terms } = asked;
  const rarest = Math.log(2 + 2 * index.all.length);
  // an age is given without "old", and a sum without "money"
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
  const readContinuity = createContinuityReader(asked.shown, index);
  return (at: number, rank: number): PassageFeatures => {
    const sentence = elementAt(index.all, at);
    const reading = getReading(sentence);
    const scores = scoreAround(terms, scoreTerms, index, at);
    return {
      ...measureCoverage(scores, weights, total),
      ...NO_SENSE,
      ...readContinuity(at),
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

/** How well the sentence, it or its neighbours, and its paragraph match each word of the question. */
interface TermScores {
  readonly own: readonly number[];
  readonly near: readonly number[];
  readonly unit: readonly number[];
}

/** Scores how well texts match each word of a question, once per text. */
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
  // "she", "it", "this": something the preceding sentence mentions
  const isBack = before && pointsBack(sentence.text);
  const own = scores(getReading(sentence)).map((score, i) =>
    Math.max(score, isBack ? BACKWARD * elementAt(before, i) : 0, elementAt(carried, i)),
  );
  const neighbors = [before, behind].filter(each => each !== null);
  const near = own.map((score, i) => Math.max(score, ...neighbors.map(each => elementAt(each, i))));
  return { own, near, unit: scores(getUnitReading(index, sentence.unit)) };
}

/** Scores the words that name the person whom "he" or "she" means in a sentence. */
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
  const countMissing = (kind: QuestionTerm['kind'], isMeant = (_: QuestionTerm) => true) =>
    terms.filter((term, i) => term.kind === kind && isMeant(term) && elementAt(own, i) === 0).length;
  const verbs = terms.flatMap((term, i) =>
    term.kind === 'verb' && term.weight > 0.5 ? [elementAt(own, i)] : [],
  );
  const isOpposite = terms.some(
    (term, i) => elementAt(own, i) < 0.5 && reading.stems.some(stem => areAntonyms(term.stem, stem)),
  );
  return {
    hits: own.filter(score => score >= STRONG).length,
    missingNames: countMissing('name'),
    missingNumbers: countMissing('number', ({ word }) => /\d/.test(word)),
    replaced: countReplaced(terms, own, reading),
    verb: verbs.length === 0 ? 0.5 : Math.max(...verbs),
    focus: spans.focus.length === 0 ? 0.5 : spans.focus.some(stem => reading.known.has(stem)) ? 1 : 0,
    pairs: countPairs(terms, reading),
    opposite: isOpposite ? 1 : 0,
  };
}

/** Share of pairs of consecutive words of the question that follow each other in the sentence too. */
function countPairs(terms: readonly QuestionTerm[], { stems }: TermReading): number {
  if (terms.length < 2) return 0.5;
  const places = terms.map(({ stem }) => stems.flatMap((each, i) => (each === stem ? [i] : [])));
  let found = 0;
  for (let i = 0; i + 1 < terms.length; i++)
    if (elementAt(places, i).some(a => elementAt(places, i + 1).some(b => b - a >= 1 && b - a <= 2)))
      found += 1;
  return found / (terms.length - 1);
}

/**
 * Counts the words that a sentence lacks and replaces: the next word of the question follows a content word
 * there that the question does not have.
 */
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
