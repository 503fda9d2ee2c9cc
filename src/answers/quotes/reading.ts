import type { Quotation, QuotationPart } from '../../language/quotations.ts';
import { isContinuationVerb } from '../../language/speech.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { elementAt } from '../../lists.ts';
import type { DecidedAttribution } from './attribution/attribution.ts';
import type { Decided } from './attribution/rules.ts';
import { CONTEXT_WINDOW, findVenueAtBeginning, findVenueInClause } from './context-window.ts';
import type { ArticleLayout, AttributedSpeaker, HostSentence } from './layout.ts';
import type { Quote } from './schema.ts';
import { findWriterBefore, NO_SPEAKER, resolveSpeaker } from './speakers.ts';
import { isBody } from './things.ts';

/** A quotation that was given to a speaker, and the host of its end. */
interface SpokenQuote {
  readonly quote: Quote;
  readonly who: AttributedSpeaker;
  readonly host: number;
}

/** What is known of an article while its quotations are read one after another. */
export interface Reading {
  readonly paragraphs: readonly string[];
  readonly layout: ArticleLayout;
  /** The quotations so far that were given to a speaker. */
  readonly history: SpokenQuote[];
}

/** Whom a quotation is attributed to. */
export interface QuotationAttribution {
  readonly who: AttributedSpeaker;
  /** The label of the venue, or null. */
  readonly where: string | null;
  /** Whether the quotation's own sentence tells so. */
  readonly direct: boolean;
  /** Whether it goes on with what the same speaker said before. */
  readonly continuing: boolean;
  /** The cue in its sentence, or null. */
  readonly cue: number | null;
}

/** A quotation whose speaker is looked for, with the hosts of its beginning and end as indexes. */
export interface QuotationContext {
  readonly reading: Reading;
  readonly quotation: Quotation;
  readonly first: QuotationPart;
  readonly last: QuotationPart;
  readonly host: number;
  readonly lastHost: number;
}

/** How many earlier quotations may have been of the speaker of a letter or of a pronoun. */
const QUOTATION_REACH = 40;

/** The host at an index. */
export function hostAt({ layout }: Reading, index: number): HostSentence {
  return elementAt(layout.hosts, index);
}

/** Whether the words are another's who is told of before: "She read it aloud". */
function isReadOut(list: readonly Token[], cue: number | null): boolean {
  if (cue === null || !/^(?:read|reads|reading)$/.test(lowerTextAt(list, cue))) return false;
  return /^(?:it|them)$/.test(textAt(list, cue + 1));
}

/** Whether a sentence tells that words are read out: "She read it aloud", "he read out a letter". */
export function isReadOutAt(list: readonly Token[]): boolean {
  const near = list.slice(-CONTEXT_WINDOW.before);
  return near.some(
    ({ text }, at) =>
      isReadOut(near, at) || (/^reads?$/.test(text) && /^(?:out|aloud)$/.test(textAt(near, at + 1))),
  );
}

function findLastSpeaker({ history }: Reading, venue: string | null): AttributedSpeaker | undefined {
  return history.slice(-QUOTATION_REACH).findLast(({ quote }) => venue === null || quote.where === venue)
    ?.who;
}

/** Whether a phrase is a heading in capitals: "FULL TEXT". */
const isHeading = (list: readonly Token[]) =>
  list.length > 1 && list.every(({ text }) => !/\p{Ll}/u.test(text));

/** An attribution to nobody. */
export const UNATTRIBUTED: QuotationAttribution = {
  who: NO_SPEAKER,
  where: null,
  direct: true,
  continuing: false,
  cue: null,
};

/**
 * Resolves an attribution that the host at `index` gives to a quotation: whom the words for the speaker mean,
 * and the venue that is named nearest to `near`, an offset in the paragraph. `direct` tells whether the host
 * is the quotation's own sentence.
 */
export function resolveAttribution(
  reading: Reading,
  index: number,
  attribution: DecidedAttribution | undefined,
  { near, direct }: { readonly near: number; readonly direct: boolean },
): Decided<QuotationAttribution> | undefined {
  if (!attribution) return undefined;
  const { speaker, cue, rules } = attribution;
  if (!speaker) return { ...UNATTRIBUTED, direct, rules };
  const { layout } = reading;
  const host = hostAt(reading, index);
  const isRead = isReadOut(host.tokens, cue);
  const who = isRead
    ? findWriterBefore(layout, index)
    : resolveSpeaker(layout, index, host, speaker, venue => findLastSpeaker(reading, venue));
  if (cue === null && isHeading(host.tokens.slice(speaker.from, speaker.to)))
    return { ...UNATTRIBUTED, direct, rules };
  // the subject of a sentence in which nobody speaks counts only if it can speak
  const canSpeak = cue !== null || who.isOne || isBody(host.tokens.slice(speaker.from, speaker.to));
  return {
    who: canSpeak ? who : NO_SPEAKER,
    where: findVenueInClause(host, near) ?? (isRead ? findVenueAtBeginning(layout.hosts[index - 1]) : null),
    direct,
    continuing: cue !== null && isContinuationVerb(lowerTextAt(host.tokens, cue)),
    cue,
    rules,
  };
}
