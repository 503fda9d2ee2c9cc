import { formatInEnglish, type MessageDescriptor, type MessageValues } from './i18n/template-values.ts';
import type { Unformatted } from './i18n/translate.ts';

/**
 * An error that carries a sentence for somebody. The sentence (English, the key of the catalogs) and its
 * values stay separate until the reader is known: `renderMessage` (Discord) translates and escapes it,
 * `formatPlain` translates it for storage, and `message` is the English text for terminals and logs.
 * Sentences are never concatenated by hand.
 */
export class MessageError extends Error {
  readonly said: MessageDescriptor;

  constructor(sentence: Unformatted | MessageDescriptor, values: MessageValues = {}, options?: ErrorOptions) {
    const descriptor = typeof sentence === 'string' ? { sentence, values } : sentence;
    super(formatInEnglish(descriptor), options);
    this.said = descriptor;
  }
}

/** A sentence for the user: what happened and what to do. Other errors are logged and shown as an id. */
export class UserError extends MessageError {
  override readonly name = 'UserError';
}
