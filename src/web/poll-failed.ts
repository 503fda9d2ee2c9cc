import type { Logger } from 'pino';
import { MessageError, UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, type MessageDescriptor, type MessageValues } from '../i18n/template-values.ts';
import { FetchError } from './fetch-errors.ts';

/** A failed poll, as a sentence for editors. `isPassing`: retrying may help, from `retryAfter` (ms) on. */
export class PollFailed extends MessageError {
  readonly isPassing: boolean;
  readonly retryAfter: number | null;
  constructor(
    sentence: string | MessageDescriptor,
    values: MessageValues,
    { isPassing, retryAfter = null }: { isPassing: boolean; retryAfter?: number | null },
  ) {
    super(sentence, values);
    this.isPassing = isPassing;
    this.retryAfter = retryAfter;
  }
}

/** Converts an error during a poll to a PollFailed; unexpected errors are logged. */
export function toPollError(error: unknown, log: Logger): PollFailed {
  if (error instanceof PollFailed) return error;
  if (error instanceof UserError)
    return new PollFailed(
      error.said,
      {},
      { isPassing: error instanceof FetchError && error.kind === 'failed' },
    );
  log.error({ err: error }, 'a feed could not be looked at');
  return new PollFailed('Something went wrong on my side; the log says more.', {}, { isPassing: true });
}

const STATUS_MEANINGS: Readonly<Record<number, string>> = {
  401: defineMessage('not public'),
  403: defineMessage('not public'),
  404: defineMessage('there is nothing there any more'),
  429: defineMessage('it wants fewer requests'),
};

/** Explains to editors the status with which a server refused its feed. */
export function describeStatus(status: number): MessageDescriptor {
  const meaning = STATUS_MEANINGS[status];
  if (meaning === undefined) return createMessage('Its server answered {{status}}.', { status });
  return createMessage('Its server answered {{status}} ({{meaning}}).', {
    status,
    meaning: createMessage(meaning),
  });
}
