import { existsSync } from 'node:fs';
import { Keyv } from 'keyv';
import { createAnswer } from '../answers/service.ts';
import { openResources } from '../app/open.ts';
import { createServices, enginesOf } from '../app/services.ts';
import { type Article, identifyArticle } from '../articles/article.ts';
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
import { readSettings } from '../env.ts';
import { UserError } from '../errors.ts';
import { createLog } from '../log.ts';
import { systemClock } from '../scheduling/clock.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { createLedger } from '../usage/ledger.ts';
import type { CliActions, CliServices, StoredDataActions } from './cli-actions.ts';
import type { Terminal } from './terminal.ts';

/** Creates the actions for articles and the web, with the settings from the terminal's environment. */
export function createActions(terminal: Terminal): Omit<CliActions, 'start' | keyof StoredDataActions> {
  const { env, stdin, stderr } = terminal;
  return {
    // the list of all commands and its renderers are loaded only for this command
    deploy: async () => (await import('./deploy.ts')).deployCommands(env),
    async *examine() {
      yield* (await import('./doctor/doctor.ts')).examine(env);
    },
    withServices: work => runWithServices(terminal, work),
    async withFeeds(work) {
      const settings = readSettings(env);
      const { storage } = await openResources(settings, stderr);
      const feeds = (await import('./web.ts')).openFeeds(settings.web, storage);
      try {
        await work(feeds);
      } finally {
        await feeds.close();
        await storage.close();
      }
    },
    async createUncachedAnswer() {
      const settings = readSettings(env);
      const log = createLog(settings.logLevel, stderr);
      const { ledger: store } = openSqlite(':memory:');
      const ledger = createLedger({ store, limits: UNLIMITED, price: settings.price, clock: systemClock });
      return createAnswer({
        engines: await enginesOf(settings, log),
        cache: new Keyv({ store: createNothingStore }),
        log,
        ledger,
      });
    },
    findArticle: async (named, services) =>
      named === STANDARD_INPUT
        ? identifyArticle(await readArticleFromInput(stdin))
        : findNamedArticle(named, services),
    importPaths: (sources, services, how) => importSources(sources, services, { ...how, stdin }),
  };
}

async function runWithServices(
  { env, stderr }: Terminal,
  work: (services: CliServices) => Promise<void>,
): Promise<void> {
  const settings = readSettings(env);
  const opened = await openResources(settings, stderr);
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
}

async function findNamedArticle(named: string, { library, openIntake }: CliServices): Promise<Article> {
  if (existsSync(named)) return identifyArticle(await readArticleFile(named, named));
  if (isWebAddress(named))
    return (
      (await library.findByUrl(named)) ??
      identifyArticle((await (await openIntake()).fetchArticle(named)).text)
    );
  if (/^[./~\\]|\.(?:txt|md|html?|json|xml)$/i.test(named))
    throw new UserError('There is no file {{named}}.', { named });
  return await library.find(named);
}

interface ImportOptions {
  readonly serverId: string | null;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly stdin: Terminal['stdin'];
}

/** Imports the given sources, in order: addresses are fetched, everything else is a file or folder. */
function importSources(
  sources: readonly string[],
  { library, openIntake }: CliServices,
  { serverId, onProgress, stdin }: ImportOptions,
): AsyncGenerator<ImportResult> {
  return importFiles(sources, library.forServer(serverId), {
    stdin,
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

/** A batch has no limits: the operator who runs it pays for it. */
const NO_LIMIT = { member: null, server: null, day: null };
const UNLIMITED = { answers: NO_LIMIT, tokens: NO_LIMIT, dollars: NO_LIMIT };

/** A cache store that keeps nothing: a batch answers each article only once. */
const createNothingStore = new (class extends Map<string, unknown> {
  override set() {
    return this;
  }
})();
