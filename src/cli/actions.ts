import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Keyv } from 'keyv';
import { createAnswer } from '../answers/service.ts';
import { openResources } from '../app/open.ts';
import { createServices, enginesOf, version } from '../app/services.ts';
import { identifyArticle } from '../articles/article.ts';
import {
  type ImportProgress,
  type ImportResult,
  importFiles,
  isWebAddress,
  readArticleFile,
  readArticleFromInput,
  STANDARD_INPUT,
} from '../articles/import.ts';
import { createAuditedLibrary, createChangeRecorder } from '../discord/audit.ts';
import { readSettings, SettingsError } from '../env.ts';
import { UserError } from '../errors.ts';
import { createLog } from '../log.ts';
import { eraseServerData, utcDayOf } from '../privacy/erasure.ts';
import { formatMemberJson } from '../privacy/member-export.ts';
import { formatTimestamp, systemClock } from '../scheduling/clock.ts';
import { restoreBackup, writeBackup } from '../storage/backup.ts';
import { type BulkAccess, moveStorage } from '../storage/bulk-copy.ts';
import { type DatabaseTarget, targetNameOf } from '../storage/database-target.ts';
import { LOCKED } from '../storage/locks.ts';
import { openStorage } from '../storage/open.ts';
import { openSqlite } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { createLedger } from '../usage/ledger.ts';
import { type CliActions, type CliServices, createProgram } from './program.ts';

/** Creates the command line; `start` runs the bot. */
export function createCli(start: CliActions['start']): Command {
  return createProgram({ version, start, ...actions });
}

const actions: Omit<CliActions, 'start'> = {
  // loaded for this action alone: it needs all commands with their renderers
  deploy: async () => (await import('./deploy.ts')).deployCommands(),
  async *examine() {
    yield* (await import('./doctor/doctor.ts')).examine(process.env);
  },
  async withServices(work) {
    const settings = readSettings(process.env);
    const opened = await openResources(settings);
    const { storage } = opened;
    const { library: plain, answer } = await createServices(settings, opened);
    const library = createAuditedLibrary(
      plain,
      null,
      createChangeRecorder('operator', { ...storage, clock: systemClock, log: opened.log }),
    );
    let intake: Promise<ReturnType<typeof import('./web.ts').openIntake>> | undefined;
    const openIntake = () =>
      (intake ??= import('./web.ts').then(web => web.openIntake(settings.web, library, storage)));
    try {
      await work({ library, answer, openIntake });
    } finally {
      await (await intake)?.close();
      await storage.close();
    }
  },
  async withFeeds(work) {
    const settings = readSettings(process.env);
    const { storage } = await openResources(settings);
    const feeds = (await import('./web.ts')).openFeeds(settings.web, storage);
    try {
      await work(feeds);
    } finally {
      await feeds.close();
      await storage.close();
    }
  },
  backUp: (file, { replace }) =>
    runWithCopies({ mustExist: true }, copies =>
      writeBackup(copies, file, { replace, at: new Date(systemClock.now()).toISOString() }),
    ),
  restore: file => runWithCopies({ mustExist: false }, copies => restoreBackup(copies, file)),
  async move(to, progress) {
    const settings = readSettings(process.env);
    const target = parseDatabaseTarget(to);
    const source = targetNameOf(settings.database);
    return runWithCopies({ mustExist: true }, async copies => {
      const log = createLog(settings.logLevel, { terminal: process.stderr.isTTY });
      const storage = await openStorage(target, log, { isMoving: true }).catch(renameSettingInError);
      try {
        const work = () => moveStorage(copies, storage.bulk, { source, progress });
        const moved = await storage.locks.runUnlessLocked('move', work);
        if (moved === LOCKED)
          throw new UserError('Another move into that database is running. Wait for its end, or end it.');
        return moved;
      } finally {
        await storage.close();
      }
    });
  },
  forgetServer: serverId =>
    runWithStorage(async ({ servers }) => {
      const had = (await servers.listKnown()).includes(serverId);
      await eraseServerData(servers, serverId, systemClock);
      return had;
    }),
  forgetMember: memberId => runWithStorage(({ members }) => members.forget(memberId, utcDayOf(systemClock))),
  memberJson: memberId =>
    runWithStorage(async ({ members }) =>
      formatMemberJson(await members.listMentions(memberId), { memberId, at: formatTimestamp(systemClock) }),
    ),
  changes: serverId => runWithStorage(({ audit }) => audit.list(serverId, { offset: 0, limit: MAX_CHANGES })),
  async createUncachedAnswer() {
    const settings = readSettings(process.env);
    const log = createLog(settings.logLevel, { terminal: process.stderr.isTTY });
    const { ledger: store } = openSqlite(':memory:');
    const ledger = createLedger({ store, limits: UNLIMITED, price: settings.price, clock: systemClock });
    return createAnswer({
      engines: await enginesOf(settings, log),
      cache: new Keyv({ store: createNothingStore }),
      log,
      ledger,
    });
  },
  async findArticle(named, { library, openIntake }) {
    if (named === STANDARD_INPUT) return identifyArticle(await readArticleFromInput(process.stdin));
    if (existsSync(named)) return identifyArticle(await readArticleFile(named, named));
    if (isWebAddress(named))
      return (
        (await library.findByUrl(named)) ??
        identifyArticle((await (await openIntake()).fetchArticle(named)).text)
      );
    if (/^[./~\\]|\.(?:txt|md|html?|json|xml)$/i.test(named))
      throw new UserError('There is no file {{named}}.', { named });
    return await library.find(named);
  },
  importPaths: importSources,
};

/** Imports the given sources, in order: addresses are fetched, everything else is a file or folder. */
function importSources(
  sources: readonly string[],
  { library, openIntake }: CliServices,
  { serverId, onProgress }: { serverId: string | null; onProgress: (progress: ImportProgress) => void },
): AsyncGenerator<ImportResult> {
  return importFiles(sources, library.forServer(serverId), {
    stdin: process.stdin,
    importPage: address => importPage(address, openIntake, serverId),
    onProgress,
  });
}

async function importPage(
  address: string,
  openIntake: CliServices['openIntake'],
  serverId: string | null,
): Promise<ImportResult> {
  try {
    const { outcome, article } = await (await openIntake()).add(address, { serverId });
    return { file: address, outcome, article };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { file: address, outcome: 'refused', reason: `${address}: ${error.message}` };
  }
}

/** Parses the database named by `--to`. Throws a UserError if it is invalid. */
function parseDatabaseTarget(to: string): DatabaseTarget {
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

/** Rethrows a database error with `--to` in place of the settings that usually name the database. */
function renameSettingInError(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  const sentence = error.said.sentence.replace(/(DATA_DIR and )?DATABASE_URL says? where/, '--to says where');
  throw new UserError({ ...error.said, sentence }, {}, { cause: error });
}

/** The maximum number of changes that are listed. */
const MAX_CHANGES = 100_000;

function runWithStorage<Result>(work: (storage: Storage) => Promise<Result>): Promise<Result> {
  return runWithOpened({ mustExist: true }, work);
}

function runWithCopies<Result>(
  how: { mustExist: boolean },
  work: (copies: BulkAccess) => Promise<Result>,
): Promise<Result> {
  return runWithOpened(how, ({ bulk: copies }) => work(copies));
}

/**
 * Runs `work` with the storage and closes it in any case. With `mustExist`, a missing database file is an
 * error instead of being created.
 */
async function runWithOpened<Result>(
  { mustExist }: { mustExist: boolean },
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings(process.env);
  const { database: target } = settings;
  if (mustExist && target.kind === 'sqlite' && !existsSync(target.path) && !existsSync(`${target.path}-wal`))
    throw new UserError('There is no database {{place}}. DATA_DIR and DATABASE_URL say where it lies.', {
      place: targetNameOf(target),
    });
  const { storage } = await openResources(settings);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** No limits: whoever runs a batch pays for it. */
const NO_LIMIT = { member: null, server: null, day: null };
const UNLIMITED = { answers: NO_LIMIT, tokens: NO_LIMIT, dollars: NO_LIMIT };

/** A cache store that keeps nothing: a batch answers each article only once. */
const createNothingStore = new (class extends Map<string, unknown> {
  override set() {
    return this;
  }
})();
