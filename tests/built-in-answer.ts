import { makerOf } from '../src/answers/makers.ts';
import type { Answer } from '../src/answers/service.ts';

/** The built-in way without a cache: what the makers themselves make of an article. */
export const answer: Answer = async (recipe, article, given) => {
  const options = recipe.options.parse(given);
  const maker = makerOf(recipe.kind);
  const { answer: content } = maker.check(maker.extract(article, options), article, options);
  return { content, engine: 'extractive', notice: null, coverage: null, language: null };
};
