import type { Article } from '../../../articles/article.ts';
import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { splitSentences } from '../../../language/sentences.ts';
import { isReadingEnglish } from '../../../language/stems.ts';
import { createWordTest } from '../../../language/word-lists.ts';
import { memoizePerObject } from '../../../memo.ts';
import { getExtractedQuotes } from '../../quotes/text-attributions.ts';
import { extractAnswer } from '../extract.ts';
import { readQuestionWords, toQuestion } from '../follow-ups/question-shape.ts';
import { findPeopleIn } from '../follow-ups/referents.ts';
import { askOfClauses, type SuggestedKind } from './clause-questions.ts';
import { isWellFormed, type Suggestion } from './suggestion.ts';

/** A question that a sentence of a paragraph (numbered from 1) should answer. */
interface Candidate {
  readonly kind: SuggestedKind;
  readonly question: string;
  readonly paragraph: number;
}

/** Maximum number of candidates tried per article, of sentences read for them, and of suggestions kept. */
const MAX = { tried: 8, sentences: 150, kept: 8 } as const;

/** Up to this length in characters, all candidates of an article are tried; of a longer one fewer are. */
const USUAL_LENGTH = 10_000;

/** The number of candidates to try: fewer for long articles, since the member waits for suggestions. */
function countTries({ paragraphs, comments }: Article): number {
  const texts = [...paragraphs, ...comments.flatMap(comment => comment.paragraphs)];
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return Math.min(MAX.tried, Math.floor((MAX.tried * USUAL_LENGTH) / Math.max(1, length)));
}

const isPronoun = createWordTest(
  Object.values(lexicon.pronouns.words).flat().concat(['i', 'you', 'we', 'us', 'our', 'my', 'your']),
  { ignoreCase: true },
);

const isUnclear = (question: string) =>
  question.split(/[\s?,]+/).some(word => isPronoun(word) || isVague(word));

/** "Dolores Whitcombe, who owns the place,": people identified by what they do, or by their office. */
const WHO =
  /(?<=\p{Lu}[\p{L}’'.-]{1,30}, (?:the [\p{Ll} ’'-]{2,40} )?)who (?<does>\p{Ll}{2,20}(?: [\p{L}\p{N}’'-]{1,20}){1,9})(?=[,.])/gu;
const OFFICE = /(?<=\p{Lu}[\p{L}’'.-]{1,30}, )(?<office>the \p{Ll}[\p{L} ’'-]{5,60})(?=, |\. |\.$)/gu;

const isVague = createWordTest(lexicon.vague.words);

const holdsVerb = (text: string) => readQuestionWords(text).some(({ tags }) => tags.has('Verb'));

function askWho(sentence: string, paragraph: number, article: Article): Candidate[] {
  if (findPeopleIn(sentence, article).length === 0) return [];
  const does = [...sentence.matchAll(WHO)].flatMap(({ groups }) => groups?.does ?? []);
  const offices = [...sentence.matchAll(OFFICE)].flatMap(({ groups }) => groups?.office ?? []);
  const questions = [
    ...does
      .filter(text => !/^(?:is|was|has|had) (?:\d|not|never)/.test(text) && holdsVerb(text))
      .map(text => `Who ${text}?`),
    ...offices
      .filter(text => / (?:of|at|in|for) /.test(text) && !holdsVerb(text))
      .map(text => `Who is ${text}?`),
  ];
  return questions.map(question => ({ kind: 'who', question, paragraph }));
}

function askOfParagraphs(article: Article): Candidate[] {
  const sentences = article.paragraphs.flatMap((text, index) =>
    splitSentences(text).map(sentence => ({ sentence, paragraph: index + 1 })),
  );
  return sentences.slice(0, MAX.sentences).flatMap(({ sentence, paragraph }) => {
    const isQuoting = /[“”"«»]/.test(sentence);
    const clauses = isQuoting ? [] : askOfClauses(readQuestionWords(sentence));
    return [...clauses.map(each => ({ ...each, paragraph })), ...askWho(sentence, paragraph, article)];
  });
}

function askOfSpeakers(article: Article): Candidate[] {
  const quotes = getExtractedQuotes(article).quotes.filter(
    ({ speaker, scare }) => speaker !== null && !scare,
  );
  const bySpeaker = Map.groupBy(quotes, ({ speaker }) => speaker ?? '');
  return [...bySpeaker].flatMap(([speaker, said]): Candidate[] => {
    const paragraph = said[0]?.paragraph ?? 1;
    const isName = speaker.split(' ').every(word => /^\p{Lu}/u.test(word));
    return isName ? [{ kind: 'said', question: toQuestion('What did', speaker, 'say'), paragraph }] : [];
  });
}

function askReaders({ comments }: Article): Candidate[] {
  return comments.length < 3
    ? []
    : [{ kind: 'readers', question: 'What do the readers think?', paragraph: 0 }];
}

/** Interleaves the kinds, so that the first candidates tried are not all of one kind. */
function interleave(candidates: readonly Candidate[]): Candidate[] {
  const byKind = [...Map.groupBy(candidates, ({ kind }) => kind).values()];
  const longest = Math.max(0, ...byKind.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => byKind.flatMap(kind => kind[at] ?? [])).flat();
}

/** The candidate with its answer; null if the article does not answer it in that paragraph. */
function tryCandidate({ question, paragraph }: Candidate, article: Article): Suggestion | null {
  const { found, statements } = extractAnswer(article, { question });
  const [first] = statements;
  const isThere = paragraph === 0 || statements.some(({ paragraphs }) => paragraphs.includes(paragraph));
  return found && first && isThere ? { question, answer: first.text } : null;
}

/**
 * Natural questions that an English article answers, made from its facts (who, when, how many, why), its
 * quotations and its comments, each tried against the article. Empty for articles in other languages, whose
 * grammar is not parsed.
 */
export const suggestQuestions: (article: Article) => readonly Suggestion[] = memoizePerObject(article => {
  const tries = countTries(article);
  if (!isReadingEnglish() || tries === 0) return [];
  const asked = [...askOfParagraphs(article), ...askOfSpeakers(article), ...askReaders(article)].filter(
    ({ question }) => isWellFormed(question) && !isUnclear(question),
  );
  const unique = [...new Map(asked.map(candidate => [candidate.question, candidate])).values()];
  return interleave(unique)
    .slice(0, tries)
    .flatMap(candidate => tryCandidate(candidate, article) ?? [])
    .slice(0, MAX.kept);
});

/** Keeps those of a model's suggestions that read as questions and that the article answers. */
export function keepAnswered(questions: readonly string[], article: Article): Suggestion[] {
  return questions
    .map(question => question.trim())
    .filter(isWellFormed)
    .slice(0, 3)
    .flatMap(question => tryCandidate({ kind: 'who', question, paragraph: 0 }, article) ?? []);
}
