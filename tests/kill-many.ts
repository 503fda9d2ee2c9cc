import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPreview } from 'discord-preview/testing';
import { pino } from 'pino';
import { nonceOf, type Post } from '../src/digests/digest.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';

export interface DigestOutcome {
  readonly digestId: string;
  readonly record: Post | undefined;
  /** The number of messages for this digest. */
  readonly messages: number;
  /** How many times Discord was asked to post it. */
  readonly sent: number;
}

/** How many digests are created concurrently. */
const CREATED_AT_ONCE = 50;

const SLOT = '2024-01-01T08:30:00.000Z';
const near = (milliseconds: number) => new Date(Date.parse(SLOT) + milliseconds).toISOString();

/**
 * Makes many digests due in the same minute with three real processes on one PostgreSQL server, repeatedly
 * kills one of them with SIGKILL and starts another, and returns the outcome of each slot.
 */
export async function runKillMany(
  target: DatabaseTarget & { kind: 'postgres' },
  { digests, kills, patience }: { digests: number; kills: number; patience: number },
): Promise<DigestOutcome[]> {
  const preview = await startPreview({ port: 0 });
  const storage = await openStorage(target, pino({ level: 'silent' }));
  const ids = Array.from({ length: digests }, (_, i) => `d${String(i).padStart(4, '0')}`);
  const bots: ChildProcess[] = [];

  async function startProcess(instant: string): Promise<ChildProcess> {
    const bot = fork(join(import.meta.dirname, 'digest-process.ts'), [
      target.url,
      preview.apiUrl,
      preview.token,
      instant,
    ]);
    const ended = once(bot, 'exit').then(() => Promise.reject(new Error('a bot did not start')));
    await Promise.race([once(bot, 'message'), ended]);
    ended.catch(() => undefined);
    return bot;
  }
  /** Waits until each digest has been polled once and scheduled. */
  async function waitUntilPlanned(): Promise<void> {
    while ((await storage.digests.findNextDue('nobody')) !== SLOT) await sleep(100);
  }
  const left = new Set(ids);
  async function isSettled(): Promise<boolean> {
    for (const id of left) {
      const post = await storage.digests.getPost(id, SLOT);
      if (!post || post.state === 'claimed') return false;
      left.delete(id);
    }
    return (await storage.digests.listUnsettled()).length === 0;
  }

  try {
    const article = createArticle('Rain in the harbour', [
      'It rained in the harbour all day, and the ferry was late again.',
    ]);
    await storage.articles.add(article, { source: 'news', addedAt: near(-60_000) });
    const each = {
      days: [1, 2, 3, 4, 5, 6, 7],
      time: '08:30',
      zone: 'UTC',
      count: 3,
      paused: false,
      createdBy: '1',
    };
    const since = near(-43_200_000);
    const create = (id: string) =>
      storage.digests.create({
        ...each,
        id,
        name: `Digest ${id}`,
        serverId: preview.serverId,
        channelId: preview.channels.news,
        activeSince: since,
        createdAt: since,
      });
    for (let next = 0; next < ids.length; next += CREATED_AT_ONCE)
      await Promise.all(ids.slice(next, next + CREATED_AT_ONCE).map(create));
    bots.push(...(await Promise.all([1, 2, 3].map(() => startProcess(near(-60_000))))));
    await waitUntilPlanned();
    const began = Date.now();
    for (const bot of bots) bot.send(near(-20));
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + Math.random() * 400);
      const [victim] = bots.splice(Math.floor(Math.random() * bots.length), 1);
      victim?.kill('SIGKILL');
      bots.push(await startProcess(near(Date.now() - began)));
    }
    while (!(await isSettled()) && Date.now() - began < patience) await sleep(200);
    const messages = countBy(
      preview.messages(preview.channels.news),
      message => /Digest (d\d+)/.exec(contentOf(message))?.[1],
    );
    const sent = countBy(preview.requests, ({ body }) => (body as { nonce?: string } | undefined)?.nonce);
    const outcomes: DigestOutcome[] = [];
    for (const digestId of ids) {
      const record = await storage.digests.getPost(digestId, SLOT);
      outcomes.push({
        digestId,
        record,
        messages: messages.get(digestId) ?? 0,
        sent: sent.get(nonceOf(digestId, SLOT)) ?? 0,
      });
    }
    return outcomes;
  } finally {
    for (const bot of bots) bot.kill('SIGKILL');
    await storage.close();
    await preview.close();
  }
}

/** Counts the items by key. */
function countBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): ReadonlyMap<string | undefined, number> {
  return new Map([...Map.groupBy(items, keyOf)].map(([key, group]) => [key, group.length]));
}
