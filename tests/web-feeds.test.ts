import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLibrary } from '../src/article/library.ts';
import { readPageInThread } from '../src/article/page/thread.ts';
import type { Reply } from '../src/discord/command.ts';
import { feedList } from '../src/discord/render/feeds.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { createFetch } from '../src/web/fetch.ts';
import { createWeb } from '../src/web/web.ts';
import { manualClock } from './manual-clock.ts';
import { logLines } from './support.ts';
import { type FeedEntry, rss, storyAbout, wordpressPage } from './web-pages.ts';
import { startWebServer } from './web-server.ts';

const server = '100000000000000001';
const everything = { offset: 0, limit: 100 };
const never = new AbortController().signal;

/** A house with a web server next door, on a Monday noon. */
async function house() {
  const web = await startWebServer();
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const path = join(folder, 'test.sqlite');
  const clock = manualClock('2026-03-02T12:00:00Z');
  const said: { channelId: string | null; text: string; at: string }[] = [];
  const { log, lines } = logLines();
  const { fetch, close } = createFetch({
    userAgent: 'Standfirst/0 (test)',
    blockedDomains: [],
    allow: [`127.0.0.1:${web.port}`],
  });
  const opened: ReturnType<typeof openSqlite>[] = [];

  /** One process of the bot on the same database. */
  function process() {
    const storage = openSqlite(path);
    opened.push(storage);
    const library = createLibrary({ articles: storage.articles, clock });
    const running = createWeb({
      fetch,
      readPage: readPageInThread,
      feeds: storage.feeds,
      pages: storage.pages,
      library,
      tell: async ({ channelId }, reply: Reply) => {
        said.push({ channelId, text: reply.content ?? '', at: new Date(clock.now()).toISOString() });
        return true;
      },
      clock,
      log,
      pause: 0,
    });
    const round = () => running.round(never);
    return { ...running, round, storage, library: library.of(server) };
  }
  const first = process();

  /** Lets time pass in steps of a quarter of an hour, doing what is due. */
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

type House = Awaited<ReturnType<typeof house>>;

/** Puts a story on the web, with its entry for a feed. */
function publish({ web }: House, path: string, subject: string, date: string, extra: Partial<FeedEntry> = {}): FeedEntry {
  const story = storyAbout(subject);
  web.pages.set(path, wordpressPage(story));
  return { title: story.headline, link: `${web.origin}${path}`, date, ...extra };
}

const asks = ({ web }: House, path: string) => web.requests.filter(request => request.path === path);

describe('a week of a feed', () => {
  test('304, new articles, 429, broken XML, a server that is down, and 410', async () => {
    const home = await house();
    const { web, clock, said, until, add, headlines, feed, round } = home;
    const monday = publish(home, '/crane', 'crane', '2026-03-02T08:00:00Z');
    const serveFeed = (entries: FeedEntry[]) => {
      const etag = `"${entries.length}"`;
      web.pages.set('/feed', request =>
        request.headers['if-none-match'] === etag
          ? { status: 304 }
          : {
              headers: { 'content-type': 'application/rss+xml', etag, 'last-modified': 'Mon, 02 Mar 2026 08:00:00 GMT' },
              body: rss(entries),
            },
      );
    };
    serveFeed([monday]);
    await add(`${web.origin}/feed`, ['harbour']);
    await round();
    expect(await headlines()).toEqual([monday.title]);
    expect((await home.library.list({ ...everything, tag: 'harbour' })).length).toBe(1);

    // Monday: looked at each half hour, and nothing is sent twice.
    await until('2026-03-02T15:00:00Z');
    const looks = asks(home, '/feed').slice(1);
    expect(looks).toHaveLength(7);
    expect(
      looks.slice(1).every(({ headers }) => headers['if-none-match'] === '"1"' && headers['if-modified-since'] !== undefined),
    ).toBe(true);

    // Tuesday: a new article.
    const tuesday = publish(home, '/ferry', 'ferry', '2026-03-03T08:00:00Z');
    serveFeed([tuesday, monday]);
    await until('2026-03-03T09:00:00Z', { step: 30 * 60_000 });
    expect(await headlines()).toEqual([monday.title, tuesday.title].sort());

    // Wednesday: too many requests, with a wish to be left alone for six hours.
    await until('2026-03-04T08:00:00Z', { step: 30 * 60_000 });
    web.pages.set('/feed', { status: 429, headers: { 'retry-after': String(6 * 3600) } });
    await until('2026-03-04T09:00:00Z');
    const asked = asks(home, '/feed').length;
    await until('2026-03-04T14:00:00Z', { step: 30 * 60_000 });
    expect(asks(home, '/feed')).toHaveLength(asked);
    expect(said).toEqual([]);

    // It goes on, and fails for a day: said once, after the third time, and asked less and less.
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

    // Friday: it is back, and with what was new meanwhile.
    const thursday = publish(home, '/windmill', 'windmill', '2026-03-05T08:00:00Z');
    serveFeed([thursday, tuesday, monday]);
    await until('2026-03-06T12:00:00Z', { step: 30 * 60_000 });
    expect(said.slice(1).map(({ text }) => text)).toEqual(['The feed **The Harbour Gazette** works again.']);
    expect(await headlines()).toContain(thursday.title);

    // Saturday: broken XML is said at once, and once.
    web.pages.set('/feed', { headers: { 'content-type': 'application/rss+xml' }, body: '<rss><channel><item><title>half of i' });
    await until('2026-03-07T06:00:00Z', { step: 30 * 60_000 });
    expect(said).toHaveLength(3);
    expect(said[2]!.text).toContain('no feed that can be read');
    expect(clock.now() - Date.parse(said[2]!.at)).toBeGreaterThan(12 * 3_600_000);

    // Sunday: gone for good.
    web.pages.set('/feed', { status: 410 });
    await until('2026-03-08T12:00:00Z', { step: 30 * 60_000 });
    expect(said).toHaveLength(4);
    expect(said[3]!.text).toContain('gone for good (410)');
    const end = asks(home, '/feed').length;
    await until('2026-03-10T12:00:00Z', { step: 60 * 60_000 });
    expect(asks(home, '/feed')).toHaveLength(end);
    expect((await feed()).state.ended).toContain('410');
    expect(await headlines()).toHaveLength(3);
    const list = feedList(await home.feeds.list(server)).embeds?.[0]?.description ?? '';
    expect(list).toContain('**The Harbour Gazette** · ended · 3 articles');
    expect(list).toContain('last went well <t:');

    // An editor tries once more, and it is there again.
    serveFeed([thursday, tuesday, monday]);
    await home.feeds.resume(server, 'the harbour gazette');
    await round();
    expect((await feed()).state).toMatchObject({ ended: null, failures: 0 });
  }, 60_000);
});
