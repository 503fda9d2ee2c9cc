import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { say } from '../i18n/template-values.ts';
import { after } from '../scheduling/clock.ts';
import type { ArticleStore, Storage } from './storage.ts';

/** Who waits for an answer waits no longer than this (milliseconds) for what only helps later. */
const PATIENCE = 300;

/**
 * A storage whose faults of known kinds (disk full, locked, …) are a line in the log and a sentence for
 * whoever asked.
 */
export function withSentences(
  storage: Storage,
  reasonOf: (error: unknown) => string | null,
  log: Logger,
): Storage {
  function told<Store extends object>(store: Store): Store {
    const methods = Object.entries(store).map(([name, method]) => [
      name,
      (...given: unknown[]) => method(...given).catch(explain),
    ]);
    return Object.fromEntries(methods) as Store;
  }

  function explain(error: unknown): never {
    const reason = known(error);
    throw new UserError(
      'My database cannot do that at the moment: {{reason}}.',
      { reason: say(reason) },
      { cause: error },
    );
  }

  /** The reason, which goes into the log; any other error is thrown on. */
  function known(error: unknown): string {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    log.error({ err: error, reason }, 'the database could not do what was asked');
    return reason;
  }

  /**
   * What only helps later must not cost somebody an answer that is there, nor make them wait for long: it
   * goes on.
   */
  const dispensable =
    <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
    (...given: Given): Promise<void> =>
      Promise.race([write(...given).catch(error => void known(error)), after(PATIENCE).over]);

  const articlesOf = (store: ArticleStore): ArticleStore => {
    const { of, ...methods } = store;
    return { ...told(methods), of: serverId => articlesOf(of(serverId)) };
  };

  return {
    ...storage,
    articles: articlesOf(storage.articles),
    threads: { ...told(storage.threads), ask: dispensable(storage.threads.ask) },
    digests: told(storage.digests),
    feeds: told(storage.feeds),
    pages: told(storage.pages),
    settings: told(storage.settings),
    ledger: told(storage.ledger),
    audit: told(storage.audit),
    members: told(storage.members),
    servers: told(storage.servers),
    asked: {
      ...told(storage.asked),
      note: dispensable(storage.asked.note),
      noteAnswer: dispensable(storage.asked.noteAnswer),
    },
    feedback: { ...told(storage.feedback), keep: dispensable(storage.feedback.keep) },
  };
}
