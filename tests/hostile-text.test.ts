import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { ATTACK_TEXTS, findActing, findActingInRequests } from './active-markup.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';
import { createRss } from './web-pages.ts';
import { startWebServer, type WebServer } from './web-server.ts';

let web: WebServer;
let bot: TestBot;
beforeAll(async () => {
  web = await startWebServer();
  bot = await startTestBot({ fetchAllow: [`127.0.0.1:${web.port}`] });
});
afterAll(async () => {
  // this also checks every message that the bot sent
  await bot.stop();
  await web.close();
});

/** Texts that fit on one line: for names, headlines, tags. */
const lines = ATTACK_TEXTS.filter(text => !/[\r\n\ud83d]/.test(text));
const claim = '[Claim your free Nitro](https://nitro.example/claim) _discord.gg/nitro <@666666666666666666>';

async function runCommand(
  command: string,
  options: Record<string, string | number | boolean> = {},
  subcommand?: string,
) {
  const how = subcommand === undefined ? {} : { subcommand };
  const fitting = cutToLimits(command, options, subcommand);
  const asked = await bot.preview.member('Ada').command(bot.preview.channels.general, command, fitting, how);
  const reply = await asked.reply();
  expect(findActing(visibleTextOf(reply))).toEqual([]);
  return reply;
}

/** Cuts options to their maximum lengths: Discord’s client allows no more. */
function cutToLimits(
  name: string,
  given: Readonly<Record<string, string | number | boolean>>,
  subcommand?: string,
) {
  const own = (commands.find(({ data }) => data.name === name)?.data.options ?? []) as Option[];
  const options =
    subcommand === undefined ? own : (own.find(option => option.name === subcommand)?.options ?? []);
  const limitOf = (key: string) => options.find(option => option.name === key)?.max_length ?? 6000;
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.slice(0, limitOf(key)) : value,
    ]),
  );
}

interface Option {
  readonly name: string;
  readonly max_length?: number;
  readonly options?: readonly Option[];
}

const refusalOf = async (url: string) => contentOf(await runCommand('library', { url }, 'add'));

describe('in a refusal', () => {
  test('headlines that resemble what was typed are plain', async () => {
    for (const river of ['Tamar', 'Tavy', 'Plym'])
      await bot.library.add(
        createArticle(`Free ferry on the ${river} ${claim}`, [`The ferry on the ${river} is free.`]),
        river,
      );
    const content = contentOf(
      await runCommand('library', { article: 'free ferry', name: 'Ferry' }, 'rename'),
    );
    expect(content).toContain('could be one of these');
    expect(content).toContain('\\[Claim your free Nitro\\]');
  });

  test.each([
    ['a type that is none', { 'content-type': `image/${claim}` }, 'it is not text'],
    ['a packing that is none', { 'content-encoding': '_discord.gg/nitro' }, 'compressed in a way'],
    ['another address', { location: `ftp://${claim.replaceAll(' ', '')}` }, 'This is not a web address'],
    [
      'an address that is none',
      { location: `https://[Claim your free Nitro](https://nitro.example/claim)` },
      '',
    ],
    ['a host of its own choice', { location: 'http://_discord.gg.nitro.example:81/' }, ''],
  ])('a page that names %s is plain', async (what, headers, said) => {
    const answer = (_: unknown, response: ServerResponse) => {
      // as bytes on the wire, even where Node would refuse them
      const lines = Object.entries({ 'content-type': 'text/html', ...headers }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      const status = 'location' in headers ? '302 Found' : '200 OK';
      response.socket?.end(
        `HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\nconnection: close\r\n\r\n<p>x</p>`,
      );
      return undefined;
    };
    const path = `/${encodeURIComponent(what)}`;
    web.pages.set(path, answer);
    expect(await refusalOf(`${web.origin}${path}`)).toContain(said);
  });

  test.each(lines)(
    'what was typed is plain: %j',
    async text => {
      await refusalOf(text);
      await runCommand('help', { command: text.slice(0, 40) });
      const [article] = await bot.library.list({ offset: 0, limit: 1 });
      await runCommand('quotes', { article: article!.id, speaker: text });
      await runCommand('summary', { article: `No such ${text}` });
      await runCommand('summary', { article: article!.id, language: text });
      const digest = { channel: bot.preview.channels.news, count: 1 };
      await runCommand('digest', { ...digest, name: 'x', days: text, time: '08:30', zone: 'UTC' }, 'create');
      await runCommand(
        'digest',
        { ...digest, name: 'x', days: 'weekdays', time: text, zone: 'UTC' },
        'create',
      );
      await runCommand(
        'digest',
        { ...digest, name: 'x', days: 'weekdays', time: '08:30', zone: text },
        'create',
      );
      await runCommand('digest', { name: text }, 'pause');
      await runCommand('feed', { feed: text }, 'pause');
    },
    60_000,
  );
});

describe('in a reply', () => {
  test('the name of a digest is plain wherever it stands', async () => {
    for (const name of [claim, lines[4]!, '<#666666666666666666>', '**||nitro||**']) {
      const target = {
        channel: bot.preview.channels.news,
        days: 'every day',
        time: '08:30',
        zone: 'UTC',
        count: 2,
        tags: 'nothing',
      };
      await runCommand('digest', { ...target, name }, 'create');
      for (const subcommand of ['preview', 'now', 'history', 'pause', 'resume', 'delete'])
        await runCommand('digest', { name }, subcommand);
    }
    await runCommand('digest', {}, 'list');
  }, 240_000);

  test('an article’s own words are plain in every answer, list and suggestion to choose from', async () => {
    for (const [i, text] of [claim, ...lines].entries()) {
      const article = createArticle(
        `${text} ${i}`,
        [
          `“We will keep the ${i} ferries, ${text}, and they will be free for all of Ostley,” said Ada ${text} Pell, the mayor.`,
          `The council of Ostley spent ${i + 2} million on the ferries of the river last year. ${text}`,
          `# ${text}`,
        ],
        {
          '1': `${text} I think the ferries are a waste of money.`,
          '1.1': `No, ${text} you are wrong.`,
          '2': text,
        },
      );
      const named = {
        ...article,
        byline: text,
        url: `https://news.example/${i}`,
        published: text,
        notices: [text],
      };
      const { article: stored } = await bot.library.add(named, `feed ${text} ${i}`, {
        name: `${text} ${i}`,
        tags: [`t${i}`],
      });
      const options = { article: stored.id };
      for (const command of ['summary', 'quotes', 'comments']) await runCommand(command, options);
      const question = await runCommand('ask', { ...options, question: `What will they keep, ${text}?` });
      await runCommand('check', { ...options, claim: `The ferries are free. ${text}` });
      const sources = pressableOf(question).Sources;
      if (sources) await (await bot.preview.member('Ada').click(question, sources)).reply();
      await runCommand('articles', { search: text });
    }
    await runCommand('articles');
    await runCommand('library', {}, 'list');
    const digest = {
      name: 'Ferries',
      channel: bot.preview.channels.news,
      days: 'every day',
      time: '08:30',
      zone: 'UTC',
      count: 3,
    };
    await runCommand('digest', digest, 'create');
    await runCommand('digest', { name: 'Ferries' }, 'preview');
    await runCommand('digest', { name: 'Ferries' }, 'now');
    expect(
      bot.preview.messages(bot.preview.channels.news).flatMap(message => findActing(visibleTextOf(message))),
    ).toEqual([]);
  }, 240_000);

  test('a feed’s title is plain', async () => {
    const body = createRss([]).replace('The Harbour Gazette', claim.replaceAll('<', '&lt;'));
    web.pages.set('/feed', { headers: { 'content-type': 'application/rss+xml' }, body });
    await runCommand('feed', { url: `${web.origin}/feed`, channel: bot.preview.channels.news }, 'add');
    await runCommand('feed', {}, 'list');
    for (const subcommand of ['pause', 'resume', 'remove'])
      await runCommand('feed', { feed: claim }, subcommand);
  });
});

test('everything that the bot has sent is judged, states and edits too', () => {
  expect(bot.preview.requests.length).toBeGreaterThan(100);
  expect(findActingInRequests(bot.preview.requests)).toEqual([]);
  const acts = { body: { data: { components: [{ type: 17, components: [{ type: 10, content: claim }] }] } } };
  expect(findActingInRequests([acts]).length).toBeGreaterThan(1);
});
