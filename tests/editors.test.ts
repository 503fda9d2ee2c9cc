import { readFileSync } from 'node:fs';
import type { APIMessage } from 'discord-api-types/v10';
import type { Member } from 'discord-preview/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { readArticle, readArticles } from '../src/articles/read-file.ts';
import { cardsOf, contentOf, fileUrlsOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let south: { id: string; channels: { general: string } };
let eva: Member;

beforeAll(async () => {
  bot = await startTestBot();
  south = bot.preview.addServer('South');
  eva = bot.preview.addMember('Eva', { serverId: south.id, editor: true });
});
afterAll(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const ben = () => bot.preview.member('Ben');
const here = () => bot.preview.channels.articles;
const north = () => bot.library.forServer(bot.preview.serverId);

async function runLibrary(
  subcommand: string,
  options: Record<string, string> = {},
  who = ada(),
  where = here(),
) {
  return (await who.command(where, 'library', options, { subcommand })).reply();
}

async function addFile(
  name: string,
  bytes: string | Uint8Array,
  who = ada(),
  where = here(),
): Promise<APIMessage> {
  return runLibrary('add', { file: who.attach({ name, bytes }) }, who, where);
}

async function downloadFile(message: APIMessage): Promise<string> {
  return (await fetch(fileUrlsOf(message)[0]!)).text();
}

const lido = 'The Lido Opens Again\n\nThe water is warm.\n\n\n  1. At last.\n\n    1. Indeed.\n';

test('adds an article that is typed into a form, with its comments, for this server alone', async () => {
  const asked = await ada().command(here(), 'library', {}, { subcommand: 'add' });
  const form = await asked.modal();
  expect(form.title).toBe('Add an article');
  const added = await (
    await ada().submitModal(asked, {
      headline: 'Ferry Timetable Changes',
      text: 'The ferry leaves at six.\n\nIt returns at nine.',
      comments: '1. Too early.\n\n  1. Not for bakers.\n\n2. Good.',
    })
  ).reply();
  expect(isEphemeral(added)).toBe(true);
  expect(contentOf(added)).toBe('Added: **Ferry Timetable Changes** (2 paragraphs, 3 comments)');
  expect(visibleTextOf(await runLibrary('list'))).toContain('of this server · typed in a form');
  const article = await north().find('Ferry Timetable');
  expect(article.comments.map(({ number }) => number)).toEqual(['1', '1.1', '2']);
  await expect(bot.library.find('Ferry Timetable')).rejects.toThrow();
  const summary = await (await ada().click(added, pressableOf(added).Summary as string)).reply();
  expect(visibleTextOf(summary)).toContain('Ferry Timetable Changes');
});

test('takes the first line of a typed text for its headline, and says so where there is none', async () => {
  const fill = async (text: string) => {
    const asked = await ada().command(here(), 'library', {}, { subcommand: 'add' });
    await asked.modal();
    return (await ada().submitModal(asked, { headline: '', text, comments: '' })).reply();
  };
  const wall = 'The Harbour Wall Leaks\n\nThe wall is 300 metres long.\n\nIt leaks.';
  expect(contentOf(await fill(wall))).toBe('Added: **The Harbour Wall Leaks** (2 paragraphs)');
  const alone = await fill('The wall is 300 metres long.\nIt leaks.');
  expect(contentOf(alone)).toMatch(/^The headline is missing: type it in its field, or as the first line/);
});

test('the form takes files, several at once and none unless all can be read, or a page', async () => {
  const open = async () => {
    const asked = await ada().command(here(), 'library', {}, { subcommand: 'add' });
    await asked.modal();
    return asked;
  };
  const file = (name: string, bytes: string) => ada().attach({ name, bytes });
  const fill = async (given: Parameters<ReturnType<typeof ada>['submitModal']>[1]) =>
    (await ada().submitModal(await open(), given)).reply();
  const quay = file('quay.md', '# The Quay\n\nThe quay is dry.\n');
  const broken = await fill({ files: [quay, file('broken.json', '{')] });
  expect(contentOf(broken)).toMatch(/^broken\.json/);
  await expect(north().find('The Quay')).rejects.toThrow();
  const added = await fill({ files: [quay, file('mole.txt', 'The Mole\n\nThe mole is wet.\n')] });
  expect(contentOf(added)).toMatch(/^Added: \*\*The Quay\*\*.*\nAdded: \*\*The Mole\*\*/);
  await expect(fill({ files: [file('photo.png', 'x')] })).rejects.toThrow('another type');
  expect(contentOf(await fill({ page: 'http://127.0.0.1/' }))).toContain('127.0.0.1');
  expect(contentOf(await fill({}))).toMatch(/^Please give me a page, a file or a text/);
  const both = await fill({ page: 'https://example.com/', headline: 'Two Ways', text: 'At once.' });
  expect(contentOf(both)).toMatch(/^Please give me only one of these/);
  expect(await downloadFile(both)).toContain('At once.');
});

test('names the field and the line that it cannot read, and gives back what was typed', async () => {
  const asked = await ada().command(here(), 'library', {}, { subcommand: 'add' });
  const typed = { headline: 'Late Ferry', text: 'It was late.', comments: '\nNo number here.' };
  await asked.modal();
  const refused = await (await ada().submitModal(asked, typed)).reply();
  expect(contentOf(refused)).toContain('Comments, line 2: “No number here.” doesn’t start with “1. ”');
  expect(await downloadFile(refused)).toContain('It was late.');
  await expect(north().find('Late Ferry')).rejects.toThrow();
});

test('adds files, checks their kind and size at the door, and says the line that is wrong', async () => {
  expect(contentOf(await addFile('lido.txt', lido))).toContain('Added: **The Lido Opens Again**');
  expect(contentOf(await addFile('lido.txt', lido))).toContain('Already here');
  expect(contentOf(await addFile('lido.txt', lido.replace('warm', 'cold')))).toContain('New version 2');
  const marked = await addFile(
    'notes.md',
    '# A *Small* Harbour\n\nThe [pier](https://pier.example) is **closed**.\n\n---\n\n> So it is.\n',
  );
  expect(contentOf(marked)).toContain('A Small Harbour');
  expect((await north().find('A Small Harbour')).paragraphs).toEqual(['The pier is closed.', 'So it is.']);
  const refusals = {
    'broken.txt': [
      Uint8Array.of(0x48, 0x0a, 0x00),
      'broken.txt, line 2: this is not text (it holds a zero byte)',
    ],
    'broken.json': ['{\n"headline": "A",\n', /^broken\.json, line \d: not valid JSON/],
    'wrong.json': ['{"headline": "A", "paragraph": []}', /^wrong\.json: the file: .*paragraph/],
    'empty.txt': [' ', 'empty.txt, line 1: there is no text in it'],
    'large.txt': ['x'.repeat(5_000_001), 'large.txt: 5.0 MB are too many, at most 5 MB are read'],
  } as const;
  for (const [name, [bytes, sentence]] of Object.entries(refusals)) {
    const refused = await addFile(name, bytes);
    expect(contentOf(refused)).toMatch(
      sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replaceAll(/[.()“”]/g, '\\$&')}$`),
    );
    expect(isEphemeral(refused)).toBe(true);
  }
});

test('tells two texts apart that were both pasted as a file', async () => {
  await addFile('message.txt', 'First Pasted\n\nOne.');
  expect(contentOf(await addFile('message.txt', 'Second Pasted\n\nTwo.'))).toContain(
    'Added: **Second Pasted**',
  );
});

test('asks before it removes, and the threads about the article say that it is gone', async () => {
  await addFile('pier.txt', 'The Pier Is Closed\n\nIt is being painted.');
  const { id } = await north().find('The Pier Is Closed');
  const discussion = await (await ben().command(here(), 'discuss', { article: id })).reply();
  await bot.preview.until(
    () => bot.preview.threads(here()).some(thread => thread.id === discussion.id),
    'the thread',
  );
  const summary = await (await ben().command(here(), 'summary', { article: id })).reply();
  const question = await runLibrary('remove', { article: id });
  expect(contentOf(question)).toContain(
    'Remove **The Pier Is Closed** from this server’s library? 1 thread is about it',
  );
  await (await ada().click(question, `turn/library/keep/${id}`)).settled();
  expect(await north().get(id)).toBeDefined();
  await (
    await ada().click(await runLibrary('remove', { article: id }), `turn/library/remove/${id}`)
  ).settled();
  await bot.preview.until(
    () =>
      bot.preview
        .messages(discussion.id)
        .some(message => contentOf(message).includes('was removed from the library')),
    'the thread to be told',
  );
  expect(await north().get(id)).toBeUndefined();
  const gone = await (await ben().click(summary, pressableOf(summary).Quotes as string)).reply();
  expect(contentOf(gone)).toContain('no longer in the library');
  await ben().say(discussion.id, 'Why is it closed?');
  await bot.preview.until(
    () => contentOf(bot.preview.messages(discussion.id).at(-1)).includes('no longer in the library'),
    'the thread to refuse',
  );
});

test('shows an article under another name, which finds it, and never changes its text', async () => {
  await addFile('dunes.txt', 'Dunes Move Inland\n\nThe wind was strong.');
  const { id } = await north().find('Dunes Move');
  expect(contentOf(await runLibrary('rename', { article: id, name: 'Wandering Sands' }))).toContain(
    'now shown as **Wandering Sands**',
  );
  const [offered] = await ben().autocomplete(here(), 'summary', { article: 'wander' }, 'article');
  expect(offered).toEqual({ name: 'Wandering Sands', value: id });
  const summary = await (await ben().command(here(), 'summary', { article: 'Wandering Sands' })).reply();
  expect(cardsOf(summary)[0]?.title).toBe('Wandering Sands');
  expect((await north().get(id))?.headline).toBe('Dunes Move Inland');
  expect(visibleTextOf(await runLibrary('list'))).toContain('own headline: Dunes Move Inland');
  expect(contentOf(await runLibrary('rename', { article: id }))).toContain('under its own headline again');
});

test('tags articles, lists them by tag, and says what is wrong with a tag', async () => {
  await addFile('mill.txt', 'The Mill Turns\n\nFlour again.');
  const { id } = await north().find('The Mill Turns');
  const tagged = await runLibrary('tag', { article: id, add: 'Old Town, #water,water' });
  expect(contentOf(tagged)).toBe('**The Mill Turns** has these tags: #old town, #water');
  expect(await ada().autocomplete(here(), 'library', { tag: 'wa' }, 'tag', { subcommand: 'list' })).toEqual([
    { name: 'water', value: 'water' },
  ]);
  const listed = visibleTextOf(await runLibrary('list', { tag: 'water' }));
  expect(listed).toContain('The Mill Turns');
  expect(listed).toContain('of this server · mill.txt · #old town, #water');
  expect(listed).toContain('1 article');
  expect(contentOf(await runLibrary('tag', { article: id, add: 'a/b' }))).toContain(
    'letters, digits, spaces and hyphens',
  );
  expect(contentOf(await runLibrary('tag', { article: id, add: 'a1,a2,a3,a4,a5,a6,a7,a8,a9' }))).toContain(
    'at most 10 tags',
  );
  expect(contentOf(await runLibrary('tag', { article: id, remove: 'water,old town' }))).toBe(
    '**The Mill Turns** has no tags.',
  );
});

test('pages its list and says who holds what', async () => {
  const first = await runLibrary('list');
  expect(visibleTextOf(first)).toContain('of this server');
  const second = await ada().click(first, pressableOf(first).Next as string);
  expect(
    visibleTextOf(await second.replyWhere(message => visibleTextOf(message) !== visibleTextOf(first))),
  ).toContain('of all servers');
});

test('exports one or all of its own articles, and takes them back as they were', async () => {
  await addFile('mill.txt', 'The Mill Turns\n\nFlour again.\n\n\n  1. Good.\n\n    1. Bread!\n');
  const mill = await north().find('The Mill Turns');
  await runLibrary('tag', { article: mill.id, add: 'bread' });
  await runLibrary('rename', { article: mill.id, name: 'Mill' });
  const one = await downloadFile(await runLibrary('export', { article: mill.id }));
  expect(identifyArticle(readArticle('one.json', one)).id).toBe(mill.id);
  const all = await runLibrary('export');
  const count = await north().count({ ownOnly: true });
  expect(contentOf(all)).toContain(`${count} articles`);
  const json = await downloadFile(all);
  expect(readArticles('all.json', json)).toHaveLength(count);
  expect(contentOf(await addFile('all.json', json))).toMatch(/^Already here/);
  const there = await addFile('all.json', json, eva, south.channels.general);
  expect(contentOf(there)).toMatch(/^Added: /);
  const held = await bot.library.forServer(south.id).list({ offset: 0, limit: 50, tag: 'bread' });
  expect(held).toMatchObject([
    { id: mill.id, headline: 'Mill', source: 'mill.txt', tags: ['bread'], version: 1 },
  ]);
  const own = await bot.library.forServer(south.id).list({ offset: 0, limit: 50, ownOnly: true });
  for (const { id } of own) await bot.library.forServer(south.id).remove(id);
});

test('leaves alone what belongs to all servers, and says who can change it', async () => {
  const shared = (await bot.library.find('footbridge')).id;
  for (const [subcommand, options] of [
    ['remove', {}],
    ['rename', { name: 'Ours' }],
    ['tag', { add: 'ours' }],
    ['export', {}],
  ] as const)
    expect(contentOf(await runLibrary(subcommand, { article: shared, ...options }))).toContain(
      'belongs to all servers',
    );
  expect(
    await ada().autocomplete(here(), 'library', { article: 'footbridge' }, 'article', {
      subcommand: 'remove',
    }),
  ).toEqual([{ name: expect.stringMatching(/ · of all servers$/), value: shared }]);
});

test('leaves a text that all servers have as it is, where it is and as theirs, when it is added again', async () => {
  const shared = await bot.library.find('footbridge');
  const order = async () => visibleTextOf(await runLibrary('list'));
  const before = await order();
  const text = readFileSync(new URL('../data/articles/footbridge.txt', import.meta.url), 'utf8');
  expect(contentOf(await addFile('mine.txt', text))).toContain('Already here, with the same text');
  expect(await order()).toBe(before);
  expect(contentOf(await runLibrary('remove', { article: shared.id }))).toContain('belongs to all servers');
});

test('takes no headline without a text, but comments without one, which every answer is then about', async () => {
  const alone = 'alone.txt: There is only a headline, and neither text nor comments.';
  expect(contentOf(await addFile('alone.txt', 'Only a Headline'))).toBe(alone);
  expect(contentOf(await addFile('a.json', '{"headline": "Only a Headline"}'))).toContain('neither text');
  await expect(north().find('Only a Headline')).rejects.toThrow();
  const readers =
    '{"headline": "Letters on the Weir", "comments": [{"author": "Pat", "text": "The weir leaks badly in spring."}]}';
  expect(contentOf(await addFile('weir.json', readers))).toContain('Letters on the Weir** (1 comment)');
  const { id } = await north().find('Letters on the Weir');
  for (const [name, options, said] of [
    ['comments', {}, 'The weir leaks badly'],
    ['summary', {}, 'no text to summarise'],
    ['quotes', {}, 'Letters on the Weir'],
    ['ask', { question: 'When does the weir leak?' }, 'Letters on the Weir'],
    ['check', { claim: 'The weir leaks.' }, 'Letters on the Weir'],
  ] as const) {
    const reply = await (await ada().command(here(), name, { article: id, ...options })).final();
    expect(visibleTextOf(reply), name).toContain(said);
  }
});

test('two servers side by side never see each other', async () => {
  const secret =
    'Zebra Crossing Repainted\n\nThe zebra is black and white, said Ines Calloway. “It is done,” said Ines Calloway.\n';
  await addFile('zebra.txt', secret);
  const { id } = await north().find('Zebra Crossing');
  await runLibrary('tag', { article: id, add: 'stripes' });
  const shown = await (await ben().command(here(), 'summary', { article: id })).reply();
  expect(visibleTextOf(shown)).toContain('Zebra');
  const there = south.channels.general;
  const sam = bot.preview.addMember('Sam', { serverId: south.id });

  expect(await sam.autocomplete(there, 'summary', { article: 'zebra' }, 'article')).toEqual([]);
  const offered = (await sam.autocomplete(there, 'summary', { article: '' }, 'article')).map(
    ({ value }) => value,
  );
  expect(offered).not.toContain(id);
  expect(await sam.autocomplete(there, 'quotes', { article: id, speaker: '' }, 'speaker')).toEqual([]);
  for (const command of ['summary', 'quotes', 'comments', 'discuss'])
    for (const article of [id, id.slice(0, 10), 'Zebra Crossing Repainted', 'zebra']) {
      const refused = await (await sam.command(there, command, { article })).reply();
      // the reply may repeat what was typed
      const shown = JSON.stringify([cardsOf(refused), refused.components]).replaceAll(article, '');
      expect(shown).not.toMatch(/zebra/i);
      expect(contentOf(refused)).not.toContain('•');
    }
  expect(visibleTextOf(await (await sam.command(there, 'articles', { search: 'zebra' })).reply())).toContain(
    'I don’t have an article',
  );
  expect(visibleTextOf(await (await sam.command(there, 'articles')).reply())).not.toContain('Zebra');
  expect(visibleTextOf(await runLibrary('list', {}, eva, there))).not.toContain('Zebra');
  expect(await eva.autocomplete(there, 'library', { tag: 'str' }, 'tag', { subcommand: 'list' })).toEqual([]);
  for (const subcommand of ['remove', 'rename', 'tag', 'export'])
    expect(contentOf(await runLibrary(subcommand, { article: id }, eva, there))).not.toContain('Removed');
  expect(contentOf(await runLibrary('export', {}, eva, there))).toContain('no articles of its own');
  const direct = sam.directMessages();
  expect(cardsOf(await (await sam.command(direct, 'summary', { article: id })).reply())).toEqual([]);

  // one of our own buttons with the id of the other server's article, as if forged
  const mine = await (await sam.command(there, 'summary', { article: 'footbridge' })).reply();
  const own = (await bot.library.find('footbridge')).id;
  const forged = bot.preview.messages(there).find(message => message.id === mine.id)!;
  const text = JSON.stringify(forged.components).replaceAll(own, id);
  Object.assign(forged, { components: JSON.parse(text) });
  for (const name of ['Quotes', 'Comments']) {
    const refused = await (await sam.click(forged, pressableOf(forged)[name] as string)).reply();
    expect(contentOf(refused)).toContain('no longer in the library');
  }

  // and a thread pinned to it by a database shared by both servers
  const thread = await sam.openThread(there, 'A thread');
  await bot.storage.threads.open({
    threadId: thread,
    serverId: south.id,
    articleId: id,
    openedBy: sam.id,
    openedAt: new Date().toISOString(),
  });
  await sam.say(thread, 'What colour is the zebra?');
  await bot.preview.until(
    () => contentOf(bot.preview.messages(thread).at(-1)).includes('no longer in the library'),
    'a refusal',
  );

  const wish = { channel: there, name: 'Papers', days: 'every day', time: '08:00', zone: 'UTC' };
  await (await eva.command(there, 'digest', wish, { subcommand: 'create' })).reply();
  const preview = await (
    await eva.command(there, 'digest', { name: 'Papers' }, { subcommand: 'preview' })
  ).reply();
  expect(JSON.stringify(preview)).not.toContain('Zebra');
  await (
    await ada().command(here(), 'digest', { ...wish, channel: here() }, { subcommand: 'create' })
  ).reply();
  const ours = await (
    await ada().command(here(), 'digest', { name: 'Papers' }, { subcommand: 'preview' })
  ).reply();
  expect(JSON.stringify(ours)).toContain('Zebra');
  expect(await north().get(id)).toBeDefined();
});

test('neither the list nor an export says in which folder an operator keeps a file', async () => {
  const sources = [
    '/home/operator/secret/mill.txt',
    'C:\\Users\\operator\\secret\\weir.txt',
    '../secret/all.json: Sluice/Gate Opens',
    'file:///srv/secret/dam.txt',
  ];
  for (const source of sources)
    await north().add(
      identifyArticle(readArticle('x.txt', `About ${source.split(/[\\/]/).at(-1)}\n\nIt opens.\n`)),
      source,
    );
  await north().add(
    identifyArticle(readArticle('x.txt', 'A Page\n\nIt opens too.\n')),
    'https://paper.example/secret/page',
  );
  const listed = visibleTextOf(await runLibrary('list'));
  expect(listed).not.toMatch(/home|Users|operator|srv|\.\./);
  for (const name of ['mill', 'weir', 'dam']) expect(listed).toContain(`${name}.txt`);
  expect(listed.replaceAll('\\', '')).toContain('all.json: Sluice/Gate Opens');
  expect(listed.replaceAll('\\', '')).toContain('https://paper.example/secret/page');
  expect(await downloadFile(await runLibrary('export'))).not.toMatch(/home|Users|operator|srv/);
  const own = await north().list({ offset: 0, limit: 50, ownOnly: true });
  const dam = own.find(({ source }) => source.includes('dam.txt'))!;
  expect(await downloadFile(await runLibrary('export', { article: dam.id }))).not.toMatch(/srv/);
  for (const { id, source } of own) if (/secret/.test(source)) await north().remove(id);
});
