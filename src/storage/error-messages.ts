import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { createMessage } from '../i18n/template-values.ts';
import { startTimer } from '../scheduling/clock.ts';
import type { Storage } from './storage.ts';
import type { ArticleStore } from './stores/articles.ts';

/** Who waits for an answer waits no longer than this (milliseconds) for what only helps later. */
const OPTIONAL_WRITE_TIMEOUT = 300;

/**
 * A storage whose faults of known kinds (disk full, locked, …) are a line in the log and a sentence for
 * whoever asked.
 */
export function withErrorMessages(
  storage: Storage,
  reasonOf: (error: unknown) => string | null,
  log: Logger,
): Storage {
  function wrapStore<Store extends object>(store: Store): Store {
    const methods = Object.entries(store).map(([name, method]) => [
      name,
      (...given: unknown[]) => method(...given).catch(throwExplained),
    ]);
    return Object.fromEntries(methods) as Store;
  }

  function throwExplained(error: unknown): never {
    const reason = explainKnown(error);
    throw new UserError(
      'My database can’t do that at the moment: {{reason}}.',
      { reason: createMessage(reason) },
      { cause: error },
    );
  }

  /** The reason, which goes into the log; any other error is thrown on. */
  function explainKnown(error: unknown): string {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    log.error({ err: error, reason }, 'the database could not do what was asked');
    return reason;
  }

  /**
   * What only helps later must not cost somebody an answer that is there, nor make them wait for long: it
   * goes on.
   */
  const makeOptional =
    <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
    (...given: Given): Promise<void> =>
      Promise.race([
        write(...given).catch(error => void explainKnown(error)),
        startTimer(OPTIONAL_WRITE_TIMEOUT).elapsed,
      ]);

  const wrapArticles = (store: ArticleStore): ArticleStore => {
    const { forServer: of, ...methods } = store;
    return { ...wrapStore(methods), forServer: serverId => wrapArticles(of(serverId)) };
  };

  return {
    ...storage,
    articles: wrapArticles(storage.articles),
    threads: {
      ...wrapStore(storage.threads),
      addQuestion: makeOptional(storage.threads.addQuestion),
      saveTurn: makeOptional(storage.threads.saveTurn),
    },
    digests: wrapStore(storage.digests),
    feeds: wrapStore(storage.feeds),
    pages: wrapStore(storage.pages),
    settings: wrapStore(storage.settings),
    ledger: wrapStore(storage.ledger),
    audit: wrapStore(storage.audit),
    members: wrapStore(storage.members),
    servers: wrapStore(storage.servers),
    provenance: {
      ...wrapStore(storage.provenance),
      recordQuestion: makeOptional(storage.provenance.recordQuestion),
      recordAnswer: makeOptional(storage.provenance.recordAnswer),
    },
    feedback: { ...wrapStore(storage.feedback), saveQuestion: makeOptional(storage.feedback.saveQuestion) },
  };
}
