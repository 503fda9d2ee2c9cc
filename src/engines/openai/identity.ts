import type { AnyRecipe } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import { contentHashOf, createMemo, hashOf, memoizePerObject } from '../../memo.ts';
import type { Engine } from '../engine.ts';
import { formsOfQuestions, type ModelQuestion } from './article-reader.ts';
import { withoutDelivery } from './request.ts';

/**
 * Identities that stay at hand for each recipe: a reader who asks again does not wait for the request to be
 * built.
 */
const MAX_IDENTITIES = 1_000;

/**
 * What the answers of a model follow from: the request as it would be sent, the forms of those that may come
 * after it, and the settings that bear on them: by these an article is read in parts.
 */
export function createIdentity(
  createRequest: (question: ModelQuestion) => object,
  settingsOf: (recipe: AnyRecipe) => unknown,
): Engine['identity'] {
  const identitiesOf = memoizePerObject((_: AnyRecipe) => createMemo<string>({ entries: MAX_IDENTITIES }));

  function computeIdentity(recipe: AnyRecipe, article: Article, options: unknown): string {
    const requests = formsOfQuestions(recipe, article, options).map(createRequest);
    return hashOf([settingsOf(recipe), requests.map(withoutDelivery)]);
  }

  return (recipe, article, options) =>
    identitiesOf(recipe).getOrCreate(`${contentHashOf(article)} ${JSON.stringify(options)}`, () =>
      computeIdentity(recipe, article, options),
    );
}
