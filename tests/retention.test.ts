import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nonceOf, type Post } from '../src/digests/digest.ts';
import { readSettings } from '../src/env.ts';
import { createMaintenance, type RetentionDays } from '../src/privacy/retention.ts';
import { openStorage } from '../src/storage/open.ts';
import type { Storage } from '../src/storage/storage.ts';
import { createArticle } from './articles.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { createLogRecorder } from './support.ts';

const server = usePostgres();

const NOW = Date.parse('2026-11-25T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
const SERVER = '100000000000000001';
const page = { offset: 0, limit: 1000 };

describe.each(listDatabases(server))('what goes with its age in %s', (_name, createPlace) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openStorage(await createPlace(), createLogRecorder().log);
  });
  afterEach(() => storage.close());

  /** Runs the maintenance once, as a process does when it starts. */
  async function upkeep(keeps: Partial<RetentionDays> = {}): Promise<void> {
    const stop = new AbortController();
    const { log, lines } = createLogRecorder();
    const maintenance = createMaintenance({
      storage,
      keeps: { ...readSettings({}).keptDays, ...keeps },
      serves: () => true,
      isGone: async () => false,
      clock: { now: () => NOW, sleep: async () => stop.abort() },
      log,
    });
    await maintenance.run(stop.signal, async () => undefined);
    expect(lines.filter(({ msg }) => msg.includes('failed'))).toEqual([]);
  }

  const vote = (memberId: string, days: number) =>
    storage.feedback.vote({
      answer: 'a',
      articleId: 'x',
      serverId: SERVER,
      memberId,
      verdict: 'wrong',
      reason: null,
      shown: null,
      at: daysAgo(days),
    });
  const generate = (days: number) =>
    storage.ledger.reserve(
      {
        day: daysAgo(days).slice(0, 10),
        at: daysAgo(days),
        memberId: '1',
        serverId: SERVER,
        recipe: 'summary',
        articleId: 'x',
        answers: 1,
        inputTokens: 1,
        outputTokens: 1,
        dollars: null,
      },
      {
        answers: { member: null, server: null, day: null },
        tokens: { member: null, server: null, day: null },
        dollars: { member: null, server: null, day: null },
      },
    );
  const countAnswers = async (days: number) =>
    (await storage.ledger.getSpending(daysAgo(days).slice(0, 10), { serverId: null, memberId: null }))
      .answers;

  it('is votes, questions and what the model was used for, each by its own setting', async () => {
    for (let i = 0; i < 501; i++) await vote(`${i}`, 401);
    await vote('young', 399);
    await storage.threads.open({
      threadId: '9',
      serverId: SERVER,
      articleId: 'x',
      openedBy: '1',
      openedAt: daysAgo(900),
    });
    for (const [messageId, days] of [
      ['10', 401],
      ['11', 399],
    ] as const)
      await storage.threads.addQuestion({
        threadId: '9',
        messageId,
        memberId: '1',
        question: 'Why?',
        askedAt: daysAgo(days),
      });
    for (const days of [401, 399]) await generate(days);
    const listQuestions = async () =>
      (await storage.threads.listQuestionsBefore('9', '99', 9)).map(({ messageId }) => messageId);
    await upkeep({ votes: 0, questions: 0, generations: 0 });
    expect(await storage.feedback.listWrong(SERVER, page)).toHaveLength(502);
    expect(await listQuestions()).toEqual(['10', '11']);
    expect(await countAnswers(401)).toBe(1);
    await upkeep();
    expect((await storage.feedback.listWrong(SERVER, page)).map(({ memberId }) => memberId)).toEqual([
      'young',
    ]);
    expect(await listQuestions()).toEqual(['11']);
    expect([await countAnswers(401), await countAnswers(399)]).toEqual([0, 1]);
  });

  it('is what digests posted, but for the last of each', async () => {
    await storage.digests.create({
      id: 'd',
      serverId: SERVER,
      name: 'News',
      channelId: '1',
      days: [1],
      time: '08:00',
      zone: 'UTC',
      count: 5,
      paused: false,
      createdBy: '1',
      createdAt: daysAgo(900),
      activeSince: daysAgo(900),
    });
    for (const days of [900, 800, 700]) {
      const slot = daysAgo(days);
      const post: Post = {
        digestId: 'd',
        slot,
        occasion: 'schedule',
        state: 'claimed',
        nonce: nonceOf('d', slot),
        articleIds: [],
        messageId: null,
        reason: null,
        at: slot,
      };
      await storage.digests.claim(post);
      if (days !== 700) await storage.digests.settle({ ...post, state: 'posted', messageId: '1' });
    }
    await upkeep();
    expect((await storage.digests.listPosts('d', 9)).map(({ slot, state }) => [slot, state])).toEqual([
      [daysAgo(700), 'claimed'],
      [daysAgo(800), 'posted'],
    ]);
  });

  it('is an article of which nobody asked anything, with its versions, where the operator says so', async () => {
    const add = async (name: string, days: number, serverId: string | null = null) =>
      (
        await storage.articles
          .forServer(serverId)
          .add(createArticle(name, [`${name} is here.`]), { source: name, addedAt: daysAgo(days) })
      ).article.id;
    const asked = await add('Asked', 300);
    const pinned = await add('Pinned', 300);
    for (let i = 0; i < 210; i++) await add(`Nobody ${i}`, 300);
    await add('Ours', 300, SERVER);
    await add('Young', 50);
    await storage.provenance.recordAnswer({ key: 'k', articleId: asked, asked: 'a', at: daysAgo(20) });
    await storage.threads.open({
      threadId: '9',
      serverId: SERVER,
      articleId: pinned,
      openedBy: '1',
      openedAt: daysAgo(900),
    });
    const list = async () =>
      (await storage.articles.forServer(SERVER).list(page)).map(({ headline }) => headline).sort();
    await upkeep();
    expect(await list()).toHaveLength(214);
    await upkeep({ articles: 100 });
    expect(await list()).toEqual(['Asked', 'Pinned', 'Young']);
  });
});
