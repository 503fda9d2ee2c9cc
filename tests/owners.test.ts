import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Digest, nonceOf } from '../src/digests/digest.ts';
import type { Row } from '../src/storage/copy.ts';
import type { Place } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { askedKey, keyOf as keyIn } from '../src/storage/request-hash.ts';
import type { Generation, Storage } from '../src/storage/storage.ts';
import type { KeptFeed, WebPage } from '../src/web/feed-state.ts';
import { type Server, startPostgres } from './postgres.ts';
import { articleOf, logLines, newFile, unlimited } from './support.ts';

/** One key for both servers, as keys were made before they held the place. */
const keyOf = (options: object) => keyIn(options, 'anywhere');

let server: Server;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const at = '2026-11-25T08:00:00.000Z';
const today = '2026-11-25';
const tomorrow = '2026-11-26';
const [ONE, TWO] = ['110000000000000011', '220000000000000022'];
const [ANN, BEN] = ['330000000000000033', '440000000000000044'];

const everybodys = articleOf('The bridge opens', ['The bridge opened on Tuesday.']);
const ownOf = (serverId: string) => articleOf(`The ferry of ${serverId.slice(0, 2)}`, ['It was late.']);
const shared = articleOf('Held by both', ['Two servers hold it.']);
const question = { question: 'Why was it late?', context: [], language: null };

const digestOf = (serverId: string, memberId: string): Digest => ({
  id: `digest ${serverId}`,
  serverId,
  channelId: '2',
  name: 'News',
  days: [1, 2, 3, 4, 5, 6, 7],
  time: '08:30',
  zone: 'UTC',
  count: 3,
  paused: false,
  activeSince: at,
  createdBy: memberId,
  createdAt: at,
});

const feedOf = (serverId: string, memberId: string): KeptFeed => ({
  id: `feed ${serverId}`,
  serverId,
  url: 'https://example.org/feed',
  channelId: '7',
  tags: [],
  paused: false,
  addedBy: memberId,
  addedAt: at,
  state: {
    ...{
      title: 'Example',
      movedTo: null,
      etag: '"1"',
      lastModified: null,
      nextLook: at,
      lastLook: at,
      lastSuccess: at,
    },
    ...{ failures: 0, lastError: null, told: false, ended: null, taken: 0, refused: 0, lastRefusal: null },
  },
});

const pageOf = (serverId: string): WebPage => ({
  ...{
    serverId,
    url: 'https://example.org/page',
    articleId: ownOf(serverId).id,
    isCopy: false,
    commentFeed: null,
  },
  ...{ addedAt: at, etag: null, lastModified: null, nextLook: at, lastError: null },
});

const generationOf = (serverId: string, memberId: string, day: string): Generation => ({
  ...{ day, at, memberId, serverId, recipe: 'summary', articleId: ownOf(serverId).id },
  ...{ answers: 1, inputTokens: 10, outputTokens: 5, dollars: 0.5 },
});

/** Something of a server and of a member in every table. */
async function furnish(storage: Storage, serverId: string, memberId: string): Promise<void> {
  const { articles, threads, digests, feeds, pages, ledger, feedback, asked, audit, cache } = storage;
  const there = articles.of(serverId);
  const own = ownOf(serverId);
  await there.add(own, { source: 'a.txt', addedAt: at });
  await there.add(articleOf(`${own.headline}, again`, ['It was late again.']), {
    source: 'a.txt',
    addedAt: at,
  });
  await there.add(shared, { source: 'b.txt', addedAt: at });
  await there.tag(own.id, { add: ['ferry'], remove: [] });
  await threads.open({
    threadId: `9${serverId}`,
    serverId,
    articleId: own.id,
    openedBy: memberId,
    openedAt: at,
  });
  await threads.ask({
    threadId: `9${serverId}`,
    messageId: `1${serverId}`,
    memberId,
    question: 'Why?',
    askedAt: at,
  });
  const digest = digestOf(serverId, memberId);
  await digests.create(digest);
  const post = { digestId: digest.id, articleIds: [], messageId: null, reason: null, at };
  await digests.claim({
    ...post,
    slot: at,
    nonce: nonceOf(digest.id, at),
    occasion: 'schedule',
    state: 'claimed',
  });
  await feeds.create(feedOf(serverId, memberId));
  await feeds.note({ feedId: `feed ${serverId}`, key: 'item', state: 'taken', tries: 1, reason: null, at });
  await pages.put(pageOf(serverId));
  await storage.settings.change(serverId, { language: 'fr' });
  for (const day of ['2026-11-24', today]) {
    const { id } = (await ledger.reserve(generationOf(serverId, memberId, day), unlimited)) as { id: number };
    await ledger.settle(id, { inputTokens: 10, outputTokens: 5, dollars: 0.5, isCounted: false });
  }
  const words = { ...question, question: `Why was the ferry of ${serverId} late?` };
  for (const [options, key] of [words, question].map(options => [options, keyOf(options)] as const)) {
    await asked.note({ key, memberId, serverId, at, before: [] });
    await feedback.keep({ key, options: JSON.stringify(options), at }, '2020');
    await cache.set(`answer ${key}`, `"answer to ${key}"`, Date.now() + 1e9);
    await asked.noteAnswer({ key: `answer ${key}`, articleId: everybodys.id, asked: askedKey(options), at });
  }
  await cache.set(`summary ${serverId}`, '"a summary"', Date.now() + 1e9);
  await asked.noteAnswer({
    key: `summary ${serverId}`,
    articleId: own.id,
    asked: askedKey({ length: 'brief' }),
    at,
  });
  await feedback.vote({
    answer: `summary/${own.id}`,
    articleId: own.id,
    serverId,
    memberId,
    verdict: 'wrong',
    reason: 'No.',
    shown: null,
    at,
  });
  await audit.note({ serverId, at, actor: memberId, action: 'added', kind: 'article', what: own.id });
}

async function allRows(storage: Storage): Promise<Record<string, Row[]>> {
  const all: Record<string, Row[]> = {};
  await storage.copies.read(async snapshot => {
    for (const table of snapshot.tables) {
      all[table] = [];
      for await (const rows of snapshot.rows(table)) all[table].push(...rows);
    }
  });
  return all;
}

/** The tables in which something stands. */
async function tablesWith(storage: Storage, text: string): Promise<string[]> {
  return Object.entries(await allRows(storage)).flatMap(([table, rows]) =>
    JSON.stringify(rows).includes(text) ? [table] : [],
  );
}

describe.each([
  ['the embedded database', async (): Promise<Place> => newFile()],
  ['PostgreSQL', (): Promise<Place> => server.empty()],
])('%s', (_name, createPlace) => {
  let place: Place;
  let storage: Storage;
  beforeEach(async () => {
    place = await createPlace();
    storage = await openStorage(place, logLines().log);
    await storage.articles.add(everybodys, { source: 'all.txt', addedAt: at });
    await furnish(storage, ONE, ANN);
    await furnish(storage, TWO, BEN);
  });
  afterEach(() => storage.close());

  const forgetAll = async (serverId: string, day: string) => {
    let steps = 0;
    while ((await storage.servers.forgetSome(serverId, day)) > 0) steps++;
    return steps;
  };

  it('deletes all that is a server’s in small steps, and nothing of another’s', async () => {
    const without = (text: string, rows: Record<string, Row[]>) =>
      Object.fromEntries(
        Object.entries(rows).map(([table, all]) => [
          table,
          all.filter(row => !JSON.stringify(row).includes(text)),
        ]),
      );
    const before = await allRows(storage);
    for (const table of [
      'article',
      'digest',
      'digest_post',
      'feed',
      'feed_item',
      'web_page',
      'thread',
      'thread_question',
      'vote',
      'asked',
      'asked_by',
      'kept_answer',
      'cache',
      'audit',
      'generation',
      'server_settings',
    ])
      expect(before[table]?.length, table).toBeGreaterThan(1);
    expect(await storage.servers.known()).toEqual(expect.arrayContaining([ONE, TWO]));
    expect(await storage.servers.count(ONE)).toMatchObject({
      articles: 2,
      digests: 1,
      feeds: 1,
      threads: 1,
      questions: 1,
      votes: 1,
    });

    // a process that is killed in between leaves the rest to the next
    for (let step = 0; step < 4; step++)
      expect(await storage.servers.forgetSome(ONE, tomorrow)).toBeGreaterThan(0);
    await storage.close();
    storage = await openStorage(place, logLines().log);
    expect(await forgetAll(ONE, tomorrow)).toBeGreaterThan(4);

    expect(await tablesWith(storage, ONE)).toEqual([]);
    expect(await tablesWith(storage, ownOf(ONE).id)).toEqual([]);
    expect(await storage.cache.get(`summary ${ONE}`)).toBeUndefined();
    const after = await allRows(storage);
    for (const table of Object.keys(before).filter(
      name => !/^(generation|article|asked_by|forgotten_server)/.test(name),
    ))
      expect(without(ANN, after)[table], table).toEqual(
        without(
          keyOf({ ...question, question: `Why was the ferry of ${ONE} late?` }),
          without(ANN, without(ONE, before)),
        )[table],
      );
    expect(await storage.articles.of(TWO).count()).toBe(3);
    expect((await storage.articles.of(TWO).get(shared.id))?.id).toBe(shared.id);
    expect(await storage.articles.of(ONE).list({ offset: 0, limit: 9 })).toMatchObject([
      { id: everybodys.id },
    ]);
    expect(await storage.feedback.kept(keyOf(question))).toBeDefined();
    expect(await storage.servers.known()).toEqual([TWO]);
    const sums = await storage.ledger.spending('2026-11-24', { serverId: null, memberId: null });
    expect(sums).toMatchObject({ answers: 2, dollars: 1 });
  });

  it('counts what a deleted server used for the limits until the day is over', async () => {
    await forgetAll(ONE, today);
    expect(await storage.ledger.spending(today, { serverId: ONE, memberId: null })).toMatchObject({
      answers: 1,
    });
    expect(await storage.ledger.spending('2026-11-24', { serverId: ONE, memberId: null })).toMatchObject({
      answers: 0,
    });
    await storage.servers.endDay(today);
    await storage.ledger.reserve(generationOf(ONE, BEN, today), unlimited);
    await storage.servers.endDay(tomorrow);
    expect(await storage.ledger.spending(today, { serverId: ONE, memberId: null })).toMatchObject({
      answers: 1,
    });
    expect(await storage.ledger.spending(today, { serverId: null, memberId: null })).toMatchObject({
      answers: 3,
    });
    expect(await tablesWith(storage, ANN)).toEqual([]);
  });

  it('gives out all that mentions a member, and deletes it or takes their id from it', async () => {
    const mentions = await storage.members.mentions(ANN);
    const named = Object.entries(mentions).flatMap(([table, rows]) => (rows.length > 0 ? [table] : []));
    expect(named.toSorted()).toEqual([...(await tablesWith(storage, ANN)), 'asked'].toSorted());
    expect(JSON.stringify(mentions)).not.toContain(BEN);
    const bens = await storage.members.mentions(BEN);

    const context = { ...question, question: 'And then?', context: ['Why?'] };
    await storage.asked.note({ key: keyOf(context), memberId: BEN, serverId: ONE, at, before: [ANN] });
    await storage.feedback.keep({ key: keyOf(context), options: JSON.stringify(context), at }, '2020');
    expect(await storage.members.forget(ANN, tomorrow)).toEqual({
      ...{ questions: 3, votes: 1, generations: 2, digests: 1, feeds: 1, changes: 1 },
    });
    expect(await tablesWith(storage, ANN)).toEqual([]);
    expect(await storage.feedback.kept(keyOf(context))).toBeUndefined();
    expect(await storage.feedback.kept(keyOf(question))).toBeDefined();
    expect(
      await storage.cache.get(
        `answer ${keyOf({ ...question, question: `Why was the ferry of ${ONE} late?` })}`,
      ),
    ).toBeUndefined();
    expect(await storage.members.mentions(BEN)).toEqual(bens);
    expect(await storage.digests.get(`digest ${ONE}`)).toMatchObject({ name: 'News', createdBy: '' });
    expect(await storage.feeds.get(`feed ${ONE}`)).toMatchObject({ addedBy: '' });
    expect(await storage.audit.list(ONE, { offset: 0, limit: 5 })).toMatchObject([
      { actor: '', action: 'added' },
    ]);
    expect(await storage.members.forget(ANN, tomorrow)).toMatchObject({
      questions: 0,
      digests: 0,
      changes: 0,
    });
  });

  it('rests what is due of a server, and lets it go on from then, without what came in meanwhile', async () => {
    const later = '2026-12-20T08:00:00.000Z';
    expect(await storage.servers.rest(ONE, at)).toBe(true);
    expect(await storage.servers.rest(ONE, later)).toBe(false);
    expect(await storage.servers.restOf(ONE)).toEqual({ serverId: ONE, since: at, isForgetting: false });
    expect((await storage.digests.active()).map(({ serverId }) => serverId)).toEqual([TWO]);
    expect((await storage.feeds.due(later)).map(({ serverId }) => serverId)).toEqual([TWO]);
    const until = '2026-12-20T09:00:00.000Z';
    expect((await storage.pages.claimDue(later, until))?.serverId).toBe(TWO);
    expect(await storage.pages.claimDue(later, until)).toBeUndefined();

    const meanwhile = articleOf('While nobody was there', ['It came in.']);
    await storage.articles.add(meanwhile, { source: 'm.txt', addedAt: '2026-12-10T08:00:00.000Z' });
    const justNow = articleOf('Just before', ['It came in too.']);
    await storage.articles.add(justNow, { source: 'n.txt', addedAt: '2026-12-20T07:00:00.000Z' });
    await storage.servers.goOn(ONE, {
      at: later,
      from: '2026-12-19T08:00:00.000Z',
      reason: 'Nobody was there.',
    });
    await storage.servers.wake(ONE);
    expect(await storage.servers.resting()).toEqual([]);
    const digest = await storage.digests.get(`digest ${ONE}`);
    expect(digest).toMatchObject({ activeSince: later, backSince: later, name: 'News' });
    expect(await storage.digests.unsettled(`digest ${ONE}`)).toEqual([]);
    expect(await storage.digests.posts(`digest ${ONE}`, 5)).toMatchObject([
      { state: 'skipped', reason: 'Nobody was there.' },
    ]);
    const { after, upTo } = await storage.digests.span(`digest ${ONE}`, null);
    const came = await storage.articles.of(ONE).arrived({ after }, upTo);
    expect(came.map(({ headline }) => headline)).toEqual(['Just before']);
    expect((await storage.feeds.due(later)).map(({ serverId }) => serverId)).toContain(ONE);
    expect((await storage.feeds.get(`feed ${ONE}`))?.state).toMatchObject({
      lastSuccess: null,
      etag: null,
      nextLook: later,
    });
  });

  it('keeps lines of who changed what, the newest first, and drops those that are old', async () => {
    const { audit } = storage;
    await audit.note({
      serverId: ONE,
      at: '2026-12-01T00:00:00.000Z',
      actor: 'operator',
      action: 'removed',
      kind: 'feed',
      what: 'f',
    });
    await audit.note({
      serverId: null,
      at: '2026-12-01T00:00:00.000Z',
      actor: 'operator',
      action: 'added',
      kind: 'article',
      what: 'x',
    });
    expect((await audit.list(ONE, { offset: 0, limit: 5 })).map(({ what }) => what)).toEqual([
      'f',
      ownOf(ONE).id,
    ]);
    expect(await audit.list(ONE, { offset: 1, limit: 1 })).toMatchObject([{ actor: ANN, serverId: ONE, at }]);
    expect(await audit.list(null, { offset: 0, limit: 5 })).toMatchObject([{ what: 'x', serverId: null }]);
    expect(await audit.sweep('2026-11-30T00:00:00.000Z')).toBe(2);
    expect(await audit.sweep('2026-11-30T00:00:00.000Z')).toBe(0);
    expect(await audit.list(ONE, { offset: 0, limit: 5 })).toHaveLength(1);
  });
});
