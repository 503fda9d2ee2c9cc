import { setTimeout as sleep } from 'node:timers/promises';
import { Routes } from 'discord-api-types/v10';
import { type Preview, startPreview } from 'discord-preview/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../src/discord/client.ts';
import type { DiscordRest } from '../src/discord/rest.ts';
import { startScriptedModel } from './model.ts';
import { importSamples, startProgram } from './program.ts';
import { createFileTarget } from './support.ts';

async function newPreview(): Promise<Preview> {
  const preview = await startPreview({ port: 0 });
  onTestFinished(() => preview.close());
  return preview;
}

test('nothing waits for an answer that was given, for as long as it might have taken', async () => {
  const [preview, model] = [await newPreview(), await startScriptedModel()];
  onTestFinished(() => model.stop());
  model.say({ found: false, statements: [], nearest: null });
  const settings = {
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    OPENAI_API_KEY: 'key',
    OPENAI_TIMEOUT_SECONDS: '600',
  };
  const nodeOptions = ['--import', new URL('waits.ts', import.meta.url).pathname];
  const outside = { preview, target: createFileTarget(), settings, nodeOptions };
  await importSamples(outside);
  const program = await startProgram(outside);
  onTestFinished(async () => void (await program.end('SIGTERM')));
  const waits = async () => {
    const said = () => [...program.output().matchAll(/^waits: (\d+)$/gm)].map(([, count]) => Number(count));
    const before = said().length;
    program.child.kill('SIGUSR2');
    return preview.until(() => said()[before], 'a count');
  };
  /** The connections release what they need a moment later. */
  const atRest = async () => {
    for (let last = await waits(); ; ) {
      await sleep(500);
      const now = await waits();
      if (now >= last) return now;
      last = now;
    }
  };

  const ada = preview.member('Ada');
  const { id: thread } = await (
    await ada.command(preview.channels.articles, 'discuss', { article: 'night train' })
  ).reply();
  const ask = async (question: string) => {
    const asked = await ada.say(thread, question);
    await preview.until(() => preview.repliesTo(asked)[0], 'an answer');
  };
  await preview.until(() => preview.messages(thread).length > 1, 'the thread');
  await ask('Who stood on the platform?');
  const before = await atRest();
  await Promise.all(Array.from({ length: 20 }, (_, at) => ask(`Who stood on platform ${at + 1}?`)));
  // the first reply may be a progress report
  await expect.poll(() => model.requests.length).toBe(21);
  const after = await atRest();
  expect(after).toBeLessThan(before + 10);
}, 240_000);

test('routes of interactions that are over are forgotten within minutes', async () => {
  const preview = await newPreview();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { rest } = createClient(preview.apiUrl, { applicationId: preview.botId, readsMessages: true });
  const { handlers } = (rest as DiscordRest).answers;
  for (let at = 0; at < 20; at++) {
    const over = Routes.webhookMessage(preview.botId, `over-${at}`, '@original');
    await expect(rest.get(over, { auth: false })).rejects.toThrow();
  }
  expect(handlers.size).toBe(20);
  vi.advanceTimersByTime(5 * 60_000);
  expect(handlers.size).toBe(0);
});
