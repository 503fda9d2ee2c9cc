import { readFileSync } from 'node:fs';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { readFileInWorker } from '../src/articles/read-in-worker.ts';
import { comparableUrlOf } from '../src/articles/source-url.ts';
import { createArticle } from './articles.ts';
import { contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const SUMMARISE = 'Summarise this';
const SAID = 'Did the article say that?';

let bot: TestBot;
let train: string;

beforeAll(async () => {
  bot = await startTestBot();
  train = (await bot.library.suggest('A Town Asks Its Railway', 1))[0]?.id as string;
  const stored = (await bot.library.get(train))!;
  const { byline, published, paragraphs, comments, commentsClosed, notices } = stored;
  const linked = { byline, published, paragraphs, comments, commentsClosed, notices };
  const headline = 'The Night Train, as It Stood on the Web';
  await bot.library.add(
    identifyArticle({ ...linked, headline, url: 'https://www.example.com/news/night-train/?page=2' }),
    'web',
  );
  for (const short of ['The Night Train', 'Two Bells'])
    await bot.library.add(createArticle(short, [`${short} rang at noon.`]), short);
});

afterAll(() => bot.stop());

const here = () => bot.preview.channels.general;
const ada = () => bot.preview.member('Ada');
const ben = () => bot.preview.member('Ben');

const textOnly = ({ id: _id, ...text }: Article) => text;

async function openMenu(message: APIMessage, name: string, member = ben()): Promise<APIMessage> {
  return (await member.menu(message, name)).reply();
}

test.each([
  ['a link', 'look: https://www.example.com/news/night-train/?page=2', 'as It Stood on the Web'],
  [
    'a link with tracking',
    '(http://example.com/news/night-train?utm_source=x&page=2&fbclid=9#top).',
    'as It Stood on the Web',
  ],
  ['a headline', 'Read this!\na town asks its railway for the 22:40 back', 'A Town Asks Its Railway'],
  [
    'a headline in a sentence',
    'anyone seen A Town Asks Its Railway for the 22:40 Back yet',
    'A Town Asks Its Railway',
  ],
  [
    'a headline in quotation marks',
    'Did you read “A Town Asks Its Railway for the 22:40 Back” - what do you think?',
    'A Town Asks Its Railway',
  ],
  ['a short headline in quotation marks', 'And did you read "Two Bells"?', 'Two Bells'],
  [
    'a headline within a longer one',
    'I read the night train, as it stood on the web!',
    'as It Stood on the Web',
  ],
])('sums up the article that a message names by %s, for the one who asks', async (_, content, expected) => {
  const reply = await openMenu(await ben().say(here(), content), SUMMARISE);
  expect(visibleTextOf(reply)).toContain(expected);
  expect(visibleTextOf(reply)).toContain('`¶');
  expect(isEphemeral(reply)).toBe(true);
});

test('sums up what the embed of a link is about, by its title or its address', async () => {
  const byTitle = await ben().say(here(), '', {
    embeds: [{ title: 'A Town Asks Its Railway for the 22:40 Back' }],
  });
  expect(visibleTextOf(await openMenu(byTitle, SUMMARISE))).toContain('A Town Asks Its Railway');
  const byUrl = await ben().say(here(), '', {
    embeds: [{ title: 'Other words', url: 'https://example.com/news/night-train?page=2' }],
  });
  expect(visibleTextOf(await openMenu(byUrl, SUMMARISE))).toContain('as It Stood on the Web');
});

test('sums up a stored article that is attached as a file, and no other file', async () => {
  const text = readFileSync(new URL('../data/articles/night-train.txt', import.meta.url), 'utf8');
  const attached = await ben().say(here(), '', { file: { name: 'article.txt', text } });
  expect(visibleTextOf(await openMenu(attached, SUMMARISE))).toContain('A Town Asks Its Railway');
  const other = await ben().say(here(), '', {
    file: { name: 'notes.md', text: 'A headline\n\nSomething else entirely.' },
  });
  expect(contentOf(await openMenu(other, SUMMARISE))).toContain('I found no article in this message');
});

test('sums up a stored article that is attached as a saved page', async () => {
  const paragraph =
    'The harbour board met on Tuesday and heard that the lifting bridge costs more each year to keep open. ';
  const text = `<!doctype html><html lang="en"><title>Lifting Bridge May Close</title><article><h1>Lifting Bridge May Close</h1>${`<p>${paragraph.repeat(4)}</p>`.repeat(5)}</article></html>`;
  const [read] = (await readFileInWorker('bridge.html', new TextEncoder().encode(text))).articles;
  await bot.library.add(identifyArticle(read!.text), 'bridge.html');
  const attached = await ben().say(here(), '', { file: { name: 'bridge.html', text } });
  expect(visibleTextOf(await openMenu(attached, SUMMARISE))).toContain('Lifting Bridge May Close');
});

test('sums up the article of an answer of its own, and asks which of several', async () => {
  const quotes = await (await ben().command(here(), 'quotes', { article: train })).reply();
  expect(visibleTextOf(await openMenu(quotes, SUMMARISE))).toContain('A Town Asks Its Railway');
  const list = await (await ben().command(here(), 'articles')).reply();
  const which = await openMenu(list, SUMMARISE);
  expect(visibleTextOf(which)).toContain('Which one?');
  const chosen = await ben().select(which, Object.values(pressableOf(which))[0] as string, [train]);
  expect(visibleTextOf(await chosen.replyWhere(message => visibleTextOf(message).includes('`¶')))).toContain(
    'A Town Asks Its Railway',
  );
});

test('asks which of the articles that a message names is meant, and takes no part of a headline for one', async () => {
  const both =
    'First A Town Asks Its Railway for the 22:40 Back, then the night train as it stood on the web.';
  const which = visibleTextOf(await openMenu(await ben().say(here(), both), SUMMARISE));
  expect(which).toContain('Which one?');
  const others = 'I heard two bells when a town asked its railway for the 22:40 back';
  expect(contentOf(await openMenu(await ben().say(here(), others), SUMMARISE))).toContain('no article in');
});

test('reads a message that is all headline words in bounded work', async () => {
  const content = `“Two Bells” ${'the night train '.repeat(120)}`;
  expect(visibleTextOf(await openMenu(await ben().say(here(), content), SUMMARISE))).toContain('`¶');
});

test('says that nothing is stored, and to an editor how to add it', async () => {
  const message = await ben().say(here(), 'https://example.org/elsewhere');
  expect(contentOf(await openMenu(message, SUMMARISE))).toContain('`/articles` lists what I have.');
  expect(contentOf(await openMenu(message, SUMMARISE, ada()))).toContain('“Add to the library”');
});

test('checks what a message says against the article that it links', async () => {
  const link = 'https://example.com/news/night-train?page=2';
  const right = await openMenu(
    await ben().say(here(), `${link} The mayor of Brennick is Samuel Okoro.`),
    SAID,
  );
  expect(visibleTextOf(right)).toContain('as It Stood on the Web');
  expect(visibleTextOf(right)).not.toContain('example.com/news');
  const wrong = await openMenu(
    await ben().say(here(), `The last night train left on 3 May 1987. ${link}`),
    SAID,
  );
  expect(visibleTextOf(right).split('\n')[0]).toBe(visibleTextOf(wrong).split('\n')[0]);
  expect(visibleTextOf(wrong)).not.toBe(visibleTextOf(right));
});

test('judges each sentence of a message for itself, and neither questions, greetings nor what it quotes', async () => {
  const content = `> The train made a profit.
Hi there! The night train carried 38,000 passengers in its final year. Did anybody know? Its loss was secret. Strand has replied to the letter.`;
  const post = await ada().say(here(), 'https://example.com/news/night-train?page=2');
  const text = visibleTextOf(await openMenu(await ben().say(here(), content, { replyTo: post.id }), SAID));
  expect(text).toContain('🟢 **The night train carried 38,000 passengers in its final year.**');
  expect(text).toContain('🟡 **Its loss was secret.**');
  expect(text).toContain('🔴 **Strand has replied to the letter.**');
  expect(text.match(/🟢|🟡|🔴/gu)).toHaveLength(3);
  expect(text).not.toMatch(/profit|Hi there|Did anybody/);
});

test('checks a reply against the article of the message that it answers', async () => {
  const post = await ada().say(here(), 'https://example.com/news/night-train?page=2');
  const claim = await ben().say(here(), 'The mayor of Brennick is Samuel Okoro.', { replyTo: post.id });
  expect(visibleTextOf(await openMenu(claim, SAID))).toContain('as It Stood on the Web');
});

test('asks which article a claim is about, the likely ones first, and keeps the claim, also over a restart', async () => {
  const claim = 'The mayor of Brennick is *Samuel* Okoro.';
  const which = await openMenu(await ben().say(here(), claim), SAID);
  expect(visibleTextOf(which)).toContain('Which article is this about?');
  const [id] = Object.values(pressableOf(which));
  await bot.restart();
  const asked = await ben().select(which, id as string, [train]);
  const reply = await asked.replyWhere(message => visibleTextOf(message).includes('22:40'));
  expect(visibleTextOf(reply)).toContain('\\*Samuel\\* Okoro');
});

test('checks against the article of the thread, whatever the message links', async () => {
  const direct = ben().directMessages();
  await (await ben().command(direct, 'discuss', { article: train })).reply();
  const claim = await ben().say(
    direct,
    'The mayor of Brennick is Samuel Okoro. https://example.com/news/night-train?page=2',
  );
  expect(visibleTextOf(await openMenu(claim, SAID))).toContain('A Town Asks Its Railway');
});

test('says so when a message holds no claim, or one that is too long', async () => {
  const link = await ben().say(here(), 'https://example.com/news/night-train?page=2');
  expect(contentOf(await openMenu(link, SAID))).toContain('This message has no text');
  const long = await ben().say(here(), '', { embeds: [{ description: 'word '.repeat(450) }] });
  expect(contentOf(await openMenu(long, SAID))).toContain('Use `/check` with the part you mean');
});

test('lists the quotes of the article that a message links, for the one who asks', async () => {
  const message = await ben().say(here(), 'https://example.com/news/night-train?page=2');
  const reply = await openMenu(message, 'Quotes of this');
  expect(visibleTextOf(reply)).toContain('as It Stood on the Web');
  expect(visibleTextOf(reply)).toContain('Calloway');
  expect(isEphemeral(reply)).toBe(true);
  const list = await (await ben().command(here(), 'articles')).reply();
  const which = await openMenu(list, 'Quotes of this');
  const chosen = await ben().select(which, Object.values(pressableOf(which))[0] as string, [train]);
  expect(
    visibleTextOf(await chosen.replyWhere(shown => visibleTextOf(shown).includes('Calloway'))),
  ).toContain('A Town Asks Its Railway');
});

const ASK = 'Ask about this';
const question = 'Who is the mayor of Brennick?';

test('asks the article of a message in a form, and answers the one who asks alone', async () => {
  const message = await ben().say(here(), 'https://example.com/news/night-train?page=2');
  const asked = await ben().menu(message, ASK);
  expect(JSON.stringify(await asked.modal())).toContain('as It Stood on the Web');
  const reply = await (await ben().submitModal(asked, { question })).reply();
  expect(visibleTextOf(reply)).toContain('**Samuel Okoro**');
  expect(isEphemeral(reply)).toBe(true);
});

test('asks in the same form which of several articles is meant', async () => {
  const list = await (await ben().command(here(), 'articles')).reply();
  const asked = await ben().menu(list, ASK);
  await asked.modal();
  await expect(ben().submitModal(asked, { question })).rejects.toThrow('"article" is required');
  const reply = await (await ben().submitModal(asked, { question, article: [train] })).reply();
  expect(visibleTextOf(reply)).toContain('**Samuel Okoro**');
});

test('looks into an attached file before it asks, for which a form has no time', async () => {
  const text = readFileSync(new URL('../data/articles/night-train.txt', import.meta.url), 'utf8');
  const attached = await ben().say(here(), '', { file: { name: 'article.txt', text } });
  const which = await openMenu(attached, ASK);
  const [id] = Object.values(pressableOf(which));
  const chosen = await ben().select(which, id as string, [train]);
  expect((await chosen.modal()).title).toBe('Ask the article or its readers');
  const none = await ben().say(here(), 'Nothing here.');
  expect(contentOf(await openMenu(none, ASK))).toContain('I found no article in this message');
});

test('adds what a message attaches or links, for editors, and says what became of each', async () => {
  const ADD = 'Add to the library';
  const file = { name: 'ferry.md', text: '# The Ferry Stays\n\nThe ferry stays in May.\n' };
  const attached = await ben().say(here(), '', { file });
  expect(contentOf(await openMenu(attached, ADD))).toContain('“Add to the library” is for editors');
  await expect(bot.library.forServer(bot.preview.serverId).find('The Ferry Stays')).rejects.toThrow();
  expect(contentOf(await openMenu(attached, ADD, ada()))).toContain('Added: **The Ferry Stays**');
  const links = await ben().say(here(), 'http://127.0.0.1/a and http://127.0.0.1/b');
  const refused = contentOf(await openMenu(links, ADD, ada())).split('\n');
  expect(refused).toHaveLength(2);
  expect(refused[1]).toContain('127.0.0.1/b:');
  const nothing = await ben().say(here(), 'Just words.');
  expect(contentOf(await openMenu(nothing, ADD, ada()))).toContain('`/library add` opens a form');
});

test('finds another server’s article in no message', async () => {
  const other = bot.preview.addServer('Next door');
  const own = identifyArticle({
    ...textOnly(createArticle('Ours alone', ['The ladder is ours.'])),
    url: 'https://example.net/ours',
  });
  await bot.library.forServer(other.id).add(own, 'ours');
  const cleo = bot.preview.addMember('Cleo', { serverId: other.id });
  const link = 'https://example.net/ours';
  expect(
    visibleTextOf(await openMenu(await cleo.say(other.channels.general, link), SUMMARISE, cleo)),
  ).toContain('Ours alone');
  expect(contentOf(await openMenu(await ben().say(here(), link), SUMMARISE))).toContain('I found no article');
});

test('takes all the ways to write an address for one', () => {
  const plain = comparableUrlOf('https://example.com/a/b');
  for (const other of [
    'http://www.example.com/a/b/',
    'https://EXAMPLE.com/a/b#comments',
    'https://m.example.com/a/b?utm_medium=social&gclid=1',
    'https://amp.example.com/a/b?ref=home',
  ])
    expect(comparableUrlOf(other)).toBe(plain);
  expect(comparableUrlOf('https://example.com/a/b?id=3')).not.toBe(plain);
  expect(comparableUrlOf('https://example.com/?b=2&a=1')).toBe(
    comparableUrlOf('https://example.com/?a=1&b=2'),
  );
  for (const none of [null, '', 'ftp://example.com', 'https://', 'a line'])
    expect(comparableUrlOf(none)).toBeNull();
});

test('files that many members ask about at once are in memory a few at a time', async () => {
  const message = await ada().say(here(), '', { file: { name: 'large.json', text: '"no article"' } });
  let [running, most] = [0, 0];
  const { fetch } = globalThis;
  globalThis.fetch = async (...asked) => {
    running += 1;
    most = Math.max(most, running);
    return fetch(...asked).finally(() => (running -= 1));
  };
  const replies = await Promise.all(Array.from({ length: 50 }, () => openMenu(message, SUMMARISE)));
  globalThis.fetch = fetch;
  for (const reply of replies) expect(contentOf(reply)).toContain('no article');
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(4);
});
