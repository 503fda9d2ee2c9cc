import { genderOfRole } from '../../language/people.ts';
import { type QuotationPart, TRANSCRIPT_LABEL } from '../../language/quotations.ts';
import { isContinuationVerb, isCueVerb } from '../../language/speech.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { elementAt } from '../../lists.ts';
import { applyRules, type Decided, type Rule } from './attribution/rules.ts';
import { isIssuingAt } from './attribution/verb-rules.ts';
import {
  attributeInWindow,
  CONTEXT_WINDOW,
  findAnnouncedInWindow,
  hasNoSpeakerInWindow,
} from './context-window.ts';
import { readDialogueTurn } from './dialogue-turns.ts';
import { attributeForeign } from './foreign/attribution.ts';
import { findLabelled, readInterviewTurn } from './interview-turns.ts';
import type { AttributedSpeaker } from './layout.ts';
import { findQuotationToken } from './layout.ts';
import {
  hostAt,
  isReadOutAt,
  type QuotationAttribution,
  type QuotationContext,
  type Reading,
  resolveAttribution,
  UNATTRIBUTED,
} from './reading.ts';
import { knownSpeakerOf, NO_SPEAKER } from './speakers.ts';

type DecidedQuotation = Decided<QuotationAttribution>;

/** The speaker of a turn in a transcript: “WALLACE: ...” */
function readTranscriptTurn({ reading, first }: QuotationContext): QuotationAttribution | undefined {
  const { paragraphs, layout } = reading;
  const beginning = elementAt(paragraphs, first.paragraph).slice(first.start, first.start + 80);
  const label = TRANSCRIPT_LABEL.exec(beginning)?.[1];
  if (!label) return undefined;
  const person = findLabelled(layout, label);
  const who = person ? knownSpeakerOf(person, label) : { ...NO_SPEAKER, speaker: label, mention: label };
  return { ...UNATTRIBUTED, who };
}

/** The speaker of a part of a quotation according to its own sentence, the host at an index. */
function attributeWithin(reading: Reading, index: number, part: QuotationPart): DecidedQuotation | undefined {
  const { tokens, onlyQuoted } = hostAt(reading, index);
  const at = findQuotationToken(tokens, part);
  if (at >= 0 && hasNoSpeakerInWindow(tokens, at))
    return { ...UNATTRIBUTED, rules: ['name that nobody gives'] };
  if (at < 0 || onlyQuoted) return undefined;
  const words = elementAt(reading.paragraphs, part.paragraph).slice(part.from, part.to);
  const expectsTag = /[,?!—–-]['’"”»]?$/.test(words) || textAt(tokens, at + 1) === ',';
  const found = attributeInWindow(tokens, at, { expectsTag });
  return resolveAttribution(reading, index, found, { near: part.start, direct: true });
}

/** The rules that identify the speaker from the sentences that hold a quotation, in order of precedence. */
export const OWN_SENTENCE_RULES: readonly Rule<QuotationContext, QuotationAttribution>[] = [
  {
    name: 'sentence of its end',
    apply: ({ reading, host, lastHost, last }) =>
      lastHost === host ? undefined : attributeWithin(reading, lastHost, last),
  },
  { name: 'its sentence', apply: ({ reading, host, first }) => attributeWithin(reading, host, first) },
];

/** Number of tokens before a quotation that are searched for a reporting verb of its own. */
const CUE_REACH = 8;

/** The next speaker as announced by the host at an index, a sentence outside the quotation. */
function attributeByAnnouncement(reading: Reading, index: number): DecidedQuotation | undefined {
  const host = reading.layout.hosts[index];
  const found = host && findAnnouncedInWindow(host.tokens);
  return resolveAttribution(reading, index, found, { near: 0, direct: false });
}

/** The speaker of the last quotation again. */
function repeatLastSpeaker({ history }: Reading): DecidedQuotation | undefined {
  const before = history.at(-1);
  if (!before) return undefined;
  const { who, quote } = before;
  return {
    ...UNATTRIBUTED,
    who,
    where: quote.where,
    direct: false,
    continuing: true,
    rules: ['last speaker'],
  };
}

/** Whether a quotation begins with "he" or "she" and may be about the given person: “He was a hard man.” */
function isAbout({ reading, first }: QuotationContext, { person, speaker }: AttributedSpeaker): boolean {
  const words = elementAt(reading.paragraphs, first.paragraph).slice(first.from, first.from + 8);
  const pronoun = /^(he|she)\b/.exec(words.toLowerCase())?.[1];
  const gender = person ? person.gender : genderOfRole(speaker ?? '');
  return pronoun !== undefined && gender === (pronoun === 'he' ? 'male' : 'female');
}

/** Number of paragraphs within which the last speaker is still the topic. */
const TOPIC_REACH = 3;

/** The last speaker, if near, for a quotation that is about somebody else; otherwise nobody. */
function findTopicBefore({ reading, first }: QuotationContext): DecidedQuotation {
  const last = reading.history.at(-1);
  const isNear = last && first.paragraph + 1 - last.quote.paragraph <= TOPIC_REACH;
  const repeated = isNear ? repeatLastSpeaker(reading) : undefined;
  return { ...(repeated ?? UNATTRIBUTED), rules: ['about somebody else', ...(repeated?.rules ?? [])] };
}

/**
 * The speaker of a quotation according to the sentence before it in its paragraph; undefined if that sentence
 * stands between two quotations of the paragraph and its subject cannot speak: “...,” she says. The light
 * turns red. “...”
 */
function attributeBySentenceBefore(context: QuotationContext): DecidedQuotation | undefined {
  const before = hostAt(context.reading, context.host - 1);
  const isAsked = before.narration.trimEnd().endsWith('?') && !before.tokens.some(isQuotation);
  const found = attributeByAnnouncement(context.reading, context.host - (isAsked ? 2 : 1));
  if (isAsked) return isSameParagraph(context, context.host - 2) ? found : undefined;
  if (found?.cue === null && isAbout(context, found.who)) return findTopicBefore(context);
  const isOfThing = found?.who.speaker === null && found.cue === null;
  const isAlone = hostAt(context.reading, context.host).onlyQuoted;
  const isBetween =
    isAlone && context.reading.history.at(-1)?.quote.paragraphs.at(-1) === context.first.paragraph + 1;
  return isOfThing && isBetween ? undefined : found;
}

/** The speaker of the quotation in one of the next two sentences, if in the same paragraph. */
function attributeByNextTag({ reading, host, first }: QuotationContext): DecidedQuotation | undefined {
  const { hosts } = reading.layout;
  for (const [offset, { paragraph, tokens }] of hosts.slice(host + 1, host + 3).entries()) {
    if (paragraph !== first.paragraph) return undefined;
    const at = tokens.findIndex(({ kind }) => kind === 'quotation');
    const found = at < 0 ? undefined : attributeInWindow(tokens, at, { expectsTag: true });
    const cue = found?.cue ?? -1;
    const isTag = cue > at || isContinuationVerb(lowerTextAt(tokens, cue));
    const resolved = isTag
      ? resolveAttribution(reading, host + 1 + offset, found, { near: 0, direct: false })
      : undefined;
    if (resolved) return resolved;
  }
  return undefined;
}

const isQuotation = ({ kind }: Token) => kind === 'quotation';

const hostBefore = ({ reading, host }: QuotationContext) => reading.layout.hosts[host - 1];

const isSameParagraph = ({ reading, first }: QuotationContext, host: number) =>
  reading.layout.hosts[host]?.paragraph === first.paragraph;

const isInParagraphOf = (context: QuotationContext) =>
  hostBefore(context)?.paragraph === context.first.paragraph;

/** Whether a quotation stands right after the sentence in which the last one ended. */
function isBehindLastQuote({ reading, host }: QuotationContext): boolean {
  const last = reading.history.at(-1);
  return last !== undefined && last.host === host - 1 && !last.quote.scare;
}

/** Whether a reporting verb precedes a quotation in its own sentence: somebody says it, but unclear who. */
function hasCueOfItsOwn({ reading, host, first }: QuotationContext): boolean {
  const { tokens } = hostAt(reading, host);
  const at = findQuotationToken(tokens, first);
  const near = tokens.slice(Math.max(0, at - CUE_REACH), Math.max(0, at));
  return near.some(
    ({ text }, index) => isCueVerbAt(near, index) || (isCueVerb(text.toLowerCase()) && index > 0),
  );
}

/**
 * The rules that identify the speaker of a quotation without words of its own from the sentences around it,
 * in order of precedence: an announcement, the last speaker, a tag that follows. Another paragraph decides
 * only if it announces the quotation, or if the quotation continues the last one.
 */
export const CONTEXT_RULES: readonly Rule<QuotationContext, QuotationAttribution>[] = [
  {
    // its own sentence has words that name nobody: a speaker elsewhere is not its speaker
    name: 'words of its own',
    apply: context =>
      !hostAt(context.reading, context.host).onlyQuoted && !isInParagraphOf(context) ? null : undefined,
  },
  {
    name: 'announced with a colon',
    apply: context =>
      hostBefore(context)?.narration.trimEnd().endsWith(':')
        ? (attributeByAnnouncement(context.reading, context.host - 1) ??
          repeatLastSpeaker(context.reading) ??
          null)
        : undefined,
  },
  {
    name: 'same paragraph',
    apply: context => {
      const last = context.reading.history.at(-1);
      return isInParagraphOf(context) && last && last.host >= context.host - 1
        ? repeatLastSpeaker(context.reading)
        : undefined;
    },
  },
  {
    name: 'sentence before',
    apply: context =>
      isInParagraphOf(context) && !hostBefore(context)?.onlyQuoted && !hasCueOfItsOwn(context)
        ? (attributeBySentenceBefore(context) ?? repeatLastSpeaker(context.reading) ?? null)
        : undefined,
  },
  {
    name: 'read out before it',
    apply: context =>
      isReadOutAt(hostBefore(context)?.tokens ?? [])
        ? attributeByAnnouncement(context.reading, context.host - 1)
        : undefined,
  },
  {
    name: 'document issued before it',
    apply: context => {
      const list = hostBefore(context)?.tokens.slice(0, CONTEXT_WINDOW.before) ?? [];
      const isIssued = list.some((_, at) => isIssuingAt(list, at)) && !list.some(isQuotation);
      return isIssued ? attributeByAnnouncement(context.reading, context.host - 1) : undefined;
    },
  },
  { name: 'turn of a dialogue', apply: readDialogueTurn },
  {
    // "What sort of corrections?" “Hems, mainly.”: the writer asks whoever spoke last
    name: 'answer to the writer',
    apply: context => {
      const asked = hostBefore(context);
      const isAsked = asked?.narration.trimEnd().endsWith('?') && !asked.tokens.some(isQuotation);
      const last = context.reading.history.at(-1);
      const isNear = last && context.first.paragraph + 1 - last.quote.paragraph <= TOPIC_REACH;
      return isAsked && isNear && last.who.isOne ? repeatLastSpeaker(context.reading) : undefined;
    },
  },
  {
    name: 'behind the last quotation',
    apply: context => (isBehindLastQuote(context) ? repeatLastSpeaker(context.reading) : undefined),
  },
  { name: 'tag of the next quotation', apply: attributeByNextTag },
];

/**
 * Attributes a quotation. `found` is its speaker, or undefined; `beside` is what its own sentences say,
 * whether or not that decides. A label in a transcript is read in any language; the other rules are for
 * English, or for the few other languages whose verbs of speech are known.
 */
export function attributeQuotation(context: QuotationContext): {
  readonly found: DecidedQuotation | undefined;
  readonly beside: DecidedQuotation | undefined;
} {
  const beside = isReadingEnglish() ? applyRules(OWN_SENTENCE_RULES, context) : attributeForeign(context);
  const rules: readonly Rule<QuotationContext, QuotationAttribution>[] = [
    { name: 'turn of a transcript', apply: readTranscriptTurn },
    { name: 'turn of an interview', apply: readInterviewTurn },
  ];
  const turn = applyRules(rules, context);
  return {
    found: turn ?? beside ?? (isReadingEnglish() ? applyRules(CONTEXT_RULES, context) : undefined),
    beside,
  };
}
