import { visibleLine } from '../language/visible-text.ts';
import {
  filled,
  formatDate,
  formatDollars,
  formatList,
  formatNumber,
  speaking,
  type Unformatted,
} from './translate.ts';

/**
 * A sentence (its English form, the key of the catalogs) apart from what is filled in: who reads it, and
 * where, is known only on its way out. It is plain data, so it passes from thread to thread whole.
 */
export interface Said {
  readonly sentence: Unformatted;
  readonly values: Given;
}

export type Given = Readonly<Record<string, Value>>;

/**
 * What is filled in. A string is anybody's text, and is shown so that nothing in it acts; what is meant to
 * act is a piece of its own, of which every form is known here.
 */
export type Value = Unformatted | number | Said | Piece;

export type Piece = Joined | { readonly code: Unformatted } | Mention | Moment | { readonly dollars: number };

interface Joined {
  readonly parts: readonly Value[];
  /** `and`, `or`: as the language writes lists. */
  readonly by: 'and' | 'or' | ', ' | '; ' | ' ' | '\n';
}

interface Mention {
  readonly mentioned: 'channel' | 'role';
  readonly id: string;
}

interface Moment {
  /** Seconds since 1970. */
  readonly moment: number;
}

/** A sentence inside another, or for later. */
export const say = (sentence: Unformatted, values: Given = {}): Said => ({ sentence, values });
export const joined = (parts: readonly Value[], by: Joined['by']): Piece => ({ parts, by });
export const code = (text: Unformatted): Piece => ({ code: text });
export const channel = (id: string): Piece => ({ mentioned: 'channel', id });
export const role = (id: string): Piece => ({ mentioned: 'role', id });
export const moment = (seconds: number): Piece => ({ moment: seconds });
export const dollars = (amount: number): Piece => ({ dollars: amount });

/** How the parts of a sentence are written where it is read. */
export interface Way {
  /** Anybody's text, so that nothing in it acts. */
  readonly text: (text: string) => string;
  readonly code: (text: string) => string;
  readonly mention: (mention: Mention) => string;
  readonly moment: (seconds: number) => string;
}

/** The sentence in the language of the moment, written in one way. */
export function written({ sentence, values }: Said, way: Way): string {
  const all = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : one(value, way),
  ]);
  return filled(sentence, Object.fromEntries(all));
}

function one(value: Value, way: Way): string {
  if (typeof value === 'string') return way.text(value);
  if (typeof value === 'number') return formatNumber(value);
  if ('sentence' in value) return written(value, way);
  if ('parts' in value) return inOne(value, way);
  if ('code' in value) return way.code(value.code);
  if ('mentioned' in value) return way.mention(value);
  return 'moment' in value ? way.moment(value.moment) : formatDollars(value.dollars, 2);
}

function inOne({ parts, by }: Joined, way: Way): string {
  const all = parts.map(part => one(part, way));
  if (by === 'and') return formatList(all);
  return by === 'or' ? formatList(all, 'disjunction') : all.join(by);
}

/** Characters of one value in a terminal or a log, at most. */
const LONGEST = 2000;

/**
 * For terminals, logs and files: no markup, and nothing that moves a cursor or turns the direction of
 * writing.
 */
const plainWay: Way = {
  text: text => visibleLine(text).slice(0, LONGEST),
  code: text => visibleLine(text).slice(0, LONGEST),
  mention: ({ mentioned, id }) => `${mentioned === 'channel' ? '#' : '@'}${visibleLine(id)}`,
  moment: seconds => formatDate(seconds * 1000, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
};

/** Without markup, in the language of the moment: for what is kept, and shown later by whoever escapes it. */
export const plainly = (said: Said): string => written(said, plainWay);

/** For operators. */
export const inEnglish = (said: Said): string => speaking('en', () => plainly(said));
