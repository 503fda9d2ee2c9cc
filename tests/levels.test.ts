import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Level } from '../src/answers/levels.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { SummaryAnswer } from '../src/answers/summary/schema.ts';
import { reasons } from '../src/answers/verification/reasons.ts';
import { renderSources } from '../src/discord/render/sources.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import { fillTemplate } from '../src/i18n/templates.ts';
import { withLocale } from '../src/i18n/translate.ts';
import { findActing } from './active-markup.ts';
import { createArticle } from './articles.ts';
import { isEphemeral } from './cards.ts';
import { createModelEngines, startScriptedModel } from './model.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const ferry = createArticle(
  'The Ferry to Skarn',
  [
    'The old ferry to Skarn carries 22 passengers and leaves the harbour at noon.',
    'Nora Falk, the captain, bought the ferry in 2019 for 90,000 crowns.',
    'The council will pay for a new engine next year, the mayor said on Friday.',
  ],
  {
    '1': 'The ticket price is far too high for a family.',
    '2': 'A high ticket price keeps families away.',
  },
);
const verbatim = { text: ferry.paragraphs[1]!, paragraphs: [2] };
const worded = { text: 'In 2019 the captain Nora Falk bought the ferry.', paragraphs: [2] };
const wrong = { text: 'The old ferry to Skarn carries 57 passengers.', paragraphs: [1] };

const model = await startScriptedModel();
let bot: TestBot;
let article: string;

afterAll(() => model.stop());

beforeEach(async () => {
  bot = await startTestBot({
    engines: createModelEngines(model),
  });
  article = (await bot.library.add(ferry, 'ferry')).article.id;
});
afterEach(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const here = () => bot.preview.channels.articles;
const use = async (name: string, options: Record<string, string> = {}) =>
  (await ada().command(here(), name, { article, ...options })).final();
const press = async (message: APIMessage, name: string) =>
  (await ada().click(message, pressableOf(message)[name] as string)).reply();
const showOnlyProven = () => bot.storage.settings.update(bot.preview.serverId, { provenOnly: true });
const askInThread = async () => {
  const thread = await use('discuss');
  await bot.preview.until(() => bot.preview.threads(here()).some(({ id }) => id === thread.id), 'a thread');
  const asked = await ada().say(thread.id, QUESTION);
  return visibleTextOf(await bot.preview.until(() => bot.preview.repliesTo(asked)[0], 'a reply'));
};
const QUESTION = 'Who bought the ferry?';
const answerOf = (...statements: { text: string; paragraphs: number[] }[]) => ({
  found: true,
  statements: statements.map(each => ({ ...each, comments: [] })),
  nearest: null,
});

const MARK = '\u00a0`≈\u00a0¶2`';

test('a summary marks what is in the model’s words, counts the levels below and says what is left out and why', async () => {
  model.say({ points: [wrong, verbatim, worded] });
  const text = visibleTextOf(await use('summary'));
  expect(text).toContain(`${verbatim.text}\u00a0\`¶2\``);
  expect(text).toContain(worded.text + MARK);
  expect(text).not.toContain('57 passengers.');
  expect(text).toMatch(
    /\n1 statement word for word · 1 in the model’s words ≈ · 1 left out: [^·\n]*57[^·\n]*[^.] · by the model$/,
  );
});

test('a sentence that was shortened without loss bears no mark, is counted, and stands whole under Sources', async () => {
  const shortened = 'Nora Falk bought the ferry in 2019 for 90,000 crowns.';
  model.say({ points: [{ text: shortened, paragraphs: [2] }] });
  const summary = await use('summary');
  expect(visibleTextOf(summary)).toContain(`${shortened}\u00a0\`¶2\``);
  expect(visibleTextOf(summary)).toMatch(/\nShortened · by the model$/);
  expect(visibleTextOf(await press(summary, 'Sources'))).toContain(
    `**Shortened**\n${shortened}\n> ${ferry.paragraphs[1]}\u00a0\`¶2\``,
  );
});

test('an answer in a channel and in a thread marks it too', async () => {
  model.say(answerOf(worded));
  expect(visibleTextOf(await use('ask', { question: QUESTION }))).toContain(worded.text + MARK);
  const reply = await askInThread();
  expect(reply).toContain(worded.text + MARK);
  expect(reply).toContain('-# In the model’s words ≈ · by the model');
});

test('Sources put the article’s words beside what is in the model’s, and list what is left out, also after a restart', async () => {
  model.say({ points: [wrong, verbatim, worded] });
  const summary = await use('summary');
  await bot.restart();
  const sources = visibleTextOf(await press(summary, 'Sources'));
  expect(sources).toContain(
    `**In the model’s words ≈**\n${worded.text}\n> ${ferry.paragraphs[1]}\u00a0\`¶2\``,
  );
  expect(sources).toMatch(/\*\*Left out\*\*\n- .*57.*\.\n/);
  expect(sources).toContain(`**¶2**\n> ${ferry.paragraphs[1]}`);
  expect(model.requests.length).toBeLessThanOrEqual(2);
});

test('what the marks mean is one press away, for the one who asks alone, also after a restart', async () => {
  model.say({ points: [worded] });
  const summary = await use('summary');
  await bot.restart();
  const explained = await press(summary, '¶ ≈ explained');
  expect(isEphemeral(explained)).toBe(true);
  const text = visibleTextOf(explained);
  for (const mark of ['`¶3`', '**word for word**', '**shortened**', '`≈ ¶3`', '**left out**'])
    expect(text).toContain(mark);
});

test('“Only what is proven” leaves out and counts what is in the model’s words, and nobody pays for it', async () => {
  model.say({ points: [verbatim, worded] });
  const before = await use('summary');
  const asked = model.requests.length;
  const panel = await (await ada().command(here(), 'settings')).reply();
  await (await ada().click(panel, pressableOf(panel)['Only what is proven'] as string)).settled();
  const text = visibleTextOf(await use('summary'));
  expect(text).toContain(verbatim.text);
  expect(text).not.toContain(worded.text);
  expect(text).toMatch(/\nWord for word · 1 left out: in the model’s words · by the model$/);
  // sources of the message that still shows it, too
  const sources = visibleTextOf(await press(before, 'Sources'));
  expect(sources).not.toContain(worded.text);
  expect(sources).toContain(
    '**Left out**\n- It’s in the model’s words, and this server shows only what is proven.',
  );
  expect(model.requests).toHaveLength(asked);
  await (await ada().click(panel, 'turn/settings/proven/all')).settled();
  expect(visibleTextOf(await use('summary'))).toContain(worded.text + MARK);
  expect(model.requests).toHaveLength(asked);
});

test('where nothing of an answer is proven, a sentence says so and what to do, with the words behind it where they answer', async () => {
  await showOnlyProven();
  model.say({ points: [worded] });
  const summary = visibleTextOf(await use('summary'));
  expect(summary).toContain('Everything in this answer is in the model’s words');
  expect(summary).toContain('editors can change this in `/settings`');
  expect(summary).not.toContain(worded.text);
  model.say(answerOf(worded));
  const answer = visibleTextOf(await use('ask', { question: QUESTION }));
  expect(answer).toContain('this server shows only what is proven. The passage behind it:');
  expect(answer).toContain(`> ${ferry.paragraphs[1]}\u00a0\`¶2\``);
  expect(answer).not.toContain(worded.text);
  expect(answer).toMatch(/\nThe passage is word for word · 1 left out: in the model’s words · by the model$/);
  const reply = await askInThread();
  expect(reply).toContain(`The passage behind it:\n> ${ferry.paragraphs[1]}`);
  expect(reply).not.toContain(worded.text);
});

test('a digest marks its sentence, and where only what is proven is wanted the built-in engine’s stands there', async () => {
  model.say({ points: [worded] });
  const digest = {
    name: 'Ferries',
    channel: bot.preview.channels.news,
    days: 'daily',
    time: '08:30',
    zone: 'UTC',
  };
  await (await ada().command(here(), 'digest', digest, { subcommand: 'create' })).reply();
  const preview = async () =>
    visibleTextOf(
      await (await ada().command(here(), 'digest', { name: 'Ferries' }, { subcommand: 'preview' })).final(),
    );
  expect(await preview()).toContain(worded.text + MARK);
  await showOnlyProven();
  const proven = await preview();
  expect(proven).not.toContain(worded.text);
  expect(proven).toContain(`${ferry.paragraphs[0]}\u00a0\`¶1\`\n-# 1 left out: in the model’s words`);
});

test('where only what is proven is wanted a number takes the place of a title in the model’s words', async () => {
  const passage = { comment: '1', text: 'The ticket price is far too high for a family.' };
  const label = 'Families and the ticket price';
  model.say({ viewpoints: [{ label, comments: ['1', '2'], passage }], contradictions: [] });
  expect(visibleTextOf(await use('comments'))).toContain(`**${label}**\u00a0\`≈\` · 2\u00a0comments`);
  await showOnlyProven();
  const proven = visibleTextOf(await use('comments'));
  expect(proven).not.toContain(label);
  expect(proven).toContain(`**Viewpoint 1** · 2\u00a0comments\n> “${passage.text}”`);
  expect(proven).toContain(' · 1 left out: in the model’s words · by the model');
  // the built-in engine's titles are readers' own words
  await bot.storage.settings.update(bot.preview.serverId, { engine: 'built-in' });
  const builtIn = visibleTextOf(await use('comments'));
  expect(builtIn).not.toContain('Viewpoint 1');
  expect(builtIn).not.toContain('left out');
});

test('what members marked as wrong is marked for editors as it was for members', async () => {
  model.say(answerOf(worded, verbatim));
  const asked = await use('ask', { question: QUESTION });
  const form = await ada().click(asked, pressableOf(asked).Wrong as string);
  await form.modal();
  await (await ada().submitModal(form, {})).reply();
  const list = visibleTextOf(await (await ada().command(here(), 'feedback')).reply());
  expect(list).toContain(`> ${worded.text}${MARK}`);
  expect(list).toContain(`> ${verbatim.text}\u00a0\`¶2\``);
});

const settings = { maskStrongLanguage: true };
const points = (...levels: Level[]): SummaryAnswer['points'] =>
  levels.map((level, index) => ({
    text: `Statement ${index + 1}.`,
    paragraphs: [index + 1],
    level,
    ground: [{ paragraph: index + 1, quote: ferry.paragraphs[index]! }],
  }));
const answeredWith = (content: SummaryAnswer, engine: 'openai' | 'extractive' = 'openai') => ({
  content,
  engine,
  notice: null,
  coverage: null,
  language: null,
});
const footerOf = (content: SummaryAnswer, engine?: 'extractive') =>
  renderSummary(ferry, answeredWith(content, engine), { length: 'standard', settings }).cards?.[0]?.footer;

test('the line counts each level that there is, in the words of the reader', () => {
  const content = { points: points('verbatim', 'shortened', 'worded'), leftOut: [] };
  expect(footerOf(content)).toBe(
    '1 statement word for word · 1 shortened · 1 in the model’s words ≈ · by the model',
  );
  expect(footerOf({ points: points('verbatim'), leftOut: [] })).toBe('Word for word · by the model');
  expect(footerOf({ points: points('verbatim', 'verbatim'), leftOut: [] })).toBe(
    'All word for word · by the model',
  );
  expect(footerOf({ points: points('worded'), leftOut: [] }, 'extractive')).toBe('In other words ≈');
  expect(withLocale('de', () => footerOf(content))).toBe(
    '1 Aussage wörtlich · 1 gekürzt · 1 in Worten des Modells ≈ · vom Modell',
  );
});

test('of several reasons the line says the first, and Sources all of them, each once', () => {
  const number = (value: string) => fillTemplate(reasons.number, { number: value });
  const content = { points: points('verbatim'), leftOut: [number('57'), number('8'), number('8')] };
  expect(footerOf(content)).toContain(
    '3 left out, the first: I don’t see the number 57 in the article · by the model',
  );
  expect(footerOf({ ...content, leftOut: [number('8'), number('8')] })).toContain(
    '2 left out: I don’t see the number 8 in the article · by the model',
  );
  expect(withLocale('de', () => footerOf(content))).toContain(
    '3 weggelassen, davon das erste: Im Artikel steht die Zahl 57 nicht · vom Modell',
  );
  const many = Array.from({ length: 30 }, (_, index) => number(`${index}${'0'.repeat(290)}`));
  expect(sourcesOf({ ...content, leftOut: many }).length).toBeLessThan(2500);
  expect(sourcesOf(content)).toContain(
    '**Left out**\n- I don’t see the number 57 in the article.\n- 2 × I don’t see the number 8 in the article.',
  );
});

const sourcesOf = (content: SummaryAnswer) => {
  const reference = { kind: 'summary', engine: 'openai', articleId: ferry.id, key: 'key' } as const;
  const view = { reference, page: 0, settings, votes: null };
  const answer = { article: ferry, recipe: summaryRecipe, answered: answeredWith(content), passages: [] };
  return renderSources(answer, view).cards?.[0]?.description ?? '';
};

test('Sources show the whole sentence that a statement was shortened from', () => {
  expect(sourcesOf({ points: points('shortened'), leftOut: [] })).toContain(
    `**Shortened**\nStatement 1.\n> ${ferry.paragraphs[0]}\u00a0\`¶1\``,
  );
});

test('a reason of any length keeps the line short, is masked, and nothing in it acts', () => {
  const hostile = '**shit** <@1> [here](https://evil.example) @everyone discord.gg/abc `x` ';
  const leftOut = [
    fillTemplate(reasons.foreign, { words: hostile }),
    fillTemplate(reasons.brought, { words: hostile.repeat(40) }),
    fillTemplate(reasons.onlyReaders, { reason: fillTemplate(reasons.name, { name: hostile }) }),
    fillTemplate(reasons.misquoted, { words: '**shit** `x` _y_ ||z|| # '.repeat(40) }),
    hostile.repeat(40),
  ];
  for (const reason of leftOut) {
    const content = { points: points('verbatim'), leftOut: [reason] };
    const footer = footerOf(content) ?? '';
    expect(footer.length).toBeLessThan(220);
    expect(footer).not.toContain('shit');
    const shown = sourcesOf(content);
    expect(findActing(shown)).toEqual([]);
    expect(shown).not.toContain('shit');
    expect(`${footer} ${shown}`).not.toContain('evil.example');
  }
});
