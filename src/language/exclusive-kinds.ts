import calendar from './lexicons/calendar.json' with { type: 'json' };
import kinds from './lexicons/exclusive-kinds.json' with { type: 'json' };
import { stem } from './stems.ts';

/**
 * The kinds of each stem. Words of one kind exclude each other: a statement about one is not about another
 * (MacCartney & Manning 2008 call this alternation).
 */
const kindsOf = new Map<string, string[]>();
for (const [kind, words] of Object.entries({ ...kinds.words, ...calendar.dates.words })) {
  for (const word of words.map(word => stem(word.toLowerCase())))
    kindsOf.set(word, [...(kindsOf.get(word) ?? []), kind]);
}

/** Whether two stems name different things of one kind: `monday` and `friday`, `coffee` and `tea`. */
export function areMutuallyExclusive(a: string, b: string): boolean {
  if (a === b) return false;
  const others = kindsOf.get(b);
  return others !== undefined && (kindsOf.get(a) ?? []).some(kind => others.includes(kind));
}
