import type { AnyRecipe } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import { contentHashOf, createMemo, hashOf, memoizePerObject } from '../../memo.ts';
import type { Engine } from '../engine.ts';
import { formsOfQuestions, type ModelQuestion } from './article-reader.ts';
import { withoutDelivery } from './request.ts';

/** The number of cached identities per recipe, so that a repeated question is not built again. */
const MAX_IDENTITIES = 1_000;

/**
 * Creates the identity of a model's answers: a hash of the request as it would be sent, the forms of possible
 * follow-up requests, and the settings that determine how an article is split into parts.
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
