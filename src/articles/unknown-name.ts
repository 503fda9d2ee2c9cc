import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, formatInEnglish } from '../i18n/template-values.ts';

/** What a reader called an article, in quotation marks. */
export const quoteName = (named: string) =>
  createMessage('“{{wanted}}”', { wanted: named.length > 80 ? `${named.slice(0, 79)}…` : named });

/** Thrown where a reader's words name no article that there is. */
export class UnknownName extends UserError {
  /** The words, in quotation marks; null where there is no article at all. */
  readonly named: string | null;

  constructor(wanted: string, { isEmpty }: { isEmpty: boolean }) {
    const named = quoteName(wanted);
    if (isEmpty) super('There are no articles yet. An editor can add one with `/library add`.');
    else
      super(defineMessage('I don’t have an article like {{named}}. `/articles` lists them all.'), { named });
    this.named = isEmpty ? null : formatInEnglish(named);
  }
}
