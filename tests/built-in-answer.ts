import { makerOf } from '../src/answers/makers.ts';
import type { Answer } from '../src/answers/service.ts';

/** Answers the built-in way without a cache, with the makers alone. */
export const answer: Answer = async (recipe, article, given) => {
  const options = recipe.options.parse(given);
  const maker = makerOf(recipe.kind);
  const { answer: content } = maker.check(maker.extract(article, options), article, options);
  return { content, engine: 'extractive', notice: null, coverage: null, language: null };
};
