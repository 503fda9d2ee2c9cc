import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createLazy } from '../../lazy.ts';
import { createMemo } from '../../memo.ts';
import { createVocabulary, splitIntoPieces, type Vocabulary } from './pieces.ts';

/**
 * What a sentence means, as a vector: the Universal Sentence Encoder Lite (Cer et al. 2018) for English; see
 * README.md. The table is read at the first sentence, which takes some 14 MB from then on.
 */

/** Named after its content, so that a new table changes the source and with it the cache keys of answers. */
const TABLE = 'use-lite-6114ba5c.bin';
const HEAD_BYTES = 8;
/** Number of characters and of pieces of a sentence that are read. */
const MAX_CHARACTERS = 1000;
const MAX_PIECES = 128;
const DIMENSIONS = 512;

/** What is used of WebAssembly, of which Node's types say nothing. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** What `encoder.c` exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly table: () => number;
  readonly pieces: () => number;
  readonly result: () => number;
  readonly load: () => void;
  readonly encode: (count: number) => void;
}

interface Encoder {
  readonly vocabulary: Vocabulary;
  readonly kernel: Kernel;
}

const getEncoder = createLazy((): Encoder => {
  const module = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'encoder.wasm')));
  const kernel = new WebAssembly.Instance(module).exports as Kernel;
  const file = openSync(join(import.meta.dirname, TABLE), 'r');
  try {
    const head = new Uint32Array(HEAD_BYTES / 4);
    readSync(file, head);
    const [size = 0, count = 0] = head;
    // straight to where it is used, without 7 MB in between
    readSync(file, new Uint8Array(kernel.memory.buffer, kernel.table(), size));
    kernel.load();
    const scores = new Float32Array(count);
    readSync(file, scores);
    // reads on from there
    const pieces = readFileSync(file, 'utf8').split('\n');
    return { vocabulary: createVocabulary(pieces, scores), kernel };
  } finally {
    closeSync(file);
  }
});

/** Sentences of some hundred articles at half a kilobyte each. */
const vectors = createMemo<SentenceVector>({ entries: 8000 });
/** Steps per unit of a vector kept in bytes; components over a quarter, which are rare, are cut. */
const STEPS = 508;

/** The unit vector of a sentence, a byte for each of its 512 components. */
type SentenceVector = Int8Array;

/** An English sentence's vector, in milliseconds if not seen lately; only its first 128 pieces count. */
export const encodeSentence = (sentence: string): SentenceVector =>
  vectors.getOrCreate(sentence, () => toBytes(encode(sentence.slice(0, MAX_CHARACTERS))));

/** The cosine of two vectors: how close two sentences are in meaning, or how well one answers the other. */
export function compareVectors(a: SentenceVector, b: SentenceVector): number {
  let sum = 0;
  for (let i = 0; i < DIMENSIONS; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum / (STEPS * STEPS);
}

const toBytes = (vector: Float32Array): SentenceVector =>
  Int8Array.from(vector, x => Math.max(-127, Math.min(127, Math.round(x * STEPS))));

function encode(sentence: string): Float32Array {
  const { vocabulary, kernel } = getEncoder();
  const pieces = splitIntoPieces(sentence, vocabulary).slice(0, MAX_PIECES);
  new Int32Array(kernel.memory.buffer, kernel.pieces(), MAX_PIECES).set(pieces);
  kernel.encode(pieces.length);
  return new Float32Array(kernel.memory.buffer, kernel.result(), DIMENSIONS).slice();
}
