import { isNegation, isUndoing } from '../../../language/syntax/function-words.ts';
import { isAdverb } from '../../../language/syntax/word-classes.ts';
import { lowerTextAt, type Token } from '../../../language/tokens.ts';
import type { Attribution } from './attribution.ts';

/** Whether a phrase names no one: "nobody", "no one", "neither". */
function isNoOne(list: readonly Token[], { from, to }: { readonly from: number; readonly to: number }) {
  const words = list.slice(from, to).map(({ text }) => text);
  return /^(?:nobody|none|neither)$|^no one$/i.test(words.join(' '));
}

/** Whether it is denied that it was said: "never said", "refused to say", "nobody said". */
export function isNegated(list: readonly Token[], { speaker, cue }: Attribution): boolean {
  if (cue === null || speaker === null) return false;
  if (speaker.to <= cue && isNoOne(list, speaker)) return true;
  let at = cue - 1;
  for (; isNegation(lowerTextAt(list, at)) || isBetween(list, at); at--)
    if (isNegation(lowerTextAt(list, at))) return true;
  const dependsOnIt = at < cue - 1 || /ing$/.test(lowerTextAt(list, cue));
  return dependsOnIt && isUndoing(lowerTextAt(list, at));
}

const isBetween = (list: readonly Token[], at: number) =>
  isAdverb(list[at]) || /^(?:to|of|having|ever)$/.test(lowerTextAt(list, at));
