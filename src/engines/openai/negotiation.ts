import type { Logger } from 'pino';
import type { ModelQuestion } from './article-reader.ts';
import {
  ALL_CAPABILITIES,
  removeCapability,
  removeRejected,
  type ServerCapabilities,
} from './capabilities.ts';
import { truncateDraft } from './draft-bounds.ts';
import type { DraftReading } from './parse-draft.ts';
import { ServerError, type ServerErrorKind } from './server-errors.ts';

/** If no way of asking led to a reply in the expected form, only one is tried for so long (milliseconds). */
const RETRY_AFTER_MS = 600_000;

/** One call to the model's server: the question, and the capabilities to use. */
export interface ModelCall {
  readonly question: ModelQuestion;
  readonly capabilities: ServerCapabilities;
  readonly abort: AbortSignal;
}

/** Drafts with the strictest request that the server is known to support. */
interface Negotiation {
  /**
   * Returns one draft, asked for in the strictest way that this server supports; whatever it rejects or fails
   * at is remembered and not tried again. Throws the error of the last call, or the reason of the question's
   * signal if it is aborted.
   */
  writeDraft(question: ModelQuestion, abort: AbortSignal): Promise<unknown>;
  getCapabilities(): ServerCapabilities;
}

interface NegotiationDependencies {
  /** Makes one call. Throws a ServerError for an error of the server. */
  readonly receive: (call: ModelCall) => Promise<DraftReading>;
  /** The model's name, for the log. */
  readonly model: string;
  readonly log: Logger;
}

/** Finds out how a server accepts requests for JSON, from the strictest form to the simplest. */
export function createNegotiation({ receive, model, log }: NegotiationDependencies): Negotiation {
  let capabilities = ALL_CAPABILITIES;
  /** Until when trying a simpler form is known to be useless (a `performance.now` time). */
  let settledUntil = 0;
  const isSettled = () => performance.now() < settledUntil;

  async function writeDraft(question: ModelQuestion, abort: AbortSignal): Promise<unknown> {
    let isAgain = false;
    const because: string[] = [];
    const known = capabilities;
    for (let tried = known; ; ) {
      try {
        const { draft, fits } = await receive({ question, capabilities: tried, abort });
        if (!fits && tried.mode !== 'text' && !isSettled())
          throw new ServerError('unreadable', 'JSON of another form');
        // if nothing was dropped here, keep what concurrent calls may have learned
        if (tried !== known) keepCapabilities(tried, because);
        return draft && truncateDraft(draft);
      } catch (error) {
        // a cancelled question is not the server's fault
        question.signal?.throwIfAborted();
        if (!(error instanceof ServerError) || abort.aborted) throw error;
        const next = chooseNext(error, tried, { isAgain, isSettled: isSettled() });
        if (!next && tried.mode !== known.mode && isFormError(error.kind))
          settledUntil = performance.now() + RETRY_AFTER_MS;
        if (!next) throw error;
        isAgain ||= next === tried;
        if (next !== tried) because.push(error.message);
        tried = next;
      }
    }
  }

  function keepCapabilities(tried: ServerCapabilities, because: readonly string[]): void {
    log.info(
      { ...tried, model, because: [...new Set(because)] },
      'the model server is spoken to in a simpler manner',
    );
    capabilities = tried;
  }

  return { writeDraft, getCapabilities: () => capabilities };
}

/** What to use in the next attempt: the same after chance, simpler, or null if it would be useless. */
function chooseNext(
  { kind, named }: ServerError,
  tried: ServerCapabilities,
  { isAgain, isSettled }: { isAgain: boolean; isSettled: boolean },
): ServerCapabilities | null {
  const again = isAgain ? null : tried;
  if (kind === 'misunderstood') return removeRejected(named, tried);
  if (kind === 'no stream') return tried.stream ? { ...tried, stream: false } : again;
  if (kind === 'broken off') return again;
  if (!isFormError(kind) || isSettled) return null;
  return (kind === 'failed generation' ? again : null) ?? removeCapability('mode', tried);
}

/** Whether a simpler way to request JSON may fix the error. */
function isFormError(kind: ServerErrorKind): boolean {
  return kind === 'unreadable' || kind === 'failed generation';
}
