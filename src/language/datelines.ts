import lexicon from './lexicons/summary.json' with { type: 'json' };
import { oneOf } from './word-lists.ts';

/**
 * "LONDON, England (CNN) --" and the like in front of the first sentence: where the report was written is no
 * news.
 */
const DATELINE = new RegExp(
  String.raw`^(?:\p{Lu}[\p{L}.,'’ -]{1,60}?\s?)?\(${oneOf(lexicon.agencies.words)}[^)]{0,30}\)\s*(?:--|[—–-])?\s*`,
  'u',
);

/** A sentence without its dateline, or as it is where there is nothing else. */
export const removeDateline = (sentence: string): string => sentence.replace(DATELINE, '') || sentence;
