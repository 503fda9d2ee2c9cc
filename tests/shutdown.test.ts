import { once } from 'node:events';
import { startPreview } from 'discord-preview/testing';
import { expect, test } from 'vitest';
import { startScriptedModel } from './model.ts';
import { importSamples, startProgram } from './program.ts';
import { createFileTarget, visibleTextOf } from './support.ts';

test('SIGTERM finishes what members wait for: who asked the slow model has its answer, and the program ends well', {
  timeout: 240_000,
}, async () => {
  const preview = await startPreview({ port: 0 });
  const model = await startScriptedModel();
  const settings = { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', OPENAI_CONTEXT_TOKENS: '100000' };
  const outside = { preview, target: createFileTarget(), settings };
  const said = 'The last night train left Brennick at 22:40 on 12 December 2009.';
  const { promise: ending, resolve: goOn } = Promise.withResolvers<void>();
  model.say(async () => {
    if (model.requests.length > 1) await ending;
    return { found: true, statements: [{ text: said, paragraphs: [1], comments: [] }], nearest: null };
  });
  importSamples(outside);
  const program = await startProgram(outside);
  try {
    const ask = (question: string) =>
      preview.member('Ben').command(preview.channels.articles, 'ask', { article: 'night train', question });
    // the check's code is loaded with the first answer
    const first = await ask('What was the last train?');
    await expect.poll(async () => visibleTextOf(await first.reply()), { timeout: 60_000 }).toContain('22:40');
    const asked = await ask('When did the last train leave?');
    await preview.until(() => model.requests.length > 1, 'the model to be asked');
    program.child.kill('SIGTERM');
    await preview.until(() => program.output().includes('ending'), 'the end to begin');
    // long after it was asked to end
    setTimeout(goOn, 1000);
    await once(program.child, 'exit');
    expect(program.child.exitCode).toBe(0);
    expect(visibleTextOf((await asked.reply()) as never)).toContain('22:40');
    expect(model.requests).toHaveLength(2);
  } finally {
    await program.end('SIGKILL');
    await preview.close();
    await model.stop();
  }
});

test('a Ctrl-C that arrives twice, from the terminal and from `node --watch`, still ends the program well', {
  timeout: 240_000,
}, async () => {
  const preview = await startPreview({ port: 0 });
  const program = await startProgram({ preview, target: createFileTarget() });
  try {
    program.child.kill('SIGINT');
    await preview.until(() => program.output().includes('ending'), 'the end to begin');
    expect(await program.end('SIGINT')).toBe(0);
  } finally {
    await program.end('SIGKILL');
    await preview.close();
  }
});

test('ends well when it is asked to at the very moment at which it says that it is ready', {
  timeout: 240_000,
}, async () => {
  const preview = await startPreview({ port: 0 });
  const nodeOptions = ['--import', new URL('ended-when-ready.ts', import.meta.url).pathname];
  const program = await startProgram({ preview, target: createFileTarget(), nodeOptions });
  try {
    await preview.until(() => program.child.exitCode !== null, 'the end');
    expect(program.child.exitCode).toBe(0);
  } finally {
    await program.end('SIGKILL');
    await preview.close();
  }
});
