import { parseWithheldTitle } from '../../answers/comments/withheld-title.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';

/** Translates a title that code made; any other title is returned unchanged. */
export function translateLabel(label: string): string {
  const withheld = parseWithheldTitle(label);
  return withheld ? formatPlain(createMessage(withheld.template, withheld.values)) : label;
}
