import type { AnyRecipe } from '../answers/recipe.ts';
import { recipeOf } from '../answers/recipes.ts';
import type { Answered } from '../answers/service.ts';
import type { StoredArticle } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import type { AnswerReference } from './answer-reference.ts';
import type { Context } from './context.ts';
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

/** The answer that a button refers to, by the same engine. Throws a UserError if it cannot be made again. */
export async function repeatAnswer(
  { kind, engine, articleId, key }: AnswerReference,
  context: Context,
): Promise<RepeatedAnswer> {
  const { article, recipe, options } = await loadRequest({ kind, articleId, key }, context);
  return {
    article,
    recipe,
    options,
    answered: await context.answer(recipe, article, options, undefined, { engine }),
  };
}

/** Regenerates the answer with the engine that now comes first. It replaces the stored one. */
export async function regenerateAnswer(
  reference: AnswerReference,
  context: Context,
): Promise<RepeatedAnswer> {
  const { article, recipe, options } = await loadRequest(reference, context);
  return {
    article,
    recipe,
    options,
    answered: await context.answer(recipe, article, options, undefined, { isFresh: true }),
  };
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
