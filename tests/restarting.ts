import { setTimeout as sleep } from 'node:timers/promises';
import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { type Asked, type Preview, startPreview } from 'discord-preview/testing';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { threadIdOf } from './cards.ts';
import { importSamples, type Program, startProgram } from './program.ts';
import { visibleTextOf } from './support.ts';

/** The outcome of members' actions while processes were replaced. */
export interface Restarted {
  /** The number of actions, and of those sent while a process was connected. */
  readonly asked: number;
  readonly heard: number;
  /**
   * The actions that were not answered although a process was connected, and those answered or carried out
   * more than once, as sentences.
   */
  readonly unanswered: readonly string[];
  readonly twice: readonly string[];
  /** How long (milliseconds) no process was connected. */
  readonly alone: number;
}

/** How one process is replaced by the next. */
export type RestartWay =
  | 'the next is there before the first is stopped'
  | 'the next is started when the first has ended'
  | 'the next is started when the first was killed';

interface AskedThing {
  readonly what: string;
  readonly wasHeard: () => boolean;
  /** Resolves when it is answered, or the connected process can no longer answer it. */
  readonly isOver: () => Promise<void>;
  /** The number of answers, once it is answered or the time is up. */
  readonly answers: () => Promise<number>;
}

/** Maximum concurrent questions. */
const AT_ONCE = 4;

/**
 * The time (milliseconds) before a connection ends that does not count: anything Discord sends then may not
 * arrive, and work in progress in a killed process is lost, except for messages.
 */
const LAST_MOMENT = { stopped: 400, killed: 3_000 };

/**
 * Replaces one process of a shard with another under a load of `everySecond` questions per second, and counts
 * how each was answered.
 */
export async function runRestart(
  target: DatabaseTarget,
  way: RestartWay,
  { everySecond }: { everySecond: number },
): Promise<Restarted> {
  const preview = await startPreview({ port: 0 });
  const outside = { preview, target };
  await importSamples(outside);
  const running: Program[] = [await startProgram(outside)];
  const ended = new AbortController();
  const seen = new AbortController();
  const [absences, watching] = watchAbsence(preview, seen.signal);
  const isKilled = way === 'the next is started when the first was killed';
  const lastMoment = isKilled ? LAST_MOMENT.killed : LAST_MOMENT.stopped;
  try {
    const threads = [await openThread(preview), await openThread(preview)];
    const done: AskedThing[] = [];
    const asking = askOn(preview, threads, done, { everySecond, until: ended.signal, lastMoment });
    await sleep(500);
    if (way === 'the next is there before the first is stopped') running.push(await startProgram(outside));
    await sleep(300);
    // slow responses leave something to finish, and still come within three seconds
    if (!isKilled) preview.faults.add({ method: 'POST', path: /\/callback$/, delay: 700 });
    await running[0]!.end(isKilled ? 'SIGKILL' : 'SIGTERM');
    if (running.length === 2) await sleep(500);
    ended.abort();
    await asking;
    if (running.length === 1) running.push(await startProgram(outside));
    seen.abort();
    await watching;
    const answered = await Promise.all(done.map(async each => ({ ...each, count: await each.answers() })));
    const heard = answered.filter(({ wasHeard }) => wasHeard());
    return {
      asked: done.length,
      heard: heard.length,
      unanswered: heard.filter(({ count }) => count === 0).map(({ what }) => what),
      twice: answered.filter(({ count }) => count > 1).map(({ what, count }) => `${what}: ${count} times`),
      alone: absences.reduce((sum, { from, to }) => sum + to - from, 0),
    };
  } finally {
    ended.abort();
    seen.abort();
    for (const program of running) await program.end('SIGKILL');
    await preview.close();
  }

  function askOn(
    discord: Preview,
    threads: readonly string[],
    done: AskedThing[],
    {
      everySecond: often,
      until,
      lastMoment: moment,
    }: { everySecond: number; until: AbortSignal; lastMoment: number },
  ): Promise<void> {
    return (async () => {
      // limit the concurrent questions, so that a busy machine is asked less
      const waiting = new Set<Promise<void>>();
      for (let number = 0; !until.aborted; number++) {
        const asked = await askOne(discord, threads, number, { absences, lastMoment: moment });
        done.push(asked);
        const over: Promise<void> = asked.isOver().finally(() => waiting.delete(over));
        waiting.add(over);
        await Promise.all([sleep(1000 / often), ...(waiting.size < AT_ONCE ? [] : [Promise.race(waiting)])]);
      }
    })();
  }
}

const isThinking = ({ flags }: APIMessage) => ((flags ?? 0) & MessageFlags.Loading) !== 0;

interface OfflineSpan {
  readonly from: number;
  to: number;
}

function watchAbsence(preview: Preview, until: AbortSignal): [OfflineSpan[], Promise<void>] {
  const absences: OfflineSpan[] = [];
  const watching = (async () => {
    while (!until.aborted) {
      const now = performance.now();
      const last = absences.at(-1);
      if (!preview.online && (!last || last.to < now - 50)) absences.push({ from: now, to: now });
      else if (!preview.online) last!.to = now;
      await sleep(2);
    }
  })();
  return [absences, watching];
}

async function askOne(
  preview: Preview,
  threads: readonly string[],
  number: number,
  { absences, lastMoment }: { absences: readonly OfflineSpan[]; lastMoment: number },
): Promise<AskedThing> {
  const { articles } = preview.channels;
  const [ada, ben] = [preview.member('Ada'), preview.member('Ben')];
  const at = performance.now();
  const wasHeard = () =>
    preview.online && !absences.some(({ from, to }) => at > from - lastMoment && at < to);
  const command = (
    what: string,
    asked: Asked,
    isRight: (text: string) => boolean = () => true,
  ): AskedThing => ({
    what: `${number} ${what}`,
    wasHeard,
    isOver: async () => void (await asked.settled()),
    async answers() {
      if ((await asked.settled()) === 'failed') return 0;
      // a killed process leaves “thinking…” behind, which no other process completes
      const reply = wasHeard() ? await asked.reply().catch(() => undefined) : asked.message;
      if (!reply || isThinking(reply)) return 0;
      if (!isRight(visibleTextOf(reply))) return 2;
      // two connected processes may both reply, and Discord refuses the second first reply
      return preview.requests.filter(
        ({ path, status }) => path.startsWith(`/interactions/${asked.id}/`) && status < 400,
      ).length;
    },
  });
  switch (number % 4) {
    case 0:
      return command('/summary', await ben.command(articles, 'summary', { article: 'night train' }));
    case 1: {
      const create = {
        name: `Papers ${number}`,
        days: 'every day',
        time: '03:00',
        zone: 'UTC',
        channel: preview.channels.news,
      };
      // a second creation would report that the name is taken
      const created = await ada.command(articles, 'digest', create, { subcommand: 'create' });
      return command('/digest create', created, text => !text.includes('has a digest called'));
    }
    case 2:
      return command(
        '/ask',
        await ben.command(articles, 'ask', {
          article: 'night train',
          question: `How late was it on day ${number}?`,
        }),
      );
    default: {
      const thread = threads[number % threads.length]!;
      const question = await ben.say(thread, `When did the last train of day ${number} leave?`);
      const { id } = question;
      const replies = () => preview.repliesTo(question);
      const answers = async () => {
        await preview
          .until(() => replies().length > 0, `an answer to question ${number}`)
          .catch(() => undefined);
        const sent = preview.requests.filter(
          ({ method, body }) => method === 'POST' && (body as { nonce?: unknown } | undefined)?.nonce === id,
        );
        return Math.max(replies().length, sent.length);
      };
      // the next process answers the messages written in between
      const isOver = () =>
        preview.until(() => replies().length > 0 || !preview.online).then(nothing, nothing);
      return { what: `${number} question in a thread`, wasHeard: () => true, isOver, answers };
    }
  }
}

const nothing = () => undefined;

async function openThread(preview: Preview): Promise<string> {
  const asked = await preview
    .member('Ben')
    .command(preview.channels.articles, 'discuss', { article: 'night train' });
  const id = threadIdOf(await asked.reply());
  await preview.until(() => preview.messages(id).length > 1, 'a thread');
  return id;
}
