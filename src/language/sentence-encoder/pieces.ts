/** Pieces of words with their scores, which are logarithms of how likely they are. */
export interface Vocabulary {
  /** The pieces letter by letter: for a node and the next letter (`stepOf`), the node that both lead to. */
  readonly steps: ReadonlyMap<number, number>;
  /** For each node, the index of the piece that ends there, or `UNKNOWN`. */
  readonly ends: readonly number[];
  readonly scores: Float32Array;
}

/** The mark in front of each word. */
const WORD_MARK = '\u2581';
/** The first entries of the vocabulary stand for unknown text and the ends of sentences. */
const RESERVED = 6;
const UNKNOWN = 0;

/** The node where every piece begins. */
const ROOT = 0;
const stepOf = (node: number, letter: number): number => node * 0x10000 + letter;

/** Creates a vocabulary from its pieces, in the order of their indices. */
export function createVocabulary(pieces: readonly string[], scores: Float32Array): Vocabulary {
  const steps = new Map<number, number>();
  const ends = [UNKNOWN];
  for (const [i, piece] of pieces.entries()) {
    if (i < RESERVED) continue;
    let node = ROOT;
    for (let at = 0; at < piece.length; at++) {
      const step = stepOf(node, piece.charCodeAt(at));
      node = steps.get(step) ?? ends.push(UNKNOWN) - 1;
      steps.set(step, node);
    }
    ends[node] = i;
  }
  return { steps, ends, scores };
}

/**
 * Splits a text into the most likely sequence of pieces (Kudo 2018, without sampling), as their indices;
 * consecutive characters without a piece count as one unknown piece. Takes linear time.
 */
export function splitIntoPieces(text: string, { steps, ends, scores }: Vocabulary): number[] {
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
    let node: number | undefined = ROOT;
    for (let end = start; end < marked.length; end++) {
      node = steps.get(stepOf(node, marked.charCodeAt(end)));
      if (node === undefined) break;
      const id = ends[node] ?? UNKNOWN;
      if (id === UNKNOWN) continue;
      reach(start, end + 1, id);
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
