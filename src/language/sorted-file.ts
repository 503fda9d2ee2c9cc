import { fstatSync, openSync, readSync } from 'node:fs';

/** How much is searched at a time, in bytes; no line may be longer. */
const BLOCK_BYTES = 2048;
const NEWLINE = 10;

/** A block and the next one, in which the block's last line ends; used again by each lookup. */
const buffer = Buffer.alloc(2 * BLOCK_BYTES);

/**
 * Opens a file of lines sorted by their first word, and returns a function that finds the line of a word (ASCII),
 * or undefined. The file is read block by block from the system's cache, where all workers share it, and only the
 * first word of each block that a search has come by is kept.
 */
export function openSortedFile(path: string): (word: string) => string | undefined {
  const file = openSync(path, 'r');
  const count = Math.ceil(fstatSync(file).size / BLOCK_BYTES);
  const firstWords = new Map<number, string>();

  const readFrom = (block: number): Buffer =>
    buffer.subarray(0, readSync(file, buffer, 0, buffer.length, block * BLOCK_BYTES));

  /** The first word of a line that begins in a block, with the space behind it. */
  function firstWordOf(block: number): string {
    const known = firstWords.get(block);
    if (known !== undefined) return known;
    const bytes = readFrom(block);
    const start = block === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
    // in the last block, no line may begin any more
    const word =
      start === bytes.length ? AFTER_ALL : bytes.toString('latin1', start, bytes.indexOf(' ', start) + 1);
    firstWords.set(block, word);
    return word;
  }

  return word => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (firstWordOf(middle) <= `${word} `) low = middle;
      else high = middle - 1;
    }
    const bytes = readFrom(low);
    const wanted = `\n${word} `;
    const before = bytes.subarray(0, BLOCK_BYTES + wanted.length).indexOf(wanted, 0, 'latin1');
    return before < 0 ? undefined : bytes.toString('latin1', before + 1, bytes.indexOf(NEWLINE, before + 1));
  };
}

/** Sorts after all words. */
const AFTER_ALL = '\uffff';
