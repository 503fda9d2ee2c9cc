// @ts-check
import { locale, t } from './wording.js';

const day = 86_400_000;

/**
 * The styles of `<t:seconds:style>`.
 *
 * @type {Record<string, Intl.DateTimeFormatOptions>}
 */
const styles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

/**
 * A time in one of Discord's timestamp styles, in the reader's language and time zone.
 *
 * @param {Date} date
 * @param {string} style
 * @param {Date} [now]
 */
export function formatTime(date, style, now = new Date()) {
  if (style === 'R') return relative(date.getTime() - now.getTime());
  return new Intl.DateTimeFormat(locale, styles[style] ?? styles.f).format(date);
}

/**
 * When a message was written, in Discord's wording: "Today at 14:05", "Yesterday at 9:12", or the date.
 *
 * @param {Date} date
 * @param {Date} [now]
 */
export function formatStamp(date, now = new Date()) {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / day);
  if (days === 0) return t('Today at {time}', { time: formatTime(date, 't') });
  if (days === 1) return t('Yesterday at {time}', { time: formatTime(date, 't') });
  return formatTime(date, 's');
}

/** @param {Date} date */
export function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const units = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['day', day],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** @param {number} milliseconds from now, negative in the past */
function relative(milliseconds) {
  const [unit, size] = units.find(([, length]) => Math.abs(milliseconds) >= length) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    Math.trunc(milliseconds / size),
    unit,
  );
}
