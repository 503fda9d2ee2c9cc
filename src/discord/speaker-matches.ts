import { distance } from 'fastest-levenshtein';
import type { QuotesAnswer } from '../answers/quotes/schema.ts';

/** The quoted speakers that resemble what was typed (a typing error in four letters), or all of them. */
export function matchSpeakers({ quotes }: QuotesAnswer, typed: string): string[] {
  const speakers = [
    ...new Set(quotes.flatMap(quote => (quote.speaker && !quote.scare ? [quote.speaker] : []))),
  ];
  const wanted = typed.trim().toLowerCase();
  const containing = speakers.filter(speaker => speaker.toLowerCase().includes(wanted));
  return containing.length > 0
    ? containing
    : speakers.filter(speaker => isSimilar(speaker.toLowerCase(), wanted));
}

function isSimilar(speaker: string, wanted: string): boolean {
  const allowed = Math.floor(wanted.length / 4);
  if (allowed === 0) return false;
  const listPrefixes = (name: string) => [-1, 0, 1].map(more => name.slice(0, wanted.length + more));
  const likely = [speaker, ...speaker.split(/\s+/)].flatMap(name => [name, ...listPrefixes(name)]);
  return likely.some(name => distance(name, wanted) <= allowed || hasSwappedLetters(name, wanted));
}

/** Whether two neighbouring letters are swapped and nothing else differs. */
function hasSwappedLetters(name: string, wanted: string): boolean {
  if (name.length !== wanted.length) return false;
  const at = [...name].findIndex((letter, i) => letter !== wanted[i]);
  if (at < 0) return false;
  return name === `${wanted.slice(0, at)}${wanted[at + 1] ?? ''}${wanted[at]}${wanted.slice(at + 2)}`;
}
