import type { ArticleText } from '../articles/article.ts';

/** Words per shingle. */
const SHINGLE_WORDS = 3;

/** How much of a text is compared, in characters: two that share as many words as a long article has are copies. */
const MAX_COMPARED_LENGTH = 60_000;

/** Minima per sketch, for a standard error of the similarity of about 0.03. */
const SKETCH_SIZE = 256;

/** From this similarity on, texts count as the same: with another headline, a line more or less. */
export const MIN_DUPLICATE_SIMILARITY = 0.8;

/** Texts with fewer shingles say too little: two paywall notices are not two copies of an article. */
const MIN_SHINGLES = 30;

/** The minimum hash of a text's shingles under each hash function; null for a text too short to compare. */
type Sketch = Uint32Array | null;

/** The MinHash sketch of a text (Broder 1997): shingles of three words, 256 hashes a·x + b over FNV-1a. */
export function sketchOf({ paragraphs }: Pick<ArticleText, 'paragraphs'>): Sketch {
  const shingles = shinglesOf(paragraphs);
  if (shingles.size < MIN_SHINGLES) return null;
  const sketch = new Uint32Array(SKETCH_SIZE).fill(0xffffffff);
  for (const shingle of shingles)
    for (let i = 0; i < SKETCH_SIZE; i += 1) {
      const value = mixBits(Math.imul(shingle, FACTORS[i] ?? 0) + (OFFSETS[i] ?? 0));
      if (value < (sketch[i] ?? 0)) sketch[i] = value;
    }
  return sketch;
}

/** Estimates the Jaccard similarity of two texts' shingles, from 0 to 1; 0 if either text is too short. */
export function estimateSimilarity(a: Sketch, b: Sketch): number {
  if (a === null || b === null) return 0;
  let equal = 0;
  for (let i = 0; i < SKETCH_SIZE; i += 1) equal += Number(a[i] === b[i]);
  return equal / SKETCH_SIZE;
}

/** Lists a text's longest distinct words, with which a full-text search finds copies among all articles. */
export function listSearchWords({ paragraphs }: Pick<ArticleText, 'paragraphs'>): string {
  const words = new Set(
    paragraphs
      .join(' ')
      .slice(0, 20_000)
      .match(/\p{L}{5,40}/gu),
  );
  return [...words]
    .sort((a, b) => b.length - a.length)
    .slice(0, 30)
    .join(' ')
    .slice(0, 1000);
}

function shinglesOf(paragraphs: readonly string[]): Set<number> {
  const words =
    paragraphs
      .join(' ')
      .slice(0, MAX_COMPARED_LENGTH)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = words.map(hashWord);
  return new Set(hashes.slice(SHINGLE_WORDS - 1).map((_, at) => combineHashes(hashes, at)));
}

function combineHashes(hashes: readonly number[], at: number): number {
  let hash = 0x811c9dc5;
  for (let i = at; i < at + SHINGLE_WORDS; i += 1)
    hash = mixBits(Math.imul(hash ^ (hashes[i] ?? 0), 0x01000193));
  return hash;
}

function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The finalizer of MurmurHash3: every input bit affects every output bit. */
function mixBits(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Fixed odd factors, and fixed offsets. */
const FACTORS = Uint32Array.from({ length: SKETCH_SIZE }, (_, i) => mixBits(i * 2 + 1) | 1);
const OFFSETS = Uint32Array.from({ length: SKETCH_SIZE }, (_, i) => mixBits(0x9e3779b9 + i));
