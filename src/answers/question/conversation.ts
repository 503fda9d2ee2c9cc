import type { Article } from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import type { CheckResult } from '../recipe.ts';
import { checkDraft } from './check.ts';
import { extractAnswer, findNearestSentences } from './extract.ts';
import { completeQuestion } from './follow-up.ts';
import { removeShown } from './follow-ups/exclusion.ts';
import { readTurn } from './follow-ups/turn.ts';
import type {
  AskedQuestion,
  DraftStatement,
  QuestionAnswer,
  QuestionDraft,
  QuestionOptions,
} from './schema.ts';
import { keepAnswered } from './suggestions/suggest.ts';

/*
 * The question recipe's way to draft and check for one question of a conversation: what was shown already stays out where
 * more is asked for.
 */

/**
 * The question by itself. It is complete where it is asked now; of one that was asked before follow-ups were completed,
 * with the questions before it, it is completed here.
 */
function completeEarlier(
  { question, context = [], of }: Pick<QuestionOptions, 'question'> & Partial<QuestionOptions>,
  article: Article,
): AskedQuestion {
  const earlier = context.filter(each => typeof each === 'string');
  const turns = earlier.map(each => readTurn({ question: each, turn: null }));
  const completed = turns.length > 0 ? completeQuestion(question, turns, article).question : question;
  return { question: completed, of };
}

/** The built-in answer, without what was shown already. Deterministic. */
export function extractUnshown(article: Article, options: QuestionOptions): QuestionDraft {
  const asked = completeEarlier(options, article);
  return extractAnswer(removeShown(article, options.exclude ?? []), asked);
}

/** The sentences nearest to a question, without what was shown already. */
export function findNearestUnshown(article: Article, options: QuestionOptions): DraftStatement[] {
  return findNearestSentences(removeShown(article, options.exclude ?? []), completeEarlier(options, article));
}

/** What the article bears out of a draft, less what was shown already. */
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

/** The same with those of the suggestions that the article answers. What is suggested beside an answer is no fault of it. */
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
