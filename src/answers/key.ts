import { z } from 'zod';
import type { Engine } from '../engines/engine.ts';
import { hashOf, memoizePerObject } from '../memo.ts';
import type { AnswerRequest } from './answer-request.ts';
import type { AnyRecipe } from './recipe.ts';

/** Length of a key in characters of six bits: long enough against collisions, short for the indexes. */
const KEY_LENGTH = 22;

/** The hash of the whole request, with everything that affects the answer: no version number is needed. */
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

/** The hash of a recipe's answer schema. */
const schemaHashOf = memoizePerObject((recipe: AnyRecipe) =>
  hashOf(z.toJSONSchema(recipe.answer, { unrepresentable: 'any' })),
);
