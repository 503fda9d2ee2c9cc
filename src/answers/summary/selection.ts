import type { Article } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import { CONNECTIVE, PRONOUN, type SummaryCandidate } from './candidates.ts';
import { dotProduct } from './centrality.ts';
import { type Choice, createChoice } from './choice.ts';
import { findDefiniteSubject } from './known-things.ts';
import { computePenalty } from './ranking.ts';
import { countOver, MAX_OVER, MIN_ROOM, type Room, weighWords } from './word-budget.ts';

/** The requirements of a summary. */
export interface SummaryPlan {
  /** Maximum number of points. */
  readonly count: number;
  /** Maximum words of all its points together, as far as the article allows; null for no limit. */
  readonly words: number | null;
  /** Whether each third of the text should give a point, if it has one that is worth it. */
  readonly isSpread: boolean;
}

/** A point of a summary: a sentence, whole or shortened, or two consecutive ones. */
interface SummaryPoint {
  readonly text: string;
  readonly paragraph: number;
}

/**
 * Weights in addition to those of the ranking. Redundancy after Carbonell and Goldstein, "The Use of MMR"
 * (1998).
 */
const WEIGHTS = {
  dangling: 6,
  leaning: 1,
  /** The same in a summary of few words. */
  leaningShort: 1.5,
  opening: 2,
  longest: 35,
  long: 1,
  redundancy: 1,
  crowded: 1,
  news: 3,
};

/** Above this similarity, two points say the same. */
const MAX_LIKENESS = 0.6;

/**
 * With this many points a summary covers the whole article: a further one from the same stretch of it then
 * loses score.
 */
const MANY_POINTS = 6;

/** Minimum number of points, however long they are. */
const MIN_POINTS = 3;

/** Maximum number of sentences to analyze for one point: the highest-ranking ones. */
const MAX_READ = 40;

/** Minimum worth, in standard deviations, for a sentence to represent its third of the article. */
const MIN_WORTH = 0.25;

/** The points taken so far. */
interface Selection {
  readonly taken: Set<number>;
  /** The similarity of each sentence to the most similar one taken. */
  readonly likeness: Float64Array;
  /** The words of the headline that no point has covered yet. */
  readonly untold: Map<string, number>;
  /** How many points each stretch of the article has given. */
  readonly crowd: Float64Array;
}

/**
 * Repeatedly takes the best sentence that repeats least of those taken before. Returns points in article
 * order.
 */
export function selectPoints(
  list: readonly SummaryCandidate[],
  article: Article,
  plan: SummaryPlan,
): SummaryPoint[] {
  const most = Math.min(plan.count, list.length);
  const choice = createChoice(list, article, plan.count);
  const selection: Selection = {
    taken: new Set(),
    likeness: new Float64Array(list.length),
    untold: new Map(choice.title),
    crowd: new Float64Array(most),
  };
  while (selection.taken.size < most && !isEnough(choice, selection, plan)) {
    const best = findDue(choice, selection, { ...plan, count: most }) ?? findBest(choice, selection, plan);
    if (best === undefined) break;
    if (needsBefore(choice, selection, best) && canTakeBefore(choice, selection, best))
      take(choice, selection, best - 1);
    take(choice, selection, best);
  }
  return toPoints(choice, selection.taken);
}

const stretchOf = ({ list }: Choice, { crowd }: Selection, i: number) =>
  Math.floor((i * crowd.length) / list.length);

function take(choice: Choice, selection: Selection, i: number): void {
  const { taken, likeness, untold, crowd } = selection;
  taken.add(i);
  const stretch = stretchOf(choice, selection, i);
  crowd[stretch] = elementAt(crowd, stretch) + 1;
  const vector = elementAt(choice.vectors, i);
  for (const stem of vector.keys()) untold.delete(stem);
  for (const [other, otherVector] of choice.vectors.entries())
    likeness[other] = Math.max(elementAt(likeness, other), dotProduct(vector, otherVector));
}

/** A sentence as a point; one whose predecessor is taken too is not joined with it again. */
const phraseOf = (choice: Choice, taken: ReadonlySet<number>, i: number) =>
  choice.phrase(i, !(choice.follows[i] && taken.has(i - 1)));

const countWords = (choice: Choice, { taken }: Selection) =>
  [...taken].reduce((sum, i) => sum + phraseOf(choice, taken, i).words, 0);

const thirdsOf = ({ thirds }: Choice, { taken }: Selection) =>
  new Set([...taken].map(i => elementAt(thirds, i)));

const slotsOf = ({ count, words }: SummaryPlan) => (words === null ? count : Math.min(count, MIN_POINTS));

/** Whether there are enough points, and no words left for another. */
function isEnough(choice: Choice, selection: Selection, plan: SummaryPlan): boolean {
  const { words } = plan;
  if (words === null || selection.taken.size < slotsOf(plan)) return false;
  return countWords(choice, selection) + MIN_ROOM > words;
}

/** Whether the previous sentence, which names whom this one refers to, can be taken too. */
const canTakeBefore = ({ follows, isOpen }: Choice, { taken, crowd }: Selection, i: number) =>
  follows[i] === true && !isOpen[i - 1] && taken.size + 2 <= crowd.length;

/** Whether a sentence cannot be taken without the previous one. */
const needsBefore = ({ isOpen, pairs, follows }: Choice, { taken }: Selection, i: number) =>
  isOpen[i] === true && pairs[i] === null && !(follows[i] && taken.has(i - 1));

/** The words that taking a sentence adds, with those of the previous one if it has to be taken too. */
const countAdded = (choice: Choice, selection: Selection, i: number) =>
  phraseOf(choice, selection.taken, i).words +
  (needsBefore(choice, selection, i) && i > 0 ? phraseOf(choice, selection.taken, i - 1).words : 0);

/** Whether a sentence would leave open whom it refers to. */
const isDangling = (choice: Choice, selection: Selection, i: number) =>
  needsBefore(choice, selection, i) && !canTakeBefore(choice, selection, i);

/** The best sentence of a third without a point, once the points left are only enough for such thirds. */
function findDue(choice: Choice, selection: Selection, plan: SummaryPlan): number | undefined {
  const covered = thirdsOf(choice, selection);
  const isFirst = selection.taken.size === 0;
  if (isFirst || !plan.isSpread || slotsOf(plan) - selection.taken.size > 3 - covered.size) return undefined;
  const mayTake = (i: number) => {
    const isPlain = !choice.isOpen[i] && computePenalty(elementAt(choice.list, i)) < 0.5;
    return isPlain && !covered.has(elementAt(choice.thirds, i)) && elementAt(choice.worth, i) >= MIN_WORTH;
  };
  return findBest(choice, selection, plan, mayTake, true);
}

/**
 * The weight of leaning on others, higher for a single sentence, which has none beside it, and for many,
 * where there are alternatives.
 */
const weighLeaning = ({ count, words }: SummaryPlan) =>
  count === 1 || count >= MANY_POINTS ? 6 : words === null ? WEIGHTS.leaning : WEIGHTS.leaningShort;

/**
 * How much speaks against a sentence as the first point, which has nothing before it: one that begins with a
 * connective or pronoun, or is about something that only the article's opening introduces.
 */
function weighOpening({ list, title }: Choice, i: number): number {
  const { text, index } = elementAt(list, i);
  if (index === 0) return 0;
  if (PRONOUN.test(text) || CONNECTIVE.test(text)) return WEIGHTS.opening;
  const subject = findDefiniteSubject(text);
  return subject === undefined || title.has(subject) ? 0 : WEIGHTS.opening;
}

/**
 * How much a sentence leans on what is not told: what a pronoun means may stand in the point before it, and so may
 * what "but" contradicts.
 */
function leaningOf({ leans, follows, list }: Choice, { taken }: Selection, plan: SummaryPlan, i: number) {
  if (plan.words === null) return leans(i);
  const leaning = leans(i) + (CONNECTIVE.test(elementAt(list, i).text) ? 1 : 0);
  return Math.max(0, leaning - (follows[i] && taken.has(i - 1) ? 1 : 0));
}

/** Whether a sentence takes something for known that neither the headline nor an earlier point tells. */
function needsMore({ title, tells, needs }: Choice, { taken }: Selection, i: number): boolean {
  const isTold = (stem: string) => title.has(stem) || [...taken].some(j => j < i && tells(j).has(stem));
  return !needs(i).every(isTold);
}

/** The sentence with the highest score among those that may be taken, or undefined. */
function findBest(
  choice: Choice,
  selection: Selection,
  plan: SummaryPlan,
  mayTake: (i: number) => boolean = () => true,
  mustFit = false,
): number | undefined {
  const { words } = plan;
  const { list, scores } = choice;
  const { taken, likeness, untold, crowd } = selection;
  const room: Room = {
    left: words === null ? Infinity : words - countWords(choice, selection),
    slots: slotsOf(plan) - taken.size,
    isFirst: taken.size === 0,
  };
  const current = list.map((_, i) => {
    if (taken.has(i) || !mayTake(i)) return -Infinity;
    const isSame = elementAt(likeness, i) > MAX_LIKENESS;
    return (
      elementAt(scores, i) +
      (taken.size > 0 ? WEIGHTS.news * dotProduct(untold, elementAt(choice.vectors, i)) : 0) -
      (WEIGHTS.redundancy * elementAt(likeness, i) + (isSame ? WEIGHTS.dangling : 0)) -
      (isDangling(choice, selection, i) ? WEIGHTS.dangling : 0) -
      (crowd.length >= MANY_POINTS ? WEIGHTS.crowded * elementAt(crowd, stretchOf(choice, selection, i)) : 0)
    );
  });
  return findHighest(current, [
    i => (taken.size === 0 ? weighOpening(choice, i) : 0),
    i => {
      const leaning = leaningOf(choice, selection, plan, i);
      return mustFit && leaning >= 1 ? Infinity : leaning * weighLeaning(plan);
    },
    i => (needsMore(choice, selection, i) ? weighLeaning(plan) : 0),
    i => WEIGHTS.long * Math.min(1, Math.max(0, (phraseOf(choice, taken, i).words - WEIGHTS.longest) / 20)),
    i => {
      const count = countAdded(choice, selection, i);
      return mustFit && countOver(count, room) > MAX_OVER ? Infinity : weighWords(count, room);
    },
  ]);
}

/**
 * The index of the highest value after all deductions, or undefined. Deductions need parsing, so they are
 * made one by one, and only for a value that is highest so far; at most MAX_READ values get any.
 */
function findHighest(values: number[], deductions: readonly ((i: number) => number)[]): number | undefined {
  const made = new Map<number, number>();
  for (;;) {
    const best = indexOfHighest(values);
    if (best < 0) return undefined;
    const count = made.get(best) ?? 0;
    const deduct = deductions[count];
    if (!deduct || (count === 0 && made.size >= MAX_READ)) return best;
    made.set(best, count + 1);
    values[best] = elementAt(values, best) - deduct(best);
  }
}

function indexOfHighest(values: readonly number[]): number {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [i, value] of values.entries()) if (value > highest) [best, highest] = [i, value];
  return best;
}

/** The points in article order. */
const toPoints = (choice: Choice, taken: ReadonlySet<number>): SummaryPoint[] =>
  [...taken]
    .toSorted((a, b) => a - b)
    .map(i => ({
      text: phraseOf(choice, taken, i).text,
      paragraph: elementAt(choice.list, i).paragraph,
    }));
