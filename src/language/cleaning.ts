/** The line breaks: LF, CR, CRLF, VT, FF, NEL, and Unicode's line and paragraph separators. */
export const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * The text on one line: line breaks and tabs become spaces, control characters are removed, lone surrogates
 * become U+FFFD, the ends are trimmed. Empty if nothing visible remains.
 */
export function cleanLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return isBlank(line) ? '' : line;
}

/** The lines of a text that are not blank, each cleaned. */
export function cleanLines(text: string): string[] {
  return text.split(LINE_BREAK).map(cleanLine).filter(Boolean);
}

/** Whether nothing in the text is visible: only white space, control characters, zero-width characters. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}
