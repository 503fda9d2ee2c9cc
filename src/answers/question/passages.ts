import type { Article } from '../../articles/article.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { getAliases } from './aliases.ts';
import type { AnswerType } from './answer-type.ts';
import fitted from './fitted-weights.json' with { type: 'json' };
import { FOREIGN_SENTENCE_WEIGHTS } from './foreign-judgement.ts';
import { weighNames } from './meant-names.ts';
import { collectTerms, type ParsedQuestion } from './parse-question.ts';
import { createFeatureReader, type PassageFeatures } from './passage-features.ts';
import { AGAINST, isOfStance, type QuestionTerm } from './question-terms.ts';
import { POINTING_WORD } from './question-words.ts';
import { createSenseReader } from './sense.ts';
import { getSentenceIndex, type IndexedSentence, type SentenceIndex } from './sentence-index.ts';
import { addShares, weigh } from './weights.ts';

/** Maximum number of sentences whose features are read. */
const MAX_CANDIDATES = 40;
/** Number of best sentences compared with each other in other languages. */
const FOREIGN_RIVALS = 5;
/** The maximum in other languages, of sentences that share a word with the question. */
const MAX_FOREIGN_CANDIDATES = 16;
/** Weights of alternative words, of neighbouring sentences and of the paragraph or comment in the search. */
const OTHER_WORD_WEIGHT = 0.5;
const NEIGHBOR_WEIGHT = 0.25;
const UNIT_WEIGHT = 0.3;
/** About what a word of the question scores that occurs in few sentences. */
const AGAINST_SCORE = 1;

/** A sentence as a possible answer to a question. */
export interface Passage {
  readonly sentence: IndexedSentence;
  readonly at: number;
  readonly features: PassageFeatures;
  readonly score: number;
  /** Probability that it answers, given that some sentence does: its share of the sum of all odds. */
  readonly share: number;
}

/** Adds to the words of a question the aliases that only this article gives, such as the mayor's name. */
export function addAliases(terms: readonly QuestionTerm[], article: Article): QuestionTerm[] {
  const aliases = getAliases(article);
  return terms.map(term => {
    const others = aliases.get(term.stem);
    return others ? { ...term, alternatives: new Map([...others, ...term.alternatives]) } : term;
  });
}

/** What "it" means in a question that says little else: the words of the headline. */
function listTopicTerms({ question, terms }: ParsedQuestion, article: Article): QuestionTerm[] {
  if (!POINTING_WORD.test(question) || terms.length > MAX_POINTING_TERMS) return [];
  const known = new Set(terms.map(({ stem }) => stem));
  return collectTerms(article.headline)
    .filter(({ stem }) => !known.has(stem))
    .map(term => ({ ...term, weight: term.weight * TOPIC_WEIGHT }));
}

/** Only a question with at most this many words is taken to point to the headline. */
const MAX_POINTING_TERMS = 3;
const TOPIC_WEIGHT = 0.15;

/**
 * Finds the sentences that may answer a question, best first. None if none of them is as `strong` as `least`:
 * their vectors, which take longest, are then not needed.
 */
export function findPassages(
  article: Article,
  question: ParsedQuestion,
  where: 'paragraphs' | 'comments',
  least = 0,
): Passage[] {
  const index = getSentenceIndex(article, where);
  const known = addAliases(question.terms, article);
  const isEnglish = isReadingEnglish();
  const terms = isEnglish ? weighNames(known, index) : known;
  const topic = listTopicTerms(question, article);
  const asked = { ...question, terms: terms.length > 0 ? terms : topic };
  const candidates = findCandidates([...terms, ...topic], index)
    .filter(({ score }) => isEnglish || score > 0)
    .slice(0, isEnglish ? MAX_CANDIDATES : MAX_FOREIGN_CANDIDATES);
  const top = candidates[0]?.score || 1;
  const readFeatures = createFeatureReader(asked, index);
  const all = candidates.map(({ at, score }) => ({ at, words: readFeatures(at, score / top) }));
  const read = terms.length === 1 && terms.some(isOfStance) ? preferSaid(all) : all;
  if (least > 0 && !read.some(({ words }) => words.strong >= least)) return [];
  const readSense = createSenseReader(
    question.question,
    index,
    read.map(({ at }) => at),
  );
  const scored = read
    .map(({ at, words }) => {
      const features = { ...words, ...readSense(at) };
      return {
        sentence: elementAt(index.all, at),
        at,
        features,
        score: scorePassage(features, asked.type),
      };
    })
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
  return addShares(scored, isEnglish ? MAX_CANDIDATES : FOREIGN_RIVALS);
}

/**
 * The sentences that say in their own words that somebody takes a side, if there are any: the dictionary explains
 * "oppose" by words such as "vote".
 */
function preferSaid<Read extends { readonly words: Pick<PassageFeatures, 'strong'> }>(
  all: readonly Read[],
): readonly Read[] {
  const said = all.filter(({ words }) => words.strong > 0);
  return said.length > 0 ? said : all;
}

/** Scores sentences and their surroundings by BM25 (Robertson and Zaragoza 2009), alternatives included. */
function findCandidates(terms: readonly QuestionTerm[], { all, index, units }: SentenceIndex) {
  const words = terms.map(
    ({ alternatives, weight }) =>
      new Map(
        [...alternatives].map(([stem, strength]) => [
          stem,
          weight * (strength === 1 ? 1 : strength * OTHER_WORD_WEIGHT),
        ]),
      ),
  );
  const own = index.scoreAlternatives(words);
  // the index has no such small word, which is all that many a text says of who opposes something
  if (terms.some(({ alternatives }) => alternatives.has('against')))
    for (const [at, { text }] of all.entries())
      if (AGAINST.test(text)) own[at] = (own[at] ?? 0) + AGAINST_SCORE;
  const around = units.scoreAlternatives(words);
  const beside = (at: number, unit: number) => (all[at]?.unit === unit ? (own[at] ?? 0) : 0);
  return all
    .map(({ unit }, at) => ({
      at,
      score:
        (own[at] ?? 0) +
        NEIGHBOR_WEIGHT * Math.max(beside(at - 1, unit), beside(at + 1, unit)) +
        UNIT_WEIGHT * (around[unit] ?? 0),
    }))
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
}

/** All sentences that share a word with a question, nearest first, ranked by their words alone. */
export function rankSentences(
  article: Article,
  asked: ParsedQuestion,
  where: 'paragraphs' | 'comments',
): IndexedSentence[] {
  const index = getSentenceIndex(article, where);
  return findCandidates([...addAliases(asked.terms, article), ...listTopicTerms(asked, article)], index)
    .filter(({ score }) => score > 0)
    .map(({ at }) => elementAt(index.all, at));
}

/** A sentence's signs by name: its features, and `typed` per answer type: a year tells more than a name. */
export const signsOf = (features: PassageFeatures, type: AnswerType): ReadonlyMap<string, number> =>
  new Map([...Object.entries(features), [`typed:${type}`, features.typed]]);

/**
 * Scores a sentence. The weights are fitted to the project's training questions (bench/questions/training) by
 * `bench/fit-questions.ts`, as a softmax over the sentences of each article. So the scores are logits, and a
 * sentence's share of the odds is the probability that it is the answer.
 */
const scorePassage = (features: PassageFeatures, type: AnswerType): number =>
  weigh(signsOf(features, type), isReadingEnglish() ? fitted.sentence : FOREIGN_SENTENCE_WEIGHTS);
