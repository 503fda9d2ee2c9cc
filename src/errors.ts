import { formatInEnglish, type MessageDescriptor, type MessageValues } from './i18n/template-values.ts';
import type { Unformatted } from './i18n/translate.ts';

/**
 * Something thrown that says a sentence to somebody. The sentence (English, the key of the catalogs) and what
 * is filled in stay apart until it is known who reads it: `tell` (Discord) translates and escapes it,
 * `plainly` translates it for what is kept, `message` is the English text for terminals and logs. A sentence
 * is never put together by hand.
 */
export class MessageError extends Error {
  readonly said: MessageDescriptor;

  constructor(sentence: Unformatted | MessageDescriptor, values: MessageValues = {}, options?: ErrorOptions) {
    const descriptor = typeof sentence === 'string' ? { sentence, values } : sentence;
    super(formatInEnglish(descriptor), options);
    this.said = descriptor;
  }
}

/**
 * A sentence for the reader: what happened and what to do. Everything else that is thrown is logged, and the
 * reader is shown an id.
 */
export class UserError extends MessageError {
  override readonly name = 'UserError';
}
