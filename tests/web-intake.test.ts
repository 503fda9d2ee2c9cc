import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLibrary } from '../src/articles/library.ts';
import { readPageInWorker } from '../src/articles/read-in-worker.ts';
import { feedRenderers } from '../src/discord/render/feeds.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { chooseCanonicalUrl } from '../src/web/canonical-url.ts';
import { mergeStored } from '../src/web/comment-merge.ts';
import { createFetch } from '../src/web/fetch.ts';
import { estimateSimilarity, sketchOf } from '../src/web/near-duplicates.ts';
import { findOptOut } from '../src/web/opt-out.ts';
import { getNextPoll, getNextRefresh, getNextRetry, parseRetryAfter } from '../src/web/refresh-schedule.ts';
import { createWeb } from '../src/web/web.ts';
import { createManualClock } from './manual-clock.ts';
import { createLogRecorder } from './support.ts';
import { createStory, createWordpressPage, type Story } from './web-pages.ts';
import { startWebServer } from './web-server.ts';

const server = '100000000000000001';
const everything = { offset: 0, limit: 100 };

async function createServices() {
  const web = await startWebServer();
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const storage = openSqlite(join(folder, 'test.sqlite'));
  const clock = createManualClock('2026-03-02T12:00:00Z');
  const library = createLibrary({ articles: storage.articles, clock });
  const { fetch, close } = createFetch({
    userAgent: 'Standfirst/0 (test)',
    blockedDomains: [],
    allow: [`127.0.0.1:${web.port}`],
  });
  const tell = async () => true;
  const { log } = createLogRecorder();
  const running = createWeb({
    renderers: feedRenderers,
    fetch,
    readPage: readPageInWorker,
    feeds: storage.feeds,
    pages: storage.pages,
    library,
    notify: tell,
    clock,
    log,
    pause: 0,
  });
  onTestFinished(async () => {
    await storage.close();
    await close();
    await web.close();
    rmSync(folder, { recursive: true });
  });
  const take = (path: string, holder: { serverId: string | null; tags?: string[] } = { serverId: server }) =>
    running.intake.add(`${web.origin}${path}`, holder);
  const publish = (path: string, story: Story) => web.pages.set(path, createWordpressPage(story));
  const until = async (instant: string) => {
    await clock.advanceTo(instant);
    await running.pollOnce(new AbortController().signal);
  };
  const looks = (path: string) => web.requests.filter(request => request.path === path).length;
  return { web, clock, library, shelf: library.forServer(server), storage, take, publish, until, looks };
}

describe('an article from a page', () => {
  test('is stored for the server that added it, under the address that the page gives itself, with its comments', async () => {
    const { web, take, publish, shelf, library } = await createServices();
    publish(
      '/crane?utm_source=mail',
      createStory('crane', {
        canonical: `${web.origin}/crane`,
        comments: [{ author: 'Ada', text: 'Good.' }],
      }),
    );
    const { outcome, article, url } = await take('/crane?utm_source=mail#top', {
      serverId: server,
      tags: ['harbour'],
    });
    expect([outcome, url, article.source, article.url]).toEqual([
      'added',
      `${web.origin}/crane`,
      `${web.origin}/crane`,
      `${web.origin}/crane`,
    ]);
    expect(article).toMatchObject({
      headline: createStory('crane').headline,
      comments: [{ number: '1', author: 'Ada' }],
    });
    expect(await shelf.list({ ...everything, tag: 'harbour' })).toHaveLength(1);
    expect(await library.count()).toBe(0);
    expect((await take('/crane?utm_source=mail')).outcome).toBe('unchanged');
  });

  test('is one article, however its address is written', async () => {
    const { take, publish, shelf, web } = await createServices();
    for (const path of ['/crane', '/crane/', '/crane/?fbclid=1']) publish(path, createStory('crane'));
    await take('/crane');
    expect(await take('/crane/')).toMatchObject({ outcome: 'unchanged', url: `${web.origin}/crane` });
    publish('/crane/?fbclid=1', createStory('crane', { paragraphs: createStory('windmill').paragraphs }));
    expect(await take('/crane/?fbclid=1')).toMatchObject({ outcome: 'new version', article: { version: 2 } });
    expect(await shelf.count()).toBe(1);
  });

  test.each([
    [404, 'There is no page at this address'],
    [403, 'not public'],
    [429, 'wants fewer requests'],
    [500, 'server has a problem'],
  ])('that answers %i is refused with the reason', async (status, reason) => {
    const { web, take, shelf } = await createServices();
    web.pages.set('/x', { status, body: 'x' });
    await expect(take('/x')).rejects.toThrow(reason);
    expect(await shelf.count()).toBe(0);
  });

  test('that is a feed is refused with what to do', async () => {
    const { web, take, shelf } = await createServices();
    const item = '<item><title>A</title><link>http://example.org/a</link></item>';
    web.pages.set(
      '/x',
      `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${item}</channel></rss>`,
    );
    await expect(take('/x')).rejects.toThrow(
      'This is a feed, not an article. An editor can add it with `/feed add`.',
    );
    expect(await shelf.count()).toBe(0);
  });

  test('that is XML of another kind is refused with what it is', async () => {
    const { web, take, shelf } = await createServices();
    web.pages.set(
      '/x',
      '<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="https://a.example/feed"/></body></opml>',
    );
    await expect(take('/x')).rejects.toThrow('I couldn’t add this page: this is a list of feeds (OPML)');
    web.pages.set(
      '/x',
      '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
    );
    await expect(take('/x')).rejects.toThrow('I couldn’t add this page: this is a sitemap');
    expect(await shelf.count()).toBe(0);
  });

  test('that is none is refused with the reason', async () => {
    const { web, take, shelf } = await createServices();
    web.pages.set(
      '/x',
      '<html><body><h1>Checking your browser</h1><p>Please enable JavaScript and cookies to continue.</p></body></html>',
    );
    await expect(take('/x')).rejects.toThrow(/\w{3}.*\.$/);
    expect(await shelf.count()).toBe(0);
  });
});

test.each([
  ['https://www.example.org/a?x=1&utm_source=b#c', null, 'https://www.example.org/a?x=1'],
  ['https://www.example.org/amp/a', 'https://example.org/a', 'https://example.org/a'],
  ['https://m.example.org/a', '/b', 'https://m.example.org/b'],
  ['https://evil.example/a', 'https://example.org/a', 'https://evil.example/a'],
  ['https://example.org/a', 'https://example.org/', 'https://example.org/a'],
  ['https://example.org/a', 'javascript:alert(1)', 'https://example.org/a'],
  ['https://example.org/a', 'http://', 'https://example.org/a'],
])('the page at %s that calls itself %s is kept as %s', (found, canonical, address) => {
  expect(chooseCanonicalUrl(found, canonical)).toBe(address);
});

describe('a copy', () => {
  const original = createStory('crane');
  const words = original.paragraphs.join(' ').split(' ');

  test.each([
    ['of the same text', (story: Story) => story],
    ['with another headline', (story: Story) => ({ ...story, headline: 'Crane stays' })],
    [
      'with a line more',
      (story: Story) => ({
        ...story,
        paragraphs: [...story.paragraphs, 'This story first appeared in the Harbour Gazette.'],
      }),
    ],
    [
      'with a few words exchanged',
      (story: Story) => ({
        ...story,
        paragraphs: story.paragraphs.map(text =>
          text.replace('Thursday', 'Wednesday').replace('another', 'one more'),
        ),
      }),
    ],
  ])('%s is linked to what is there, not stored', async (_, change) => {
    const { take, publish, shelf, storage, web } = await createServices();
    publish('/first', original);
    publish('/second', change(original));
    const first = await take('/first');
    const second = await take('/second', { serverId: server, tags: ['wire'] });
    expect(second).toMatchObject({ outcome: 'copy', article: { id: first.article.id } });
    expect(await shelf.count()).toBe(1);
    expect(await shelf.list({ ...everything, tag: 'wire' })).toHaveLength(1);
    expect(await storage.pages.get(server, `${web.origin}/second`)).toMatchObject({
      isCopy: true,
      articleId: first.article.id,
    });
    expect((await take('/second')).outcome).toBe('copy');
    await shelf.remove(first.article.id);
    expect((await take('/second')).outcome).toBe('added');
  });

  test('is none where half of it is something else, or where it is another server’s', async () => {
    const { take, publish, shelf } = await createServices();
    publish('/first', original);
    publish('/other', {
      ...original,
      paragraphs: [...original.paragraphs.slice(0, 3), ...createStory('windmill').paragraphs.slice(3)],
    });
    publish('/same', original);
    await take('/first');
    expect((await take('/other')).outcome).toBe('added');
    expect((await take('/same', { serverId: '200000000000000002' })).outcome).toBe('added');
    expect(await shelf.count()).toBe(2);
    expect((await take('/same', { serverId: null })).outcome).toBe('added');
  });

  test('is told by the share of three-word shingles, which the sketch estimates', () => {
    const exact = (a: string[], b: string[]) => {
      const [one, two] = [a, b].map(
        all => new Set(all.slice(2).map((word, i) => `${all[i]} ${all[i + 1]} ${word}`.toLowerCase())),
      );
      const common = [...one!].filter(shingle => two!.has(shingle)).length;
      return common / (one!.size + two!.size - common);
    };
    for (const share of [0, 10, 25, 50, 100]) {
      const changed = words.map((word, i) => (i % 100 < share ? `${word}x` : word));
      const estimate = estimateSimilarity(
        sketchOf({ paragraphs: [words.join(' ')] }),
        sketchOf({ paragraphs: [changed.join(' ')] }),
      );
      expect(Math.abs(estimate - exact(words, changed))).toBeLessThan(0.1);
    }
    expect(
      estimateSimilarity(sketchOf({ paragraphs: ['Too short.'] }), sketchOf({ paragraphs: ['Too short.'] })),
    ).toBe(0);
  });
});

describe('a stored article', () => {
  test('is looked at again after an hour, four, a day and a week, and never after that', async () => {
    const { take, publish, until, looks, web } = await createServices();
    publish('/crane', createStory('crane'));
    await take('/crane');
    const counts = [];
    for (const time of [
      '2T12:59',
      '2T13:00',
      '2T15:59',
      '2T16:00',
      '3T11:59',
      '3T12:00',
      '9T11:59',
      '9T12:00',
      '20T12:00',
    ]) {
      await until(`2026-03-${time.padStart(8, '0')}:00Z`);
      counts.push(looks('/crane'));
    }
    expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(web.requests.filter(({ path }) => path === '/robots.txt').length).toBeGreaterThan(0);
  });

  test('becomes a new version by new comments, at its old place in time, and by a new text, at a new one', async () => {
    const { take, publish, until, shelf } = await createServices();
    const story = createStory('crane');
    publish('/crane', story);
    const { article } = await take('/crane');
    publish('/crane', { ...story, comments: [{ author: 'Ada', text: 'At last.' }] });
    await until('2026-03-02T13:00:00Z');
    const second = (await shelf.getLatest(article.id))!;
    expect(second).toMatchObject({
      version: 2,
      addedAt: '2026-03-02T12:00:00.000Z',
      comments: [{ author: 'Ada' }],
    });
    expect(await shelf.listArrivals({ addedAfter: '2026-03-02T12:30:00Z' }, null)).toEqual([]);
    expect(await shelf.listArrivals({ after: 1 }, null)).toEqual([]);
    expect(await shelf.listArrivals({ after: 0 }, 1)).toMatchObject([{ id: second.id, comments: 1 }]);

    publish('/crane', {
      ...story,
      paragraphs: [...story.paragraphs, 'The vote was counted again on Friday, with the same result.'],
    });
    await until('2026-03-02T16:00:00Z');
    const third = (await shelf.getLatest(article.id))!;
    expect(third).toMatchObject({
      version: 3,
      addedAt: '2026-03-02T16:00:00.000Z',
      comments: [{ author: 'Ada' }],
    });
    expect(third.paragraphs.at(-1)).toContain('counted again');
  });

  test('stays as it was where its page is gone, closed or unwilling, and is left alone once it was removed', async () => {
    const { take, publish, until, shelf, looks, web, storage } = await createServices();
    publish('/crane', createStory('crane'));
    const { article } = await take('/crane');
    web.pages.set('/crane', { status: 404 });
    await until('2026-03-02T13:00:00Z');
    publish(
      '/crane',
      createStory('crane', {
        paragraphs: createStory('windmill').paragraphs,
        head: '<meta name="robots" content="noai">',
      }),
    );
    await until('2026-03-02T16:00:00Z');
    expect(await shelf.getLatest(article.id)).toMatchObject({ id: article.id, version: 1 });
    expect((await storage.pages.get(server, `${web.origin}/crane`))?.lastError).toContain('noai');
    await shelf.remove(article.id);
    await until('2026-03-03T12:00:00Z');
    const last = looks('/crane');
    await until('2026-03-09T12:00:00Z');
    expect(looks('/crane')).toBe(last);
    expect(await shelf.count()).toBe(0);
  });
});

test.each([
  [{ 'x-robots-tag': 'noai' }, '', 'noai'],
  [{ 'x-robots-tag': 'noindex, NOAI, noimageai' }, '', 'noai'],
  [{ 'x-robots-tag': 'standfirst: nollm' }, '', 'nollm'],
  [{ 'x-robots-tag': 'otherbot: noai, noml' }, '', null],
  [{ 'x-robots-tag': 'otherbot: noai, standfirst: noarchive' }, '', 'noarchive'],
  [{ 'x-robots-tag': 'unavailable_after: 25 Jun 2030, noml' }, '', 'noml'],
  [{ 'x-robots-tag': 'noindex, nofollow' }, '', null],
  [{ 'tdm-reservation': '1' }, '', 'tdm-reservation'],
  [{ 'tdm-reservation': '0' }, '', null],
  [{}, '<meta name=robots content=noai>', 'noai'],
  [{}, "<META CONTENT='index,noai' NAME='Robots'>", 'noai'],
  [{}, '<!-- <meta name="robots" content="noai"> -->', null],
  [{}, '<script>"<meta name=robots content=noai>"</script>', null],
  [{}, '<meta name="description" content="noai">', null],
])('the marks %j %s mean %s', (headers, html, mark) => {
  expect(findOptOut(headers as unknown as Record<string, string>, html)).toBe(mark);
});

test('the schedules are as docs/articles.md says', () => {
  const hour = 3_600_000;
  expect([0, 1, 3.9, 4, 23, 24, 167, 168, 9999].map(h => (getNextRefresh(0, h * hour) ?? 0) / hour)).toEqual([
    1, 4, 4, 24, 24, 168, 168, 0, 0,
  ]);
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(failures => getNextRetry(0, failures, null) / hour)).toEqual([
    0.5, 1, 2, 4, 8, 16, 24, 24,
  ]);
  expect(
    [getNextRetry(0, 1, 3 * hour), getNextRetry(0, 1, 1), getNextRetry(0, 1, 1e12)].map(time => time / hour),
  ).toEqual([3, 0.5, 168]);
  expect(
    [[], [null], [hour], [60_000], [hour, 2 * hour], [1e12]].map(asked => getNextPoll(0, asked) / hour),
  ).toEqual([0.5, 0.5, 1, 0.25, 2, 24]);
  expect(parseRetryAfter('Mon, 02 Mar 2026 13:00:00 GMT', Date.parse('2026-03-02T12:00:00Z'))).toBe(hour);
  expect([parseRetryAfter('120', 0), parseRetryAfter('soon', 0), parseRetryAfter(undefined, 0)]).toEqual([
    120_000,
    null,
    null,
  ]);
});

test('comments that a page shows no more stay where they were', () => {
  const said = (number: string, text: string, author: string | null = null) => ({
    number,
    author,
    paragraphs: [text],
  });
  const before = [said('1', 'First'), said('1.1', 'Answer'), said('2', '👍'), said('3', 'Third', 'Ada')];
  expect(
    mergeStored([said('1', 'Newest'), said('2', 'First!')], before).map(
      ({ number, paragraphs }) => `${number} ${paragraphs[0]}`,
    ),
  ).toEqual(['1 Newest', '2 First!', '2.1 Answer', '3 👍', '4 Third']);
});

test('thousands of comments with the same words are merged without comparing them in pairs', () => {
  const say = (author: string) =>
    Array.from({ length: 10_000 }, (_, index) => ({
      number: `${index + 1}`,
      author: `${author} ${index}`,
      paragraphs: ['I agree.'],
    }));
  const began = process.cpuUsage();
  const merged = mergeStored(say('Ada'), [...say('Ada'), ...say('Ben')]);
  const { user, system } = process.cpuUsage(began);
  expect(merged).toHaveLength(20_000);
  expect((user + system) / 1000).toBeLessThan(5000);
});
