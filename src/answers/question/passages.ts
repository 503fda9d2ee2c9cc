import type { Article } from '../../articles/article.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { getAliases } from './aliases.ts';
import { collectTerms, type ParsedQuestion } from './parse-question.ts';
import { createFeatureReader, type PassageFeatures } from './passage-features.ts';
import type { QuestionTerm } from './question-terms.ts';
import { POINTING_WORD } from './question-words.ts';
import { getSentenceIndex, type IndexedSentence, type SentenceIndex } from './sentence-index.ts';

/** Sentences that are looked at closely. */
const MAX_CANDIDATES = 16;
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
  /** How far it stands out among the best: its share of their odds, 1 for one without rivals. */
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

/** Of other languages the forms of words are hardly known, so the kind of thing that is asked for counts more. */
const FOREIGN_KIND_WEIGHT = 1.5;

/** The sentences that may answer a question, best first. */
export function findPassages(
  article: Article,
  question: ParsedQuestion,
  where: 'paragraphs' | 'comments',
): Passage[] {
  const index = getSentenceIndex(article, where);
  const terms = addAliases(question.terms, article);
  const topic = listTopicTerms(question, article);
  const asked = { ...question, terms: terms.length > 0 ? terms : topic };
  const candidates = findCandidates([...terms, ...topic], index).slice(0, MAX_CANDIDATES);
  const top = candidates[0]?.score ?? 1;
  const readFeatures = createFeatureReader(asked, index);
  const scored = candidates
    .map(({ at, score }) => {
      const features = readFeatures(at, score / top);
      const kind = isReadingEnglish() ? 0 : FOREIGN_KIND_WEIGHT * features.typed;
      return { sentence: elementAt(index.all, at), at, features, score: scorePassage(features) + kind };
    })
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
  const rivals = scored.slice(0, RIVALS).reduce((sum, { score }) => sum + Math.exp(score), 0);
  return scored.map(passage => ({ ...passage, share: Math.exp(passage.score) / rivals }));
}

/** So many of the best sentences are set against one another. */
const RIVALS = 5;

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
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
}

/** All sentences that share a word with a question, the nearest first, by their words alone. */
export function rankSentences(
  article: Article,
  asked: ParsedQuestion,
  where: 'paragraphs' | 'comments',
): IndexedSentence[] {
  const index = getSentenceIndex(article, where);
  return findCandidates([...addAliases(asked.terms, article), ...listTopicTerms(asked, article)], index).map(
    ({ at }) => elementAt(index.all, at),
  );
}

/**
 * How much each sign counts: fitted to the project's own questions (bench/questions, with its training part) as a softmax
 * over the sentences of each article, by `bench/fit-questions.ts`. Left out article by article it puts the right sentence first as
 * often as within them.
 */
const WEIGHTS: Partial<Record<keyof PassageFeatures, number>> = {
  covered: 2.7,
  near: 2,
  pairs: 0.6,
  typed: 2.9,
  rank: 3,
  words: 0.4,
  lead: 0.2,
};

function scorePassage(features: PassageFeatures): number {
  return Object.entries(WEIGHTS).reduce(
    (sum, [name, weight]) => sum + weight * features[name as keyof PassageFeatures],
    0,
  );
}
