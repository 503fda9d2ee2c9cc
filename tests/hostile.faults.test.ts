import { type Asked, type Member, type Preview, startPreview } from 'discord-preview/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitForAnswer } from './answers.ts';
import {
  hostileFeeds,
  hostileFiles,
  hostileLines,
  hostilePages,
  hostileReplies,
  hostileTexts,
} from './hostile.ts';
import { type ScriptedModel, startScriptedModel } from './model.ts';
import { importSamples, type Program, startProgram } from './program.ts';
import { type Beats, startPulse } from './pulse.ts';
import { createFileTarget } from './support.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/** The longest wait, in milliseconds, of a member of another server for a first reply. */
const PATIENCE = 3000;

let preview: Preview;
let web: WebServer;
let model: ScriptedModel;
let program: Program | undefined;
let ada: Member;
let ben: Member;

beforeEach(async () => {
  [preview, web, model] = await Promise.all([
    startPreview({ port: 0 }),
    startWebServer(),
    startScriptedModel(),
  ]);
  [ada, ben] = [preview.member('Ada'), preview.member('Ben')];
});

afterEach(async () => {
  await program?.end('SIGTERM');
  program = undefined;
  await Promise.all([preview.close(), web.close(), model.stop()]);
});

/**
 * Starts the bot in a separate process, so that processing hostile input does not hold up the members here.
 */
async function startBot(settings: Record<string, string> = {}): Promise<void> {
  const outside = {
    preview,
    target: createFileTarget(),
    settings: { FETCH_ALLOW: `127.0.0.1:${web.port}`, WORK_SECONDS: '2', ...settings },
  };
  // with the usual time to read them
  await importSamples(outside);
  program = await startProgram(outside);
}

const command = (
  member: Member,
  name: string,
  options: Record<string, string>,
  subcommand?: string,
): Promise<Asked> =>
  member.command(preview.channels.articles, name, options, subcommand === undefined ? {} : { subcommand });

/** Replies that nobody should get: an internal error, or none at all. */
const FAULT = /did not respond|No answer after|Something went wrong/;

/** Runs four at a time, as four members would. */
async function runFour<Result>(all: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  const [left, results] = [[...all], [] as Result[]];
  const next = async (): Promise<void> => {
    for (let work = left.shift(); work !== undefined; work = left.shift()) results.push(await work());
  };
  await Promise.all([next(), next(), next(), next()]);
  return results;
}

const heard = async (work: () => Promise<void>): Promise<Beats> => {
  const pulse = startPulse(preview);
  await work();
  return pulse.stop();
};

function expectSteady({ slowest, count }: Beats): void {
  expect(count).toBeGreaterThan(5);
  expect(slowest).toBeLessThan(PATIENCE);
}

test('articles that are built to take long hold up nobody, and all that is asked of them is answered', {
  timeout: 240_000,
}, async () => {
  await startBot();
  const answers: string[] = [];
  const beats = await heard(async () => {
    const asked = Object.entries(hostileTexts(45_000)).map(([name, text], index) => async () => {
      const article = `Hostile ${name}`;
      const file = ada.attach({ name: `${name}.txt`, bytes: `${article}\n\n${text}\n` });
      const added = await waitForAnswer(await command(ada, 'library', { file }, 'add'));
      const others = [
        () => command(ada, 'summary', { article }),
        () => command(ben, 'ask', { article, question: 'Who said what, and when?' }),
        () => command(ben, 'check', { article, claim: 'Somebody added something.' }),
      ];
      const some = await Promise.all([command(ada, 'quotes', { article }), others[index % 3]!()]);
      return [added, ...(await Promise.all(some.map(waitForAnswer)))]
        .map(answer => `${name}: ${answer}`)
        .join('\n');
    });
    answers.push(...(await runFour(asked)));
  });
  expect(answers.filter(answer => FAULT.test(answer))).toEqual([]);
  expectSteady(beats);
});

test('files and pages that are built to take long hold up nobody, and each is taken or refused', {
  timeout: 240_000,
}, async () => {
  await startBot();
  for (const [name, body] of Object.entries(hostilePages(20_000)))
    web.pages.set(`/${name.replaceAll(' ', '-')}`, body);
  for (const [name, body] of Object.entries(hostileFeeds(50_000)))
    web.pages.set(`/feed-${name}`, { body, headers: { 'content-type': 'application/rss+xml' } });
  const addresses = Object.keys(hostilePages(1)).map(name => `${web.origin}/${name.replaceAll(' ', '-')}`);
  const answers: string[] = [];
  const beats = await heard(async () => {
    const add = async (name: string, options: Record<string, string>, group = 'library') =>
      `${name}: ${await waitForAnswer(await command(ada, group, options, 'add'))}`;
    const asked = [
      ...Object.entries(hostileFiles(100_000)).map(
        ([name, bytes]) =>
          () =>
            add(name, { file: ada.attach({ name, bytes }) }),
      ),
      ...addresses.map(url => () => add(url, { url })),
      ...Object.keys(hostileFeeds(1)).map(
        name => () => add(name, { url: `${web.origin}/feed-${name}` }, 'feed'),
      ),
    ];
    answers.push(...(await runFour(asked)));
    const read = [
      ['Many comments', 'comments'],
      ['A chain of replies', 'comments'],
      ['Large', 'quotes'],
      ['Large', 'summary'],
    ] as const;
    const reading = read.map(
      ([article, name]) =>
        async () =>
          `${article}: ${await waitForAnswer(await command(ben, name, { article }))}`,
    );
    answers.push(...(await runFour(reading)));
  });
  expect(answers.filter(answer => FAULT.test(answer))).toEqual([]);
  expectSteady(beats);
});

test('messages, questions and what is typed hold up nobody, in a thread, in a direct message, in an option', {
  timeout: 240_000,
}, async () => {
  await startBot();
  const discussed = await command(ada, 'discuss', { article: 'A Town Asks Its Railway' });
  const { id } = await discussed.reply();
  const thread = await preview.until(
    () => preview.threads(preview.channels.articles).find(each => each.id === id),
    'the thread',
  );
  const answers: string[] = [];
  const beats = await heard(async () => {
    for (const line of Object.values(hostileLines(2000))) {
      await ben.say(thread.id, line);
      await ben.say(ben.directMessages(), line);
    }
    const article = 'A Town Asks Its Railway';
    const asked = Object.values(hostileLines(1000)).map((line, index) => async () => {
      // suggestions may come too late; the pulse shows whom they hold up
      await ben
        .autocomplete(preview.channels.articles, 'summary', { article: line.slice(0, 100) }, 'article')
        .catch(() => []);
      const all = [
        () => command(ben, 'ask', { article, question: line }),
        () => command(ben, 'check', { article, claim: line }),
        () => command(ben, 'articles', { search: line.slice(0, 60) }),
        () => command(ben, 'quotes', { article: line.slice(0, 100) }),
      ];
      const some = await Promise.all([all[index % 2]!(), all[2 + (index % 2)]!()]);
      return (await Promise.all(some.map(waitForAnswer))).join('\n');
    });
    answers.push(...(await runFour(asked)));
    const last = await ben.say(thread.id, 'Who is the mayor of Brennick?');
    await preview.until(() => preview.repliesTo(last)[0], 'a reply in the thread');
  });
  expect(answers.filter(answer => FAULT.test(answer))).toEqual([]);
  expectSteady(beats);
});

test('what a model sends holds up nobody, and the built-in engine answers in its place', {
  timeout: 180_000,
}, async () => {
  await startBot({
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    MODEL_ANSWERS_PER_MEMBER: '1000',
    OPENAI_TIMEOUT_SECONDS: '10',
  });
  const answers: string[] = [];
  const beats = await heard(async () => {
    for (const [name, reply] of Object.entries(hostileReplies(1_000_000))) {
      // in large pieces, or the server here would hold up the members
      model.say({ pieces: () => reply.match(/.{1,20000}/gsu) ?? [] });
      const asked = await command(ben, 'ask', {
        article: 'A Town Asks Its Railway',
        question: `What of ${name}?`,
      });
      answers.push(`${name}: ${await waitForAnswer(asked)}`);
    }
  });
  expect(answers.filter(answer => FAULT.test(answer))).toEqual([]);
  expectSteady(beats);
});
