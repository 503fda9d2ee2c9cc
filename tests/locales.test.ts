import { afterAll, beforeAll, expect, test } from 'vitest';
import { cardsOf } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let train: string;
beforeAll(async () => {
  bot = await startTestBot();
  train = (await bot.library.find('22:40')).id;
});
afterAll(() => bot.stop());

const ask = async (locale: string, command: string, options: Record<string, string> = {}) =>
  (
    await bot.preview.member('Ben').command(bot.preview.channels.articles, command, options, { locale })
  ).reply();

test.each([
  ['de', 'Zusammenfassung', 'Min. Lesezeit', 'Nützlich'],
  ['fr', 'Résumé', 'min de lecture', 'Utile'],
  ['es-ES', 'Resumen', 'min de lectura', 'Útil'],
  ['zh-CN', '摘要', '阅读约', '有用'],
  ['en-GB', 'Summary', 'min read', 'Useful'],
  ['ja', 'Summary', 'min read', 'Useful'],
])(
  'answers and buttons are in the language of the member’s Discord (%s)',
  async (locale, kind, reading, useful) => {
    const reply = await ask(locale, 'summary', { article: train });
    expect(cardsOf(reply)[0]?.kind).toBe(kind);
    expect(visibleTextOf(reply)).toContain(reading);
    expect(Object.keys(pressableOf(reply))).toContain(useful);
  },
);

test.each([
  ['de', 'Kein Artikel hat alle Wörter', 'Einen Artikel zusammenfassen'],
  ['fr', 'Aucun article n’a tous les mots', 'Résumer un article'],
  ['es-ES', 'Ningún artículo tiene todas las palabras', 'Resumir un artículo'],
  ['zh-CN', '没有一篇文章含有', '概括一篇文章'],
])('refusals and help too (%s)', async (locale, refusal, description) => {
  expect(visibleTextOf(await ask(locale, 'summary', { article: 'night zzqx' }))).toContain(refusal);
  expect(visibleTextOf(await ask(locale, 'help'))).toContain(description);
});

test.each([
  [
    'de',
    '**Lässt sich nicht sagen.** Davon ist im Text nicht die Rede: „held“, „circus“.',
    'Nur Leser sagen es, nicht der Artikel. ',
    '**Jemand** widerspricht „',
  ],
  [
    'fr',
    '**Impossible à dire.** Le texte ne parle pas de ceci\u00a0: «\u00a0held\u00a0», «\u00a0circus\u00a0».',
    'Seuls des lecteurs le disent',
    '**Un lecteur** contredit «\u00a0',
  ],
  [
    'es-ES',
    '**No se puede saber.** El texto no habla de esto: «held», «circus».',
    'Solo lo dicen lectores',
    '**Un lector** contradice a «',
  ],
  ['zh-CN', '**无法判断。** 文中没有提到 “held”, “circus”。', '只有读者这样说', '**一位读者** 反驳 “'],
])('reasons and who contradicts whom too (%s)', async (locale, number, readers, disagreement) => {
  const article = train;
  expect(
    visibleTextOf(await ask(locale, 'check', { article, claim: 'The platform held a circus.' })),
  ).toContain(number);
  expect(
    visibleTextOf(
      await ask(locale, 'check', { article, claim: 'The mail contract paid for the locomotive.' }),
    ),
  ).toContain(readers);
  expect(visibleTextOf(await ask(locale, 'comments', { article }))).toContain(disagreement);
});

test('counts viewpoints and quotes what readers wrote as German does', async () => {
  const comments = visibleTextOf(await ask('de', 'comments', { article: train }));
  expect(comments).toMatch(/: 5 Standpunkte; /);
  expect(comments).toContain('> „We were allowed to stay up until two');
  expect(comments).not.toMatch(/(^|[> *])“/m);
  const quotes = visibleTextOf(await ask('de', 'quotes', { article: train }));
  expect(quotes).toMatch(/^> „We thought sixty would come“\n> „Then the scones/m);
});

test('a server’s choice comes before the member’s own language', async () => {
  await bot.storage.settings.update(bot.preview.serverId, { language: 'fr' });
  expect(cardsOf(await ask('de', 'summary', { article: train }))[0]?.kind).toBe('Résumé');
  await bot.storage.settings.update(bot.preview.serverId, { language: null });
});

test('a digest speaks as its server does, whoever looks at it', async () => {
  const { serverId, channels } = bot.preview;
  await bot.storage.settings.update(serverId, { language: 'de' });
  const ada = bot.preview.member('Ada');
  const digest = {
    name: 'Morgen',
    channel: channels.articles,
    days: 'mon, thu',
    time: '08:30',
    zone: 'Europe/Berlin',
  };
  const how = { locale: 'fr' };
  const made = await (
    await ada.command(channels.articles, 'digest', digest, { ...how, subcommand: 'create' })
  ).reply();
  expect(visibleTextOf(made)).toContain('jeden Montag und Donnerstag um 08:30');
  const posted = await (
    await ada.command(channels.articles, 'digest', { name: 'Morgen' }, { ...how, subcommand: 'now' })
  ).reply();
  expect(visibleTextOf(posted)).toMatch(/ist gepostet|wurde nicht gepostet/);
  const post = ada.sees(channels.articles).map(visibleTextOf).join(' ');
  expect(post).toMatch(/Kommentare|Keine Kommentare/);
  await bot.storage.settings.update(serverId, { language: null });
});
