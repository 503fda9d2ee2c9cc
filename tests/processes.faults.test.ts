import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { createArticle } from './articles.ts';
import { runKillMany } from './kill-many.ts';
import { type ScriptedModel, startScriptedModel } from './model.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

let server: PostgresServer;
let model: ScriptedModel;
const children: ChildProcess[] = [];
beforeAll(async () => {
  [server, model] = await Promise.all([startPostgres(), startScriptedModel()]);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await model?.stop();
  await server?.stop();
});

const article = createArticle('The pier opens', [
  'The old pier opens on Monday.',
  'Repairs cost 40,000 pounds.',
]);
const statement = { text: 'Repairs cost 40,000 pounds.', paragraphs: [2], comments: [] };
const draft = { found: true, statements: [statement], nearest: null };

async function startProcess(target: DatabaseTarget): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'answer-process.ts'), [
    JSON.stringify(target),
    JSON.stringify(model.url),
  ]);
  children.push(child);
  await once(child, 'message');
  return child;
}

interface Answered {
  readonly answers: readonly { engine: string; content: unknown }[];
  /** The number of generations by this process. */
  readonly made: number;
}

async function askProcess(
  child: ChildProcess,
  question: string,
  times: number,
  engine?: string,
): Promise<Answered> {
  child.send({ question, times, engine });
  const [answered] = await once(child, 'message');
  return answered as Answered;
}

describe.each([
  ['PostgreSQL', (): Promise<DatabaseTarget> => server.create()],
  ['one file of the embedded database', async (): Promise<DatabaseTarget> => createFileTarget()],
])('three processes on %s', (_name, createPlace) => {
  it('make one generation for 200 identical requests at once, and take over from one that is killed', {
    timeout: 60_000,
  }, async () => {
    const target = await createPlace();
    const storage = await openStorage(target, createLogRecorder().log);
    await storage.articles.add(article, { source: 'a', addedAt: new Date(0).toISOString() });
    await storage.close();
    const [first, second, third] = await Promise.all([
      startProcess(target),
      startProcess(target),
      startProcess(target),
    ]);

    model.say(() => new Promise(resolve => setTimeout(() => resolve(draft), 300)));
    const answered = await Promise.all([
      askProcess(first, 'What did it cost?', 67),
      askProcess(second, 'What did it cost?', 67),
      askProcess(third, 'What did it cost?', 66),
    ]);
    const answers = answered.map(each => each.answers);
    expect(answers.flat()).toHaveLength(200);
    expect(new Set(answers.flat().map(answer => JSON.stringify(answer))).size).toBe(1);
    expect(answers.flat()[0]).toMatchObject({ engine: 'openai', content: { found: true } });
    expect(model.requests).toHaveLength(1);

    // the first request hangs; its process is killed while the others wait for it
    let hanging = () => {};
    const isAsked = new Promise<void>(resolve => (hanging = resolve));
    model.say(() => {
      hanging();
      return new Promise(resolve => setTimeout(() => resolve(draft), 20_000).unref());
    }, draft);
    first.send({ question: 'When does it open?', times: 5 });
    await isAsked;
    const waiting = Promise.all([
      askProcess(second, 'When does it open?', 5),
      askProcess(third, 'When does it open?', 5),
    ]);
    first.kill('SIGKILL');
    expect(
      (await waiting).flatMap(({ answers }) => answers).filter(({ engine }) => engine === 'openai'),
    ).toHaveLength(10);
    expect(model.requests).toHaveLength(2);

    // the built-in engine also makes only one answer for all of them, even cold
    for (const question of ['What did the repairs cost?', 'When does the pier open?']) {
      const asked = [second, third, await startProcess(target)].map((child, i) =>
        askProcess(child, question, i ? 67 : 66, 'extractive'),
      );
      const built = await Promise.all(asked);
      expect(
        new Set(built.flatMap(({ answers }) => answers.map(answer => JSON.stringify(answer)))).size,
      ).toBe(1);
      expect(built[0]!.answers[0]).toMatchObject({ engine: 'extractive' });
      expect(built.reduce((sum, { made }) => sum + made, 0)).toBe(1);
    }
  });
});

it('digests due at once on three processes are posted once each, while processes are killed and started again', {
  timeout: 240_000,
}, async () => {
  const target = await server.create();
  const outcomes = await runKillMany(target, { digests: 40, kills: 3, patience: 90_000 });
  for (const { digestId, record, messages } of outcomes) {
    expect(messages, digestId).toBe(1);
    expect(record, digestId).toMatchObject({ state: 'posted' });
  }
});
