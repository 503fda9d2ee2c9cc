import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import { findTranslationError } from '../src/answers/verification/translation-errors.ts';
import { identifyArticle, type StoredArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { findLanguages, type Language, parseLanguageTag } from '../src/language/languages.ts';
import { createArticle } from './articles.ts';
import { createModelEngines, type ScriptedModel, startScriptedModel } from './model.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';
import { FAITHFUL_TRANSLATIONS, type Translation, UNFAITHFUL_TRANSLATIONS } from './translations.ts';

const sample = identifyArticle(
  parseText(readFileSync(new URL('../data/articles/night-train.txt', import.meta.url), 'utf8')),
);
const language = (tag: string) => parseLanguageTag(tag) as Language;
const faultOf = ({ text, translation, to }: Translation) =>
  findTranslationError(text, translation, language(to), sample);

describe('a translation is held to what the article bears out', () => {
  test('faithful ones pass', () => {
    const dropped = FAITHFUL_TRANSLATIONS.map(each => [faultOf(each), each.to, each.translation]).filter(
      ([fault]) => fault !== null,
    );
    console.log(`${FAITHFUL_TRANSLATIONS.length} faithful translations, ${dropped.length} not shown`);
    expect(dropped).toEqual([]);
  });

  test.each(Object.entries(UNFAITHFUL_TRANSLATIONS))('not one with %s', (_, lies) => {
    for (const lie of lies) expect(faultOf(lie), lie.translation).toMatch(/^\p{L}.+[.]$|^".+[.]$/u);
  });
});

test('a name that stands only as a possessive, first in its sentence or in a comment must be in the translation too', () => {
  const article = createArticle(
    'The mayor resigns',
    [
      'On Monday Holmby’s mayor resigned, and the council of the town thanked her for all that she has done.',
      'Peter thanked her too. He was her driver for many years, and nobody had asked him to.',
    ],
    { '1': 'I live in Tarrow, and nobody here was told of it before it was in the papers.' },
  );
  const faultIn = (text: string, translation: string) =>
    findTranslationError(text, translation, language('de'), article);
  expect(faultIn('Holmby voted on Monday.', 'Am Montag wurde gewählt.')).toContain('the name Holmby');
  expect(faultIn('Holmby voted on Monday.', 'Am Montag wählte Holmby.')).toBeNull();
  expect(faultIn('Peter thanked her.', 'Ihr wurde gedankt.')).toContain('the name Peter');
  expect(faultIn('Nobody in Tarrow was told.', 'Keinem wurde davon erzählt.')).toContain('the name Tarrow');
});

test('a name may have another ending, as its language gives it, and is no other name for that', () => {
  const article = createArticle('Norma Vell resigns', [
    'On Monday Norma Vell resigned, and the council of the town thanked Norma Vell for all that she has done.',
  ]);
  const faultIn = (translation: string) =>
    findTranslationError('The council thanked Norma Vell.', translation, language('pl'), article);
  expect(faultIn('Rada podziękowała Normie Vell.')).toBeNull();
  expect(faultIn('Rada podziękowała Nory Vell.')).toContain('Nor');
  const irish = createArticle('Nora O’Shea resigns', [
    'On Monday Nora O’Shea resigned, and the council of the town thanked Nora O’Shea for all that she has done.',
  ]);
  const text = 'The council thanked Nora O’Shea.';
  expect(
    findTranslationError(text, 'El consejo dio las gracias a Nora O’Shea.', language('es'), irish),
  ).toBeNull();
});

test('ways to write a language are one language', () => {
  expect(['de', 'de-DE', 'de-AT', 'DE'].map(parseLanguageTag)).toEqual(['de', 'de', 'de', 'de']);
  expect(['zh-CN', 'zh-TW', 'zh', 'pt-BR', 'es-419', 'sv-SE', 'nb'].map(parseLanguageTag)).toEqual([
    ...['zh', 'zh-Hant', 'zh', 'pt', 'es', 'sv', 'no'],
  ]);
  expect(['', 'xx', 'tlh', '??'].map(parseLanguageTag)).toEqual([null, null, null, null]);
  expect(findLanguages('deut')[0]).toBe('de');
  expect(findLanguages('germ')[0]).toBe('de');
  expect(findLanguages('espan')[0]).toBe('es');
});

describe('through Discord, with a model', () => {
  let model: ScriptedModel;
  let bot: TestBot;
  let train: StoredArticle;
  beforeAll(async () => {
    model = await startScriptedModel();
    bot = await startTestBot({
      engines: createModelEngines(model),
    });
    train = (await bot.library.find('22:40')) as StoredArticle;
  });
  afterAll(async () => {
    await bot.stop();
    await model.stop();
  });

  const ask = async (command: string, options: Record<string, string>, how = {}) => {
    const given = { article: train.id, ...options };
    const asked = await bot.preview.member('Ben').command(bot.preview.channels.articles, command, given, how);
    return await asked.final();
  };
  const [left, , began] = FAITHFUL_TRANSLATIONS;
  const point = (each: Translation | undefined, translation = each?.translation) => ({
    text: each!.text,
    paragraphs: [each!.paragraph],
    translation,
  });
  const points = (...given: object[]) => ({ points: given });

  test('a summary in German is shown with what was proven below, once for `de` and `de-DE`', async () => {
    model.say(points(point(left), point(began)));
    const text = visibleTextOf(await ask('summary', { language: 'de' }));
    expect(text).toContain('Der letzte Nachtzug verließ Brennick');
    expect(text).toContain('-# The last night train left Brennick');
    expect(text).toContain('translation into German by the model');
    expect(model.requests.at(-1)?.messages.at(-1)?.content).toContain('in German');
    for (const tag of ['de-DE', 'Deutsch', 'german'])
      expect(visibleTextOf(await ask('summary', { language: tag }))).toBe(text);
    expect(model.requests).toHaveLength(1);
  });

  test('whoever names no language gets that of their Discord', async () => {
    model.say(points(point(left), point(began)));
    expect(visibleTextOf(await ask('summary', {}, { locale: 'de' }))).toContain(
      'Der letzte Nachtzug verließ Brennick',
    );
  });

  test('the buttons of an answer keep its language', async () => {
    model.say(points(point(began)));
    const first = await ask('summary', { language: 'fr', length: 'full' });
    model.say(
      points({
        ...point(left),
        translation: 'Le dernier train de nuit a quitté Brennick le 12 décembre 2009 avec 31 passagers.',
      }),
    );
    const pressed = await bot.preview
      .member('Ada')
      .click(first, pressableOf(first)['In one sentence'] as string);
    const turned = await pressed.replyWhere(message => visibleTextOf(message).includes('Le dernier train'));
    expect(visibleTextOf(turned)).toContain('translation into French');
  });

  test('a lie in the translation gives way to the proven text, which says so', async () => {
    model.say(
      points(
        point(began),
        point(left, 'Der letzte Nachtzug verließ Brennick am 12. Dezember 2009 mit 41 Fahrgästen.'),
      ),
    );
    const text = visibleTextOf(await ask('summary', { language: 'de', length: 'full' }));
    expect(text).not.toContain('41 Fahrg');
    expect(text).toContain('- The last night train left Brennick');
    expect(text).toContain('1 of 2 left in the article’s language');
    // requested once more, with the complaint
    expect(model.requests).toHaveLength(2);
    expect(model.requests[1]!.messages.at(-1)?.content).toContain('the number 41 does not stand there');
  });

  test('a statement by which nothing can be checked is shown as it was proven', async () => {
    model.say({
      ...points({
        text: 'The company is not convinced.',
        paragraphs: [4],
        translation: 'Das Unternehmen stiehlt nicht alles.',
      }),
    });
    const text = visibleTextOf(await ask('summary', { language: 'de', length: 'brief' }));
    expect(text).toContain('The company is not convinced.');
    expect(text).not.toContain('stiehlt');
    expect(text).toContain('no faithful translation into German');
  });

  test('quotations stay as they are, their translation beside them and marked', async () => {
    const { quotes } = quotesMaker.extract(sample);
    const said = quotes.find(({ text }) => text.startsWith('We thought sixty'))!;
    model.say({ quotes: [{ ...said, translation: 'Wir dachten, es würden 60 kommen,' }] });
    const text = visibleTextOf(await ask('quotes', { language: 'de' }));
    expect(text).toMatch(
      /> “We thought sixty would come”\n— \*\*Ines Calloway\*\*.*\n-# translation by the model: Wir dachten/,
    );
  });

  test('an answer to a question is translated, and so is what the readers say', async () => {
    const { text, paragraph, translation } = left!;
    model.say({
      found: true,
      statements: [{ text, paragraphs: [paragraph], comments: [], translation }],
      nearest: null,
    });
    const answered = visibleTextOf(
      await ask('ask', { question: 'Wann fuhr der letzte Zug?', language: 'de' }),
    );
    expect(answered).toContain('Der letzte Nachtzug verließ');
    expect(answered).toContain('-# The last night train left');
    const passage = { comment: '1', text: 'I was one of the 31.', translation: 'Ich war eine der 31.' };
    const viewpoint = { label: 'For the train', labelTranslation: 'Für den Zug', comments: ['1'], passage };
    model.say({ viewpoints: [viewpoint], contradictions: [] });
    const readers = visibleTextOf(await ask('comments', { language: 'de' }));
    expect(readers).toContain('**Für den Zug**');
    expect(readers).toContain('> “I was one of the 31.”\n-# translation by the model: Ich war eine der 31.');
  });

  test('an answer in the article’s own language is the one that is wanted in none', async () => {
    model.say({ points: [{ text: began!.text, paragraphs: [2], translation: null }] });
    const [own, english] = [
      await ask('summary', { language: 'article' }),
      await ask('summary', { language: 'en-GB' }),
    ];
    expect(visibleTextOf(english)).toBe(visibleTextOf(own));
    expect(visibleTextOf(await ask('summary', {}))).toBe(visibleTextOf(own));
    expect(model.requests).toHaveLength(1);
    expect(visibleTextOf(own)).not.toContain('translation');
  });

  test('a language that there is not is answered with those that there are', async () => {
    expect(visibleTextOf(await ask('summary', { language: 'Klingon' }))).toMatch(
      /don’t know a language called “Klingon”.*German/,
    );
  });

  test('the language is offered by its own name', async () => {
    const typing = { article: train.id, language: 'fran' };
    const choices = await bot.preview
      .member('Ben')
      .autocomplete(bot.preview.channels.articles, 'summary', typing, 'language');
    expect(choices).toContainEqual({ name: 'français (French)', value: 'fr' });
  });
});

test('the built-in engine answers in the article’s language and says so', async () => {
  const bot = await startTestBot();
  const { id } = (await bot.library.find('22:40')) as StoredArticle;
  const ask = async (options: Record<string, string>) => {
    const asked = await bot.preview
      .member('Ben')
      .command(bot.preview.channels.articles, 'summary', { article: id, ...options });
    return visibleTextOf(await asked.final());
  };
  const [german, own] = [await ask({ language: 'de' }), await ask({})];
  expect(german).toContain(
    'The built-in engine doesn’t translate into German, so this is in the article’s own language, English.',
  );
  expect(own).not.toContain('translate');
  await bot.stop();
});
