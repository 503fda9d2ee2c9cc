import { toVisibleLine } from '../language/visible-text.ts';
import {
  formatDate,
  formatDollars,
  formatList,
  formatNumber,
  translateRaw,
  type Unformatted,
  withLocale,
} from './translate.ts';

/**
 * A sentence (its English form, the key of the catalogs) apart from what is filled in: who reads it, and
 * where, is known only on its way out. It is plain data, so it passes from thread to thread whole.
 */
export interface MessageDescriptor {
  readonly sentence: Unformatted;
  readonly values: MessageValues;
}

/** The values of a message by the names of its placeholders. */
export type MessageValues = Readonly<Record<string, MessageValue>>;

/**
 * What is filled in. A string is anybody's text, and is shown so that nothing in it acts; what is meant to
 * act is a piece of its own, of which every form is known here.
 */
export type MessageValue = Unformatted | number | MessageDescriptor | ValuePart;

/** A value that is formatted where the sentence is read. */
export type ValuePart =
  | JoinedValues
  | { readonly code: Unformatted }
  | MentionValue
  | TimeValue
  | { readonly dollars: number };

interface JoinedValues {
  readonly parts: readonly MessageValue[];
  /** `and`, `or`: as the language writes lists. */
  readonly by: 'and' | 'or' | ', ' | '; ' | ' ' | '\n';
}

interface MentionValue {
  readonly mentioned: 'channel' | 'role';
  readonly id: string;
}

interface TimeValue {
  /** Seconds since 1970. */
  readonly moment: number;
}

/** A sentence inside another, or for later. */
export const createMessage = (sentence: Unformatted, values: MessageValues = {}): MessageDescriptor => ({
  sentence,
  values,
});
/** Values joined as the language of the reader joins them. */
export const joinValues = (parts: readonly MessageValue[], by: JoinedValues['by']): ValuePart => ({
  parts,
  by,
});
/** A value that is shown as code. */
export const markCode = (text: Unformatted): ValuePart => ({ code: text });
/** A value that mentions a channel. */
export const mentionChannel = (id: string): ValuePart => ({ mentioned: 'channel', id });
/** A value that mentions a role. */
export const mentionRole = (id: string): ValuePart => ({ mentioned: 'role', id });
/** A time (seconds since 1970), shown in the time zone of the reader. */
export const markTime = (seconds: number): ValuePart => ({ moment: seconds });
/** A value that is shown as a sum of dollars. */
export const markDollars = (amount: number): ValuePart => ({ dollars: amount });

/** How the parts of a sentence are written where it is read. */
export interface OutputFormat {
  /** Anybody's text, so that nothing in it acts. */
  readonly text: (text: string) => string;
  readonly code: (text: string) => string;
  readonly mention: (mention: MentionValue) => string;
  readonly moment: (seconds: number) => string;
}

/** The sentence in the language of the moment, written in one way. */
export function formatMessage({ sentence, values }: MessageDescriptor, format: OutputFormat): string {
  const all = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : formatValue(value, format),
  ]);
  return translateRaw(sentence, Object.fromEntries(all));
}

function formatValue(value: MessageValue, format: OutputFormat): string {
  if (typeof value === 'string') return format.text(value);
  if (typeof value === 'number') return formatNumber(value);
  if ('sentence' in value) return formatMessage(value, format);
  if ('parts' in value) return formatJoined(value, format);
  if ('code' in value) return format.code(value.code);
  if ('mentioned' in value) return format.mention(value);
  return 'moment' in value ? format.moment(value.moment) : formatDollars(value.dollars, 2);
}

function formatJoined({ parts, by }: JoinedValues, format: OutputFormat): string {
  const all = parts.map(part => formatValue(part, format));
  if (by === 'and') return formatList(all);
  return by === 'or' ? formatList(all, 'disjunction') : all.join(by);
}

/** Characters of one value in a terminal or a log, at most. */
const MAX_VALUE_LENGTH = 2000;

/**
 * For terminals, logs and files: no markup, and nothing that moves a cursor or turns the direction of
 * writing.
 */
const plainFormat: OutputFormat = {
  text: text => toVisibleLine(text).slice(0, MAX_VALUE_LENGTH),
  code: text => toVisibleLine(text).slice(0, MAX_VALUE_LENGTH),
  mention: ({ mentioned, id }) => `${mentioned === 'channel' ? '#' : '@'}${toVisibleLine(id)}`,
  moment: seconds => formatDate(seconds * 1000, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
};

/** Without markup, in the language of the moment: for what is kept, and shown later by whoever escapes it. */
export const formatPlain = (said: MessageDescriptor): string => formatMessage(said, plainFormat);

/** For operators. */
export const formatInEnglish = (said: MessageDescriptor): string => withLocale('en', () => formatPlain(said));
