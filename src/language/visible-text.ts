// Control characters but for tab and line feed, zero-width and bidirectional marks (joiners stay: scripts and
// emoji need them), variation of direction, tags, the object replacement characters, and halves of surrogate
// pairs.
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** The text without what cannot be seen and yet does something; its lines end in line feeds. */
export function removeInvisible(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(INVISIBLE, '');
}

/** The same on one line. */
export function toVisibleLine(text: string): string {
  return removeInvisible(text).replace(/\s+/g, ' ').trim();
}
