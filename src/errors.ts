import { type Given, inEnglish, type Said } from './i18n/template-values.ts';
import type { Unformatted } from './i18n/translate.ts';

/**
 * Something thrown that says a sentence to somebody. The sentence (English, the key of the catalogs) and what
 * is filled in stay apart until it is known who reads it: `tell` (Discord) translates and escapes it,
 * `plainly` translates it for what is kept, `message` is the English text for terminals and logs. A sentence
 * is never put together by hand.
 */
export class Telling extends Error {
  readonly said: Said;

  constructor(sentence: Unformatted | Said, values: Given = {}, options?: ErrorOptions) {
    const said = typeof sentence === 'string' ? { sentence, values } : sentence;
    super(inEnglish(said), options);
    this.said = said;
  }
}

/**
 * A sentence for the reader: what happened and what to do. Everything else that is thrown is logged, and the
 * reader is shown an id.
 */
export class UserError extends Telling {
  override readonly name = 'UserError';
}
