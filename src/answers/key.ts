import { z } from 'zod';
import type { Engine } from '../engines/engine.ts';
import { hashOf, memoizePerObject } from '../memo.ts';
import type { AnswerRequest } from './answer-request.ts';
import type { AnyRecipe } from './recipe.ts';

/** Characters of a key, of six bits each: enough that no two requests share one, and few, for it is in several indexes. */
const KEY_LENGTH = 22;

/**
 * The hash of the whole request: what is equal here has one answer, and what bears on the answer is in it, so
 * no version is kept.
 */
export function cacheKeyOf(engine: Engine, { recipe, article, options }: AnswerRequest): string {
  const request = [
    engine.name,
    engine.identity(recipe, article, options),
    recipe.kind,
    schemaHashOf(recipe),
    article.id,
    options,
  ];
  return Buffer.from(hashOf(request), 'hex').toString('base64url').slice(0, KEY_LENGTH);
}

/** What stands for the form of a recipe's answers. */
const schemaHashOf = memoizePerObject((recipe: AnyRecipe) =>
  hashOf(z.toJSONSchema(recipe.answer, { unrepresentable: 'any' })),
);
