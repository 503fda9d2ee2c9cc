import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import type { AnyRecipe } from '../src/answers/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { Article } from '../src/articles/article.ts';
import { createOpenAiEngine, type ModelSettings } from '../src/engines/openai/openai.ts';
import { withoutDelivery } from '../src/engines/openai/request.ts';
import { hashOf } from '../src/memo.ts';
import { createArticle } from './articles.ts';
import { type ScriptedModel, startScriptedModel } from './model.ts';
import { createLogRecorder } from './support.ts';

let model: ScriptedModel | undefined;
afterEach(() => model?.stop());

const settings: ModelSettings = {
  model: 'a model',
  baseUrl: 'http://127.0.0.1:9/v1',
  apiKey: 'key',
  contextTokens: 16_000,
  timeout: 5_000,
};
const article = createArticle('The pier is open', [
  'The old pier opened on Monday.',
  'Repairs cost 40,000 pounds.',
]);
const brief = { length: 'brief', language: null };

interface Asked {
  readonly settings: ModelSettings;
  readonly recipe: AnyRecipe;
  readonly article: Article;
  readonly options: object;
}

const asked: Asked = { settings, recipe: summaryRecipe, article, options: brief };

function identityOf(change: Partial<Asked> = {}): string {
  const { settings: set, recipe, article: about, options } = { ...asked, ...change };
  return createOpenAiEngine(set, createLogRecorder().log).identity(recipe, about, options);
}

const changes: Record<string, Partial<Asked>> = {
  'the model': { settings: { ...settings, model: 'another model' } },
  'the server': { settings: { ...settings, baseUrl: null } },
  'how much it reads at once': { settings: { ...settings, contextTokens: 8_000 } },
  'the instructions': { recipe: { ...summaryRecipe, instructions: () => 'Say it in one word.' } },
  'the form of the draft': {
    recipe: { ...summaryRecipe, form: summaryRecipe.form.extend({ mood: z.string() }) as never },
  },
  'what is asked of a part of a long article': {
    recipe: {
      ...summaryRecipe,
      longArticle: { ...summaryRecipe.longArticle, options: () => ({ length: 'full', language: null }) },
    },
  },
  'the form of a choice among what was drafted from the parts': {
    recipe: {
      ...commentsRecipe,
      longArticle: {
        ...commentsRecipe.longArticle,
        condense: {
          ...commentsRecipe.longArticle.condense,
          schema: z.object({ none: z.boolean() }) as never,
        },
      },
    },
  },
  'the article': { article: createArticle('The pier is open', [...article.paragraphs, 'A new line.']) },
  'the options': { options: { length: 'full', language: null } },
  'the language': { options: { length: 'brief', language: 'de' } },
};

test.each(Object.entries(changes))('is another one where %s has changed', (_what, change) => {
  const before = change.recipe?.kind === 'comments' ? identityOf({ recipe: commentsRecipe }) : identityOf();
  expect(identityOf(change)).not.toBe(before);
});

test('is the same for what does not bear on the answer: the key, the time, the article as another object', () => {
  expect(identityOf({ settings: { ...settings, apiKey: 'another key' } })).toBe(identityOf());
  expect(identityOf({ settings: { ...settings, timeout: 1_000 } })).toBe(identityOf());
  expect(identityOf({ article: structuredClone(article) })).toBe(identityOf());
});

test('tells recipes of one kind apart in one engine', () => {
  const engine = createOpenAiEngine(settings, createLogRecorder().log);
  const other = { ...summaryRecipe, instructions: () => 'Say it in one word.' };
  expect(engine.identity(other, article, brief)).not.toBe(engine.identity(summaryRecipe, article, brief));
});

test('holds everything that a model is sent, but what only concerns its delivery', async () => {
  model = await startScriptedModel();
  model.say({ points: [{ text: 'Repairs cost 40,000 pounds.', paragraphs: [2] }] });
  const engine = createOpenAiEngine({ ...settings, baseUrl: model.url }, createLogRecorder().log);
  await engine.draft(summaryRecipe, article, brief);
  const { _endpointType, _context, ...sent } = model.requests[0] as object as Record<string, unknown>;
  expect(Object.keys(withoutDelivery(sent)).sort()).toEqual([
    'max_completion_tokens',
    'messages',
    'model',
    'response_format',
  ]);
  const before = hashOf(withoutDelivery(sent));
  const hashWith = (more: object) => hashOf(withoutDelivery({ ...sent, ...more }));
  for (const name of [...Object.keys(withoutDelivery(sent)), 'temperature', 'seed', 'reasoning_effort'])
    expect(hashWith({ [name]: 'another' }), name).not.toBe(before);
  for (const name of ['stream', 'stream_options', 'user'])
    expect(hashWith({ [name]: 'another' }), name).toBe(before);
});
