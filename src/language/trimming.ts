/**
 * Where the run of characters at a text's end begins, each of which the expression matches alone. `/[.!]+$/`
 * would be tried anew at each mark of each run in the text; this looks at each character once, from the end.
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

/** Whether the two units before a place are one character. */
function isSurrogatePair(text: string, end: number): boolean {
  return end > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff;
}

/** A text without the characters at its end that match: `withoutEnd('Well...', /[.!]/)` is "Well". */
export function trimEnd(text: string, character: RegExp): string {
  return text.slice(0, findEndRun(text, character));
}

/** The characters at a text's end that match: `endOf('Well...', /[.!]/)` is "...". */
export function trailingRunOf(text: string, character: RegExp): string {
  return text.slice(findEndRun(text, character));
}

/** A text without the characters at its beginning and at its end that match. */
export function trimBoth(text: string, character: RegExp): string {
  const trimmed = trimEnd(text, character);
  let start = 0;
  for (const one of trimmed) {
    if (!character.test(one)) break;
    start += one.length;
  }
  return trimmed.slice(start);
}
