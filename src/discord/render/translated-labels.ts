import { parseWithheldTitle } from '../../answers/comments/withheld-title.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';

/** A title that plain code made in the reader's language; any other stays as it is. */
export function translateLabel(label: string): string {
  const withheld = parseWithheldTitle(label);
  return withheld ? formatPlain(createMessage(withheld.template, withheld.values)) : label;
}
