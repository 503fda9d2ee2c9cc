import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRushAfterRestart } from './after-restart.ts';
import { type ScriptedModel, startScriptedModel } from './model.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

let server: PostgresServer;
let model: ScriptedModel;
beforeAll(async () => {
  [server, model] = await Promise.all([startPostgres(), startScriptedModel()]);
});
afterAll(async () => {
  await Promise.all([server?.stop(), model?.stop()]);
});

test('25 asks a second right after a restart lose none, with everything kept in PostgreSQL', {
  timeout: 240_000,
}, async () => {
  const { asked, lost } = await runRushAfterRestart({
    target: await server.create(),
    everySecond: 25,
    seconds: 3,
  });
  expect(asked).toBe(75);
  expect(lost).toEqual([]);
});

test('nor do they with a model', { timeout: 240_000 }, async () => {
  const statement = { text: 'The town has 600 people.', paragraphs: [1], comments: [] };
  model.say({ found: true, statements: [statement], nearest: null });
  const settings = { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', MODEL_ANSWERS_PER_MEMBER: '0' };
  const { lost } = await runRushAfterRestart({
    target: await server.create(),
    settings,
    everySecond: 25,
    seconds: 3,
  });
  expect(lost).toEqual([]);
});
