import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/summary.json' with { type: 'json' };
import { splitSentenceSpans } from '../../language/sentences.ts';
import { splitWords, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { Length, SummaryDraft } from './schema.ts';

interface SummaryCandidate {
  readonly text: string;
  /**
   * The sentence before it and itself, as they stand in their paragraph; null where it is the first there.
   */
  readonly withBefore: string | null;
  readonly paragraph: number;
  /** Its place among the sentences of the article, from 0. */
  readonly index: number;
  readonly length: number;
  /**
   * Whether it is cut out of a quotation that goes on before or after it: nobody would see who says it, or
   * that anybody does.
   */
  readonly isCut: boolean;
}

type StemVector = ReadonlyMap<string, number>;

/**
 * "LONDON, England (CNN) --" and the like in front of the first sentence: where the report was written is no
 * news.
 */
const DATELINE = new RegExp(
  String.raw`^(?:\p{Lu}[\p{L}.,'’ -]{1,60}?\s?)?\(${oneOf(lexicon.agencies.words)}[^)]{0,30}\)\s*(?:--|[—–-])?\s*`,
  'u',
);
const FURNITURE_LINE = new RegExp(String.raw`^(?:${oneOf(lexicon.furniture.words)}|by \p{Lu})\b`, 'iu');
const CREDIT = new RegExp(String.raw`\b${oneOf(lexicon.credits.words)}\b|https?:\/\/|\S@\w`, 'i');
const WHOLE = /[.!?…][\])"'”’»]*$/u;
const ONLY_QUOTED = /^["“«„][^"“”«»„]*["”»“]$/u;

/** A connective before a comma leans on the sentence before it ("Now, ...") and cannot stand alone. */
const LEANING_OPENING = new RegExp(`^${oneOf(lexicon.leaning.words)},`);
const CONNECTIVE = new RegExp(String.raw`^${oneOf(lexicon.connectives.words)}\b`);
const PRONOUN = new RegExp(String.raw`^["“]?${oneOf(lexicon.pronouns.words)}\b`);

const PERSON_PRONOUN = oneOf(
  lexicon.persons.words.flatMap(word => [word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`]),
);

/**
 * The sentence begins with somebody or something that it does not name; "it is said that …" means nothing
 * before it.
 */
const UNNAMED_SUBJECT = new RegExp(
  String.raw`^["“]?(?:${oneOf(lexicon.beforePronouns.words)},? )?(?:${PERSON_PRONOUN}|[Ii]ts|It (?!${oneOf(lexicon.emptyIt.words)}\b))(?:\b|\s)`,
  'u',
);

/**
 * A clause before the subject in which nobody is named ("When asked about it, she …"), or words in quotation
 * marks before it.
 */
const LATE_SUBJECT = new RegExp(
  String.raw`^(?:${oneOf(lexicon.clauses.words)}\b[^,\p{Lu}]{0,60}(?:${oneOf(lexicon.dates.words)}[^,\p{Lu}]{0,20})?,?\s(?:he|she|they)\b|["“][^”"]{1,400}[”"]\s(?:(?:he|she|they)\b|\p{L}+ed (?:he|she|they)\b|(?:said|says|wrote) (?:he|she|they)\b))`,
  'u',
);

/**
 * Whether it is left open of whom or what a sentence speaks, unless the sentence before it stands there too.
 */
function isDangling({ text }: SummaryCandidate): boolean {
  return UNNAMED_SUBJECT.test(text) || LATE_SUBJECT.test(text);
}

/**
 * Weights of the score, in standard deviations of the centrality. Position and direction after Zheng and
 * Lapata, "Sentence Centrality Revisited for Unsupervised Summarization" (ACL 2019); redundancy after
 * Carbonell and Goldstein, "The Use of MMR" (1998).
 */
const WEIGHTS = {
  before: -1,
  after: 1,
  position: 2,
  positionWidth: 3,
  quoted: 1,
  question: 0.5,
  connective: 0.5,
  pronoun: 0.25,
  dangling: 4,
  longest: 35,
  long: 1,
  redundancy: 1,
  crowded: 1,
};

/**
 * Of each sentence whether a quotation is open before it or after it; a straight mark opens and closes by
 * turns.
 */
function findCutSentences(sentences: readonly string[]): boolean[] {
  let isOpen = false;
  return sentences.map(sentence => {
    const before = isOpen;
    for (const [mark] of sentence.matchAll(/[“”"]/g)) isOpen = mark === '"' ? !isOpen : mark === '“';
    return before || isOpen;
  });
}

function createCandidates(article: Article): SummaryCandidate[] {
  const all = article.paragraphs.flatMap((paragraph, index) => {
    const spans = splitSentenceSpans(paragraph);
    const cut = findCutSentences(spans.map(({ start, end }) => paragraph.slice(start, end)));
    return spans.map(({ start, end }, i) => ({
      sentence: paragraph.slice(start, end),
      withBefore: i === 0 ? null : paragraph.slice(spans[i - 1]!.start, end).replace(DATELINE, ''),
      paragraph: index + 1,
      isCut: cut[i]!,
    }));
  });
  return all
    .map(({ sentence, withBefore, paragraph, isCut }, index) => {
      const text = sentence.replace(DATELINE, '') || sentence;
      return { text, withBefore, paragraph, index, length: splitWords(text).length, isCut };
    })
    .filter(({ length }) => length > 0);
}

function isFurniture({ text }: SummaryCandidate): boolean {
  return (FURNITURE_LINE.test(text) && text.length < 160) || CREDIT.test(text) || text.endsWith(':');
}

function isSelfContained({ text, length }: SummaryCandidate): boolean {
  return length >= 5 && WHOLE.test(text) && !LEANING_OPENING.test(text) && !ONLY_QUOTED.test(text);
}

/** The sentences to choose from: the best kind of which there are enough. */
function selectPool(article: Article, wanted: number): SummaryCandidate[] {
  const every = createCandidates(article);
  const plain = every.filter(candidate => !isFurniture(candidate));
  const whole = plain.filter(isSelfContained);
  if (whole.length >= wanted) return whole;
  const sayable = plain.filter(({ text, length }) => length > 2 && WHOLE.test(text));
  if (sayable.length >= wanted || sayable.length > whole.length) return sayable;
  return [whole, plain, every].find(list => list.length > 0) ?? [];
}

/** Unit vectors of stems, weighted by their rarity among the sentences. */
function createStemVectors(texts: readonly string[]): StemVector[] {
  const counts = texts.map(text => {
    const count = new Map<string, number>();
    for (const stem of stemText(text)) count.set(stem, (count.get(stem) ?? 0) + 1);
    return count;
  });
  const seen = new Map<string, number>();
  for (const count of counts) for (const stem of count.keys()) seen.set(stem, (seen.get(stem) ?? 0) + 1);
  return counts.map(count => {
    const weighted = [...count].map(
      ([stem, times]) => [stem, times * Math.log((1 + texts.length) / (0.5 + seen.get(stem)!))] as const,
    );
    const size = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return new Map(weighted.map(([stem, weight]) => [stem, weight / size]));
  });
}

function addVector(sum: Map<string, number>, vector: StemVector): void {
  for (const [stem, weight] of vector) sum.set(stem, (sum.get(stem) ?? 0) + weight);
}

function dotProduct(a: StemVector, b: StemVector): number {
  let sum = 0;
  for (const [stem, weight] of a) sum += weight * (b.get(stem) ?? 0);
  return sum;
}

/**
 * How much each sentence is like those after it and unlike those before it. The sum of products with many
 * vectors is the product with their sum, so this is linear in the text's length.
 */
function computeCentralities(sentenceVectors: readonly StemVector[]): number[] {
  const before = new Map<string, number>();
  const all = new Map<string, number>();
  for (const vector of sentenceVectors) addVector(all, vector);
  return sentenceVectors.map(vector => {
    const behind = dotProduct(vector, before);
    const ahead = dotProduct(vector, all) - behind - dotProduct(vector, vector);
    addVector(before, vector);
    return WEIGHTS.before * behind + WEIGHTS.after * ahead;
  });
}

function standardize(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation =
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return values.map(value => (value - mean) / deviation);
}

function computePenalty({ text, length, isCut }: SummaryCandidate): number {
  return (
    (isCut ? WEIGHTS.dangling : 0) +
    (/^["“«„]/.test(text) ? WEIGHTS.quoted : 0) +
    (/\?["”]?$/.test(text) ? WEIGHTS.question : 0) +
    (CONNECTIVE.test(text) ? WEIGHTS.connective : 0) +
    (PRONOUN.test(text) ? WEIGHTS.pronoun : 0) +
    WEIGHTS.long * Math.min(1, Math.max(0, (length - WEIGHTS.longest) / 20))
  );
}

/** A single sentence has nothing before it that a pronoun could mean. */
function computeLoneliness({ text }: SummaryCandidate): number {
  return PRONOUN.test(text) || CONNECTIVE.test(text) ? 3 : 0;
}

/** Words of a point that is made of two sentences, at most. */
const MAX_PAIR_WORDS = 40;

/**
 * A sentence with the one before it, which names whom it speaks of; null where they do not stand together or
 * are too long.
 */
function joinPair({ withBefore }: SummaryCandidate): string | null {
  return withBefore !== null && withBefore.length <= 400 && splitWords(withBefore).length <= MAX_PAIR_WORDS
    ? withBefore
    : null;
}

/**
 * So many points tell the whole article: each further one from a stretch of it then counts against the next.
 */
const MANY_POINTS = 6;

/** Takes the best sentence that says least of what was taken before, again and again. */
function selectCandidates(list: readonly SummaryCandidate[], count: number): SummaryCandidate[] {
  const sentenceVectors = createStemVectors(list.map(({ text }) => text));
  const central = standardize(computeCentralities(sentenceVectors));
  const scores = list.map(
    (candidate, i) =>
      central[i]! +
      WEIGHTS.position / (1 + i / WEIGHTS.positionWidth) -
      computePenalty(candidate) -
      (count === 1 ? computeLoneliness(candidate) : 0),
  );
  const open = list.map(isDangling);
  const follows = list.map((candidate, i) => candidate.index - 1 === list[i - 1]?.index);
  const together = list.map((candidate, i) =>
    open[i] && follows[i] && !open[i - 1] ? joinPair(candidate) : null,
  );
  const likeness = new Float64Array(list.length);
  const crowd = new Float64Array(count);
  const stretchOf = (i: number) => Math.floor((i * count) / list.length);
  const crowded = count >= MANY_POINTS ? WEIGHTS.crowded : 0;
  const taken = new Set<number>();
  // the sentence before, which names whom this one means, can be taken too
  const hasRoom = (i: number) =>
    follows[i] === true && !open[i - 1] && taken.size + 2 <= Math.min(count, list.length);
  while (taken.size < Math.min(count, list.length)) {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < list.length; i++) {
      const isOpen = open[i] && together[i] === null && !(follows[i] && (taken.has(i - 1) || hasRoom(i)));
      const score =
        scores[i]! -
        WEIGHTS.redundancy * likeness[i]! -
        (isOpen ? WEIGHTS.dangling : 0) -
        crowded * crowd[stretchOf(i)]!;
      if (score > highest && !taken.has(i)) [best, highest] = [i, score];
    }
    const news =
      open[best] && together[best] === null && hasRoom(best) && !taken.has(best - 1)
        ? [best - 1, best]
        : [best];
    for (const one of news) {
      taken.add(one);
      crowd[stretchOf(one)]! += 1;
      for (let i = 0; i < list.length; i++)
        likeness[i] = Math.max(likeness[i]!, dotProduct(sentenceVectors[one]!, sentenceVectors[i]!));
    }
  }
  return [...taken]
    .toSorted((a, b) => a - b)
    .map(i => ({
      ...list[i]!,
      text: (follows[i] && taken.has(i - 1) ? null : together[i]) ?? list[i]!.text,
    }));
}

/** Sentences of the article for each further point, and the fewest and most points of a length. */
const SIZES: Record<Length, { least: number; most: number; each: number }> = {
  brief: { least: 1, most: 1, each: 1 },
  standard: { least: 3, most: 5, each: 8 },
  full: { least: 7, most: 10, each: 5 },
};

function removeDuplicates(list: readonly SummaryCandidate[]): SummaryCandidate[] {
  const seen = new Set<string>();
  return list.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/**
 * Sentences of the article, verbatim and in its order: central ones near the beginning that can stand alone
 * and do not repeat each other, not cut out of a quotation if there are others; one that begins with a
 * pronoun follows the sentence that names whom it means. Where they are many they are spread over the
 * article. As many as the length asks for, or exactly `points`; fewer only if the article has fewer
 * sentences. Deterministic.
 */
export function extractSummary(
  article: Article,
  { length, points }: { length: Length; points?: number | undefined },
): SummaryDraft {
  const { least, most, each } = SIZES[length];
  const list = removeDuplicates(selectPool(article, points ?? least));
  const count = points ?? Math.min(most, Math.max(least, Math.round(list.length / each)));
  return {
    points: selectCandidates(list, count).map(({ text, paragraph }) => ({ text, paragraphs: [paragraph] })),
  };
}
