import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLibrary } from '../src/articles/library.ts';
import { readPageInWorker } from '../src/articles/read-in-worker.ts';
import { feedRenderers, renderFeedList } from '../src/discord/render/feeds.ts';
import type { Reply } from '../src/discord/types.ts';
import { createMessage, formatInEnglish, type MessageDescriptor } from '../src/i18n/template-values.ts';
import type { ServerPartition } from '../src/scheduling/leases.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { readFeed } from '../src/web/feed.ts';
import { MAX_FEEDS_PER_SERVER } from '../src/web/feeds.ts';
import { createFetch } from '../src/web/fetch.ts';
import { createWeb } from '../src/web/web.ts';
import { createManualClock } from './manual-clock.ts';
import { createLogRecorder } from './support.ts';
import {
  createRss,
  createStory,
  createWordpressPage,
  type FeedEntry,
  formatParagraphs,
  type Story,
} from './web-pages.ts';
import { startWebServer } from './web-server.ts';

const server = '100000000000000001';
const everything = { offset: 0, limit: 100 };
const never = new AbortController().signal;

/** Creates the services with a local web server, at noon on a Monday. */
async function createServices() {
  const web = await startWebServer();
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const path = join(folder, 'test.sqlite');
  const clock = createManualClock('2026-03-02T12:00:00Z');
  const said: { channelId: string | null; text: string; at: string }[] = [];
  const { log, lines } = createLogRecorder();
  const { fetch, close } = createFetch({
    userAgent: 'Standfirst/0 (test)',
    blockedDomains: [],
    allow: [`127.0.0.1:${web.port}`],
  });
  const opened: ReturnType<typeof openSqlite>[] = [];

  /** One process of the bot on the same database. */
  function process(more: { part?: ServerPartition; isIn?: () => boolean } = {}) {
    const storage = openSqlite(path);
    opened.push(storage);
    const library = createLibrary({ articles: storage.articles, clock });
    const running = createWeb({
      renderers: feedRenderers,
      fetch,
      readPage: readPageInWorker,
      feeds: storage.feeds,
      pages: storage.pages,
      library,
      notify: async ({ channelId }, reply: Reply) => {
        said.push({ channelId, text: reply.content ?? '', at: new Date(clock.now()).toISOString() });
        return true;
      },
      clock,
      log,
      pause: 0,
      ...more,
    });
    const round = () => running.pollOnce(never);
    return { ...running, round, storage, library: library.forServer(server) };
  }
  const first = process();

  /** Advances time in steps of a quarter of an hour, carrying out what is due. */
  async function until(instant: string, { step = 15 * 60_000, by = first } = {}) {
    while (clock.now() < Date.parse(instant)) {
      await clock.advanceTo(new Date(Math.min(Date.parse(instant), clock.now() + step)).toISOString());
      await by.round();
    }
  }
  onTestFinished(async () => {
    for (const storage of opened) await storage.close();
    await close();
    await web.close();
    rmSync(folder, { recursive: true });
  });
  const add = (address: string, tags: string[] = []) =>
    first.feeds.add({ serverId: server, address, channelId: '42', tags, addedBy: '7' });
  const headlines = async () => (await first.library.list(everything)).map(({ headline }) => headline).sort();
  const feed = async () => (await first.feeds.list(server))[0]!;
  return { web, clock, said, lines, ...first, process, until, add, headlines, feed };
}

type TestServices = Awaited<ReturnType<typeof createServices>>;

/** Publishes a story on the web server; returns its entry for a feed. */
function publishStory(
  { web }: TestServices,
  path: string,
  subject: string,
  date: string,
  { story: change = {}, ...extra }: Partial<FeedEntry> & { story?: Partial<Story> } = {},
): FeedEntry {
  const story = createStory(subject, change);
  web.pages.set(path, createWordpressPage(story));
  return { title: story.headline, link: `${web.origin}${path}`, date, ...extra };
}

const asks = ({ web }: TestServices, path: string) => web.requests.filter(request => request.path === path);

describe('a week of a feed', () => {
  test('304, new articles, 429, broken XML, a server that is down, and 410', async () => {
    const home = await createServices();
    const { web, clock, said, until, add, headlines, feed, round } = home;
    const monday = publishStory(home, '/crane', 'crane', '2026-03-02T08:00:00Z');
    const serveFeed = (entries: FeedEntry[]) => {
      const etag = `"${entries.length}"`;
      web.pages.set('/feed', request =>
        request.headers['if-none-match'] === etag
          ? { status: 304 }
          : {
              headers: {
                'content-type': 'application/rss+xml',
                etag,
                'last-modified': 'Mon, 02 Mar 2026 08:00:00 GMT',
              },
              body: createRss(entries),
            },
      );
    };
    serveFeed([monday]);
    await add(`${web.origin}/feed`, ['harbour']);
    await round();
    expect(await headlines()).toEqual([monday.title]);
    expect((await home.library.list({ ...everything, tag: 'harbour' })).length).toBe(1);

    // Monday: checked every half hour, and nothing is downloaded twice.
    await until('2026-03-02T15:00:00Z');
    const looks = asks(home, '/feed').slice(1);
    expect(looks).toHaveLength(7);
    expect(
      looks
        .slice(1)
        .every(
          ({ headers }) => headers['if-none-match'] === '"1"' && headers['if-modified-since'] !== undefined,
        ),
    ).toBe(true);

    // Tuesday: a new article.
    const tuesday = publishStory(home, '/ferry', 'ferry', '2026-03-03T08:00:00Z');
    serveFeed([tuesday, monday]);
    await until('2026-03-03T09:00:00Z', { step: 30 * 60_000 });
    expect(await headlines()).toEqual([monday.title, tuesday.title].sort());

    // Wednesday: too many requests, with a request to wait six hours.
    await until('2026-03-04T08:00:00Z', { step: 30 * 60_000 });
    web.pages.set('/feed', { status: 429, headers: { 'retry-after': String(6 * 3600) } });
    await until('2026-03-04T09:00:00Z');
    const asked = asks(home, '/feed').length;
    await until('2026-03-04T14:00:00Z', { step: 30 * 60_000 });
    expect(asks(home, '/feed')).toHaveLength(asked);
    expect(said).toEqual([]);

    // It works again, then fails for a day: reported once, after the third failure, and checked less and less
    // often.
    serveFeed([tuesday, monday]);
    await until('2026-03-04T18:00:00Z', { step: 30 * 60_000 });
    expect((await feed()).state).toMatchObject({ failures: 0, lastError: null });
    web.pages.set('/feed', { status: 503 });
    const before = asks(home, '/feed').length;
    await until('2026-03-05T18:00:00Z', { step: 30 * 60_000 });
    expect(asks(home, '/feed').length - before).toBe(6);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ channelId: '42', text: expect.stringContaining('answered 503') });
    expect((await feed()).state.failures).toBe(6);

    // Friday: it works again, including the articles published meanwhile.
    const thursday = publishStory(home, '/windmill', 'windmill', '2026-03-05T08:00:00Z');
    serveFeed([thursday, tuesday, monday]);
    await until('2026-03-06T12:00:00Z', { step: 30 * 60_000 });
    expect(said.slice(1).map(({ text }) => text)).toEqual(['The feed **The Harbour Gazette** works again.']);
    expect(await headlines()).toContain(thursday.title);

    // Saturday: broken XML is reported immediately, and only once.
    web.pages.set('/feed', {
      headers: { 'content-type': 'application/rss+xml' },
      body: '<rss><channel><item><title>half of i',
    });
    await until('2026-03-07T06:00:00Z', { step: 30 * 60_000 });
    expect(said).toHaveLength(3);
    expect(said[2]!.text).toContain('can’t read the feed there');
    expect(clock.now() - Date.parse(said[2]!.at)).toBeGreaterThan(12 * 3_600_000);

    // Sunday: gone for good.
    web.pages.set('/feed', { status: 410 });
    await until('2026-03-08T12:00:00Z', { step: 30 * 60_000 });
    expect(said).toHaveLength(4);
    expect(said[3]!.text).toContain('gone for good (410)');
    const end = asks(home, '/feed').length;
    await until('2026-03-10T12:00:00Z', { step: 60 * 60_000 });
    expect(asks(home, '/feed')).toHaveLength(end);
    expect((await feed()).state.ended?.sentence).toContain('410');
    expect(await headlines()).toHaveLength(3);
    const list = renderFeedList(await home.feeds.list(server)).cards?.[0]?.description ?? '';
    expect(list).toContain('**The Harbour Gazette** · ended · 3 articles');
    expect(list).toContain('last worked <t:');

    // An editor tries again, and it works.
    serveFeed([thursday, tuesday, monday]);
    await home.feeds.resume(server, 'the harbour gazette');
    await round();
    expect((await feed()).state).toMatchObject({ ended: null, failures: 0 });
  }, 240_000);
});

const day = (n: number) => `2026-03-02T${String(n).padStart(2, '0')}:00:00Z`;
const feedOf = (entries: readonly FeedEntry[], headers: Record<string, string> = {}) => ({
  headers: { 'content-type': 'application/rss+xml', ...headers },
  body: createRss(entries),
});

const rawFeed = (items: string, { root = '', channel = '' } = {}) => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" ${root}><channel><title>Raw</title>${channel}${items}</channel></rss>`,
});
const textOf = (subject: string) =>
  `<content:encoded><![CDATA[${formatParagraphs(createStory(subject))}]]></content:encoded>`;

describe('what tells the items of a feed apart', () => {
  test.each([
    ['an id that all of them share', () => 'N/A'],
    ['an id that two of them share', (at: number) => (at < 2 ? 'tag:harbour,2026' : 'tag:harbour,2026:3')],
    ['no id', () => ''],
  ])('is their page where they have %s', async (_, guidOf) => {
    const home = await createServices();
    const entries = ['crane', 'ferry', 'windmill'].map(subject =>
      publishStory(home, `/${subject}`, subject, day(9)),
    );
    const items = entries.map(
      ({ title, link }, at) =>
        `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">${guidOf(at)}</guid></item>`,
    );
    home.web.pages.set('/feed', rawFeed(items.join('')));
    await home.add(`${home.web.origin}/feed`);
    await home.round();
    expect(await home.headlines()).toEqual(entries.map(({ title }) => title).sort());
    const asked = home.web.requests.length;
    await home.until('2026-03-02T12:45:00Z');
    expect(
      home.web.requests
        .slice(asked)
        .map(({ path }) => path)
        .filter(path => path !== '/feed'),
    ).toEqual([]);
  });

  test('is their page where the only item of the moment has an id that says nothing', async () => {
    const home = await createServices();
    for (const [at, subject] of ['crane', 'ferry'].entries()) {
      const { title, link } = publishStory(home, `/${subject}`, subject, day(9));
      home.web.pages.set(
        '/feed',
        rawFeed(`<item><title>${title}</title><link>${link}</link><guid>0</guid></item>`),
      );
      if (at === 0) await home.add(`${home.web.origin}/feed`);
      await home.until(`2026-03-02T1${3 + at}:00:00Z`);
    }
    expect(await home.headlines()).toHaveLength(2);
  });

  test('is what they say where they name neither an id nor a page, and their text is taken from the feed', async () => {
    const home = await createServices();
    const item = (subject: string, more = '') =>
      `<item><title>The ${subject}: a guide to &lt;video&gt; and &lt;b&gt;</title>${more}${textOf(subject)}<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>`;
    const items = [
      item('crane'),
      item('ferry', '<guid>ferry-7</guid>'),
      '<item><description></description></item>',
    ];
    home.web.pages.set('/feed', rawFeed(items.join('')));
    await home.add(`${home.web.origin}/feed`);
    await home.round();
    expect(await home.headlines()).toEqual([
      'The crane: a guide to <video> and <b>',
      'The ferry: a guide to <video> and <b>',
    ]);
    const [first, second] = await home.library.list(everything);
    expect(
      [first?.source, second?.source].every(source => source?.startsWith(`feed:${home.web.origin}/feed#`)),
    ).toBe(true);
    expect((await home.library.get(first!.id))?.url).toBeNull();
    home.web.pages.set('/feed', rawFeed([item('windmill'), ...items].join('')));
    await home.until('2026-03-02T13:00:00Z');
    expect(await home.headlines()).toHaveLength(3);
    expect((await home.feed()).state).toMatchObject({ taken: 3, refused: 0 });
    // an entry that exists only in a feed is not a page that could be checked again
    expect(await home.storage.pages.get(server, first!.source)).toMatchObject({ nextLook: null });
  });

  test('a link is relative to what the feed says that it is', async () => {
    const home = await createServices();
    for (const path of ['/blog/p1', '/news/p2', '/old/p3'])
      publishStory(home, path, path.slice(1, 5), day(9));
    home.web.pages.set('/feeds/atom', {
      headers: { 'content-type': 'application/atom+xml' },
      body: `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${home.web.origin}/blog/"><title type="html">Bases &lt;b&gt;and&lt;/b&gt; links</title><id>b</id>
        <entry><title>One</title><link href="p1"/><id>e1</id></entry><entry xml:base="../news/"><title>Two</title><link href="p2"/><id>e2</id></entry>
        <entry><title>Three</title><link xml:base="/old/" href="p3"/><id>e3</id></entry></feed>`,
    });
    await home.add(`${home.web.origin}/feeds/atom`);
    await home.round();
    expect(
      home.web.requests
        .map(({ path }) => path)
        .filter(path => /p\d$/.test(path))
        .sort(),
    ).toEqual(['/blog/p1', '/news/p2', '/old/p3']);
    expect((await home.feed()).state).toMatchObject({ title: 'Bases and links', taken: 3 });
  });
});

describe('the title of an item', () => {
  const rssTitle = (title: string) =>
    readFeed(rawFeed(`<item><title>${title}</title><guid>1</guid></item>`).body, 'https://a.example/feed')
      .items[0]?.title;
  const atomTitle = (title: string) =>
    readFeed(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>${title}<id>1</id></entry></feed>`,
      'https://a.example/feed',
    ).items[0]?.title;

  test.each([
    [
      'tags that are its subject',
      rssTitle('A guide to &lt;video&gt; and &lt;b&gt; in old browsers'),
      'A guide to <video> and <b> in old browsers',
    ],
    [
      'markup',
      rssTitle('<![CDATA[A <em>very</em> old<br>bridge &amp; its keeper]]>'),
      'A very old bridge & its keeper',
    ],
    ['less and more', rssTitle('3 &lt; 4 and 4 &gt; 3'), '3 < 4 and 4 > 3'],
    [
      'plain text that looks like markup',
      atomTitle('<title type="text">The &lt;b&gt;bold&lt;/b&gt; tag &amp;amp; you</title>'),
      'The <b>bold</b> tag &amp; you',
    ],
    [
      'HTML with an escaped tag',
      atomTitle('<title type="html">The &amp;lt;q&amp;gt; tag is &lt;i&gt;old&lt;/i&gt;</title>'),
      'The <q> tag is old',
    ],
    [
      'XHTML',
      atomTitle(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The &lt;q&gt; <em>tag</em></div></title>',
      ),
      'The <q> tag',
    ],
  ])('keeps its words: %s', (_, title, expected) => {
    expect(title).toBe(expected);
  });

  test.each([
    [
      'RSS 0.9',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title></channel><item><title>One</title><link>https://a.example/1</link></item></rdf:RDF>',
    ],
    [
      'RSS 0.91',
      '<rss version="0.91"><channel><title>t</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>',
    ],
    [
      'RSS 1.0',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example/"><title>t</title></channel><item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link></item></rdf:RDF>',
    ],
    [
      'JSON Feed',
      '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"https://a.example/1","url":"/1","title":"One"}]}',
    ],
  ])('and its page are read from %s', (_, text) => {
    expect(readFeed(text, 'https://a.example/feed').items).toMatchObject([
      { key: 'https://a.example/1', url: 'https://a.example/1', title: 'One' },
    ]);
  });
});

describe('the items of a feed', () => {
  test('are taken once: the newest ten at first, and from then on whatever is new', async () => {
    const home = await createServices();
    const { web, add, headlines, until, round, feed } = home;
    const subjects = 'mill dam quay weir pond lock slip jetty pier buoy sluice ford'.split(' ');
    const old = subjects.map((subject, i) =>
      publishStory(home, `/${subject}`, subject, `2026-02-${String(i + 10)}T08:00:00Z`),
    );
    web.pages.set('/feed', feedOf(old));
    const added = await add(`${web.origin}/feed`);
    expect(added.items).toBe(12);
    await round();
    expect(await headlines()).toEqual(
      old
        .slice(2)
        .map(({ title }) => title)
        .sort(),
    );
    const fresh = publishStory(home, '/new', 'beacon', day(8));
    web.pages.set('/feed', feedOf([...old, fresh]));
    await until('2026-03-02T12:30:00Z', { step: 30 * 60_000 });
    expect(await headlines()).toHaveLength(11);
    expect((await feed()).state.taken).toBe(11);
    for (const { link } of old.slice(2)) expect(asks(home, new URL(link).pathname)).toHaveLength(1);
    expect(asks(home, '/mill')).toHaveLength(0);
  }, 240_000);

  test('come from the full text in the feed where their page is closed, and wait where its server is down', async () => {
    const home = await createServices();
    const { web, add, headlines, until, round, feed } = home;
    const content = (subject: string) => formatParagraphs(createStory(subject));
    const closed = publishStory(home, '/closed', 'closed road', day(1), { content: content('closed road') });
    const down = publishStory(home, '/down', 'down line', day(2), { content: content('down line') });
    const neither = publishStory(home, '/neither', 'neither bank', day(3));
    web.pages.set('/closed', { status: 403 });
    web.pages.set('/down', { status: 503 });
    web.pages.set('/neither', { status: 404 });
    web.pages.set('/feed', feedOf([closed, down, neither]));
    await add(`${web.origin}/feed`);
    await round();
    expect(await headlines()).toEqual([closed.title]);
    expect((await feed()).state).toMatchObject({
      taken: 1,
      refused: 1,
      lastRefusal: expect.toSatisfy((said: MessageDescriptor) =>
        formatInEnglish(said).includes('answered 404'),
      ),
    });
    const stored = await home.library.find(closed.title);
    expect(stored).toMatchObject({ source: closed.link, url: closed.link });
    expect(stored.paragraphs.join(' ')).toContain('Maria Oduya');
    await until('2026-03-02T13:00:00Z');
    expect(asks(home, '/down')).toHaveLength(3);
    expect(await headlines()).toEqual([closed.title, down.title].sort());
    expect(asks(home, '/neither')).toHaveLength(1);
  }, 240_000);

  test('are left alone where robots.txt or a mark asks for it, whatever the feed gives of them', async () => {
    const home = await createServices();
    const { web, add, headlines, round, feed } = home;
    const content = formatParagraphs(createStory('unwanted tram'));
    const marked = [
      publishStory(home, '/header', 'header tram', day(1), { content }),
      publishStory(home, '/meta', 'meta tram', day(2), {
        content,
        story: { head: '<meta name="robots" content="index, NoAI">' },
      }),
      publishStory(home, '/tdm', 'reserved tram', day(3), {
        content,
        story: { head: '<meta content="1" name="tdm-reservation">' },
      }),
    ];
    web.pages.set('/header', {
      headers: { 'x-robots-tag': 'otherbot: noindex, standfirst: noai' },
      body: createWordpressPage(createStory('header tram')),
    });
    const other = publishStory(home, '/other', 'other tram', day(4), {
      story: { head: '<meta name="otherbot" content="noai">' },
    });
    const private_ = publishStory(home, '/private/tram', 'private tram', day(5));
    web.pages.set('/robots.txt', {
      headers: { 'content-type': 'text/plain' },
      body: 'User-agent: standfirst\nDisallow: /private/\n',
    });
    web.pages.set('/feed', feedOf([...marked, other, private_]));
    await add(`${web.origin}/feed`);
    await round();
    expect(await headlines()).toEqual([other.title]);
    expect((await feed()).state).toMatchObject({
      refused: 4,
      lastRefusal: expect.toSatisfy((said: MessageDescriptor) =>
        formatInEnglish(said).includes('robots.txt'),
      ),
    });
    expect(asks(home, '/private/tram')).toHaveLength(0);
    expect(asks(home, '/robots.txt')).toHaveLength(1);

    web.pages.set('/private/feed', feedOf([other]));
    await expect(add(`${web.origin}/private/feed`)).rejects.toThrow('asks bots not to read this feed');
  }, 240_000);

  test('are left alone where reading robots.txt would take too long', async () => {
    const { web, add } = await createServices();
    const body = `${'User-agent: a\n'.repeat(5000)}${'Disallow: /x\n'.repeat(20_000)}`;
    web.pages.set('/robots.txt', { headers: { 'content-type': 'text/plain' }, body });
    web.pages.set('/feed', feedOf([]));
    await expect(add(`${web.origin}/feed`)).rejects.toThrow('asks bots not to read this feed');
  }, 240_000);

  test('bring the comments of their own feed along, as a tree, and what is written later', async () => {
    const home = await createServices();
    const { web, add, until, round } = home;
    const early = [
      {
        author: 'Ada',
        text: 'I learned to swim there.',
        replies: [{ author: 'Ben', text: 'So did I – in “cold” water!' }],
      },
    ];
    const item = publishStory(home, '/pool', 'pool', day(1), {
      story: { comments: early },
      extra: '<slash:comments>4</slash:comments><wfw:commentRss>/pool/feed</wfw:commentRss>',
    });
    const comments = [
      {
        title: 'By: Ben',
        link: '/pool#2',
        date: day(2),
        author: 'Ben',
        content: '<p>So did I &#8211; in &#8220;cold&#8221; water!</p>',
      },
      {
        title: 'By: Cleo',
        link: '/pool#3',
        date: day(3),
        author: 'Cleo',
        content: '<p>In reply to <a href="/pool#2">Ben</a>.</p><p>It is heated now.</p>',
      },
      {
        title: 'By: Dan',
        link: '/pool#4',
        date: day(4),
        author: 'Dan',
        content: '<p>Open it all year.</p><p>Please.</p>',
      },
    ];
    web.pages.set('/pool/feed', feedOf(comments.toReversed()));
    web.pages.set('/feed', feedOf([item]));
    await add(`${web.origin}/feed`);
    await round();
    const shape = async () =>
      (await home.library.find(item.title)).comments.map(
        ({ number, author, paragraphs }) => `${number} ${author}: ${paragraphs.join(' / ')}`,
      );
    const first = [
      '1 Ada: I learned to swim there.',
      '1.1 Ben: So did I – in “cold” water!',
      '1.1.1 Cleo: It is heated now.',
      '2 Dan: Open it all year. / Please.',
    ];
    expect(await shape()).toEqual(first);

    const before = await home.library.find(item.title);
    comments.push({
      title: 'By: Eve',
      link: '/pool#5',
      date: day(12),
      author: 'Eve',
      content: '<p>In reply to <a href="/pool#4">Dan</a>.</p><p>Seconded.</p>',
    });
    web.pages.set('/pool/feed', feedOf(comments.slice(-1)));
    await until('2026-03-02T13:05:00Z');
    expect(await shape()).toEqual([...first, '2.1 Eve: Seconded.']);
    expect(await home.library.find(item.title)).toMatchObject({ version: 2, addedAt: before.addedAt });
  }, 240_000);
});

describe('feeds', () => {
  test('are looked at by one process at a time, and go on after a restart', async () => {
    const home = await createServices();
    const { web, add, round, until, process } = home;
    const item = publishStory(home, '/a', 'arch', day(1));
    web.pages.set('/feed', feedOf([item], { etag: '"a"' }));
    await add(`${web.origin}/feed`);
    const other = process();
    await Promise.all([round(), other.round(), round(), other.round()]);
    // once to add it, once to check it
    expect(asks(home, '/feed')).toHaveLength(2);
    expect(asks(home, '/a')).toHaveLength(1);
    await home.storage.close();
    await until('2026-03-02T13:00:00Z', { by: other });
    expect(asks(home, '/feed')).toHaveLength(4);
    expect(asks(home, '/feed').at(-1)?.headers['if-none-match']).toBe('"a"');
    expect(await other.library.count()).toBe(1);
  }, 240_000);

  test('are left to the process that serves their server, and let be where the bot was sent away', async () => {
    const home = await createServices();
    const { web, add, until, process } = home;
    web.pages.set('/feed', feedOf([publishStory(home, '/a', 'arch', day(1))]));
    await add(`${web.origin}/feed`);
    await process({ part: { list: [], count: 2 } }).round();
    const away = process({ isIn: () => false });
    await away.round();
    await until('2026-03-03T11:00:00Z', { step: 3_600_000 });
    expect(asks(home, '/feed')).toHaveLength(1);
    expect((await home.feed()).state.lastError?.sentence).toContain('I’m not in this server');
    await until('2026-03-03T12:00:00Z', { step: 3_600_000 });
    expect(asks(home, '/feed')).toHaveLength(2);
    expect((await home.feed()).state).toMatchObject({ lastError: null, taken: 1 });
  }, 240_000);

  test('fit into one message, as many as a server may have, whatever is wrong with them', async () => {
    const home = await createServices();
    home.web.pages.set('/feed', feedOf([]));
    const { feed } = await home.add(`${home.web.origin}/feed`);
    const long = '*_~ '.repeat(200);
    const reason = createMessage('{{said}}', { said: long });
    const time = new Date(0).toISOString();
    const worst = {
      title: long,
      lastError: reason,
      lastRefusal: reason,
      refused: 99_999,
      failures: 999,
      taken: 99_999,
      lastSuccess: time,
    };
    const { cards = [] } = renderFeedList(
      Array.from({ length: MAX_FEEDS_PER_SERVER }, () => ({ ...feed, state: { ...feed.state, ...worst } })),
    );
    const lengths = cards.map(({ description = '' }) => description.length);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(4000);
    expect(
      cards
        .map(({ description }) => description)
        .join('\n')
        .match(/broken \(999 failed looks\)/g),
    ).toHaveLength(MAX_FEEDS_PER_SERVER);
  });

  test('are found on a page, and understood in all three forms', async () => {
    const home = await createServices();
    const { web, add, round, headlines } = home;
    publishStory(home, '/one', 'granary', day(1));
    web.pages.set(
      '/front',
      '<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed"><link type="application/atom+xml" rel="alternate" href="/atom?a=1&amp;b=2"></head><body>Hello</body></html>',
    );
    web.pages.set('/atom?a=1&b=2', {
      headers: { 'content-type': 'application/atom+xml' },
      body: `<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &lt;b&gt;Atom&lt;/b&gt; Times</title><id>x</id><updated>${day(1)}</updated>
      <entry><id>e1</id><title>Granary</title><link href="/one"/><updated>${day(1)}</updated></entry></feed>`,
    });
    const found = await add(`${web.origin}/front`);
    expect(found.feed).toMatchObject({
      url: `${web.origin}/atom?a=1&b=2`,
      state: { title: 'The Atom Times' },
    });
    expect(found.others.map(({ url }) => url)).toEqual([`${web.origin}/comments/feed`]);
    publishStory(home, '/two', 'orchard', day(2));
    web.pages.set('/json', {
      headers: { 'content-type': 'application/feed+json' },
      body: JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'J',
        items: [{ id: '1', url: `${web.origin}/two`, content_text: 'x' }],
      }),
    });
    await add(`${web.origin}/json`);
    await round();
    expect(await headlines()).toEqual([createStory('granary').headline, createStory('orchard').headline]);
    await expect(add(`${web.origin}/json`)).rejects.toThrow('already has this feed');
    await expect(add(`${web.origin}/one`)).rejects.toThrow('I can’t read the feeds this page lists');
    await expect(add(`${web.origin}/nothing`)).rejects.toThrow('There is no page at this address: 127.0.0.1');
    web.pages.set('/plain', '<p>Nothing here.</p>');
    await expect(add(`${web.origin}/plain`)).rejects.toThrow(
      'neither a feed (RSS, Atom, JSON Feed) nor a page that links to one',
    );
  }, 240_000);

  test('that are paused are not looked at until they are resumed, and removed ones leave their articles', async () => {
    const home = await createServices();
    const { web, add, round, until, headlines, feeds } = home;
    web.pages.set('/feed', feedOf([publishStory(home, '/a', 'arch', day(1))]));
    await add(`${web.origin}/feed`);
    await round();
    await feeds.pause(server, `${web.origin}/feed`);
    const asked = asks(home, '/feed').length;
    await until('2026-03-03T12:00:00Z', { step: 3_600_000 });
    expect(asks(home, '/feed')).toHaveLength(asked);
    await feeds.resume(server, 'The Harbour Gazette');
    await round();
    expect(asks(home, '/feed')).toHaveLength(asked + 1);
    await expect(feeds.pause('200000000000000002', 'The Harbour Gazette')).rejects.toThrow(
      'has no feeds yet',
    );
    await feeds.remove(server, 'harbour');
    await until('2026-03-04T12:00:00Z', { step: 3_600_000 });
    expect(asks(home, '/feed')).toHaveLength(asked + 1);
    expect(await headlines()).toHaveLength(1);
  }, 240_000);
});
