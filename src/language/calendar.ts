import calendar from './lexicons/calendar.json' with { type: 'json' };
import { createWordTest, oneOf } from './word-lists.ts';

const { dates, monthAbbreviations } = calendar;

/** Whether a word is the English name of a weekday, in any case. */
export const isWeekday = createWordTest(dates.words.weekdays, { ignoreCase: true });

/** Whether a word is the English name of a month, in any case. */
export const isMonth = createWordTest(dates.words.months, { ignoreCase: true });

/** Whether a word is the abbreviated name of a month, without its full stop: "Jan", "sept". */
export const isMonthAbbreviation = createWordTest(monthAbbreviations.words, { ignoreCase: true });

/** The source of a regular expression that matches the capitalized name of a weekday or month. */
export const DATE_NAME = oneOf(dates.words);
