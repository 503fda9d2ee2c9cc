import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readOpml } from '../src/web/opml.ts';
import { cardsOf, contentOf, fileUrlsOf, isEphemeral } from './cards.ts';
import { runCommand } from './command-line.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';
import { createRss, createStory, createWordpressPage, type PageComment } from './web-pages.ts';
import { startWebServer, type WebServer } from './web-server.ts';

let web: WebServer;
let bot: TestBot;
beforeAll(async () => {
  web = await startWebServer();
  bot = await startTestBot({ fetchAllow: [`127.0.0.1:${web.port}`], blockedDomains: ['blocked.example'] });
});
afterAll(async () => {
  await bot.stop();
  await web.close();
});

async function runAsEditor(
  command: string,
  subcommand: string,
  options: Record<string, string | number> = {},
) {
  const asked = await bot.preview
    .member('Ada')
    .command(bot.preview.channels.general, command, options, { subcommand });
  return await asked.reply();
}

const opinions = [
  'The crane should stay, it is the only landmark we have left.',
  'Pull the crane down, it is an eyesore and it costs too much.',
  'No, the money is better spent on the road past the school.',
  'I agree, the repairs to the crane are worth every penny.',
];

/** 36 comments in threads, three levels deep. */
const comments: PageComment[] = Array.from({ length: 12 }, (_, i) => ({
  author: `Reader ${i + 1}`,
  text: `${opinions[i % 4]} I said so ${i + 2} years ago.`,
  replies: [
    {
      author: `Answerer ${i + 1}`,
      text: `${opinions[(i + 1) % 4]} That was ${i + 3} winters back.`,
      replies: [{ author: `Last ${i + 1}`, text: `${opinions[(i + 2) % 4]} So say ${i + 4} of us.` }],
    },
  ],
}));

const crane = () => createStory('crane', { comments, canonical: `${web.origin}/2026/03/crane/` });

describe('an editor', () => {
  test('adds a WordPress page by its address, with all its comments, and a digest brings both', async () => {
    web.pages.set('/2026/03/crane/?utm_source=chat', createWordpressPage(crane()));
    await runAsEditor('digest', 'create', {
      name: 'Harbour',
      channel: bot.preview.channels.news,
      days: 'every day',
      time: '08:30',
      zone: 'Europe/Berlin',
      count: 1,
    });
    const reply = await runAsEditor('library', 'add', {
      url: `${web.origin}/2026/03/crane/?utm_source=chat#comments`,
    });
    expect(isEphemeral(reply)).toBe(true);
    expect(visibleTextOf(reply)).toContain(crane().headline);
    expect(visibleTextOf(reply)).toContain('6 paragraphs, 36 comments.');
    expect(cardsOf(reply)[0]?.url).toBe(`${web.origin}/2026/03/crane/`);

    const stored = (
      await bot.library.forServer(bot.preview.serverId).list({ offset: 0, limit: 1, ownOnly: true })
    )[0]!;
    const article = (await bot.library.forServer(bot.preview.serverId).get(stored.id))!;
    expect(article.comments.map(({ number, author }) => `${number} ${author}`).slice(0, 4)).toEqual([
      '1 Reader 1',
      '1.1 Answerer 1',
      '1.1.1 Last 1',
      '2 Reader 2',
    ]);
    expect(article.comments).toHaveLength(36);

    await runAsEditor('digest', 'now', { name: 'Harbour' });
    const [post] = bot.preview.messages(bot.preview.channels.news);
    expect(cardsOf(post)[0]).toMatchObject({ title: article.headline, url: article.url });
    expect(visibleTextOf(post!)).toMatch(/36 comments/);

    web.pages.set(
      '/wire',
      createWordpressPage({
        ...crane(),
        canonical: `${web.origin}/wire`,
        headline: 'Crane to stay, council says',
      }),
    );
    const copy = await runAsEditor('library', 'add', { url: `${web.origin}/wire` });
    expect(visibleTextOf(copy)).toContain('A copy of an article I already have');
    expect(visibleTextOf(copy).replaceAll('\\', '')).toContain(`${web.origin}/2026/03/crane/`);
    expect(await bot.library.forServer(bot.preview.serverId).count({ ownOnly: true })).toBe(1);
  }, 240_000);

  test.each([
    ['http://127.0.0.1:1/', 'not on the public internet'],
    ['http://[::ffff:10.0.0.1]/', 'not on the public internet'],
    ['ftp://example.org/', 'I can only read web addresses'],
    ['https://www.blocked.example/a', 'the operator has blocked them'],
    ['www.blocked.example/a?b=http://c', 'the operator has blocked them'],
    ['127.0.0.1:1/a', 'not on the public internet'],
    ['crane', 'This is not a web address'],
  ])('is told why %s is not read', async (url, reason) => {
    expect(visibleTextOf(await runAsEditor('library', 'add', { url }))).toContain(reason);
    expect(visibleTextOf(await runAsEditor('feed', 'add', { url }))).toContain(reason);
  });

  test('adds a feed, sees how it goes, stops it and takes it off', async () => {
    const story = createStory('night ferry');
    web.pages.set('/ferry', createWordpressPage(story));
    web.pages.set('/feed', {
      headers: { 'content-type': 'application/rss+xml' },
      body: createRss([{ title: story.headline, link: `${web.origin}/ferry`, date: '2026-03-02T08:00:00Z' }]),
    });
    web.pages.set(
      '/',
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>News</body></html>',
    );
    const added = await runAsEditor('feed', 'add', {
      url: web.origin,
      tags: 'Boats, night',
      channel: bot.preview.channels.news,
    });
    expect(isEphemeral(added)).toBe(true);
    expect(contentOf(added)).toContain(
      'Added **The Harbour Gazette**. I’ll add its 1 item in the next few minutes',
    );
    expect(contentOf(added)).toContain('these tags: boats, night');
    const shelf = bot.library.forServer(bot.preview.serverId);
    await vi.waitFor(
      async () =>
        expect(await shelf.list({ offset: 0, limit: 9, tag: 'boats' })).toMatchObject([
          { headline: story.headline },
        ]),
      20_000,
    );
    await runAsEditor('digest', 'create', {
      name: 'Boats',
      tags: 'boats',
      channel: bot.preview.channels.news,
      days: 'every day',
      time: '08:30',
      zone: 'Europe/Berlin',
    });
    expect(
      cardsOf(await runAsEditor('digest', 'preview', { name: 'Boats' })).map(({ title }) => title),
    ).toEqual([story.headline]);
    await vi.waitFor(
      async () =>
        expect(visibleTextOf(await runAsEditor('feed', 'list'))).toContain(
          '**The Harbour Gazette** · working · 1 article',
        ),
      20_000,
    );
    expect(contentOf(await runAsEditor('feed', 'pause', { feed: 'gazette' }))).toContain('Paused **');
    expect(visibleTextOf(await runAsEditor('feed', 'list'))).toContain('paused');
    expect(contentOf(await runAsEditor('feed', 'resume', { feed: 'gazette' }))).toContain('Resumed');
    expect(contentOf(await runAsEditor('feed', 'remove', { feed: 'gazette' }))).toContain(
      `/feed add url:http\\://127.0.0.1:${web.port}/feed tags:boats, night channel:<#${bot.preview.channels.news}>`,
    );
    expect(contentOf(await runAsEditor('feed', 'list'))).toContain('no feeds yet');
    expect(await shelf.list({ offset: 0, limit: 9, tag: 'boats' })).toHaveLength(1);
  }, 240_000);

  test('hears in the channel that a feed has ended', async () => {
    web.pages.set('/short', { headers: { 'content-type': 'application/rss+xml' }, body: createRss([]) });
    web.pages.set('/robots.txt', { status: 404 });
    const before = bot.preview.messages(bot.preview.channels.news).length;
    web.pages.set(
      '/short',
      (() => {
        let asked = 0;
        return () => {
          asked += 1;
          return asked === 1
            ? { headers: { 'content-type': 'application/rss+xml' }, body: createRss([]) }
            : { status: 410 };
        };
      })(),
    );
    await runAsEditor('feed', 'add', { url: `${web.origin}/short`, channel: bot.preview.channels.news });
    await vi.waitFor(
      () => expect(bot.preview.messages(bot.preview.channels.news).length).toBe(before + 1),
      20_000,
    );
    expect(contentOf(bot.preview.messages(bot.preview.channels.news).at(-1))).toContain(
      'has ended. Its server says it is gone for good (410).',
    );
    const listed = await bot.preview
      .member('Ada')
      .command(bot.preview.channels.general, 'feed', {}, { subcommand: 'list', locale: 'de' });
    expect(visibleTextOf(await listed.reply())).toContain('⚠ Sein Server sagt, dass er für immer weg ist');
  }, 240_000);

  test('brings the feeds of a feed reader, with what could not be added, and takes them out again', async () => {
    const removeFeeds = async () => {
      const { feeds } = bot.storage;
      for (const { id } of await feeds.list(bot.preview.serverId)) await feeds.remove(id);
    };
    await removeFeeds();
    const names = Array.from({ length: 27 }, (_, number) => `paper-${number}`);
    for (const name of names)
      web.pages.set(`/${name}.xml`, {
        headers: { 'content-type': 'application/rss+xml' },
        body: createRss([]),
      });
    const outlines = names.map(
      name => `<outline text="x" category="/harbour,no!" xmlUrl="${web.origin}/${name}.xml"/>`,
    );
    const file = bot.preview.member('Ada').attach({
      name: 'reader.opml',
      bytes: `<opml version="2.0"><body><outline text="Papers"><outline text="gone" xmlUrl="${web.origin}/gone_"/>${outlines.join('')}</outline></body></opml>`,
    });
    const said = visibleTextOf(await runAsEditor('feed', 'import', { file }));
    expect(said).toContain('Added 25 feeds.');
    expect(said).toContain('- The Harbour Gazette');
    expect(said).toMatch(/Not added:\n- \S*gone\\_: There is no page at this address/);
    expect(said).toContain('-# Not tried, because a list has its limits and so has a server: 2 feeds.');

    const exported = await runAsEditor('feed', 'export');
    expect(contentOf(exported)).toContain('25 feeds with their tags.');
    const opml = await (await fetch(fileUrlsOf(exported)[0]!)).text();
    expect(
      readOpml(opml)
        .map(({ url }) => url)
        .toSorted(),
    ).toEqual(
      names
        .slice(0, 25)
        .map(name => `${web.origin}/${name}.xml`)
        .toSorted(),
    );
    expect(readOpml(opml)[0]?.tags).toEqual(['harbour']);
    await removeFeeds();

    for (const [name, bytes, reason] of [
      ['reader.opml', '<rss></rss>', 'This is no list of feeds (OPML) that I can read.'],
      ['reader.txt', '<opml/>', 'Choose a file that ends in .opml or .xml.'],
    ] as const)
      expect(
        visibleTextOf(
          await runAsEditor('feed', 'import', { file: bot.preview.member('Ada').attach({ name, bytes }) }),
        ),
      ).toContain(reason);
    expect(visibleTextOf(await runAsEditor('feed', 'export'))).toContain('This server has no feeds yet.');
  }, 240_000);
});

/** Runs a command of the CLI to its end. */
const run = (words: readonly string[], data?: string) =>
  runCommand(words, {
    ...(data !== undefined && { data }),
    environment: { FETCH_ALLOW: `127.0.0.1:${web.port}`, BLOCKED_DOMAINS: 'blocked.example' },
  });

test('the terminal takes the feeds of a file in, and prints those of a server', async () => {
  const data = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const [file, server] = [join(data, 'reader.opml'), ['--server', '100000000000000001']];
  web.pages.set('/evening', {
    headers: { 'content-type': 'application/rss+xml' },
    body: createRss([]),
  });
  writeFileSync(
    file,
    `<opml version="1.0"><body><outline text="a" xmlUrl="${web.origin}/evening"/><outline text="b" xmlUrl="${web.origin}/nothing"/></body></opml>`,
  );
  expect(await run(['feeds', 'export', ...server], data)).toEqual({
    code: 1,
    out: '',
    err: 'This server has no feeds yet.\n',
  });
  expect(await run(['feeds', 'import', file, ...server], data)).toEqual({
    code: 1,
    out: `added: ${web.origin}/evening  The Harbour Gazette\nin all: 1 added, 1 refused\n`,
    err: `${web.origin}/nothing: There is no page at this address: 127.0.0.1:${web.port} answered 404.\n`,
  });
  const { code, out } = await run(['feeds', 'export', ...server], data);
  expect([code, readOpml(out)]).toEqual([0, [{ url: `${web.origin}/evening`, tags: [] }]]);
  expect(out).toContain('text="The Harbour Gazette"');
});

test('the terminal imports a page by its address, and says why it does not import another', async () => {
  web.pages.set('/import', createWordpressPage(createStory('windmill', { comments })));
  const { code, out, err } = await run([
    'import',
    `${web.origin}/import`,
    `${web.origin}/nothing`,
    'http://localhost/',
    'https://blocked.example/',
  ]);
  expect(out).toMatch(
    new RegExp(`^added: \\w{16} {2}${createStory('windmill').headline}\nin all: 1 added, 3 refused\n$`),
  );
  expect(err.trim().split('\n')).toEqual([
    `${web.origin}/nothing: There is no page at this address: 127.0.0.1:${web.port} answered 404.`,
    'http://localhost/: localhost is not on the public internet, and I don’t read anything else.',
    'https://blocked.example/: I don’t read pages of blocked.example: the operator has blocked them.',
  ]);
  expect(code).toBe(1);
  const { headers } = web.requests.find(({ path }) => path === '/import')!;
  expect(headers['user-agent']).toMatch(/^Standfirst\/\d+\.\d+\.\d+ \(article reader\)$/);
}, 240_000);
