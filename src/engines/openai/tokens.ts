/** What a message takes beside its text, in tokens. */
const MESSAGE_OVERHEAD = 4;

/** What tokenizers part texts by, and how many UTF-16 units of a kind in a row are one token, at most. */
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

/** Code units below this are Latin letters with accents. */
const LATIN_END = 0x250;

function kindOf(unit: number): Kind {
  if (unit < LATIN_END) return ASCII_KINDS[unit] ?? 'lower';
  // ideographs and kana; halves of what is beyond, as emoji are
  const isAlone = (unit >= 0x2e80 && unit < 0xa000) || (unit >= 0xd800 && unit < 0xe000);
  return isAlone ? 'ideograph' : 'other';
}

/** Runs of one kind, those that are too long for one token counted as several; a capital begins the word behind it. */
function countPieces(text: string): number {
  let [pieces, kind, length]: [number, Kind, number] = [0, 'space', 0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const next = kindOf(unit);
    const goesOn = next === kind || (kind === 'upper' && length === 1 && next === 'lower');
    // what stands between words is no token of its own
    if (next !== 'space' && !(goesOn && length < KINDS[next])) [pieces, length] = [pieces + 1, 0];
    // letters with accents are rare in the tables, so that words are parted at them
    length += next === 'lower' && unit >= ASCII_KINDS.length ? 2 : 1;
    kind = next;
  }
  return pieces;
}

/** Fewer bytes than this to a token are usual in languages that make long words of short parts. */
const BYTES_PER_TOKEN = 3.6;

/**
 * About as many tokens as a text has, rather too many: 1.1 to 1.3 times those of OpenAI's newer models in English and the
 * languages around it, up to twice in other letters. Other servers' models count differently, and a table for each would
 * be larger than the rest of the program.
 */
export function estimateTokens(text: string): number {
  return Math.max(countPieces(text), Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN));
}

/** No text has more tokens than bytes, whatever the model: the test that costs next to nothing. */
export function boundTokens(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + MESSAGE_OVERHEAD + Buffer.byteLength(text), 0);
}

/** The size of messages as a model counts them, in tokens, estimated. */
export function estimateMessages(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + MESSAGE_OVERHEAD + estimateTokens(content), 0);
}

/** One message of a chat completion. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
