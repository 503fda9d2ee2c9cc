// Control characters except tab and line feed, soft hyphens, fillers, zero-width and bidirectional characters
// (joiners stay: scripts and emoji need them), tags, interlinear annotation and object replacement
// characters, lone surrogates, and marks stacked on a letter beyond what any script needs, which would cover the
// lines above and below.
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|[\u{e0000}-\u{e007f}]|\p{Surrogate}|(?<=[\p{Mn}\p{Me}]{6})[\p{Mn}\p{Me}]/gu;

/** Removes characters that show nothing of their own but have effects; all lines end in line feeds. */
export function removeInvisible(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(INVISIBLE, '');
}

const NO_BREAK = /^[\u00a0\u202f]$/;

/** Turns line breaks and runs of spaces into single spaces; a single no-break space stays: "3 %", "« mot »". */
export const foldSpaces = (text: string): string =>
  text.replace(/[^\S\ufeff]+/g, run => (NO_BREAK.test(run) ? run : ' '));

/** The visible text on one line. */
export const toVisibleLine = (text: string): string => foldSpaces(removeInvisible(text)).trim();
