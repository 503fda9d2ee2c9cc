import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPreview } from 'discord-preview/testing';
import { pino } from 'pino';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import type { Storage } from '../src/storage/storage.ts';
import { unpackBytes } from '../src/storage/stores/cache.ts';
import { threadIdOf } from './cards.ts';
import { startScriptedModel } from './model.ts';
import { importSamples, type Program, startProgram } from './program.ts';
import { pressableOf } from './support.ts';

/** The state after a simulated day. */
export interface DayResult {
  /** Inconsistencies, as sentences; empty if there are none. */
  readonly wrong: readonly string[];
  /** How much there was that could go wrong. */
  readonly articles: number;
  readonly threads: number;
  readonly posts: number;
  readonly generations: number;
  /**
   * Generations that a killed process did not settle; until their day is over they count with the most they
   * could have used.
   */
  readonly unsettled: number;
}

/** Runs SQL on a database directly, not through the program. */
export type Query = (target: DatabaseTarget, sql: string) => Promise<Record<string, unknown>[]>;

export const querySqlite: Query = async (target, sql) => {
  if (target.kind !== 'sqlite') throw new Error('not a file');
  const database = new DatabaseSync(target.path);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
};

const ARTICLE = 'night train';
const draft = {
  ...{ points: [{ text: 'The night train left Brennick at 22:40.', paragraphs: [1] }] },
  ...{
    found: true,
    statements: [{ text: 'The night train left Brennick at 22:40.', paragraphs: [1], comments: [] }],
    nearest: null,
  },
};

/**
 * Simulates a day of commands, threads, posts, votes, settings, library changes and digests with the real
 * program on a local Discord. The program is killed with SIGKILL at `kills` random moments and restarted.
 * Returns the state after a final undisturbed start.
 */
export async function runKillDay(
  target: DatabaseTarget,
  query: Query,
  { kills }: { kills: number },
): Promise<DayResult> {
  const preview = await startPreview({ port: 0 });
  const model = await startScriptedModel();
  const settings = { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', OPENAI_CONTEXT_TOKENS: '100000' };
  const outside = { preview, target, settings };
  model.say(() => new Promise(resolve => setTimeout(() => resolve(draft), 30 + Math.random() * 120)));
  await importSamples(outside);
  const { articles, news, forum } = preview.channels;
  const [ada, ben] = [preview.member('Ada'), preview.member('Ben')];
  let program: Program | undefined;
  let storage: Storage | undefined;

  const headlineOf = (round: number) => `Report ${round} from the harbour`;
  async function addArticle(round: number): Promise<void> {
    const text = `${headlineOf(round)}\n\nIt rained in the harbour on day ${round}.\n\nThe ferry was ${round} minutes late.\n`;
    const file = ada.attach({ name: `report-${round}.txt`, type: 'text/plain', bytes: text });
    await (await ada.command(articles, 'library', { file }, { subcommand: 'add' })).reply();
  }
  async function removeArticle(round: number): Promise<void> {
    const asked = await ada.command(
      articles,
      'library',
      { article: headlineOf(round) },
      { subcommand: 'remove' },
    );
    const question = await asked.reply();
    const { Remove: remove } = pressableOf(question);
    if (remove) await (await ada.click(question, remove)).settled();
  }
  /** The channels with threads and posts about the article. */
  const discussed = new Set<string>();
  const listThreads = () => [...discussed].flatMap(channel => preview.threads(channel));

  async function discuss(round: number, where: Record<string, string>): Promise<void> {
    // a channel has only one thread per article
    const channel = where.forum ?? preview.addChannel(`day-${round}`);
    discussed.add(channel);
    const asked = await ben.command(where.forum ? articles : channel, 'discuss', {
      article: ARTICLE,
      ...where,
    });
    const threadId = threadIdOf(await asked.reply());
    await preview.until(() => preview.threads(channel).some(({ id }) => id === threadId));
    await ben.say(threadId, `How late was it on day ${round}?`);
  }
  async function ask(round: number): Promise<void> {
    const asked = await ben.command(articles, 'ask', {
      article: ARTICLE,
      question: `When did it leave on day ${round}?`,
    });
    const answer = await asked.reply();
    const { Useful: useful } = pressableOf(answer);
    if (useful) await (await ben.click(answer, useful)).settled();
  }
  async function changeSettings(): Promise<void> {
    const panel = await (await ada.command(articles, 'settings')).reply();
    const mask = Object.entries(pressableOf(panel)).find(([name]) => name.includes('strong language'))?.[1];
    if (mask) await (await ada.click(panel, mask)).settled();
  }
  const postNow = async () =>
    void (await (await ada.command(articles, 'digest', { name: 'Papers' }, { subcommand: 'now' })).reply());

  /** The activities of a short while, started at random moments; failures caused by the kill are expected. */
  function continueDay(round: number): Promise<unknown> {
    const all = [
      () => addArticle(round).then(postNow),
      () => removeArticle(round - 2),
      () => discuss(round, {}),
      () => discuss(round, { forum }),
      () => ask(round),
      () => changeSettings(),
    ];
    return Promise.allSettled(all.map(one => sleep(Math.random() * 300).then(one)));
  }

  try {
    program = await startProgram(outside);
    const create = { name: 'Papers', days: 'every day', time: '03:00', zone: 'UTC', channel: news };
    await (await ada.command(articles, 'digest', create, { subcommand: 'create' })).reply();
    for (let round = 0; round < kills; round++) {
      program ??= await startProgram(outside);
      const over = continueDay(round);
      // the first round runs to its end, however slow the machine is
      await (round === 0 ? over : Promise.race([over, sleep(Math.random() * 900)]));
      await program.end('SIGKILL');
      program = undefined;
    }
    // the last start cleans up, and then ends normally
    program = await startProgram(outside);
    storage = await openStorage(target, pino({ level: 'silent' }));
    const { digests } = storage;
    for (let tries = 0; tries < 600 && (await digests.listUnsettled()).length > 0; tries++) await sleep(100);
    const wrong = [
      ...(await findLibraryErrors(storage, target, query)),
      ...(await findThreadErrors()),
      ...(await findPostErrors()),
      ...(await findCacheErrors()),
      ...(await findLedgerErrors()),
    ];
    if ((await program.end('SIGTERM')) !== 0)
      wrong.push(`the last process did not end well: ${program.output().slice(-500)}`);
    if (preview.violations.length > 0)
      wrong.push(`requests against Discord’s document: ${JSON.stringify(preview.violations)}`);
    const countRows = async (sql: string) =>
      Number((await query(target, `SELECT count(*) AS n FROM ${sql}`))[0]?.n);
    return {
      wrong,
      articles: await storage.articles.forServer(preview.serverId).count(),
      threads: listThreads().length,
      posts: preview.messages(news).length,
      generations: await countRows('generation'),
      unsettled: await countRows('generation WHERE NOT CAST(settled AS BOOLEAN)'),
    };
  } finally {
    await program?.end('SIGKILL');
    await storage?.close();
    await preview.close();
    await model.stop();
  }

  /** Every thread and post of ours is recorded and answers questions. */
  async function findThreadErrors(): Promise<string[]> {
    const wrong: string[] = [];
    for (const { id } of listThreads()) {
      const message = await ben.say(id, 'When did it leave?');
      const answers = () => preview.repliesTo(message);
      await preview
        .until(() => answers().length > 0, `an answer in thread ${id}`)
        .catch(error => wrong.push(String(error)));
      if (answers().length > 1) wrong.push(`thread ${id}: a question was answered ${answers().length} times`);
      if (!(await storage!.threads.get(id))) wrong.push(`thread ${id} is not on record`);
    }
    return wrong;
  }

  /** Each recorded post corresponds to one message, and each message to one recorded post. */
  async function findPostErrors(): Promise<string[]> {
    const [digest] = await storage!.digests.list(preview.serverId);
    if (!digest) return ['the digest is gone'];
    const posts = await storage!.digests.listPosts(digest.id, 10_000);
    const posted = posts.filter(({ state }) => state === 'posted').map(({ messageId }) => messageId);
    const messages = preview.messages(news).map(({ id }) => id);
    return [
      ...posts.filter(({ state }) => state === 'claimed').map(({ slot }) => `slot ${slot} is still claimed`),
      ...messages.filter(id => !posted.includes(id)).map(id => `message ${id} is no post on record`),
      ...posted.filter(id => !messages.includes(id ?? '')).map(id => `post ${id} is no message`),
      ...(new Set(posted).size < posted.length ? ['two posts on record are one message'] : []),
    ];
  }

  async function findCacheErrors(): Promise<string[]> {
    const rows = (await query(target, 'SELECT key, value FROM cached_answer WHERE value IS NOT NULL')) as {
      key: string;
      value: Uint8Array;
    }[];
    return rows
      .filter(({ value }) => !isAnswer(value))
      .map(({ key }) => `the cache holds no answer under ${key}`);
  }

  /** Reservations belong to a day and end with it, and a running process settles its own. */
  async function findLedgerErrors(): Promise<string[]> {
    const open = 'SELECT id FROM generation WHERE NOT CAST(settled AS BOOLEAN)';
    const left = (await query(target, open)).length;
    await (await ben.command(articles, 'ask', { article: ARTICLE, question: 'What was asked last?' })).final(
      500,
    );
    const undated = await query(
      target,
      "SELECT id FROM generation WHERE day = '' OR day <> substr(at, 1, 10)",
    );
    return [
      ...((await query(target, open)).length > left
        ? ['a generation was not settled by a process that runs']
        : []),
      ...undated.map(({ id }) => `generation ${id} belongs to no day`),
    ];
  }
}

/** Articles are complete: every text has a holder, every holder a newest version, and all can be found. */
async function findLibraryErrors(storage: Storage, target: DatabaseTarget, query: Query): Promise<string[]> {
  const wrong: string[] = [];
  const none = async (what: string, sql: string) => {
    for (const row of await query(target, sql)) wrong.push(`${what}: ${JSON.stringify(row)}`);
  };
  await none(
    'a text without a holder',
    'SELECT id FROM article WHERE number NOT IN (SELECT article FROM article_version)',
  );
  await none(
    'a holding without a version',
    'SELECT source FROM article_holding WHERE number NOT IN (SELECT holding FROM article_version)',
  );
  if (target.kind === 'sqlite') {
    await none(
      'a broken file',
      "SELECT integrity_check AS fault FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    );
    await none('a row without what it refers to', 'SELECT * FROM pragma_foreign_key_check');
  }
  const servers = (await query(target, 'SELECT DISTINCT holder FROM article_holding')) as {
    holder: string;
  }[];
  for (const { holder } of servers) {
    const view = storage.articles.forServer(holder === '' ? null : holder);
    for (const { id, headline, paragraphs } of await view.list({ offset: 0, limit: 10_000 })) {
      if ((await view.get(id))?.paragraphs.length !== paragraphs) wrong.push(`article ${id} is not whole`);
      const found = await view.suggest(headline, 25);
      if (!found.some(entry => entry.id === id)) wrong.push(`article ${id} is not found by its headline`);
    }
  }
  return wrong;
}

function isAnswer(value: Uint8Array): boolean {
  try {
    return (
      typeof (JSON.parse(unpackBytes(value)) as { value: { content: unknown } }).value.content === 'object'
    );
  } catch {
    return false;
  }
}
