import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import { isMentioned } from '../verification/mentions.ts';
import { textOfSpan } from '../verification/spans.ts';
import type { Quote } from './schema.ts';
import type { QuoteSpans } from './span-finder.ts';
import { findAttribution, hasVenue } from './text-attributions.ts';

/** A drafted quotation, the spans where it stands in the article, and where to report complaints. */
interface LocatedDraft {
  readonly quote: Quote;
  readonly article: Article;
  readonly spans: QuoteSpans;
  readonly complain: (complaint: string) => void;
}

const wordsOf = (name: string) =>
  fold(name)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Whether one name equals or is part of the other: "Glassner", "Michael Glassner". */
function isSamePerson(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  const [few, many] = one.length <= other.length ? [one, other] : [other, one];
  return few.length > 0 && few.every(word => many.includes(word));
}

/** The quotation with the text's speaker, whomever the draft names; nobody if the text does not say. */
function correctSpeaker({ quote, article, spans, complain }: LocatedDraft): Quote {
  const told = findAttribution(article, spans[0]);
  const nobody = { speaker: null, role: null, mention: null, where: null };
  const { speaker, role, mention, where } = told ?? nobody;
  if (quote.speaker === null && speaker === null) return { ...quote, role: null, mention, where };
  const rightly = { ...quote, speaker, role, mention, where, scare: speaker === null && quote.scare };
  if (quote.speaker !== null && speaker !== null && isSamePerson(quote.speaker, speaker)) return rightly;
  const who = speaker === null ? 'I can’t tell who says it' : `"${truncate(speaker)}"`;
  const instead = quote.speaker === null ? '' : `, not "${truncate(quote.speaker)}"`;
  complain(`${who} said "${truncate(quote.text)}"${instead}.`);
  return rightly;
}

type NamingField = 'speaker' | 'role' | 'mention';

/** The value of a naming field, or null if the article does not mention it. */
function keepMentioned({ quote, article, spans, complain }: LocatedDraft, field: NamingField): string | null {
  const value = quote[field];
  if (value === null || isMentioned(article, value, spans[0])) return value;
  complain(
    `The article does not name "${truncate(value)}", who was given as the ${field} of "${truncate(quote.text)}".`,
  );
  return null;
}

function keepVenue({ quote, article, complain }: LocatedDraft): string | null {
  const { where } = quote;
  if (where === null || isMentioned(article, where) || hasVenue(article, where)) return where;
  complain(`The article does not say that "${truncate(quote.text)}" is from "${truncate(where)}".`);
  return null;
}

/** Keeps only what the article's own words bear out in a drafted quotation, and complains about the rest. */
export function keepProven(given: LocatedDraft): Quote {
  const corrected = { ...given, quote: correctSpeaker(given) };
  const { quote, article, spans, complain } = corrected;
  const speaker = keepMentioned(corrected, 'speaker');
  const where = keepVenue(corrected);
  const paragraphs = spans.map(({ paragraph }) => paragraph);
  const { paragraph } = spans[0];
  if (!isDeepStrictEqual(paragraphs, quote.paragraphs) || quote.paragraph !== paragraph)
    complain(`"${truncate(quote.text)}" stands in paragraph ${paragraphs.join(', ')}.`);
  return {
    text: spans.map(span => textOfSpan(article, span)).join('\n\n'),
    speaker,
    role: speaker === null ? null : keepMentioned(corrected, 'role'),
    mention: keepMentioned(corrected, 'mention'),
    where,
    paragraph,
    paragraphs,
    scare: quote.scare,
  };
}
