import type { Language } from '../languages.ts';
import directions from '../lexicons/directions.json' with { type: 'json' };
import { hasAnyWord, tokenizeText } from './text.ts';

/** The beginnings of words for the two sides of a direction. */
interface Sides {
  readonly one: readonly string[];
  readonly other: readonly string[];
}
type Direction = keyof typeof directions.words.en;

const DIRECTIONS: Partial<Record<Language, Readonly<Record<Direction, Sides>>>> = directions.words;
const DIRECTION_NAMES = Object.keys(directions.words.en) as Direction[];

/**
 * The direction ("more / less") that a translation reverses, because it has only the side that the original
 * lacks. Null if there is none, or if either language's words are not known.
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
