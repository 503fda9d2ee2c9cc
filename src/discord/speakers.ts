import { distance } from 'fastest-levenshtein';
import type { QuotesAnswer } from '../recipes/quotes.ts';

/**
 * Who is quoted, in the order of the article, as far as the name resembles what was typed: it holds it, or a word of it differs by
 * at most one typing error in four letters. All, if nothing was typed.
 */
export function speakersOf({ quotes }: QuotesAnswer, typed: string): string[] {
  const speakers = [...new Set(quotes.flatMap(quote => (quote.speaker && !quote.scare ? [quote.speaker] : [])))];
  const wanted = typed.trim().toLowerCase();
  const holding = speakers.filter(speaker => speaker.toLowerCase().includes(wanted));
  return holding.length > 0 ? holding : speakers.filter(speaker => resembles(speaker.toLowerCase(), wanted));
}

function resembles(speaker: string, wanted: string): boolean {
  const allowed = Math.floor(wanted.length / 4);
  return [speaker, ...speaker.split(/\s+/)].some(name => distance(name, wanted) <= allowed);
}
