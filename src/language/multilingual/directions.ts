import type { Language } from '../languages.ts';
import directions from '../lexicons/directions.json' with { type: 'json' };
import { hasAnyWord, tokenizeText } from './text.ts';

/** Beginnings of words for one side of a direction and for the other. */
interface Sides {
  readonly one: readonly string[];
  readonly other: readonly string[];
}
type Direction = keyof typeof directions.words.en;

const DIRECTIONS: Partial<Record<Language, Readonly<Record<Direction, Sides>>>> = directions.words;
const DIRECTION_NAMES = Object.keys(directions.words.en) as Direction[];

/**
 * The direction of the original that its translation turns around ("more / less"), because it has only the
 * other side; null if there is none, or where the words of either language are not known.
 */
export function findReversedDirection(
  original: string,
  from: Language,
  translation: string,
  to: Language,
): string | null {
  const [there, here] = [DIRECTIONS[from], DIRECTIONS[to]];
  if (!there || !here) return null;
  const [said, translated] = [tokenizeText(original), tokenizeText(translation)];
  const hasOnly = (all: readonly string[], side: readonly string[], opposite: readonly string[]) =>
    hasAnyWord(all, side) && !hasAnyWord(all, opposite);
  const isReversed = (name: Direction) => {
    const [ours, theirs] = [there[name], here[name]];
    return (
      (hasOnly(said, ours.one, ours.other) && hasOnly(translated, theirs.other, theirs.one)) ||
      (hasOnly(said, ours.other, ours.one) && hasOnly(translated, theirs.one, theirs.other))
    );
  };
  return DIRECTION_NAMES.find(isReversed) ?? null;
}
