import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Keyv } from 'keyv';
import { commands } from '../../commands/index.ts';
import { createAnswer } from '../answers/service.ts';
import { open } from '../app/open.ts';
import { build, enginesOf, openWeb, version } from '../app/services.ts';
import { type Article, identify } from '../articles/article.ts';
import { type Imported, importFiles, readFrom } from '../articles/import.ts';
import type { Library } from '../articles/library.ts';
import { readPageInThread } from '../articles/read-in-worker.ts';
import { auditedLibrary, noteAs } from '../discord/audit.ts';
import { createRest, readAccess } from '../discord/client.ts';
import { deploy } from '../discord/deploy.ts';
import { readSettings, SettingsError } from '../env.ts';
import { UserError } from '../errors.ts';
import { createLog } from '../log.ts';
import { dayOf, forgetServer } from '../privacy/erasure.ts';
import { memberJson } from '../privacy/member-export.ts';
import { systemClock, timestamp } from '../scheduling/clock.ts';
import { backUp, restore } from '../storage/backup.ts';
import { type Copies, move } from '../storage/copy.ts';
import { nameOf, type Place } from '../storage/database-target.ts';
import { taken } from '../storage/locks.ts';
import { openStorage } from '../storage/open.ts';
import { openSqlite } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { createLedger } from '../usage/ledger.ts';
import { createIntake } from '../web/intake.ts';
import { type Actions, createProgram, type Desk } from './program.ts';

/** The command line; `start` runs the bot. */
export function createDesk(start: Actions['start']): Command {
  return createProgram({ version, start, ...actions });
}

const actions: Omit<Actions, 'start'> = {
  async deploy() {
    const settings = readSettings(process.env);
    if (settings.discordToken === null)
      throw new UserError('DISCORD_TOKEN is not set, so there is no bot whose commands could be registered.');
    const rest = createRest(settings.discordApiUrl, settings.discordToken);
    const { applicationId } = await readAccess(rest);
    const { count, changed } = await deploy(rest, applicationId, commands);
    return changed.length > 0
      ? `registered ${count} commands; new or changed: ${changed.join(', ')}`
      : `all ${count} commands are registered already; nothing was changed`;
  },
  async atDesk(work) {
    const settings = readSettings(process.env);
    const opened = await open(settings);
    const { storage } = opened;
    const { library: plain, answer } = await build(settings, opened);
    const library = auditedLibrary(
      plain,
      null,
      noteAs('operator', { ...storage, clock: systemClock, log: opened.log }),
    );
    const { fetch, close: closeWeb } = openWeb(settings.web);
    const intake = createIntake({
      fetch,
      readPage: readPageInThread,
      library,
      pages: storage.pages,
      clock: systemClock,
    });
    try {
      await work({ library, answer, intake });
    } finally {
      await closeWeb();
      await storage.close();
    }
  },
  backUp: (file, { replace }) =>
    withCopies({ mustExist: true }, copies =>
      backUp(copies, file, { replace, at: new Date(systemClock.now()).toISOString() }),
    ),
  restore: file => withCopies({ mustExist: false }, copies => restore(copies, file)),
  async move(to, progress) {
    const settings = readSettings(process.env);
    const target = targetOf(to);
    const source = nameOf(settings.database);
    return withCopies({ mustExist: true }, async copies => {
      const log = createLog(settings.logLevel, { terminal: process.stderr.isTTY });
      const storage = await openStorage(target, log, { isMoving: true }).catch(namingTarget);
      try {
        const work = () => move(copies, storage.copies, { source, progress });
        const moved = await storage.locks.unlessTaken('move', work);
        if (moved === taken)
          throw new UserError('Another move into that database is running. Wait for its end, or end it.');
        return moved;
      } finally {
        await storage.close();
      }
    });
  },
  forgetServer: serverId =>
    withStorage(async ({ servers }) => {
      const had = (await servers.known()).includes(serverId);
      await forgetServer(servers, serverId, systemClock);
      return had;
    }),
  forgetMember: memberId => withStorage(({ members }) => members.forget(memberId, dayOf(systemClock))),
  memberJson: memberId =>
    withStorage(async ({ members }) =>
      memberJson(await members.mentions(memberId), { memberId, at: timestamp(systemClock) }),
    ),
  changes: serverId => withStorage(({ audit }) => audit.list(serverId, { offset: 0, limit: MOST_CHANGES })),
  async unkeptAnswer() {
    const settings = readSettings(process.env);
    const log = createLog(settings.logLevel, { terminal: process.stderr.isTTY });
    const { ledger: store } = openSqlite(':memory:');
    const ledger = createLedger({ store, limits: unlimited, price: settings.price, clock: systemClock });
    return createAnswer({
      engines: await enginesOf(settings, log),
      cache: new Keyv({ store: keepNothing }),
      log,
      ledger,
    });
  },
  async articleNamed(named, library) {
    if (existsSync(named)) return identify(await readFrom(named, named));
    if (/^https?:/i.test(named)) return await storedFrom(named, library);
    if (/^[./~\\]|\.(?:txt|md|html?|json|xml)$/i.test(named))
      throw new UserError('There is no file {{named}}.', { named });
    return await library.find(named);
  },
  importPaths: importAll,
};

/** The stored article of an address; nothing is fetched to answer. Throws a UserError if there is none. */
async function storedFrom(address: string, library: Library): Promise<Article> {
  const article = await library.at(address);
  if (article) return article;
  throw new UserError(
    'Nothing is stored from {{address}}. Add it first: npm run -s standfirst -- import {{address}}',
    {
      address,
    },
  );
}

/** Adds what was named, in order: an address is fetched, everything else is a file or a folder. */
async function* importAll(
  named: readonly string[],
  { library, intake }: Desk,
  serverId: string | null,
): AsyncGenerator<Imported> {
  for (const name of named) {
    if (/^https?:/i.test(name)) yield await importPage(name, intake, serverId);
    else yield* importFiles([name], library.of(serverId), { stdin: process.stdin });
  }
}

async function importPage(
  address: string,
  intake: Desk['intake'],
  serverId: string | null,
): Promise<Imported> {
  try {
    const { outcome, article } = await intake.take(address, { serverId });
    return { file: address, outcome, article };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { file: address, outcome: 'refused', reason: `${address}: ${error.message}` };
  }
}

/** The place that `--to` names. Throws a UserError where it names none. */
function targetOf(to: string): Place {
  try {
    return readSettings({ DATABASE_URL: to }).database;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new UserError(
      '{{fault}}',
      { fault: error.message.replace('DATABASE_URL', `--to ${to}`) },
      { cause: error },
    );
  }
}

/** What is wrong with a database is said with the setting that names it; this one has another. */
function namingTarget(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  const sentence = error.said.sentence.replace(/(DATA_DIR and )?DATABASE_URL says? where/, '--to says where');
  throw new UserError({ ...error.said, sentence }, {}, { cause: error });
}

/** Changes that are listed, at most. */
const MOST_CHANGES = 100_000;

function withStorage<Result>(work: (storage: Storage) => Promise<Result>): Promise<Result> {
  return withOpened({ mustExist: true }, work);
}

function withCopies<Result>(
  how: { mustExist: boolean },
  work: (copies: Copies) => Promise<Result>,
): Promise<Result> {
  return withOpened(how, ({ copies }) => work(copies));
}

/**
 * Runs with everything that is kept, and closes it whatever happens. `mustExist`: a file that is not there is
 * not made, but refused.
 */
async function withOpened<Result>(
  { mustExist }: { mustExist: boolean },
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings(process.env);
  const { database: place } = settings;
  if (mustExist && place.kind === 'sqlite' && !existsSync(place.path) && !existsSync(`${place.path}-wal`))
    throw new UserError('There is no database {{place}}. DATA_DIR and DATABASE_URL say where it lies.', {
      place: nameOf(place),
    });
  const { storage } = await open(settings);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** Whoever runs a batch pays for it. */
const free = { member: null, server: null, day: null };
const unlimited = { answers: free, tokens: free, dollars: free };

/** A Map that forgets: a batch answers each article once. */
const keepNothing = new (class extends Map<string, unknown> {
  override set() {
    return this;
  }
})();
