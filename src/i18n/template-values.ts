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
 * A sentence (in English, the key of the catalogs) separate from its values: who reads it, and where, is only
 * known when it is shown. It is plain data, so it can be passed between threads.
 */
export interface MessageDescriptor {
  readonly sentence: Unformatted;
  readonly values: MessageValues;
}

/** The values of a message, keyed by placeholder. */
export type MessageValues = Readonly<Record<string, MessageValue>>;

/**
 * A value of a placeholder. A string is untrusted text and is shown so that nothing in it takes effect;
 * anything that is meant to take effect is a separate kind of value, and all kinds are listed here.
 */
export type MessageValue = Unformatted | number | MessageDescriptor | ValuePart;

/** A value that is only formatted when the sentence is shown. */
export type ValuePart =
  | JoinedValues
  | { readonly code: Unformatted }
  | MentionValue
  | TimeValue
  | { readonly dollars: number };

interface JoinedValues {
  readonly parts: readonly MessageValue[];
  /** `and` and `or` follow the list style of the language. */
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

/** Creates a sentence to be placed inside another, or to be shown later. */
export const createMessage = (sentence: Unformatted, values: MessageValues = {}): MessageDescriptor => ({
  sentence,
  values,
});
/** Joins values in the list style of the reader's language. */
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

/** How the parts of a sentence are formatted for one medium. */
export interface OutputFormat {
  /** Untrusted text, formatted so that nothing in it takes effect. */
  readonly text: (text: string) => string;
  readonly code: (text: string) => string;
  readonly mention: (mention: MentionValue) => string;
  readonly moment: (seconds: number) => string;
}

/** Formats a message in the current language for one medium. */
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

/** The maximum length of one value in a terminal or log, in characters. */
const MAX_VALUE_LENGTH = 2000;

/**
 * The format for terminals, logs and files: no markup, and no characters that move the cursor or change the
 * writing direction.
 */
const plainFormat: OutputFormat = {
  text: text => toVisibleLine(text).slice(0, MAX_VALUE_LENGTH),
  code: text => toVisibleLine(text).slice(0, MAX_VALUE_LENGTH),
  mention: ({ mentioned, id }) => `${mentioned === 'channel' ? '#' : '@'}${toVisibleLine(id)}`,
  moment: seconds => formatDate(seconds * 1000, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
};

/**
 * Formats a message in the current language without markup, to be stored; whoever shows it later escapes it.
 */
export const formatPlain = (said: MessageDescriptor): string => formatMessage(said, plainFormat);

/** Plain text in the quotation marks of the reader's language. */
export const quotePlain = (wanted: MessageValue): string =>
  formatPlain(createMessage('“{{wanted}}”', { wanted }));

/** Formats a message in English without markup, for operators. */
export const formatInEnglish = (said: MessageDescriptor): string => withLocale('en', () => formatPlain(said));
