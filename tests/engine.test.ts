import { expect, it } from 'vitest';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createArticle } from './articles.ts';

const long = createArticle(
  'The long report',
  Array.from(
    { length: 8000 },
    (_, i) => `On day ${i} the town council heard ${i + 7} witnesses about the bridge and its rusty pillars.`,
  ),
);
const options = summaryRecipe.options.parse({});

it('ends the work on a long article when it is cancelled', async () => {
  const stop = new AbortController();
  const running = createBuiltInEngine().draft(summaryRecipe, long, options, { signal: stop.signal });
  stop.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});

it('does not begin what is cancelled already', async () => {
  const short = createArticle('The bridge', ['The town will close its bridge for two years.']);
  await expect(
    createBuiltInEngine().draft(summaryRecipe, short, options, { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({
    name: 'AbortError',
  });
});
