import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Digest, nonceOf } from '../src/digests/digest.ts';
import { createMessage } from '../src/i18n/template-values.ts';
import type { RawRow } from '../src/storage/bulk-copy.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { requestKeyOf as keyIn, questionKeyOf } from '../src/storage/request-hash.ts';
import type { Storage } from '../src/storage/storage.ts';
import type { Generation } from '../src/storage/stores/ledger.ts';
import type { StoredFeed, WebPage } from '../src/web/feed-records.ts';
import { createArticle } from './articles.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { createLogRecorder, UNLIMITED } from './support.ts';

/** The same key for both servers, as keys were before they included the place. */
const keyOf = (options: object) => keyIn(options, 'anywhere');

const server = usePostgres();

const at = '2026-11-25T08:00:00.000Z';
const today = '2026-11-25';
const tomorrow = '2026-11-26';
const [ONE, TWO] = ['110000000000000011', '220000000000000022'];
const [ANN, BEN] = ['330000000000000033', '440000000000000044'];

const everybodys = createArticle('The bridge opens', ['The bridge opened on Tuesday.']);
const ownOf = (serverId: string) => createArticle(`The ferry of ${serverId.slice(0, 2)}`, ['It was late.']);
const shared = createArticle('Held by both', ['Two servers hold it.']);
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

const feedOf = (serverId: string, memberId: string): StoredFeed => ({
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

/** Adds something of a server and a member to every table. */
async function furnishStorage(storage: Storage, serverId: string, memberId: string): Promise<void> {
  const {
    articles,
    threads,
    digests,
    feeds,
    pages,
    ledger,
    feedback,
    provenance: asked,
    audit,
    cache,
  } = storage;
  const there = articles.forServer(serverId);
  const own = ownOf(serverId);
  await there.add(own, { source: 'a.txt', addedAt: at });
  await there.add(createArticle(`${own.headline}, again`, ['It was late again.']), {
    source: 'a.txt',
    addedAt: at,
  });
  await there.add(shared, { source: 'b.txt', addedAt: at });
  await there.changeTags(own.id, { add: ['ferry'], remove: [] });
  await threads.open({
    threadId: `9${serverId}`,
    serverId,
    articleId: own.id,
    openedBy: memberId,
    openedAt: at,
  });
  await threads.addQuestion({
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
  await feeds.recordItem({
    feedId: `feed ${serverId}`,
    key: 'item',
    state: 'taken',
    tries: 1,
    reason: null,
    at,
  });
  await pages.put(pageOf(serverId));
  await storage.settings.update(serverId, { language: 'fr' });
  for (const day of ['2026-11-24', today]) {
    const { id } = (await ledger.reserve(generationOf(serverId, memberId, day), UNLIMITED)) as { id: number };
    await ledger.settle(id, { inputTokens: 10, outputTokens: 5, dollars: 0.5, isCounted: false });
  }
  const words = { ...question, question: `Why was the ferry of ${serverId} late?` };
  for (const [options, key] of [words, question].map(options => [options, keyOf(options)] as const)) {
    const by = { memberId, serverId, before: [] };
    await feedback.saveQuestion({ key, options: JSON.stringify(options), at, by });
    await cache.set(`answer ${key}`, `"answer to ${key}"`, Date.now() + 1e9);
    await asked.recordAnswer({
      key: `answer ${key}`,
      articleId: everybodys.id,
      asked: questionKeyOf(options),
      at,
    });
  }
  await cache.set(`summary ${serverId}`, '"a summary"', Date.now() + 1e9);
  await asked.recordAnswer({
    key: `summary ${serverId}`,
    articleId: own.id,
    asked: questionKeyOf({ length: 'brief' }),
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
  await audit.record({ serverId, at, actor: memberId, action: 'added', kind: 'article', what: own.id });
}

async function readAllRows(storage: Storage): Promise<Record<string, RawRow[]>> {
  const all: Record<string, RawRow[]> = {};
  await storage.bulk.read(async snapshot => {
    for (const table of snapshot.tables) {
      all[table] = [];
      for await (const rows of snapshot.rows(table)) all[table].push(...rows);
    }
  });
  return all;
}

/** The tables that contain a text. */
async function findTablesWith(storage: Storage, text: string): Promise<string[]> {
  return Object.entries(await readAllRows(storage)).flatMap(([table, rows]) =>
    JSON.stringify(rows).includes(text) ? [table] : [],
  );
}

describe.each(listDatabases(server, () => server.empty()))('%s', (_name, createPlace) => {
  let target: DatabaseTarget;
  let storage: Storage;
  beforeEach(async () => {
    target = await createPlace();
    storage = await openStorage(target, createLogRecorder().log);
    await storage.articles.add(everybodys, { source: 'all.txt', addedAt: at });
    await furnishStorage(storage, ONE, ANN);
    await furnishStorage(storage, TWO, BEN);
  });
  afterEach(() => storage.close());

  const forgetAll = async (serverId: string, day: string) => {
    let steps = 0;
    while ((await storage.servers.eraseBatch(serverId, day)) > 0) steps++;
    return steps;
  };

  it('deletes all that is a server’s in small steps, and nothing of another’s', async () => {
    const without = (text: string, rows: Record<string, RawRow[]>) =>
      Object.fromEntries(
        Object.entries(rows).map(([table, all]) => [
          table,
          all.filter(row => !JSON.stringify(row).includes(text)),
        ]),
      );
    const before = await readAllRows(storage);
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
      'asker',
      'cached_answer',
      'audit',
      'generation',
      'server_settings',
    ])
      expect(before[table]?.length, table).toBeGreaterThan(1);
    expect(await storage.servers.listKnown()).toEqual(expect.arrayContaining([ONE, TWO]));
    expect(await storage.servers.countBelongings(ONE)).toMatchObject({
      articles: 2,
      digests: 1,
      feeds: 1,
      threads: 1,
      questions: 1,
      votes: 1,
    });

    // the next process finishes what a killed one has begun
    for (let step = 0; step < 4; step++)
      expect(await storage.servers.eraseBatch(ONE, tomorrow)).toBeGreaterThan(0);
    await storage.close();
    storage = await openStorage(target, createLogRecorder().log);
    expect(await forgetAll(ONE, tomorrow)).toBeGreaterThan(4);

    expect(await findTablesWith(storage, ONE)).toEqual([]);
    expect(await findTablesWith(storage, ownOf(ONE).id)).toEqual([]);
    expect(await storage.cache.get(`summary ${ONE}`)).toBeUndefined();
    const after = await readAllRows(storage);
    for (const table of Object.keys(before).filter(
      name => !/^(generation|article|asker|forgotten_server)/.test(name),
    ))
      expect(without(ANN, after)[table], table).toEqual(
        without(
          keyOf({ ...question, question: `Why was the ferry of ${ONE} late?` }),
          without(ANN, without(ONE, before)),
        )[table],
      );
    expect(await storage.articles.forServer(TWO).count()).toBe(3);
    expect((await storage.articles.forServer(TWO).get(shared.id))?.id).toBe(shared.id);
    expect(await storage.articles.forServer(ONE).list({ offset: 0, limit: 9 })).toMatchObject([
      { id: everybodys.id },
    ]);
    expect(await storage.feedback.findQuestion(keyOf(question))).toBeDefined();
    expect(await storage.servers.listKnown()).toEqual([TWO]);
    const sums = await storage.ledger.getSpending('2026-11-24', { serverId: null, memberId: null });
    expect(sums).toMatchObject({ answers: 2, dollars: 1 });
  });

  it('counts what a deleted server used for the limits until the day is over', async () => {
    await forgetAll(ONE, today);
    expect(await storage.ledger.getSpending(today, { serverId: ONE, memberId: null })).toMatchObject({
      answers: 1,
    });
    expect(await storage.ledger.getSpending('2026-11-24', { serverId: ONE, memberId: null })).toMatchObject({
      answers: 0,
    });
    await storage.servers.anonymizeDay(today);
    await storage.ledger.reserve(generationOf(ONE, BEN, today), UNLIMITED);
    await storage.servers.anonymizeDay(tomorrow);
    expect(await storage.ledger.getSpending(today, { serverId: ONE, memberId: null })).toMatchObject({
      answers: 1,
    });
    expect(await storage.ledger.getSpending(today, { serverId: null, memberId: null })).toMatchObject({
      answers: 3,
    });
    expect(await findTablesWith(storage, ANN)).toEqual([]);
  });

  it('gives out all that mentions a member, and deletes it or takes their id from it', async () => {
    const mentions = await storage.members.listMentions(ANN);
    const named = Object.entries(mentions).flatMap(([table, rows]) => (rows.length > 0 ? [table] : []));
    expect(named.toSorted()).toEqual([...(await findTablesWith(storage, ANN)), 'asked'].toSorted());
    expect(JSON.stringify(mentions)).not.toContain(BEN);
    const bens = await storage.members.listMentions(BEN);

    const context = { ...question, question: 'And then?', context: ['Why?'] };
    const by = { memberId: BEN, serverId: ONE, before: [ANN] };
    await storage.feedback.saveQuestion({ key: keyOf(context), options: JSON.stringify(context), at, by });
    expect(await storage.members.forget(ANN, tomorrow)).toEqual({
      ...{ questions: 3, votes: 1, generations: 2, digests: 1, feeds: 1, changes: 1 },
    });
    expect(await findTablesWith(storage, ANN)).toEqual([]);
    expect(await storage.feedback.findQuestion(keyOf(context))).toBeUndefined();
    expect(await storage.feedback.findQuestion(keyOf(question))).toBeDefined();
    expect(
      await storage.cache.get(
        `answer ${keyOf({ ...question, question: `Why was the ferry of ${ONE} late?` })}`,
      ),
    ).toBeUndefined();
    expect(await storage.members.listMentions(BEN)).toEqual(bens);
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
    expect(await storage.servers.markDeparted(ONE, at)).toBe(true);
    expect(await storage.servers.markDeparted(ONE, later)).toBe(false);
    expect(await storage.servers.getDeparture(ONE)).toEqual({
      serverId: ONE,
      since: at,
      isForgetting: false,
    });
    expect((await storage.digests.listActive()).map(({ digest }) => digest.serverId)).toEqual([TWO]);
    const claim = { by: 'a process', now: later, until: '2026-12-20T08:01:00.000Z' };
    expect(await storage.digests.claimDue(claim, 9)).toEqual([[`digest ${TWO}`]]);
    expect(await storage.feeds.claimDue(claim, 9)).toEqual([[`feed ${TWO}`]]);
    expect((await storage.pages.claimDue(claim, 9)).map(([serverId]) => serverId)).toEqual([TWO]);
    expect(await storage.pages.findNextDue('another process')).toBe(claim.until);

    const meanwhile = createArticle('While nobody was there', ['It came in.']);
    await storage.articles.add(meanwhile, { source: 'm.txt', addedAt: '2026-12-10T08:00:00.000Z' });
    const justNow = createArticle('Just before', ['It came in too.']);
    await storage.articles.add(justNow, { source: 'n.txt', addedAt: '2026-12-20T07:00:00.000Z' });
    await storage.servers.resumeFrom(ONE, {
      at: later,
      from: '2026-12-19T08:00:00.000Z',
      reason: createMessage('Nobody was there.'),
    });
    await storage.servers.clearDeparture(ONE);
    expect(await storage.servers.listDeparted()).toEqual([]);
    const digest = await storage.digests.get(`digest ${ONE}`);
    expect(digest).toMatchObject({ activeSince: later, backSince: later, name: 'News' });
    expect(await storage.digests.listUnsettled(`digest ${ONE}`)).toEqual([]);
    expect(await storage.digests.listPosts(`digest ${ONE}`, 5)).toMatchObject([
      { state: 'skipped', reason: createMessage('Nobody was there.') },
    ]);
    const { after, upTo } = await storage.digests.getArrivalSpan(`digest ${ONE}`, null);
    const came = await storage.articles.forServer(ONE).listArrivals({ after }, upTo);
    expect(came.map(({ headline }) => headline)).toEqual(['Just before']);
    expect(await storage.digests.claimDue(claim, 9)).toEqual([[`digest ${ONE}`]]);
    expect(await storage.feeds.claimDue(claim, 9)).toEqual([[`feed ${ONE}`]]);
    expect((await storage.feeds.get(`feed ${ONE}`))?.state).toMatchObject({
      lastSuccess: null,
      etag: null,
      nextLook: later,
    });
  });

  it('keeps lines of who changed what, the newest first, and drops those that are old', async () => {
    const { audit } = storage;
    await audit.record({
      serverId: ONE,
      at: '2026-12-01T00:00:00.000Z',
      actor: 'operator',
      action: 'removed',
      kind: 'feed',
      what: 'f',
    });
    await audit.record({
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
    expect(await audit.deleteBefore('2026-11-30T00:00:00.000Z')).toBe(2);
    expect(await audit.deleteBefore('2026-11-30T00:00:00.000Z')).toBe(0);
    expect(await audit.list(ONE, { offset: 0, limit: 5 })).toHaveLength(1);
  });
});
