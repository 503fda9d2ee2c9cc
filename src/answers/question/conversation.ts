import type { Article } from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import type { CheckResult } from '../recipe.ts';
import { checkDraft } from './check.ts';
import { extractAnswer, findNearestSentences } from './extract.ts';
import { completeQuestion } from './follow-up.ts';
import { removeShown } from './follow-ups/exclusion.ts';
import { readTurn } from './follow-ups/turn.ts';
import { findSpokenAnswer } from './said.ts';
import type {
  AskedQuestion,
  DraftStatement,
  QuestionAnswer,
  QuestionDraft,
  QuestionOptions,
} from './schema.ts';
import { keepAnswered } from './suggestions/suggest.ts';

/*
 * Drafting and checking of the question recipe for one question in a conversation: passages shown already are
 * left out if the question asks for more.
 */

/**
 * The question as it stands by itself. Today's questions are complete; those stored before follow-ups were
 * completed carry the questions before them, and are completed here.
 */
function completeEarlier(
  { question, context = [], of }: Pick<QuestionOptions, 'question'> & Partial<QuestionOptions>,
  article: Article,
): AskedQuestion {
  const earlier = context.filter(each => typeof each === 'string');
  const turns = earlier.map(each => readTurn({ question: each, turn: null }));
  const completed = turns.length > 0 ? completeQuestion(question, turns, article).question : question;
  const last = context.at(-1);
  return { question: completed, of, shown: typeof last === 'object' ? last.answer : undefined };
}

/** The built-in answer, without passages that were shown already. Deterministic. */
export function extractUnshown(article: Article, options: QuestionOptions): QuestionDraft {
  const asked = completeEarlier(options, article);
  const shown = options.exclude ?? [];
  // who speaks is often named in a sentence that was shown
  const spoken = shown.length > 0 ? findSpokenAnswer(article, asked.question, shown) : null;
  return spoken?.found ? spoken : extractAnswer(removeShown(article, shown), asked);
}

/** The sentences nearest to a question, without those that were shown already. */
export function findNearestUnshown(article: Article, options: QuestionOptions): DraftStatement[] {
  return findNearestSentences(removeShown(article, options.exclude ?? []), completeEarlier(options, article));
}

/** Checks a draft against the article, without statements that were shown already. */
export function checkUnshown(
  draft: QuestionDraft | QuestionAnswer,
  article: Article,
  { question, exclude = [], language = null, ...options }: Partial<QuestionOptions> = {},
): CheckResult<QuestionAnswer> {
  const shown = exclude.map(fold);
  const isShown = ({ text }: DraftStatement) => shown.some(each => each.includes(fold(text)));
  const statements = draft.statements.filter(statement => !isShown(statement));
  const left = { ...draft, statements } as typeof draft;
  const asked = question === undefined ? {} : completeEarlier({ ...options, question }, article);
  const checked = keepSuggestions(draft, article, checkDraft(left, article, { ...asked, language }));
  return statements.length === draft.statements.length
    ? checked
    : { ...checked, complaints: [...checked.complaints, SHOWN_ALREADY] };
}

/** Keeps the suggestions that the article answers. An unanswerable suggestion is no fault of the answer. */
function keepSuggestions(
  { suggestions }: QuestionDraft | QuestionAnswer,
  article: Article,
  { answer, ...checked }: CheckResult<QuestionAnswer>,
): CheckResult<QuestionAnswer> {
  const { suggestions: _, ...rest } = answer;
  const questions = (suggestions ?? []).map(each => (typeof each === 'string' ? each : each.question));
  const kept = keepAnswered(questions, article);
  return { ...checked, answer: kept.length > 0 ? { ...rest, suggestions: kept } : rest };
}

const SHOWN_ALREADY = 'Some of it was shown already, and what is asked for is something else.';
