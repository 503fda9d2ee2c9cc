/**
 * The start of the longest run at a text's end in which `character` matches every single character. An
 * expression such as `/[.!]+$/` would be retried at each mark of each run in the text; this reads each
 * character once, from the end.
 */
function findEndRun(text: string, character: RegExp): number {
  let end = text.length;
  while (end > 0) {
    const start = end - (isSurrogatePair(text, end) ? 2 : 1);
    if (!character.test(text.slice(start, end))) break;
    end = start;
  }
  return end;
}

/** Whether the two code units before `end` are one character. */
function isSurrogatePair(text: string, end: number): boolean {
  return end > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff;
}

/** A text without the matching characters at its end: `trimEnd('Well...', /[.!]/)` is "Well". */
export function trimEnd(text: string, character: RegExp): string {
  return text.slice(0, findEndRun(text, character));
}

/** The matching characters at a text's end: `trailingRunOf('Well...', /[.!]/)` is "...". */
export function trailingRunOf(text: string, character: RegExp): string {
  return text.slice(findEndRun(text, character));
}

/** A text without the matching characters at both ends. */
export function trimBoth(text: string, character: RegExp): string {
  const trimmed = trimEnd(text, character);
  let start = 0;
  for (const one of trimmed) {
    if (!character.test(one)) break;
    start += one.length;
  }
  return trimmed.slice(start);
}
