import { expect, it } from 'vitest';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionDraft } from '../src/answers/question/schema.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createArticle } from './articles.ts';

const harbour = createArticle('The harbour bridge', [
  'The town of Greenfield will close its harbour bridge in 2027, the council decided on Monday. The bridge carries 9,000 cars a day.',
  'Engineers from Marlow found deep rust in four of the six iron pillars of the bridge last autumn.',
  'The ferry to the island will run every ten minutes during the repair. Residents of the town travel free on the ferry.',
  'A stone chapel stands on the island since the plague, and Ida Marlow painted its ceiling.',
]);

async function ask(question: string): Promise<QuestionDraft> {
  const options = questionRecipe.options.parse({ question });
  return questionRecipe.draft.parse(await createBuiltInEngine().draft(questionRecipe, harbour, options));
}

it.each([
  ['Where did engineers find deep rust?', 'four of the six iron pillars'],
  ['How often will the ferry to the island run during the repair?', 'every ten minutes'],
  ['Who can travel free on the ferry?', 'Residents of the town'],
])('answers "%s"', async (question, answer) => {
  const { found, statements } = await ask(question);
  expect(found).toBe(true);
  expect(statements.map(({ text }) => text).join(' ')).toContain(answer);
});

it.each([
  ['a denial that the text does not make', 'Who can not travel free on the ferry?'],
  ['another year', 'What will the town of Greenfield decide to close in 1999?'],
  [
    'words that stand in different sentences of one paragraph',
    'How many cars did the council of the town close?',
  ],
  ['a subject that the text does not have', 'Which composer wrote the opera about the ferry?'],
])('does not answer a question with %s, and shows the nearest passage', async (_, question) => {
  const { found, statements, nearest } = await ask(question);
  expect([found, statements]).toEqual([false, []]);
  expect(nearest?.paragraphs).toHaveLength(1);
});

it('drafts the same bytes every time, in a new engine too', async () => {
  const question = 'Where did engineers find deep rust?';
  const drafts = await Promise.all([ask(question), ask(question), ask(question)]);
  expect(new Set(drafts.map(draft => JSON.stringify(draft))).size).toBe(1);
});
