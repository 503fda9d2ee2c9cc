/** Pieces of words with their scores, which are logarithms of how likely they are. */
export interface Vocabulary {
  readonly places: ReadonlyMap<string, number>;
  readonly scores: Float32Array;
}

/** The mark in front of each word. */
const WORD_MARK = '\u2581';
/** The first entries of the vocabulary stand for unknown text and the ends of sentences. */
const RESERVED = 6;
const UNKNOWN = 0;
/** Length of the longest piece. */
const LONGEST = 16;

/** Creates a vocabulary from its pieces, in the order of their indices. */
export const createVocabulary = (pieces: readonly string[], scores: Float32Array): Vocabulary => ({
  places: new Map(pieces.flatMap((piece, i) => (i < RESERVED ? [] : [[piece, i]]))),
  scores,
});

/**
 * Splits a text into the most likely sequence of pieces (Kudo 2018, without sampling), as their indices;
 * consecutive characters without a piece count as one unknown piece. Takes linear time.
 */
export function splitIntoPieces(text: string, { places, scores }: Vocabulary): number[] {
  const marked = WORD_MARK + text.normalize('NFKC').replaceAll(' ', WORD_MARK);
  const best = new Float64Array(marked.length + 1).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  const starts = new Uint32Array(marked.length + 1);
  const ids = new Uint16Array(marked.length + 1);
  const reach = (start: number, end: number, id: number) => {
    const score = (best[start] ?? 0) + (scores[id] ?? 0);
    if (score < (best[end] ?? 0)) return;
    best[end] = score;
    starts[end] = start;
    ids[end] = id;
  };
  for (let start = 0; start < marked.length; start++) {
    if (best[start] === Number.NEGATIVE_INFINITY) continue;
    let isKnown = false;
    for (let end = start + 1; end <= Math.min(marked.length, start + LONGEST); end++) {
      const id = places.get(marked.slice(start, end));
      if (id === undefined) continue;
      reach(start, end, id);
      isKnown = true;
    }
    if (!isKnown) reach(start, start + (isWholePair(marked, start) ? 2 : 1), UNKNOWN);
  }
  return followBack(marked.length, starts, ids);
}

const isWholePair = (text: string, at: number): boolean => (text.codePointAt(at) ?? 0) > 0xffff;

function followBack(length: number, starts: Uint32Array, ids: Uint16Array): number[] {
  const pieces: number[] = [];
  for (let end = length; end > 0; end = starts[end] ?? 0) {
    const id = ids[end] ?? UNKNOWN;
    if (id !== UNKNOWN || pieces.at(-1) !== UNKNOWN) pieces.push(id);
  }
  return pieces.reverse();
}
