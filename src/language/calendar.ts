import calendar from './lexicons/calendar.json' with { type: 'json' };
import { createWordTest, oneOf } from './word-lists.ts';

const { dates, monthAbbreviations } = calendar;

/** Whether a word is the English name of a weekday, in small letters or capitals. */
export const isWeekday = createWordTest(dates.words.weekdays, { ignoreCase: true });

/** Whether a word is the English name of a month, in small letters or capitals. */
export const isMonth = createWordTest(dates.words.months, { ignoreCase: true });

/** Whether a word is a shortened name of a month, without its full stop: "Jan", "sept". */
export const isMonthAbbreviation = createWordTest(monthAbbreviations.words, { ignoreCase: true });

/** The source of an expression that matches the name of a weekday or month, with its capital. */
export const DATE_NAME = oneOf(dates.words);
