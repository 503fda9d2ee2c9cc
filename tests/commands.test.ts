import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createComponentHandlers } from '../src/discord/component-handlers.ts';
import { createArticle } from './articles.ts';
import { contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let id: Record<string, string>;

beforeAll(async () => {
  bot = await startTestBot();
  const entries = await bot.library.list({ offset: 0, limit: 100 });
  const named = (word: string) => entries.find(entry => entry.headline.includes(word))?.id as string;
  id = {
    train: named('22:40'),
    bridge: named('Footbridge'),
    chess: named('Spin Cycle'),
    log: named('Skerrow'),
    bread: named('Agatha'),
    tools: named('Ladder'),
  };
});

afterAll(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const ben = () => bot.preview.member('Ben');
const here = () => bot.preview.channels.articles;

test('registers exactly the commands of the list', () => {
  expect(
    ada()
      .commands(here())
      .map(command => command.name)
      .sort(),
  ).toEqual(commands.map(command => command.data.name).sort());
});

test('sums up an article in three lengths, every point with its paragraphs', async () => {
  const counts: Record<string, [number, number]> = { brief: [1, 1], standard: [3, 5], full: [7, 10] };
  for (const [length, [least, most]] of Object.entries(counts)) {
    const asked = await ben().command(here(), 'summary', { article: id.train as string, length });
    const text = visibleTextOf(await asked.reply());
    expect(text).toContain('A Town Asks Its Railway for the 22:40 Back');
    const marks = text.match(/`¶[\d–, ]+`/g) ?? [];
    expect(marks.length).toBeGreaterThanOrEqual(least);
    expect(marks.length).toBeLessThanOrEqual(most);
  }
});

test('answers in one round trip when the answer is there', async () => {
  await (await ben().command(here(), 'summary', { article: id.train as string })).reply();
  const before = bot.preview.requests.length;
  const asked = await ben().command(here(), 'summary', { article: id.train as string });
  await asked.final();
  expect(asked.wasDeferred).toBe(false);
  expect(bot.preview.requests.slice(before).map(request => request.method)).toEqual(['POST']);
});

test('shows who said what, and only one speaker when asked', async () => {
  const all = visibleTextOf(
    await (await ben().command(here(), 'quotes', { article: id.train as string })).reply(),
  );
  // a quotation interrupted by its tag is one, without the comma of the tag; nothing is left out between sentences
  expect(all).toContain(
    '> “We thought sixty would come”\n> “Then the scones ran out at half past six, and I knew.”\n— **Ines Calloway**, who runs the station café',
  );
  expect(all).toContain('Anneke Roth');
  expect(all.match(/^— /gm)).toHaveLength(6);
  expect(all.match(/\*\*Ines Calloway\*\*/g)?.length).toBeGreaterThan(1);
  expect(all.match(/who runs the station café/g)).toHaveLength(1);
  expect(all).toContain('page 1 of 2');
  const one = visibleTextOf(
    await (await ben().command(here(), 'quotes', { article: id.train as string, speaker: 'roth' })).reply(),
  );
  expect(one).toContain('Quotes by Anneke Roth');
  expect(one).not.toContain('Calloway');
});

test('names those who are quoted when somebody asks for another', async () => {
  const asked = await ben().command(here(), 'quotes', { article: id.train as string, speaker: 'Napoleon' });
  const reply = await asked.reply();
  expect(contentOf(reply)).toContain('I don’t see a quote by “Napoleon” in this article');
  expect(contentOf(reply)).toContain('Ines Calloway');
  expect(isEphemeral(reply)).toBe(true);
});

test('counts the comments and shows viewpoints with a passage each, and who contradicts whom', async () => {
  const first = await (await ben().command(here(), 'comments', { article: id.bridge as string })).reply();
  const text = visibleTextOf(first);
  expect(text).toContain('**69 comments**');
  expect(text).toMatch(/\*\*.+\*\* · \d+\u00a0comments\n> “.+”/);
  expect(text).toMatch(/\*\*A reader\*\* disagrees with “[^“]+”: “/);
  expect(text).toMatch(/\d+ of 69 comments in a viewpoint/);
});

test('tells a short discussion comment by comment', async () => {
  const reply = await (await ben().command(here(), 'comments', { article: id.tools as string })).reply();
  const text = visibleTextOf(reply);
  expect(text).toMatch(/^\*\*A reader\*\*: “.+”$/m);
  expect(text).toMatch(/^↳ \*\*A reader\*\* adds to \*\*another reader\*\*: “.+”$/m);
  expect(text).toMatch(/^↳ \*\*A reader\*\* answers \*\*another reader\*\*: “.+”$/m);
  expect(text).toContain('5 of 5 comments one by one');
});

test('shows the sides of a debate in their own words, and which of them is for it', async () => {
  const wanting = ['should be licensed, mine never fixes the heating', 'must be licensed like taxi drivers'];
  const refusing = ['should not be licensed, it is my risk', 'should never be licensed, rents would rise'];
  const texts = [...wanting, ...refusing].flatMap(text =>
    [1, 2, 3].map(at => `Landlords ${text}, ${at} times.`),
  );
  const comments = Object.fromEntries(texts.map((text, at) => [`${at + 1}`, text]));
  const { article } = await bot.library.add(
    createArticle('Landlords should be licensed', ['The council votes on Monday.'], comments),
    'licences.txt',
  );
  const reply = await (await ben().command(here(), 'comments', { article: article.id })).final();
  const text = visibleTextOf(reply);
  expect(text).toMatch(/^\*\*For it \(6\)\*\* “Landlords (?:should|must) be licensed.+”$/m);
  expect(text).toMatch(/^\*\*Against it \(6\)\*\* “Landlords should n(?:ot|ever) be licensed.+”$/m);
  expect(text).toMatch(/^\*\*“Landlords .+”\*\* · \d\u00a0comments · mostly (?:for|against) it$/m);
});

test('turns pages in place, for everyone', async () => {
  const first = await (await ben().command(here(), 'quotes', { article: id.log as string })).reply();
  expect(visibleTextOf(first)).toContain('page 1 of');
  const second = await (await ada().click(first, pressableOf(first).Next as string)).replyWhere(message =>
    visibleTextOf(message).includes('page 2 of'),
  );
  expect(second.id).toBe(first.id);
  const back = await (await ben().click(second, pressableOf(second).Back as string)).replyWhere(message =>
    visibleTextOf(message).includes('page 1 of'),
  );
  expect(visibleTextOf(back)).toBe(visibleTextOf(first));
});

test('says that nobody commented where nobody did', async () => {
  const reply = await (await ben().command(here(), 'comments', { article: id.chess as string })).reply();
  expect(visibleTextOf(reply)).toContain('This article has no comments');
});

test('answers a question with the paragraph, or says that it did not find one', async () => {
  const yes = await (
    await ben().command(here(), 'ask', {
      article: id.train as string,
      question: 'When did the last night train leave Brennick?',
    })
  ).reply();
  expect(visibleTextOf(yes)).toContain('12 December 2009');
  expect(visibleTextOf(yes)).toContain('`¶1');
  const no = await (
    await ben().command(here(), 'ask', {
      article: id.train as string,
      question: 'Which football club won the championship?',
    })
  ).reply();
  expect(visibleTextOf(no)).toContain('I didn’t find a clear answer in the article.');
});

test('keeps a private answer private', async () => {
  const asked = await ben().command(here(), 'summary', { article: id.chess as string, private: true });
  const reply = await asked.reply();
  expect(isEphemeral(reply)).toBe(true);
  expect(
    ada()
      .sees(here())
      .some(message => message.id === reply.id),
  ).toBe(false);
});

test('offers the newest articles first, forgives typing errors, and offers the speakers of the chosen article', async () => {
  const newest = await ben().autocomplete(here(), 'summary', { article: '' }, 'article');
  expect(newest.map(choice => choice.value)).toEqual(
    (await bot.library.list({ offset: 0, limit: 25 })).map(entry => entry.id),
  );
  const typed = await ben().autocomplete(here(), 'summary', { article: 'footbrigde' }, 'article');
  expect(typed[0]?.value).toBe(id.bridge);
  const speakers = await ben().autocomplete(
    here(),
    'quotes',
    { article: id.train as string, speaker: 'an' },
    'speaker',
  );
  expect(speakers.map(choice => choice.name)).toContain('Anneke Roth');
  expect(await ben().autocomplete(here(), 'quotes', { article: 'zzzz', speaker: 'a' }, 'speaker')).toEqual(
    [],
  );
});

test('finds an article by what somebody typed instead of choosing', async () => {
  const reply = await (
    await ben().command(here(), 'summary', { article: 'a town asks its railway for the 22:40 back' })
  ).reply();
  expect(visibleTextOf(reply)).toContain('A Town Asks Its Railway');
});

test('says what to do when there is no such article, to the one who asked', async () => {
  const reply = await (await ben().command(here(), 'summary', { article: 'quantum chromodynamics' })).reply();
  expect(contentOf(reply)).toContain('/articles');
  expect(isEphemeral(reply)).toBe(true);
});

test('lists articles, searches them, and opens one from the menu', async () => {
  const list = await (await ben().command(here(), 'articles')).reply();
  expect(visibleTextOf(list)).toContain(`${await bot.library.count()} articles in the library`);
  const found = await (await ben().command(here(), 'articles', { search: 'ladder' })).reply();
  expect(visibleTextOf(found)).toContain('Lends a Ladder');
  expect(visibleTextOf(found)).toContain(`${await bot.library.count()} articles searched`);
  expect(visibleTextOf(found)).not.toMatch(/· page \d/);
  expect(visibleTextOf(found)).not.toContain('Railway');
  const chosen = await (await ben().select(list, 'open/summary', [id.chess as string])).reply();
  expect(visibleTextOf(chosen)).toContain('Spin Cycle');
  expect(isEphemeral(chosen)).toBe(true);
  const mistyped = visibleTextOf(
    await (await ben().command(here(), 'articles', { search: 'footbrigde' })).reply(),
  );
  expect(mistyped).toContain('These headlines are close');
  expect(mistyped).toContain('Footbridge That Half of Ostley');
  expect(mistyped).not.toContain('Ladder');
  const nothing = await (await ben().command(here(), 'articles', { search: '"zzyzx* (qwrt' })).reply();
  expect(visibleTextOf(nothing)).toContain('I don’t have an article about that');
});

test('goes from one answer to the others by buttons, also after a restart', async () => {
  const summary = await (
    await ben().command(here(), 'summary', { article: id.train as string, length: 'brief' })
  ).reply();
  await bot.restart();
  const quotes = await (await ada().click(summary, pressableOf(summary).Quotes as string)).reply();
  expect(isEphemeral(quotes)).toBe(true);
  expect(visibleTextOf(quotes)).toContain('Ines Calloway');
  const pressed = await ada().click(summary, pressableOf(summary)['Full summary'] as string);
  const full = await pressed.replyWhere(message => visibleTextOf(message).includes('Full summary'));
  expect(full.id).toBe(summary.id);
});

test('says so when a button is of an older version or its article is gone', async () => {
  const press = async (...values: string[]) =>
    createComponentHandlers(commands)
      .get('quotes')!
      .handleComponent(
        values,
        { guildId: null, isModalSubmit: () => false } as never,
        { library: bot.library } as never,
      );
  await expect(press('0000000000000000', '0')).rejects.toThrow('no longer in the library');
  for (const values of [[], ['0000000000000000', 'second page'], ['0000000000000000', '0', '', 'klingon']])
    await expect(press(...values)).rejects.toThrow('from an older version of me');
});

test('masks strong language until the server wants it shown', async () => {
  const shown = async () =>
    visibleTextOf(
      await (
        await ben().command(here(), 'ask', {
          article: id.bridge as string,
          question: 'Which reader says bullshit?',
        })
      ).reply(),
    );
  const asMasked = await shown();
  expect(asMasked.split('\n').slice(3).join('\n')).not.toMatch(/bullshit/i);
  const panel = await (await ada().command(here(), 'settings')).reply();
  const set = await ada().click(panel, pressableOf(panel)['Show strong language'] as string);
  expect(
    visibleTextOf(await set.replyWhere(message => 'Mask strong language' in pressableOf(message))),
  ).toContain('shown as written');
  expect((await shown()).split('\n').slice(3).join('\n')).toMatch(/bullshit/i);
  await (await ada().click(panel, pressableOf(set.message!)['Mask strong language'] as string)).settled();
});

test('explains itself from the list of commands', async () => {
  const text = visibleTextOf(await (await ben().command(here(), 'help')).reply());
  for (const { data } of commands) expect(text).toContain(`/${data.name}`);
});

test('lists the articles with a tag, page by page, and goes back to all of them', async () => {
  const library = bot.library.forServer(bot.preview.serverId);
  for (let n = 1; n <= 12; n++) {
    const { article } = await library.add(
      createArticle(`Report ${n}`, [`Report ${n} is in.`]),
      `report ${n}`,
    );
    await library.changeTags(article.id, { add: ['reports', 'local news'], remove: [] });
  }
  const tagged = await (await ben().command(here(), 'articles', { tag: 'reports' })).reply();
  expect(visibleTextOf(tagged)).toContain('Report 12');
  expect(visibleTextOf(tagged)).toContain('#reports');
  expect(visibleTextOf(tagged)).toContain('#local\u00a0news');
  expect(visibleTextOf(tagged)).not.toContain('Report 2*');
  expect(visibleTextOf(tagged)).toMatch(/^12 articles · newest first · page 1 of 2$/m);
  expect(visibleTextOf(tagged)).not.toContain('0 comments');
  const next = await (await ben().click(tagged, pressableOf(tagged).Next as string)).reply();
  expect(visibleTextOf(next)).toContain('Report 2*');
  expect(visibleTextOf(next)).toContain('page 2 of 2');
  expect(visibleTextOf(next)).not.toContain('Report 12');
  const all = await (await ben().click(next, pressableOf(next)['All articles'] as string)).reply();
  expect(pressableOf(all)['All articles']).toBeUndefined();
  const menu = pressableOf(all)['Only with the tag…'] as string;
  const again = await (await ben().select(all, menu, ['reports'])).reply();
  expect(visibleTextOf(again)).toContain('Articles: reports');
  const both = await (await ben().command(here(), 'articles', { tag: 'reports', search: 'x' })).reply();
  expect(contentOf(both)).toContain('not by both at once');
  const offered = await ben().autocomplete(here(), 'articles', { tag: 're' }, 'tag');
  expect(offered.map(({ value }) => value)).toEqual(['reports']);
  for (const entry of await library.list({ offset: 0, limit: 25, tag: 'reports' }))
    await library.remove(entry.id);
});

test('finds the thread on an article that there is in the channel before it opens another', async () => {
  const { general, forum } = bot.preview.channels;
  const discuss = async (where: string, options = {}) =>
    (await ben().command(where, 'discuss', { article: id.train as string, ...options })).reply();
  const opened = await discuss(here());
  await bot.preview.until(
    () => bot.preview.threads(here()).some(thread => thread.id === opened.id),
    'a thread',
  );
  const again = await discuss(here());
  expect(contentOf(again)).toBe(
    `This article already has a thread here: <#${opened.id}>. Ask your question there.`,
  );
  bot.preview.archive(opened.id);
  expect(contentOf(await discuss(here()))).toContain(`<#${opened.id}>`);
  expect(contentOf(await discuss(general))).not.toContain('already');
  const post = contentOf(await discuss(here(), { forum }));
  expect(contentOf(await discuss(here(), { forum }))).toContain(post.match(/<#\d+>/)?.[0]);
  expect(bot.preview.threads(forum)).toHaveLength(1);
  bot.preview.archive(opened.id, { locked: true });
  expect(contentOf(await discuss(here()))).not.toContain('already');
});

test('answers privately in a locked thread, where Discord refuses anything else', async () => {
  const thread = await ada().openThread(here(), 'Closed for now');
  bot.preview.archive(thread, { locked: true, archived: false });
  const how = { article: '22:40' };
  expect(isEphemeral(await (await ben().command(thread, 'summary', how)).reply())).toBe(true);
  expect(isEphemeral(await (await ada().command(thread, 'quotes', how)).reply())).toBe(true);
});

test('names the permission that is missing for a thread', async () => {
  bot.preview.deny(here(), PermissionFlagsBits.CreatePublicThreads);
  const reply = await (await ben().command(here(), 'discuss', { article: id.train as string })).reply();
  expect(contentOf(reply)).toContain('Create Public Threads');
  expect(isEphemeral(reply)).toBe(true);
  bot.preview.allow(here(), PermissionFlagsBits.CreatePublicThreads);
});

test('shows an id that stands in the log when something breaks, and nothing of the error', async () => {
  const { forServer: of } = bot.library;
  const broken = { find: async () => Promise.reject(new Error('secret detail')) };
  Object.assign(bot.library, { forServer: (serverId: string) => ({ ...of(serverId), ...broken }) });
  const reply = await (await ben().command(here(), 'summary', { article: id.train as string })).reply();
  Object.assign(bot.library, { forServer: of });
  const [, shown] = contentOf(reply).match(/`([0-9a-f]{8})`/) ?? [];
  expect(contentOf(reply)).not.toContain('secret');
  expect(bot.lines.find(line => line.errorId === shown)?.level).toBe(50);
});

test('invisible characters in what was pasted hide no word, and marks stacked on a letter cover no other line', async () => {
  const use = async (command: string, options: Record<string, string>) =>
    visibleTextOf(
      await (await ben().command(here(), command, { article: id.train as string, ...options })).final(),
    );
  for (const mark of ['\u00ad', '\u200b', '\ufeff', '\u2060']) {
    const answer = await use('ask', { question: `Who is the ma${mark}yor of Bren${mark}nick?` });
    expect(answer).toContain('Who is the mayor of Brennick?');
    expect(answer).toContain('Samuel Okoro');
  }
  expect(await use('check', { claim: `Bre${'\u0301\u0316\u0489'.repeat(100)}nnick asked.` })).toMatch(
    /Bre[\u0301\u0316\u0489]{6}nnick asked/,
  );
  expect(await use('check', { claim: '\u200d\u200c\u3164' })).toBe('Please type a claim.');
});

test('invisible characters in what was typed for an article’s name hide it from no command', async () => {
  for (const mark of ['\u00ad', '\u200b', '\ufeff', '\u2060', '\u200e'])
    for (const article of [
      `rail${mark}way`,
      `Foot${mark}brid${mark}ge`,
      `${mark}${id.train!.slice(0, 5)}${mark}${id.train!.slice(5)}`,
    ])
      for (const [command, options] of [
        ['ask', { question: 'Who asked?' }],
        ['check', { claim: 'It asked.' }],
        ['summary', {}],
      ] as const) {
        const reply = await (await ben().command(here(), command, { article, ...options })).final();
        expect([article, visibleTextOf(reply)]).toEqual([
          article,
          expect.stringContaining(article.startsWith('F') ? 'Footbridge' : 'Railway'),
        ]);
      }
  const found = await (await ben().command(here(), 'articles', { search: 'lad\u200bder' })).reply();
  expect(visibleTextOf(found)).toContain('Lends a Ladder');
});
