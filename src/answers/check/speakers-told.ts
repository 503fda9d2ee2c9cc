import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { findOpenQuotation } from '../../language/open-quotation.ts';
import { isCueVerb } from '../../language/speech.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { readSentence } from '../verification/propositions/clauses.ts';
import { tellClauses } from '../verification/told/clauses.ts';
import { writeWords } from '../verification/told/written.ts';

/** "said Ann Lee, " and "according to Ann Lee, 61, ": who is quoted, and where the description begins. */
const NAMED_SOURCE =
  /(?<!\p{L})(?:(\p{Ll}+)|[Aa]ccording to) (\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,3}), (?:\d{1,3}, )?(?=(?:who|an?|the) )/gu;

/** A sentence that names more people is a list. */
const MAX_NAMED = 3;

/** What ends a description. */
const END = /[,;:!?“”"()—–]|\.(?:\s|$)|\s-\s/;

const isReserving = createWordTest([...weighty.conditions.words, 'or', 'until']);

const hasReservation = (text: string) =>
  text.split(/[^\p{L}]+/u).some(word => isReserving(word.toLowerCase()));

/** The parts of a sentence that hold by themselves: "Lee runs the café" of "Lee runs the café and began in March". */
const split = (text: string) => [text, ...tellClauses(readSentence(text)).map(writeWords)];

/**
 * What a sentence tells of the person whose words it gives, as sentences of their own: "Ann Lee runs the café" for
 * “…,” said Ann Lee, who runs the café; "Tom Orr is the mayor" for "according to Tom Orr, the mayor". That is the
 * writer's word, not the speaker's. Nothing that may hang on a condition is told.
 */
export function tellOfSpeakers(text: string): string[] {
  return [...text.matchAll(NAMED_SOURCE)].slice(0, MAX_NAMED).flatMap(match => {
    const [whole, verb, name = ''] = match;
    if (verb !== undefined && !isCueVerb(verb)) return [];
    if (findOpenQuotation(text.slice(0, match.index), '') !== '') return [];
    const rest = text.slice(match.index + whole.length);
    const end = END.exec(rest)?.index ?? rest.length;
    const said = rest.slice(0, end).trim();
    if (hasReservation(rest.slice(0, end)) || hasReservation(rest.slice(end).split(/[“"]/, 1)[0] ?? ''))
      return [];
    return said.startsWith('who ') ? split(`${name} ${said.slice(4)}.`) : [`${name} is ${said}.`];
  });
}
