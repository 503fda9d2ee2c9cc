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
import type { QuestionTerm } from './question-terms.ts';
import { POINTING_WORD } from './question-words.ts';
import { getSentenceIndex, type IndexedSentence, type SentenceIndex } from './sentence-index.ts';
import { weigh } from './weights.ts';

/** Sentences that are looked at closely. */
const MAX_CANDIDATES = 40;
/** So many of the best are set against one another there. */
const FOREIGN_RIVALS = 5;
/** Of other languages fewer, which share a word with the question. */
const MAX_FOREIGN_CANDIDATES = 16;
/** What stands in the words of another counts less for finding a sentence. */
const OTHER_WORD_WEIGHT = 0.5;
const NEIGHBOR_WEIGHT = 0.25;
const UNIT_WEIGHT = 0.3;

/** A sentence as the answer to a question. */
export interface Passage {
  readonly sentence: IndexedSentence;
  readonly at: number;
  readonly features: PassageFeatures;
  readonly score: number;
  /** How likely it answers, if any sentence does: its share of all odds. */
  readonly share: number;
}

/** The words of a question with what an article alone tells of them: who the mayor is. */
function addAliases(terms: readonly QuestionTerm[], article: Article): QuestionTerm[] {
  const aliases = getAliases(article);
  return terms.map(term => {
    const others = aliases.get(term.stem);
    return others ? { ...term, alternatives: new Map([...others, ...term.alternatives]) } : term;
  });
}

/** What "it" is in a question that says little else: what the headline names. */
function listTopicTerms({ question, terms }: ParsedQuestion, article: Article): QuestionTerm[] {
  if (!POINTING_WORD.test(question) || terms.length > MAX_POINTING_TERMS) return [];
  const known = new Set(terms.map(({ stem }) => stem));
  return collectTerms(article.headline)
    .filter(({ stem }) => !known.has(stem))
    .map(term => ({ ...term, weight: term.weight * TOPIC_WEIGHT }));
}

/** A question with so few words that points to something means what the headline names. */
const MAX_POINTING_TERMS = 3;
const TOPIC_WEIGHT = 0.15;

/** The sentences that may answer a question, best first. */
export function findPassages(
  article: Article,
  question: ParsedQuestion,
  where: 'paragraphs' | 'comments',
): Passage[] {
  const index = getSentenceIndex(article, where);
  const known = addAliases(question.terms, article);
  const terms = isReadingEnglish() ? weighNames(known, index) : known;
  const topic = listTopicTerms(question, article);
  const asked = { ...question, terms: terms.length > 0 ? terms : topic };
  const isEnglish = isReadingEnglish();
  const candidates = findCandidates([...terms, ...topic], index)
    .filter(({ score }) => isEnglish || score > 0)
    .slice(0, isEnglish ? MAX_CANDIDATES : MAX_FOREIGN_CANDIDATES);
  const top = candidates[0]?.score || 1;
  const readFeatures = createFeatureReader(asked, index);
  const scored = candidates
    .map(({ at, score }) => {
      const features = readFeatures(at, score / top);
      return {
        sentence: elementAt(index.all, at),
        at,
        features,
        score: scorePassage(features, asked.type),
      };
    })
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
  const most = scored[0]?.score ?? 0;
  const odds = scored
    .slice(0, isEnglish ? MAX_CANDIDATES : FOREIGN_RIVALS)
    .reduce((sum, { score }) => sum + Math.exp(score - most), 0);
  return scored.map(passage => ({ ...passage, share: Math.exp(passage.score - most) / odds }));
}

/** BM25 (Robertson and Zaragoza 2009) of each sentence and of what stands around it, over the words and what may stand for them. */
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

/** All sentences that share a word with a question, the nearest first, by their words alone. */
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

/**
 * The signs of a sentence by name: its features, and whether it holds what is asked for once more by the kind of that, since
 * a year tells more than a name.
 */
export const signsOf = (features: PassageFeatures, type: AnswerType): ReadonlyMap<string, number> =>
  new Map([...Object.entries(features), [`typed:${type}`, features.typed]]);

/**
 * How much each sign counts: fitted to the project's training questions (bench/questions/training) as a softmax over the
 * sentences of each article, by `bench/fit-questions.ts`. So the scores are logits, and a sentence's share of their odds is how
 * likely it is the one.
 */
const scorePassage = (features: PassageFeatures, type: AnswerType): number =>
  weigh(signsOf(features, type), isReadingEnglish() ? fitted.sentence : FOREIGN_SENTENCE_WEIGHTS);
