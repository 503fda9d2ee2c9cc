import type { Digest } from '../../digests/digest.ts';
import { formatDate, formatList, type Markdown, t } from '../../i18n/translate.ts';
import { escapeLine, formatChannelMention } from './text.ts';

/** Where and when a digest posts, as a sentence. */
export function formatSchedule(digest: Digest): Markdown {
  return t('In {{channel}} {{days}} at {{time}}, {{zone}} time.', {
    channel: formatChannelMention(digest.channelId),
    days: formatDays(digest.days),
    time: escapeLine(digest.time),
    zone: escapeLine(digest.zone),
  });
}

/** The days as an adverbial: "every day", "on weekdays", "on Monday and Thursday". */
export function formatDays(days: readonly number[]): Markdown {
  const key = days.join('');
  if (key === '1234567') return t('every day');
  if (key === '12345') return t('on weekdays');
  if (key === '67') return t('at weekends');
  return t('on {{days}}', { days: formatList(days.map(day => escapeLine(formatWeekday(day)))) });
}

/** The name of an ISO weekday ("Monday" for 1) in the current language. */
export function formatWeekday(day: number): string {
  // 1 January 2024 was a Monday
  return formatDate(Date.UTC(2024, 0, day), { weekday: 'long', timeZone: 'UTC' });
}
