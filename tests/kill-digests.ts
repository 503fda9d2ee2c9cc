import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPreview } from 'discord-preview/testing';
import { type Digest, nonceOf, type Post } from '../src/digests/digest.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';

/**
 * When the process is killed: at a random moment around the slot; once the slot is claimed but its message
 * still under way, arriving before the next process checks or after that has posted; or at the instant
 * Discord stored the message.
 */
export const MOMENTS = ['chance', 'claimed', 'arrives before', 'arrives after', 'stored'] as const;
export type KillMoment = (typeof MOMENTS)[number];

/** The outcome of one slot. */
export interface KillRound {
  readonly moment: KillMoment;
  readonly slot: string;
  readonly record: Post | undefined;
  /** Ids of the messages in the channel for this slot. */
  readonly messages: readonly string[];
  /** How many times Discord was asked to post it. */
  readonly sent: number;
}

const DAY = 86_400_000;
// In the past: message ids come from Discord's clock, and a message is searched for from its claim onwards.
const FIRST = Date.parse('2024-01-01T08:30:00Z');
const slotOf = (round: number) => new Date(FIRST + round * DAY).toISOString();
const near = (slot: string, milliseconds: number) => new Date(Date.parse(slot) + milliseconds).toISOString();

const digest: Omit<Digest, 'serverId' | 'channelId'> = {
  id: 'killed',
  name: 'Morning papers',
  days: [1, 2, 3, 4, 5, 6, 7],
  time: '08:30',
  zone: 'UTC',
  count: 3,
  paused: false,
  activeSince: near(slotOf(0), -DAY / 2),
  createdBy: '1',
  createdAt: near(slotOf(0), -DAY / 2),
};

/**
 * Posts one slot per round with a real process on a local Discord, kills it with SIGKILL, starts another, and
 * returns the outcomes.
 */
export async function runKillRounds(plan: readonly KillMoment[], chance: () => number): Promise<KillRound[]> {
  const preview = await startPreview({ port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const database = join(folder, 'standfirst.db');
  const storage = openSqlite(database);
  const channelId = preview.channels.news;
  let bot: ChildProcess | undefined;

  const startProcess = async (instant: string): Promise<ChildProcess> => {
    const child = fork(join(import.meta.dirname, 'digest-process.ts'), [
      database,
      preview.apiUrl,
      preview.token,
      instant,
    ]);
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the bot did not start'))),
    ]);
    return child;
  };
  const killProcess = async (child: ChildProcess): Promise<void> => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
  };
  const getRecord = (slot: string) => storage.digests.getPost(digest.id, slot);
  const waitForState = async (slot: string, states: readonly Post['state'][]): Promise<void> => {
    for (let tries = 0; tries < 60_000; tries++) {
      const state = (await getRecord(slot))?.state;
      if (state && states.includes(state)) return;
      await sleep(2);
    }
    throw new Error(`slot ${slot} did not become ${states.join(' or ')}`);
  };
  const messagesOf = (slot: string) =>
    preview
      .messages(channelId)
      .filter(message => contentOf(message).includes(`<t:${Date.parse(slot) / 1000}:`))
      .map(({ id }) => id);

  const listSent = (slot: string) =>
    preview.requests.filter(
      ({ body }) => (body as { nonce?: string } | undefined)?.nonce === nonceOf(digest.id, slot),
    ).length;

  /** Waits until the delayed request has arrived. */
  const waitForRequest = async (): Promise<void> => {
    while (preview.faults.left() > 0) await sleep(2);
  };

  /** Makes the slot due and waits for the moment to kill. */
  const passes: Record<KillMoment, (child: ChildProcess, slot: string) => Promise<void>> = {
    chance: async () => await sleep(40 + chance() * 120),
    claimed: async (_child, slot) => await waitForState(slot, ['claimed', 'posted']),
    'arrives before': async (_child, slot) => await waitForState(slot, ['claimed']).then(waitForRequest),
    'arrives after': async (_child, slot) => await waitForState(slot, ['claimed']).then(waitForRequest),
    // The kill happens within the wait: before the response to the request is written.
    stored: async (child, slot) =>
      void (await preview.until(() => messagesOf(slot).length > 0 && child.kill('SIGKILL'))),
  };
  const delays: Partial<Record<KillMoment, number>> = { 'arrives before': 150, 'arrives after': 4000 };

  try {
    await storage.digests.create({ ...digest, serverId: preview.serverId, channelId });
    const rounds: { moment: KillMoment; slot: string }[] = [];
    for (const [index, moment] of plan.entries()) {
      const slot = slotOf(index);
      const article = createArticle(`News of day ${index}`, [
        `Day ${index} brought rain to the harbour, and the ferry was late again.`,
      ]);
      await storage.articles.add(article, { source: `day ${index}`, addedAt: near(slot, -60_000) });
      bot ??= await startProcess(near(slot, -60_000));
      const delay = delays[moment];
      if (delay) preview.faults.add({ method: 'POST', path: /\/messages$/, delay });
      const sentAt = Date.now();
      bot.send(near(slot, -50));
      await passes[moment](bot, slot);
      await killProcess(bot);
      bot = await startProcess(near(slot, Date.now() - sentAt));
      await waitForState(slot, ['posted', 'skipped']);
      rounds.push({ moment, slot });
      preview.faults.clear();
    }
    // Delayed requests have arrived by now.
    if (plan.includes('arrives after')) await sleep(4500);
    return await Promise.all(
      rounds.map(async round => {
        const { slot } = round;
        return { ...round, record: await getRecord(slot), messages: messagesOf(slot), sent: listSent(slot) };
      }),
    );
  } finally {
    if (bot) await killProcess(bot);
    await preview.close();
    await storage.close();
    rmSync(folder, { recursive: true });
  }
}
