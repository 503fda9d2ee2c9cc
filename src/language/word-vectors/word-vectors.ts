import { openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createLazy } from '../../lazy.ts';
import { createWordMemo } from '../../memo.ts';

/**
 * Word meanings by distribution: GloVe vectors (Pennington, Socher and Manning 2014) of the most common
 * English words; see README.md. The words are read at the first lookup, and a vector when its word is.
 */

/** Named after its content, so that a new table changes the source and with it the cache keys of answers. */
const TABLE = 'glove-137bd0ed.bin';
const HEAD_BYTES = 12;
const NEWLINE = 10;

interface WordTable {
  readonly dimensions: number;
  readonly words: Buffer;
  /** The offset of each word, in table order. */
  readonly starts: Uint32Array;
  /** Reads the vector of a word from the file, by its index. */
  readonly readValues: (place: number) => Int8Array;
}

const getTable = createLazy((): WordTable => {
  const file = openSync(join(import.meta.dirname, TABLE), 'r');
  const head = Buffer.alloc(HEAD_BYTES);
  readSync(file, head);
  const [count, dimensions, length] = [head.readUInt32LE(0), head.readUInt32LE(4), head.readUInt32LE(8)];
  const words = Buffer.alloc(length);
  readSync(file, words);
  const starts = new Uint32Array(count);
  for (let i = 1; i < count; i++) starts[i] = words.indexOf(NEWLINE, starts[i - 1]) + 1;
  const values = new Int8Array(dimensions);
  const readValues = (place: number) => {
    readSync(file, values, 0, dimensions, HEAD_BYTES + length + place * dimensions);
    return values;
  };
  return { dimensions, words, starts, readValues };
});

/** The index of a word in the table, by binary search; -1 if it is missing. */
function findPlace(word: string, { words, starts }: WordTable): number {
  const wanted = Buffer.from(`${word}\n`);
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = starts[middle] ?? 0;
    const order = Buffer.compare(words.subarray(start, words.indexOf(NEWLINE, start) + 1), wanted);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

/** A discussion has a few thousand distinct words. */
const readKnownVector = createWordMemo(5000, readVector);
const NONE = new Float32Array();

/** The number of dimensions of a vector. */
export const getDimensions = (): number => getTable().dimensions;

/** The unit vector of a lower-case English word; null if it is not among the most common. */
export function findWordVector(word: string): Float32Array | null {
  const vector = readKnownVector(word);
  return vector.length === 0 ? null : vector;
}

function readVector(word: string): Float32Array {
  const table = getTable();
  const place = findPlace(word, table);
  return place < 0 ? NONE : toUnit(Float32Array.from(table.readValues(place)));
}

/** Scales a vector to length 1; a zero vector is returned unchanged. */
export function toUnit(vector: Float32Array): Float32Array {
  const size = Math.sqrt(dotProduct(vector, vector));
  return size === 0 ? vector : vector.map(x => x / size);
}

/** The dot product of two vectors; for unit vectors, their cosine. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
