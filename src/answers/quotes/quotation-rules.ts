import { type QuotationPart, TRANSCRIPT_LABEL } from '../../language/quotations.ts';
import { isContinuationVerb } from '../../language/speech.ts';
import { isReadingEnglish } from '../../language/stems.ts';
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
import { attributeForeign } from './foreign/attribution.ts';
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

/** In a transcript, whose turn it is: “WALLACE: ...” */
function readTranscriptTurn({ reading, first }: QuotationContext): QuotationAttribution | undefined {
  const { paragraphs, layout } = reading;
  const beginning = elementAt(paragraphs, first.paragraph).slice(first.start, first.start + 80);
  const label = TRANSCRIPT_LABEL.exec(beginning)?.[1];
  if (!label) return undefined;
  const words = label.split(' ').map(word => word.charAt(0) + word.slice(1).toLowerCase());
  const person = layout.people.find(words) ?? layout.people.find(words.slice(-1));
  const who = person ? knownSpeakerOf(person, label) : { ...NO_SPEAKER, speaker: label, mention: label };
  return { ...UNATTRIBUTED, who };
}

/** The speaker of a part of a quotation by its own sentence, the host at an index. */
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

/**
 * The rules that identify the speaker from the sentences in which a quotation stands, in the order in which
 * they are tried.
 */
export const OWN_SENTENCE_RULES: readonly Rule<QuotationContext, QuotationAttribution>[] = [
  {
    name: 'sentence of its end',
    apply: ({ reading, host, lastHost, last }) =>
      lastHost === host ? undefined : attributeWithin(reading, lastHost, last),
  },
  { name: 'its sentence', apply: ({ reading, host, first }) => attributeWithin(reading, host, first) },
];

/** The next speaker as announced by the host at an index, which holds no quotation. */
function attributeByAnnouncement(reading: Reading, index: number): DecidedQuotation | undefined {
  const host = reading.layout.hosts[index];
  const found = host && findAnnouncedInWindow(host.tokens);
  return resolveAttribution(reading, index, found, { near: 0, direct: false });
}

/** The speaker of the last quotation once more. */
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

/** The speaker of the quotation in one of the two sentences behind it, in the same paragraph. */
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

const isInParagraphOf = (context: QuotationContext) =>
  hostBefore(context)?.paragraph === context.first.paragraph;

/** Whether a quotation stands right behind the sentence in which the last one ended. */
function isBehindLastQuote({ reading, host }: QuotationContext): boolean {
  const last = reading.history.at(-1);
  return last !== undefined && last.host === host - 1 && !last.quote.scare;
}

/**
 * The rules that identify the speaker of a quotation with no words beside it from the sentences around it, in
 * the order in which they are tried: what announces it, who spoke just before, who is named just after. Another
 * paragraph than its own decides only where it announces the quotation, or where that goes on with the last one.
 */
export const CONTEXT_RULES: readonly Rule<QuotationContext, QuotationAttribution>[] = [
  {
    // words of its own that name nobody: who spoke elsewhere has no part in it
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
      isInParagraphOf(context) && !hostBefore(context)?.onlyQuoted
        ? (attributeByAnnouncement(context.reading, context.host - 1) ??
          repeatLastSpeaker(context.reading) ??
          null)
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
  {
    name: 'behind the last quotation',
    apply: context => (isBehindLastQuote(context) ? repeatLastSpeaker(context.reading) : undefined),
  },
  { name: 'tag of the next quotation', apply: attributeByNextTag },
];

/**
 * The speaker of the last quotation, where it stands in the same sentence and nothing there says who speaks:
 * “This tells us” that we “may drown”. Undefined otherwise.
 */
function continueSentence(
  { reading, host }: QuotationContext,
  beside: DecidedQuotation | undefined,
): DecidedQuotation | undefined {
  const last = reading.history.at(-1);
  const isOpen = beside !== undefined && beside.who.speaker === null && beside.cue === null;
  if (!isOpen || beside.rules.includes('name that nobody gives') || last?.host !== host) return undefined;
  const repeated = repeatLastSpeaker(reading);
  return repeated && { ...repeated, rules: ['same sentence', ...repeated.rules] };
}

/**
 * The speaker of a quotation as `found`, or undefined; and as `beside` what its own sentences say, whether or
 * not that decides. The label of a turn in a transcript is read in any language; the other rules are those of
 * English, or of the few other languages whose verbs of speech are known.
 */
export function attributeQuotation(context: QuotationContext): {
  readonly found: DecidedQuotation | undefined;
  readonly beside: DecidedQuotation | undefined;
} {
  const beside = isReadingEnglish() ? applyRules(OWN_SENTENCE_RULES, context) : attributeForeign(context);
  const rules: readonly Rule<QuotationContext, QuotationAttribution>[] = [
    { name: 'turn of a transcript', apply: readTranscriptTurn },
  ];
  const turn = applyRules(rules, context);
  return {
    found:
      turn ??
      continueSentence(context, beside) ??
      beside ??
      (isReadingEnglish() ? applyRules(CONTEXT_RULES, context) : undefined),
    beside,
  };
}
