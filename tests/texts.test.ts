import { describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createRegistration } from '../src/discord/deploy.ts';
import { catalogByLocale, catalogs } from '../src/i18n/translate.ts';
import { collectSentences, hasWords, readString, STRING, sentenceSources } from './sentences.ts';

/** "A new answer" need not name its number. */
const placeholders = (key: string, text: string) =>
  [...new Set(text.match(/\{\{\w+\}\}/g))]
    .filter(each => !(key.endsWith('_one') && each === '{{count}}'))
    .sort();
const sentenceOf = (key: string) => key.replace(/_(?:one|other)$/, '');
const others = Object.entries(catalogs).filter(([name]) => name !== 'en');

describe.each(others)('the texts in %s', (name, catalog) => {
  const known = new Set(Object.keys(catalog).map(sentenceOf));

  test('lack none that the program says', () => {
    expect([...collectSentences()].filter(sentence => hasWords(sentence) && !known.has(sentence))).toEqual(
      [],
    );
  });

  test('hold none that nobody says', () => {
    const said = collectSentences();
    expect([...known].filter(sentence => !said.has(sentence))).toEqual([]);
  });

  test('are filled in with the same values as the English ones, and none is empty', () => {
    for (const [key, text] of Object.entries(catalog)) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(key, text), key).toEqual(
        placeholders(key, (catalogs.en as Record<string, string>)[key] ?? sentenceOf(key)),
      );
    }
  });

  test('have every form of number that the language has', () => {
    const forms = new Intl.PluralRules(name)
      .resolvedOptions()
      .pluralCategories.filter(form => form !== 'many');
    const counted = new Set(Object.keys(catalogs.en ?? {}).map(sentenceOf));
    for (const sentence of counted)
      expect(
        forms.filter(form => !Object.hasOwn(catalog, `${sentence}_${form}`)),
        sentence,
      ).toEqual([]);
  });
});

test('English has a singular and a plural of what others count', () => {
  const plurals = others.flatMap(([, catalog]) => Object.keys(catalog)).filter(key => key.endsWith('_other'));
  expect(plurals.map(sentenceOf).filter(key => !Object.hasOwn(catalogs.en ?? {}, `${key}_other`))).toEqual(
    [],
  );
});

test('descriptions and names of commands fit in every language', () => {
  const lengths = JSON.stringify(createRegistration(commands), (key, value) => {
    if (!/_localizations$/.test(key)) return value;
    expect(Object.keys(value)).toEqual(Object.keys(catalogByLocale));
    for (const text of Object.values(value as Record<string, string>))
      expect(text.length, text).toBeLessThanOrEqual(100);
    return value;
  });
  expect(lengths).toContain('Einen Artikel zusammenfassen');
});

/**
 * Where the program puts a sentence, how it is written there, and how many characters Discord shows of it.
 */
const places = [
  { what: 'the title of a form', before: String.raw`custom_id: [^\n]*\n\s*title: `, limit: 45, least: 4 },
  { what: 'the label in a form', before: String.raw`custom_id: '\w+',\s*label: `, limit: 45, least: 6 },
  {
    what: 'the description in a form',
    before: String.raw`renderModalField\([\w.]+, \{\s*(?:isLong: false,\s*)?description: (?:toLabel\(\s*|\s*member === null\s*\? )?`,
    limit: 100,
    least: 3,
  },
  {
    what: 'what stands in an empty field or menu',
    before: String.raw`\bplaceholder: `,
    limit: 100,
    least: 8,
  },
  { what: 'an entry of a menu', before: String.raw`\{ label: `, limit: 100, least: 1 },
  { what: 'a button', before: String.raw`\bcreateButton\(\s*(?:\w+ \? )?`, limit: 80, least: 15 },
] as const;
/** What is filled in counts as much. */
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
    ...others.map(([, catalog]) => (catalog as Texts)[sentence] ?? ''),
  ]);
  expect(shown.filter(text => text.replaceAll(/\{\{\w+\}\}/g, FILLED_IN).length > limit)).toEqual([]);
});

type Texts = Readonly<Record<string, string>>;
