import lexicon from './lexicons/summary.json' with { type: 'json' };
import { oneOf } from './word-lists.ts';

/** A dateline such as "LONDON, England (CNN) --": where the report was written is not news. */
const DATELINE = new RegExp(
  String.raw`^(?:\p{Lu}[\p{L}.,'’ -]{1,60}?\s?)?\(${oneOf(lexicon.agencies.words)}[^)]{0,30}\)\s*(?:--|[—–-])?\s*`,
  'u',
);

/** A place in capitals before a dash: "HARBOR FALLS -- ". */
const CAPITALS = /^\p{Lu}[\p{Lu}.,'’ -]{2,60}?,?(?:\s\p{L}[\p{L}.]{1,20})?\s(?:--|[—–])\s+(?=\S)/u;

/** A sentence without its dateline, or unchanged if nothing else would remain. */
export const removeDateline = (sentence: string): string =>
  sentence.replace(DATELINE, '').replace(CAPITALS, '') || sentence;
