import type { AnswerKind, AnswerOf, OptionsOf } from '../../answers/recipes.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import type { Reply } from '../types.ts';
import { renderCheck } from './check.ts';
import { renderComments } from './comments.ts';
import { renderQuestion } from './question.ts';
import { renderQuotes } from './quotes.ts';
import { renderSummary } from './summary.ts';

interface AnswerView<Kind extends AnswerKind> {
  readonly article: Article;
  /** The options of the request, in the recipe's normal form. */
  readonly options: OptionsOf<Kind>;
  readonly answered: Answered<AnswerOf<Kind>>;
  readonly settings: DisplaySettings;
  /** What stands below the answer to a question (see `renderQuestion`). */
  readonly suggestions?: readonly string[];
  readonly mayPost?: boolean;
}

type Renderer<Kind extends AnswerKind> = (view: AnswerView<Kind>) => Reply;

/** The one list of renderers: how the first page of each kind of answer is shown. */
const renderers: { readonly [Kind in AnswerKind]: Renderer<Kind> } = {
  summary: ({ article, answered, options, settings }) =>
    renderSummary(article, answered, { length: options.length, settings }),
  quotes: ({ article, answered, settings }) =>
    renderQuotes(article, answered, { page: 0, speaker: null, settings }),
  comments: ({ article, answered, settings }) => renderComments(article, answered, { page: 0, settings }),
  question: ({ article, answered, options, ...view }) =>
    renderQuestion(article, answered, { ...options, ...view }),
  check: ({ article, answered, options, settings }) =>
    renderCheck(article, answered, { ...options, settings }),
};

/** Renders the first page of an answer of any kind. */
export function renderAnswer<Kind extends AnswerKind>(kind: Kind, view: AnswerView<Kind>): Reply {
  return renderers[kind](view);
}
