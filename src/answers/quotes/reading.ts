import type { Quotation, QuotationPart } from '../../language/quotations.ts';
import { isContinuationVerb } from '../../language/speech.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import type { Turn } from '../../language/turns.ts';
import { elementAt } from '../../lists.ts';
import type { DecidedAttribution } from './attribution/attribution.ts';
import type { Decided } from './attribution/rules.ts';
import { CONTEXT_WINDOW, findVenueAtBeginning, findVenueInClause } from './context-window.ts';
import type { ArticleLayout, AttributedSpeaker, HostSentence } from './layout.ts';
import { findWriterBefore } from './letter-writers.ts';
import type { Quote } from './schema.ts';
import { NO_SPEAKER, resolveSpeaker } from './speakers.ts';
import { isBody } from './things.ts';

/** An attributed quotation, and the index of the host in which it ends. */
interface SpokenQuote {
  readonly quote: Quote;
  readonly who: AttributedSpeaker;
  readonly host: number;
}

/** The state while the quotations of an article are read one after another. */
export interface Reading {
  readonly paragraphs: readonly string[];
  readonly layout: ArticleLayout;
  /** The turns of an interview without quotation marks, by paragraph. */
  readonly turns: ReadonlyMap<number, Turn>;
  /** The quotations attributed so far. */
  readonly history: SpokenQuote[];
}

/** The attribution of a quotation to a speaker. */
export interface QuotationAttribution {
  readonly who: AttributedSpeaker;
  /** The label of the venue, or null. */
  readonly where: string | null;
  /** Whether the quotation's own sentence says so. */
  readonly direct: boolean;
  /** Whether it continues what the same speaker said before. */
  readonly continuing: boolean;
  /** The cue in its sentence, or null. */
  readonly cue: number | null;
}

/** A quotation whose speaker is to be found, with the indexes of the hosts where it begins and ends. */
export interface QuotationContext {
  readonly reading: Reading;
  readonly quotation: Quotation;
  readonly first: QuotationPart;
  readonly last: QuotationPart;
  readonly host: number;
  readonly lastHost: number;
}

/** Number of earlier quotations searched for the speaker of a letter or the referent of a pronoun. */
const QUOTATION_REACH = 40;

/** The host at an index. */
export function hostAt({ layout }: Reading, index: number): HostSentence {
  return elementAt(layout.hosts, index);
}

/** Whether the words are another's, mentioned before, and only read aloud: "She read it aloud". */
function isReadOut(list: readonly Token[], cue: number | null): boolean {
  if (cue === null || !/^(?:read|reads|reading)$/.test(lowerTextAt(list, cue))) return false;
  return /^(?:it|them)$/.test(textAt(list, cue + 1));
}

/** Whether a sentence says that words are read aloud: "She read it aloud", "he read out a letter". */
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
 * Resolves an attribution that the host at `index` gives for a quotation: the person whom the words for the
 * speaker mean, and the venue named nearest to `near`, an offset in the paragraph. `direct` tells whether the
 * host is the quotation's own sentence.
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
  // without a cue, the subject of a sentence counts only if it can speak
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
