import type { Logger } from 'pino';
import type { ModelQuestion } from './article-reader.ts';
import { ALL_CAPABILITIES, relaxMode, removeRejected, type ServerCapabilities } from './capabilities.ts';
import { truncateDraft } from './draft-bounds.ts';
import type { DraftReading } from './parse-draft.ts';
import { ServerError, type ServerErrorKind } from './server-errors.ts';

/** Where no manner led to an answer in the wanted form, only one is tried for so long (milliseconds). */
const RETRY_AFTER = 600_000;

/** One call of a model's server: what is asked, and how the server is spoken to. */
export interface ModelCall {
  readonly question: ModelQuestion;
  readonly capabilities: ServerCapabilities;
  readonly abort: AbortSignal;
}

/** What is known by now of how a model's server is spoken to, and drafts in that manner. */
export interface Negotiation {
  /**
   * One draft, in the strictest manner that this server knows; what it refuses or fails at is noticed once and
   * not tried again. Throws what the last call threw, or the question's reason once it is aborted.
   */
  writeDraft(question: ModelQuestion, abort: AbortSignal): Promise<unknown>;
  getCapabilities(): ServerCapabilities;
}

interface NegotiationDependencies {
  /** Makes one call. Throws a ServerError for what the server did. */
  readonly receive: (call: ModelCall) => Promise<DraftReading>;
  /** Its name, for the log. */
  readonly model: string;
  readonly log: Logger;
}

/** Finds out how one server wants to be asked for JSON, from the strictest manner to the simplest. */
export function createNegotiation({ receive, model, log }: NegotiationDependencies): Negotiation {
  let capabilities = ALL_CAPABILITIES;
  /** Until when it is of no use to try a simpler form (see `performance.now`). */
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
        // what others have learned meanwhile stands
        if (tried !== known) memoizeCapabilities(tried, because);
        return draft && truncateDraft(draft);
      } catch (error) {
        // who has given up is no fault of the server's
        question.signal?.throwIfAborted();
        if (!(error instanceof ServerError) || abort.aborted) throw error;
        const next = chooseNext(error, tried, { isAgain, isSettled: isSettled() });
        if (!next && tried.mode !== known.mode && isFormError(error.kind))
          settledUntil = performance.now() + RETRY_AFTER;
        if (!next) throw error;
        isAgain ||= next === tried;
        if (next !== tried) because.push(error.message);
        tried = next;
      }
    }
  }

  function memoizeCapabilities(tried: ServerCapabilities, because: readonly string[]): void {
    log.info(
      { ...tried, model, because: [...new Set(because)] },
      'the model server is spoken to in a simpler manner',
    );
    capabilities = tried;
  }

  return { writeDraft, getCapabilities: () => capabilities };
}

/**
 * How to try once more: as before where chance may have been against it, or in a simpler manner; null where it
 * would be of no use.
 */
function chooseNext(
  { kind: fault, named }: ServerError,
  tried: ServerCapabilities,
  { isAgain, isSettled }: { isAgain: boolean; isSettled: boolean },
): ServerCapabilities | null {
  const again = isAgain ? null : tried;
  if (fault === 'misunderstood') return removeRejected(named, tried);
  if (fault === 'no stream') return tried.stream ? { ...tried, stream: false } : again;
  if (fault === 'broken off') return again;
  if (!isFormError(fault) || isSettled) return null;
  return (fault === 'failed generation' ? again : null) ?? relaxMode(tried);
}

/** What a simpler way to ask for JSON may mend. */
function isFormError(kind: ServerErrorKind): boolean {
  return kind === 'unreadable' || kind === 'failed generation';
}
