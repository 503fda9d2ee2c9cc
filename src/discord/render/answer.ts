import type { AnswerKind } from '../../answers/recipe.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import type { Reply } from '../types.ts';
import { renderCheck } from './check.ts';
import { renderComments } from './comments.ts';
import { renderQuestion } from './question.ts';
import { renderQuotes } from './quotes.ts';
import { renderSummary } from './summary.ts';

interface AnswerView {
  readonly article: Article;
  /** What it was asked for with, in the recipe's normal form. */
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose options only the recipe knows
  readonly options: any;
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answered: Answered<any>;
  readonly settings: DisplaySettings;
}

const renderers: Record<AnswerKind, (shown: AnswerView) => Reply> = {
  summary: ({ article, answered, options }) => renderSummary(article, answered, options.length),
  quotes: ({ article, answered, settings }) =>
    renderQuotes(article, answered, { page: 0, speaker: null, settings }),
  comments: ({ article, answered, settings }) => renderComments(article, answered, { page: 0, settings }),
  question: ({ article, answered, options, settings }) =>
    renderQuestion(article, answered, { ...options, settings }),
  check: ({ article, answered, options, settings }) =>
    renderCheck(article, answered, { ...options, settings }),
};

/** An answer of any kind as it is shown first. */
export function renderAnswer(kind: AnswerKind, shown: AnswerView): Reply {
  return renderers[kind](shown);
}
