import speech from './lexicons/foreign-speech.json' with { type: 'json' };
import sayings from './lexicons/saying-after-dashes.json' with { type: 'json' };
import { createPart, type QuotationPart } from './quotation-scan.ts';
import { createWordTest } from './word-lists.ts';

/** A dash at the start of a paragraph that introduces speech. */
const OPENING_DASH = /^(?:[–—―]\s?|-\s)(?=[^\s–—―-])/;
/** A dash that resumes speech after naming the speaker: "…, sier Berg. – Nå", "—dijo Berg—. Ahora". */
const REOPENING_DASH = /[.!?:]\s[–—―]\s?|[–—―][.,;:!?]?\s/g;
/** The end of the speech: a mark and a verb whose subject is the speaker. */
const DASH_TAG =
  /(?:,|(?<mark>[?!…])(?:\s[–—―-])?|\s[–—―])\s?(?<verb>\p{Ll}+(?:['’-]\p{L}+)*)(?=\s(?:(?<next>\p{Ll}+)|\S))/gu;
const isSayingVerb = createWordTest(sayings.words);
const isParticiple = createWordTest(speech.participles.words);
const isAuxiliary = createWordTest(speech.auxiliaries.words);

/** Whether the words after a comma attribute the speech: "dijo", "a dit", "s’est exclamé". */
function isSaying(verb: string, next: string): boolean {
  if (isSayingVerb(verb) || isSayingVerb(verb.split('-', 1).join())) return true;
  const auxiliary = verb
    .replace(/^s['’]/, '')
    .split('-', 1)
    .join();
  return isAuxiliary(auxiliary) && isParticiple(next);
}

/** Where the speech ends and where its verb ends; undefined if there is no attribution. */
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
 * The speech that a paragraph sets off with dashes, as most languages except English print it: "– Vi har
 * ventet lenge nok, sier Klara Berg." Without an attribution the paragraph is a list item, or a turn of a
 * dialogue that does not name its speakers, and not a quotation.
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
