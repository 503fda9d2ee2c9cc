import type { AnyRecipe } from '../answers/recipe.ts';
import { recipeOf } from '../answers/recipes.ts';
import type { Answered } from '../answers/service.ts';
import type { StoredArticle } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import type { AnswerReference } from './answer-reference.ts';
import type { AskingManner, Context } from './context.ts';
import { getArticle } from './requested-article.ts';
import { formatVersionNotice } from './version-notice.ts';

/** An answer that was requested before, with its article, recipe and options. */
export interface RepeatedAnswer {
  readonly article: StoredArticle;
  readonly recipe: AnyRecipe;
  /** In the recipe's normal form. */
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose options only the recipe knows
  readonly options: any;
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answered: Answered<any>;
}

/**
 * The answer that a button refers to, by the same engine unless `how` says otherwise; with `isFresh`, it is made
 * again and replaces the stored one. Throws a UserError if its article or its question is gone.
 */
export async function repeatAnswer(
  reference: AnswerReference,
  context: Context,
  how: AskingManner = { engine: reference.engine },
): Promise<RepeatedAnswer> {
  const request = await loadRequest(reference, context);
  const { article, recipe, options } = request;
  return { ...request, answered: await context.answer(recipe, article, options, undefined, how) };
}

/** Answers from the article's previous version, with a notice. Throws a UserError, like `repeatAnswer`. */
export async function answerFromEarlierVersion(
  reference: AnswerReference,
  context: Context,
): Promise<RepeatedAnswer> {
  const { article: shown, recipe, options } = await loadRequest(reference, context);
  const article = await context.library.getEarlier(shown.id);
  if (!article) throw new UserError('That version of the article isn’t here any more.');
  const answered = await context.answer(recipe, article, options);
  const ofVersion = formatVersionNotice(article, (await context.library.getLatest(shown.id)) ?? shown);
  const notice = [ofVersion, answered.notice].filter(Boolean).join(' ');
  return { article, recipe, options, answered: { ...answered, notice } };
}

/** The article, recipe and options of the answer that a button refers to. Throws like `repeatAnswer`. */
export async function loadRequest(
  { kind, articleId, key }: Omit<AnswerReference, 'engine'>,
  context: Context,
): Promise<Omit<RepeatedAnswer, 'answered'>> {
  const article = await getArticle(articleId, context.library);
  const storedOptions = await context.feedback.findQuestion(key);
  if (storedOptions === undefined)
    throw new UserError(
      'I no longer have what was asked here, because nobody has looked at it for more than a year. Please ask again.',
    );
  const recipe = recipeOf(kind);
  return { article, recipe, options: recipe.options.parse(JSON.parse(storedOptions)) };
}
