import { describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createRegistration } from '../src/discord/deploy.ts';
import { catalogs, createPatternFinder } from '../src/i18n/catalogs.ts';
import { translatedLocales } from '../src/i18n/languages.ts';
import {
  createMessage,
  formatInEnglish,
  formatPlain,
  joinValues,
  markCode,
  markDollars,
  markTime,
  mentionChannel,
  mentionRole,
} from '../src/i18n/template-values.ts';
import { createTemplateParser } from '../src/i18n/templates.ts';
import { t, withLocale } from '../src/i18n/translate.ts';
import { findGaps, sentenceOf } from './catalog-gaps.ts';
import { collectSentences, readString, STRING, sentenceSources } from './sentences.ts';

/** The placeholders of a text; a singular form such as "A new answer" need not include the number. */
const placeholders = (key: string, text: string) =>
  [...new Set(text.match(/\{\{\w+\}\}/g))]
    .filter(each => !(key.endsWith('_one') && each === '{{count}}'))
    .sort();
const others = Object.entries(catalogs).filter(([name]) => name !== 'en');

describe.each(others)('the texts in %s', (_name, catalog) => {
  test('are filled in with the same values as the English ones, and none is empty', () => {
    for (const [key, text] of Object.entries(catalog)) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(key, text), key).toEqual(placeholders(key, catalogs.en[key] ?? sentenceOf(key)));
    }
  });
});

test('French keeps its high marks on the line of the word before, and its quotation marks at what they quote', () => {
  const texts = Object.values(catalogs.fr).map(text => text.replaceAll(/`[^`]*`/g, ''));
  expect(texts.filter(text => /\S [:;?!»]|« |\S[:;?!](?=\s|$)/.test(text))).toEqual([]);
});

test('English has a singular and a plural of what others count', () => {
  const plurals = others.flatMap(([, catalog]) => Object.keys(catalog)).filter(key => key.endsWith('_other'));
  expect(plurals.map(sentenceOf).filter(key => !Object.hasOwn(catalogs.en, `${key}_other`))).toEqual([]);
});

test('English has a singular and a plural of all that is counted', () => {
  const counted = [...collectSentences()].filter(sentence => sentence.includes('{{count}}'));
  expect(counted.length).toBeGreaterThan(10);
  expect(counted.filter(sentence => !Object.hasOwn(catalogs.en, `${sentence}_other`))).toEqual([]);
});

describe('a catalog that is not complete', () => {
  const partial = {
    en: { '{{count}} bridge_one': '{{count}} bridge', '{{count}} bridge_other': '{{count}} bridges' },
    de: { Bridge: 'Brücke', '{{count}} bridge_one': '{{count}} Brücke', Ferry: 'Fähre' },
    zh: {},
  };
  const sentences = new Set(['Bridge', 'Open the bridge', '{{count}} bridge', '{{name}}']);

  test('says in English what it lacks, with the plural that English has', () => {
    const find = createPatternFinder(partial);
    expect(find('de', 'Bridge')).toBe('Brücke');
    expect(find('de', 'Open the bridge')).toBe('Open the bridge');
    expect([1, 2].map(count => find('de', '{{count}} bridge', count))).toEqual([
      '{{count}} Brücke',
      '{{count}} bridges',
    ]);
    // French has a separate form for whole millions, which its catalog does not define
    const french = {
      ...{ en: partial.en },
      fr: { '{{count}} bridge_one': '{{count}} pont', '{{count}} bridge_other': '{{count}} ponts' },
    };
    expect(
      [1, 2, 1_000_000].map(count => createPatternFinder(french)('fr', '{{count}} bridge', count)),
    ).toEqual(['{{count}} pont', '{{count}} ponts', '{{count}} ponts']);
    // Chinese has one form for all numbers, English does not
    expect([1, 2, 1].map(count => find('zh', '{{count}} bridge', count))).toEqual([
      '{{count}} bridge',
      '{{count}} bridges',
      '{{count}} bridge',
    ]);
  });

  test('does so in what members read', () => {
    withLocale('de', () => {
      expect(t('No catalog has this sentence about {{count}} bridges.', { count: 1200 })).toBe(
        'No catalog has this sentence about 1.200 bridges.',
      );
    });
  });

  test('is listed with what it lacks and with what nobody says any more', () => {
    expect(findGaps('de', { ...partial.de, '{{count}} bridge_few': 'x' }, sentences)).toEqual({
      missing: ['Open the bridge', '{{count}} bridge'],
      unused: ['Ferry'],
    });
    expect(findGaps('zh', {}, sentences).missing).toContain('Bridge');
  });
});

test('descriptions and names of commands fit in every language', () => {
  const lengths = JSON.stringify(createRegistration(commands), (key, value) => {
    if (!/_localizations$/.test(key)) return value;
    expect(Object.keys(value)).toEqual(translatedLocales);
    for (const text of Object.values(value as Record<string, string>))
      expect(text.length, text).toBeLessThanOrEqual(100);
    return value;
  });
  expect(lengths).toContain('Einen Artikel zusammenfassen');
});

test('commands are called the same in every language, and entries of menus by their language', () => {
  const named = createRegistration(commands).map(command => [
    'description' in command && command.description ? 'command' : 'menu',
    Object.keys(command.name_localizations ?? {}).length > 0,
  ]);
  expect(named).toContainEqual(['menu', true]);
  expect(named.filter(([kind]) => kind === 'command')).toContainEqual(['command', false]);
  expect(named.filter(([kind, isTranslated]) => (kind === 'menu') !== isTranslated)).toEqual([]);
});

/** Where the program uses a sentence, how the code looks there, and how many characters Discord shows. */
const places = [
  { what: 'the title of a form', before: String.raw`custom_id: [^\n]*\n\s*title: `, limit: 45, least: 4 },
  { what: 'the label in a form', before: String.raw`custom_id: '\w+',\s*label: `, limit: 45, least: 6 },
  {
    what: 'the description in a form',
    before: String.raw`render(?:Modal|Files)Field\([\w.]+, \{\s*(?:isLong: false,\s*)?description: (?:toLabel\(\s*|\s*member === null\s*\? )?`,
    limit: 100,
    least: 3,
  },
  {
    what: 'what stands in an empty field or menu',
    before: String.raw`(?:\bplaceholder: |\bcreate(?:MenuRows|ButtonMenu)\((?:[\w.]+(?:\([\w', ]*\))?,\s*)?)`,
    limit: 100,
    least: 12,
  },
  { what: 'an entry of a menu', before: String.raw`\{ label: `, limit: 100, least: 1 },
  { what: 'a button', before: String.raw`\bcreateButton\(\s*(?:\w+ \? )?`, limit: 80, least: 15 },
] as const;
/** Placeholder values count as this long. */
const FILLED_IN = 'x'.repeat(12);

test.each(places)('$what has room in every language', ({ before, limit, least }) => {
  const pattern = new RegExp(
    String.raw`${before}(?:t|defineMessage|formatPlain\(createMessage)\(\s*(?:${STRING})`,
    'g',
  );
  const said = new Set(
    sentenceSources.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, a, b]) => readString(a, b))),
  );
  expect(said.size).toBeGreaterThanOrEqual(least);
  const shown = [...said].flatMap(sentence => [
    sentence,
    ...others.map(([, catalog]) => catalog[sentence] ?? ''),
  ]);
  expect(shown.filter(text => text.replaceAll(/\{\{\w+\}\}/g, FILLED_IN).length > limit)).toEqual([]);
});

test('what is kept in English is read back as the sentence that it was made of, and nothing else is', () => {
  const [number, both, plain] = [
    'The article does not have the number {{number}}.',
    '{{reason}} Only readers say so, in {{comments}}.',
    'Nothing was found.',
  ] as const;
  const parse = createTemplateParser([number, both, plain]);
  expect(parse('The article does not have the number 70,000.')).toEqual({
    template: number,
    values: { number: '70,000' },
  });
  expect(parse('The sum is another one. Only readers say so, in 1 and 2.')).toEqual({
    template: both,
    values: { reason: 'The sum is another one.', comments: '1 and 2' },
  });
  expect(parse('Nothing was found.')).toEqual({ template: plain, values: {} });
  for (const sentence of [
    'The article does not have the number .',
    'The article does not have the number 7!',
    'An article does not have the number 7.',
    ' Only readers say so, in 1.',
    'The sum is another one. Only members say so, in 1.',
    'Nothing was found',
    '',
  ])
    expect(parse(sentence), sentence).toBeNull();
});

describe('what is kept or stands in a log', () => {
  const said = createMessage('{{who}} {{where}} {{when}} {{what}} {{cost}} {{count}}', {
    who: joinValues(['Ada', 'Ben', markCode('x\u001b[2Jy')], 'and'),
    where: joinValues([mentionChannel('1'), mentionRole('2')], ', '),
    when: markTime(1_767_225_600),
    what: createMessage('Older'),
    cost: markDollars(1.5),
    count: 1234,
  });

  test('is a sentence without markup, in the language of the moment, with its times in UTC wherever it runs', () => {
    const before = process.env.TZ;
    process.env.TZ = 'America/New_York';
    try {
      expect(formatInEnglish(said)).toBe('Ada, Ben and x[2Jy #1, @2 1 Jan 2026, 00:00 Older $1.50 1,234');
      expect(withLocale('de', () => formatPlain(said))).toBe(
        'Ada, Ben und x[2Jy #1, @2 01.01.2026, 00:00 Ältere 1,50\u00a0$ 1.234',
      );
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  test('joins values with “or” as the language does', () => {
    const tags = createMessage('{{tags}}', { tags: joinValues(['a', 'b', 'c'], 'or') });
    expect(formatInEnglish(tags)).toBe('a, b or c');
    expect(withLocale('fr', () => formatPlain(tags))).toBe('a, b ou c');
  });

  test('is cut where a value has no end', () => {
    expect(formatInEnglish(createMessage('{{a}}', { a: 'x'.repeat(5000) }))).toHaveLength(2000);
  });
});
