import { setTimeout as sleep } from 'node:timers/promises';
import { startPreview } from 'discord-preview/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { contentOf } from './cards.ts';
import { type ScriptedModel, startScriptedModel } from './model.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { importSamples, startProgram } from './program.ts';
import { runRestart } from './restarting.ts';
import { createFileTarget, visibleTextOf } from './support.ts';

let server: PostgresServer;
let model: ScriptedModel;
beforeAll(async () => {
  [server, model] = await Promise.all([startPostgres(), startScriptedModel()]);
});
afterAll(async () => {
  await model?.stop();
  await server?.stop();
});

describe.each<[string, () => Promise<DatabaseTarget>]>([
  ['the embedded database', async () => createFileTarget()],
  ['PostgreSQL', () => server.create()],
])('on %s', (_name, createPlace) => {
  it('two processes of one shard for some seconds answer everything, and once', {
    timeout: 150_000,
  }, async () => {
    const { unanswered, twice, asked, alone } = await runRestart(
      await createPlace(),
      'the next is there before the first is stopped',
      { everySecond: 8 },
    );
    expect(asked).toBeGreaterThan(10);
    expect({ unanswered, twice, alone }).toEqual({ unanswered: [], twice: [], alone: 0 });
  });

  it('a process that is stopped answers what comes until it leaves, also at the last moment', {
    timeout: 150_000,
  }, async () => {
    const { unanswered, twice, heard } = await runRestart(
      await createPlace(),
      'the next is started when the first has ended',
      {
        everySecond: 25,
      },
    );
    expect(heard).toBeGreaterThan(20);
    expect({ unanswered, twice }).toEqual({ unanswered: [], twice: [] });
  });

  it('a question whose process was killed over it, or that came while nobody was there, is answered once', {
    timeout: 150_000,
  }, async () => {
    const preview = await startPreview({ port: 0 });
    const settings = {
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: 'scripted',
      OPENAI_CONTEXT_TOKENS: '100000',
    };
    const outside = { preview, target: await createPlace(), settings };
    await importSamples(outside);
    let program = await startProgram(outside);
    try {
      const ben = preview.member('Ben');
      const thread = await (
        await ben.command(preview.channels.articles, 'discuss', { article: 'night train' })
      ).reply();
      await preview.until(() => preview.messages(thread.id).length > 1, 'the thread');
      const direct = ben.directMessages();
      const pinned = await ben.command(direct, 'discuss', { article: 'night train' });
      await pinned.reply();
      const left = { text: 'The night train left Brennick at 22:40.', paragraphs: [1], comments: [] };
      const draft = { found: true, statements: [left], nearest: null };
      model.say(draft);
      const before = await ben.say(thread.id, 'When did the train leave on the first day?');
      await preview.until(() => preview.repliesTo(before)[0], 'the first answer');
      model.say(() => new Promise(() => undefined), draft);
      const begun = await ben.say(thread.id, 'When did the train leave on the second day?');
      await preview.until(() => model.requests.length === 1, 'the model to be asked');
      // a progress report is not an answer
      await preview.until(() => preview.repliesTo(begun)[0], 'a first state of the answer');
      await program.end('SIGKILL');
      const missed = await ben.say(thread.id, 'When did the train leave on the third day?');
      const alone = await ben.say(direct, 'When did the train leave on the fourth day?');
      const thanks = await ben.say(thread.id, 'Thank you!');
      model.say(draft);
      program = await startProgram(outside);
      for (const message of [begun, missed, alone])
        await preview.until(
          () => preview.repliesTo(message).some(reply => visibleTextOf(reply).includes('22:40')),
          `an answer to “${contentOf(message)}”`,
        );
      // a restart finds everything answered
      await program.end('SIGTERM');
      program = await startProgram(outside);
      await sleep(1500);
      expect(
        [before, begun, missed, alone, thanks].map(message => preview.repliesTo(message).length),
      ).toEqual([1, 1, 1, 1, 0]);
      expect(model.requests).toHaveLength(3);
      expect(preview.violations).toEqual([]);
    } finally {
      await program.end('SIGKILL');
      await preview.close();
    }
  });
});
