import { afterAll, beforeAll, expect, test } from 'vitest';
import { pressable, startTestBot, type TestBot, textOf } from './support.ts';

let bot: TestBot;
let train: string;
beforeAll(async () => {
  bot = await startTestBot();
  train = (await bot.library.find('22:40')).id;
});
afterAll(async () => {
  expect(bot.preview.violations).toEqual([]);
  await bot.stop();
});

const ask = async (locale: string, command: string, options: Record<string, string> = {}) =>
  (await bot.preview.member('Ben').command(bot.preview.channels.articles, command, options, { locale })).reply();

test.each([
  ['de', 'Zusammenfassung', 'Min. Lesezeit', 'Nützlich'],
  ['fr', 'Résumé', 'min de lecture', 'Utile'],
  ['es-ES', 'Resumen', 'min de lectura', 'Útil'],
  ['zh-CN', '摘要', '阅读约', '有用'],
  ['en-GB', 'Summary', 'min read', 'Useful'],
  ['ja', 'Summary', 'min read', 'Useful'],
])('answers and buttons are in the language of the member’s Discord (%s)', async (locale, kind, reading, useful) => {
  const reply = await ask(locale, 'summary', { article: train });
  expect(reply.embeds[0]?.author?.name).toBe(kind);
  expect(textOf(reply)).toContain(reading);
  expect(Object.keys(pressable(reply))).toContain(useful);
});

test.each([
  ['de', 'könnte einer von diesen sein', 'Einen Artikel zusammenfassen'],
  ['fr', 'peut être l’un de ceux-ci', 'Résumer un article'],
  ['es-ES', 'puede ser uno de estos', 'Resumir un artículo'],
  ['zh-CN', '可能是以下之一', '概括一篇文章'],
])('refusals and help too (%s)', async (locale, refusal, description) => {
  expect((await ask(locale, 'summary', { article: 'zzqx unheard of' })).content).toContain(refusal);
  expect(textOf(await ask(locale, 'help'))).toContain(description);
});

test('a server’s choice comes before the member’s own language', async () => {
  await bot.storage.settings.change(bot.preview.serverId, { language: 'fr' });
  expect((await ask('de', 'summary', { article: train })).embeds[0]?.author?.name).toBe('Résumé');
  await bot.storage.settings.change(bot.preview.serverId, { language: null });
});

test('a digest speaks as its server does, whoever looks at it', async () => {
  const { serverId, channels } = bot.preview;
  await bot.storage.settings.change(serverId, { language: 'de' });
  const ada = bot.preview.member('Ada');
  const digest = { name: 'Morgen', channel: channels.articles, days: 'mon, thu', time: '08:30', zone: 'Europe/Berlin' };
  const how = { locale: 'fr' };
  const made = await (await ada.command(channels.articles, 'digest', digest, { ...how, subcommand: 'create' })).reply();
  expect(textOf(made)).toContain('jeden Montag und Donnerstag um 08:30');
  const posted = await (
    await ada.command(channels.articles, 'digest', { name: 'Morgen' }, { ...how, subcommand: 'now' })
  ).reply();
  expect(textOf(posted)).toMatch(/ist gepostet|wurde nicht gepostet/);
  const post = ada.sees(channels.articles).map(textOf).join(' ');
  expect(post).toMatch(/Kommentare|Keine Kommentare/);
  await bot.storage.settings.change(serverId, { language: null });
});
