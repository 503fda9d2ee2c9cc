/** The size of a message in addition to its text, in tokens. */
const MESSAGE_OVERHEAD = 4;

/** The character classes at which tokenizers split, and the most UTF-16 units of each per token. */
const KINDS = {
  space: Number.POSITIVE_INFINITY,
  lower: 7,
  upper: 2,
  digit: 1,
  mark: 2,
  ideograph: 1,
  other: 2,
};
type Kind = keyof typeof KINDS;

const ASCII_KINDS: readonly Kind[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return 'space';
  if (/[a-z]/.test(character)) return 'lower';
  if (/[A-Z]/.test(character)) return 'upper';
  return /\d/.test(character) ? 'digit' : 'mark';
});

/** Non-ASCII code units below this are accented Latin letters. */
const LATIN_END = 0x250;

function kindOf(unit: number): Kind {
  if (unit < LATIN_END) return ASCII_KINDS[unit] ?? 'lower';
  // ideographs and kana, and surrogates, such as those of emoji
  const isAlone = (unit >= 0x2e80 && unit < 0xa000) || (unit >= 0xd800 && unit < 0xe000);
  return isAlone ? 'ideograph' : 'other';
}

/** Counts runs of a character class, long ones as several; a capital belongs to the word after it. */
function countPieces(text: string): number {
  let [pieces, kind, length]: [number, Kind, number] = [0, 'space', 0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const next = kindOf(unit);
    const goesOn = next === kind || (kind === 'upper' && length === 1 && next === 'lower');
    // white space between words is not a token of its own
    if (next !== 'space' && !(goesOn && length < KINDS[next])) [pieces, length] = [pieces + 1, 0];
    // accented letters are rare in token tables, so words are split at them
    length += next === 'lower' && unit >= ASCII_KINDS.length ? 2 : 1;
    kind = next;
  }
  return pieces;
}

/** Languages that build long words from short parts usually have fewer bytes per token than this. */
const BYTES_PER_TOKEN = 3.6;

/**
 * Estimates the number of tokens in a text, erring on the high side: 1.1 to 1.3 times the count of OpenAI's
 * newer models in English and related languages, up to twice in other scripts. Other servers' models count
 * differently, and a table for each would be larger than the rest of the program.
 */
export function estimateTokens(text: string): number {
  return Math.max(countPieces(text), Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN));
}

/** A cheap upper bound on the number of tokens: no text has more tokens than bytes, in any model. */
export function boundTokens(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + MESSAGE_OVERHEAD + Buffer.byteLength(text), 0);
}

/** The estimated size of messages, in tokens. */
export function estimateMessages(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + MESSAGE_OVERHEAD + estimateTokens(content), 0);
}

/** A message of a chat completion. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
