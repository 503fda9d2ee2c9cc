import { elementAt } from '../lists.ts';

/** Whether one of the first `most + 1` letters is near its place in the other word: not all can be wrong. */
function beginsNear(one: string, other: string, most: number): boolean {
  for (let at = 0; at <= most; at++)
    if (other.slice(Math.max(0, at - most), at + most + 1).includes(one.charAt(at))) return true;
  return false;
}

/**
 * Whether two words differ by at most `most` errors: a letter added, missing or replaced, or two adjacent
 * letters swapped (optimal string alignment, after Damerau 1964). Linear in the words' length.
 */
export function isWithinErrors(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most || !beginsNear(one, other, most)) return false;
  const width = 2 * most + 1;
  // only the cells of each row that are close enough to the diagonal to matter
  let [before, last] = [[] as number[], Array.from({ length: width }, (_, at) => Math.max(0, at - most))];
  for (let row = 1; row <= one.length; row++) {
    const next: number[] = [];
    for (let at = 0; at < width; at++) {
      const column = row + at - most;
      if (column < 0 || column > other.length) {
        next.push(most + 1);
        continue;
      }
      const isSame = column > 0 && one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next.push(
        Math.min(
          (column > 0 ? (next[at - 1] ?? most + 1) : most + 1) + 1,
          (last[at + 1] ?? most + 1) + 1,
          column > 0 ? elementAt(last, at) + (isSame ? 0 : 1) : most + 1,
          isSwapped ? elementAt(before, at) + 1 : most + 1,
        ),
      );
    }
    [before, last] = [last, next];
  }
  return elementAt(last, other.length - one.length + most) <= most;
}
