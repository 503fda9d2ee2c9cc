import { expect, it } from 'vitest';
import { splitSentences } from '../src/language/sentences.ts';

it.each([
  ['a weekday behind the time of day', 'The board met at 10 a.m. Friday and went home.', 1],
  ['a zone behind the time of day', 'The match begins at 7 p.m. Eastern time.', 1],
  ['a title behind the time that opens a sentence', 'Around 6 a.m. Dr. Olga Lund left the house.', 1],
  [
    'the chairman of a company',
    'Harrow Corp. Chairman Jan Lund resigned, and so did Harrow Inc. CEO Ada Holt.',
    1,
  ],
  ['the court of a country', 'The U.S. Supreme Court agreed with the U.S. Marines on it.', 1],
  ['an initial that is I', 'Nobody had told Walter I. Lund about it.', 1],
  ['that initial behind a name that ends in “and”', 'Nobody had told Roland I. Lund about it.', 1],
  ['a source in brackets', '“The tide never comes twice” (Lund 1998). ', 1],
  ['words left out', 'What they meant was . . . I cannot say it.', 1],
  ['dates in German', 'Der 1. Mai ist frei, und der 2. Juni ist es auch.', 1],
  ['a brand within', 'They sold the iPhone and the macOS licence.', 1],
  ['a domain', 'She works at example.com and Booking.Com alike.', 1],
])('does not end a sentence at %s', (_, text, count) => {
  expect(splitSentences(text)).toHaveLength(count);
});

it.each([
  [
    'a German quotation',
    '„Wir warten, und es regnet herein.“ Der Verein hatte Geld. ‚Warum?‘ Niemand wusste es.',
    ['„Wir warten, und es regnet herein.“', 'Der Verein hatte Geld.', '‚Warum?‘', 'Niemand wusste es.'],
  ],
  [
    'the time of day',
    'The vote was at 4 p.m. Mayor Olga Lund left early.',
    ['The vote was at 4 p.m.', 'Mayor Olga Lund left early.'],
  ],
  ['a company', 'He sold Harrow Inc. Shares fell at once.', ['He sold Harrow Inc.', 'Shares fell at once.']],
  [
    'a country',
    'The ferry reached the U.K. Visitors cheered it.',
    ['The ferry reached the U.K.', 'Visitors cheered it.'],
  ],
  [
    'the pronoun I',
    'They were as late as I. Has Ada been told?',
    ['They were as late as I.', 'Has Ada been told?'],
  ],
  [
    'a brand in small letters',
    'Harrow sold fewer phones. iPhone sales fell too.',
    ['Harrow sold fewer phones.', 'iPhone sales fell too.'],
  ],
  ['four dots', 'It ends so . . . . The next begins.', ['It ends so . . . .', 'The next begins.']],
  [
    'a full stop without a space',
    'It rained all day.The match went on.',
    ['It rained all day.', 'The match went on.'],
  ],
  [
    'the items of a list',
    '1. The pier is short. 2. The pier is old.',
    ['1. The pier is short.', '2. The pier is old.'],
  ],
  ['items in brackets', '(1) Wait here (2) Go there (3) Run', ['(1) Wait here', '(2) Go there', '(3) Run']],
  ['items that begin alike', 'a. Bring bread b. Bring milk', ['a. Bring bread', 'b. Bring milk']],
  [
    'items behind a colon',
    'Two rules hold: 1. Be kind. 2. Be quick. That is all.',
    ['Two rules hold: 1. Be kind.', '2. Be quick.', 'That is all.'],
  ],
])('ends a sentence at %s', (_, text, expected) => {
  expect(splitSentences(text)).toEqual(expected);
});
