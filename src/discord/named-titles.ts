import type { Entry, Library } from '../articles/library.ts';
import { foldText, foldWords } from '../language/similarity.ts';

/** The words of a message that are read, and the words of the longest headline found inside a line, at most. */
const MAX_WORDS = 200;
const MAX_TITLE_WORDS = 30;

/**
 * Fewer words than these inside a sentence are taken for its own words, not for a headline ("the night train
 * was late"); a headline that is a whole line, or stands in quotation marks, may be shorter.
 */
const MIN_TITLE_WORDS = 5;

/** A stretch of a message's words that may be a headline. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly words: readonly string[];
}

/**
 * The articles whose whole headline or name stands somewhere in these lines, ignoring case, accents and
 * punctuation, in the order of the lines. Of headlines that overlap, the longest counts. Reads the first 200
 * words.
 */
export async function findTitlesIn(lines: readonly string[], library: Library): Promise<Entry[]> {
  const stretches = listStretches(lines);
  const entries = await library.findTitled(stretches.map(({ words }) => words));
  const byTitle = Map.groupBy(
    entries.flatMap(entry =>
      [entry.headline, entry.renamedFrom ?? entry.headline].map(title => ({ title, entry })),
    ),
    ({ title }) => foldText(title),
  );
  const found = stretches.filter(({ words }) => byTitle.has(words.join(' ')));
  const longest: Stretch[] = [];
  for (const each of found.toSorted((a, b) => b.words.length - a.words.length))
    if (longest.every(({ from, to }) => each.to <= from || each.from >= to)) longest.push(each);
  const named = longest
    .sort((a, b) => a.from - b.from)
    .flatMap(({ words }) => byTitle.get(words.join(' ')) ?? [])
    .map(({ entry }) => entry);
  return [...new Map(named.map(entry => [entry.id, entry])).values()];
}

/** The stretches of at least five words in one line, and those that are a whole line or a whole quotation. */
function listStretches(lines: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  for (const line of lines) {
    const { words, edges } = readWords(line, MAX_WORDS - start);
    const isWhole = (from: number, to: number) => edges.has(from) && edges.has(to);
    for (let from = 0; from < words.length; from++)
      for (let to = from + 1; to <= Math.min(words.length, from + MAX_TITLE_WORDS); to++)
        if (to - from >= MIN_TITLE_WORDS || isWhole(from, to))
          stretches.push({ from: start + from, to: start + to, words: words.slice(from, to) });
    start += words.length;
  }
  return stretches;
}

/** The folded words of a line, and the places between them at its ends and at quotation marks. */
function readWords(line: string, most: number): { words: string[]; edges: ReadonlySet<number> } {
  const words: string[] = [];
  const edges = new Set([0]);
  for (const part of line.split(QUOTATION_MARK)) {
    words.push(...part.split(/\s+/).slice(0, most).flatMap(foldWords));
    if (words.length >= most) break;
    edges.add(words.length);
  }
  return { words: words.slice(0, most), edges };
}

/** Marks that open or close a quotation or a title; apostrophes are left to the words. */
const QUOTATION_MARK = /["“”„‟«»‹›「」『』《》〈〉*_]/;
