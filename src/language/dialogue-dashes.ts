import speech from './lexicons/foreign-speech.json' with { type: 'json' };
import sayings from './lexicons/saying-after-dashes.json' with { type: 'json' };
import { createPart, type QuotationPart } from './quotation-scan.ts';
import { createWordTest } from './word-lists.ts';

/** A dash that opens what somebody says, at the head of its paragraph. */
const OPENING_DASH = /^(?:[–—―]\s?|-\s)(?=[^\s–—―-])/;
/** The same behind the words that tell who speaks: "…, sier Berg. – Nå", "—dijo Berg—. Ahora". */
const REOPENING_DASH = /[.!?:]\s[–—―]\s?|[–—―][.,;:!?]?\s/g;
/** What ends it: a mark and the verb whose subject speaks. */
const DASH_TAG =
  /(?:,|(?<mark>[?!…])(?:\s[–—―-])?|\s[–—―])\s?(?<verb>\p{Ll}+(?:['’-]\p{L}+)*)(?=\s(?:(?<next>\p{Ll}+)|\S))/gu;
const isSayingVerb = createWordTest(sayings.words);
const isParticiple = createWordTest(speech.participles.words);
const isAuxiliary = createWordTest(speech.auxiliaries.words);

/** Whether words behind a comma tell who says so: "dijo", "a dit", "s’est exclamé". */
function isSaying(verb: string, next: string): boolean {
  if (isSayingVerb(verb) || isSayingVerb(verb.split('-', 1).join())) return true;
  const auxiliary = verb
    .replace(/^s['’]/, '')
    .split('-', 1)
    .join();
  return isAuxiliary(auxiliary) && isParticiple(next);
}

/** Where the words of a speaker end and where the verb that tells so does; undefined where none does. */
function findDashTag(
  text: string,
  from: number,
): { readonly end: number; readonly verb: number } | undefined {
  DASH_TAG.lastIndex = from;
  for (let match = DASH_TAG.exec(text); match; match = DASH_TAG.exec(text)) {
    const { mark = '', verb = '', next = '' } = match.groups ?? {};
    if (isSaying(verb, next)) return { end: match.index + mark.length, verb: match.index + match[0].length };
  }
  return undefined;
}

/**
 * What is said in a paragraph behind dashes, as most languages but English print it: "– Vi har ventet lenge
 * nok, sier Klara Berg." A paragraph that tells of nobody who says so is an item of a list, or goes on with a
 * talk whose turns are told by the order alone: it is no quotation.
 */
export function scanDashes(text: string, paragraph: number): QuotationPart[] {
  const found: QuotationPart[] = [];
  let dash = OPENING_DASH.exec(text);
  while (dash) {
    const start = dash.index + dash[0].search(/[–—―-]/);
    const from = dash.index + dash[0].length;
    const tag = findDashTag(text, from);
    if (!tag && found.length === 0) return [];
    const end = tag?.end ?? text.length;
    found.push(createPart(text, { paragraph, start, end, opening: from - start, closing: 0 }));
    REOPENING_DASH.lastIndex = tag?.verb ?? text.length;
    dash = REOPENING_DASH.exec(text);
  }
  return found;
}
