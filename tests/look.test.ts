import { type APIMessage, ComponentType, PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawChart } from '../src/discord/chart-image.ts';
import { renderChart } from '../src/discord/render/chart.ts';
import { createArticle } from './articles.ts';
import { cardsOf, contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let id: Record<'train' | 'bridge' | 'chess' | 'bread' | 'log', string>;

beforeAll(async () => {
  bot = await startTestBot();
  const entries = await bot.library.list({ offset: 0, limit: 100 });
  const named = (word: string) => entries.find(entry => entry.headline.includes(word))!.id;
  id = {
    train: named('22:40'),
    bridge: named('Footbridge'),
    chess: named('Spin Cycle'),
    bread: named('Agatha'),
    log: named('Skerrow'),
  };
});

afterAll(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const ben = () => bot.preview.member('Ben');
const here = () => bot.preview.channels.articles;
const use = async (name: string, options: Record<string, string>, member = ben()) =>
  (await member.command(here(), name, options)).reply();
const press = async (message: APIMessage, name: string, member = ben()) =>
  (await member.click(message, pressableOf(message)[name] as string)).reply();

test('heads each answer with its source, date and reading time, and ends it with a line of proof', async () => {
  const bread = visibleTextOf(await use('summary', { article: id.bread }));
  expect(bread).toMatch(
    /^Summary\nEighty-Three Jars for Old Agatha\nexample\.com · 16 May 2026 · \d+ min read\n- /,
  );
  expect(bread).toMatch(/\nAll word for word$/);
  const quotes = visibleTextOf(await use('quotes', { article: id.train }));
  expect(quotes).toMatch(/A Town Asks Its Railway for the 22:40 Back\n\d min read\n/);
  expect(quotes).toMatch(/\n\d+ quotes word for word from ¶/);
});

test('names the author where there is no address, and a date as it stands where it is none', async () => {
  const { id: _, ...text } = createArticle('The tide table', [
    'The tide comes in twice a day and goes out as often.',
  ]);
  const { article } = await bot.library.add(
    { ...text, id: 'feedfeedfeedfeed', byline: 'Nora *Whitcombe*', published: 'last spring' },
    'tide',
  );
  expect(visibleTextOf(await use('quotes', { article: article.id }))).toContain(
    'Nora \\*Whitcombe\\* · last spring · 1 min read',
  );
});

test('has one row of buttons below an answer, its suggestions apart, and a menu with all the rest', async () => {
  const replies = [
    await use('summary', { article: id.log, length: 'full' }),
    await use('quotes', { article: id.log }),
    await use('comments', { article: id.bridge }),
    await use('ask', { article: id.bridge, question: 'Who pays for the bridge?' }),
    await use('check', { article: id.bridge, claim: 'The bridge costs £2.4 million.' }),
  ];
  for (const { components = [] } of replies) {
    const rows = components.flatMap(row => (row.type === ComponentType.ActionRow ? [row.components] : []));
    const [menu] = rows.pop()!;
    const buttons = rows.pop()!.map(each => ('label' in each ? each.label : ''));
    expect(buttons.length).toBeLessThanOrEqual(4);
    expect(rows.length).toBeLessThanOrEqual(1);
    const options = menu?.type === ComponentType.StringSelect ? menu.options : [];
    const labels = options.map(({ label }) => label);
    expect(labels.slice(-4)).toEqual(['Sources', '¶ ≈ explained', 'Useful', 'Wrong']);
    // actions for editors are shown only to them
    expect(labels).not.toContain('Regenerate');
    expect([...buttons, ...labels]).toContain('Open thread');
    for (const kind of ['Summary', 'Quotes', 'Comments', 'Ask'])
      expect([...buttons, ...labels, visibleTextOf({ components } as APIMessage)].join()).toContain(kind);
  }
});

test('lets the same be chosen again in the menu below an answer that all see', async () => {
  const shown = await use('summary', { article: id.train });
  const current = () => bot.preview.messages(here()).find(each => each.id === shown.id) as APIMessage;
  const menusIn = ({ components = [] }: APIMessage) =>
    components
      .flatMap(row => (row.type === ComponentType.ActionRow ? row.components : []))
      .flatMap(each => (each.type === ComponentType.StringSelect ? [each.custom_id] : []));
  for (let time = 0; time < 3; time++) {
    const before = current();
    expect(visibleTextOf(await press(before, 'Sources'))).toMatch(/^Sources/);
    await bot.preview.until(() => menusIn(current())[0] !== menusIn(before)[0], 'the menu to be a new one');
    expect(visibleTextOf(current())).toBe(visibleTextOf(shown));
  }
});

test('asks by a form: the answer goes to the channel as the command’s would, and from a private answer to the member alone', async () => {
  const summary = await use('summary', { article: id.train });
  await bot.restart();
  const pressed = await ben().click(summary, pressableOf(summary).Ask as string);
  expect((await pressed.modal()).title).toBe('Ask the article or its readers');
  const sent = await ben().submitModal(pressed, { question: 'Who was the station master of Brennick?' });
  const answer = await sent.reply();
  expect(visibleTextOf(answer)).toContain('**Who was the station master of Brennick?**');
  expect(visibleTextOf(answer)).toContain('Gregor Maund');
  expect(isEphemeral(answer)).toBe(false);

  const hidden = await press(summary, 'Quotes');
  const again = await ben().click(hidden, pressableOf(hidden).Ask as string);
  await again.modal();
  const reply = await (await ben().submitModal(again, { question: 'And when?' })).reply();
  expect(isEphemeral(reply)).toBe(true);
});

test('shows the passages that an answer rests on, word for word, to the one who asks, also after a restart', async () => {
  const asked = await use('ask', {
    article: id.train,
    question: 'When did the last night train leave Brennick?',
  });
  await bot.restart();
  const sources = await press(asked, 'Sources');
  expect(isEphemeral(sources)).toBe(true);
  const { paragraphs } = (await bot.library.get(id.train))!;
  expect(visibleTextOf(sources)).toContain(`**¶1**\n> ${paragraphs[0]}`);
  expect(visibleTextOf(sources)).toContain('1 passage as stored');
  expect(pressableOf(sources)).toEqual({});
});

test('turns the pages of long sources and loses nothing of them', async () => {
  const quotes = await use('quotes', { article: id.log });
  let shown = await press(quotes, 'Sources');
  const pages = [visibleTextOf(shown)];
  while (!pages.at(-1)!.match(/page (\d+) of \1\b/)) {
    shown = await (await ben().click(shown, pressableOf(shown).Next as string)).replyWhere(
      message => visibleTextOf(message) !== pages.at(-1),
    );
    pages.push(visibleTextOf(shown));
  }
  expect(pages.length).toBeGreaterThan(1);
  const all = pages.join('\n').replaceAll('\\', '').replaceAll(/\n> /g, ' ');
  const { paragraphs } = (await bot.library.get(id.log))!;
  const named = [...all.matchAll(/\*\*¶(\d+)\*\*/g)].map(([, number]) => Number(number));
  expect(named.length).toBeGreaterThan(5);
  const flat = (text: string) => text.replace(/\s+/g, '');
  for (const number of named) expect(flat(all)).toContain(flat(paragraphs[number - 1]!));
});

test('gives comments as sources by their writers', async () => {
  const asked = await use('ask', { article: id.train, question: 'What do the readers think?' });
  expect(visibleTextOf(await press(asked, 'Sources'))).toMatch(/\*\*Comment by a reader\*\*\n> /);
});

test('keeps one vote of each member on an answer, which can be changed, and shows editors what was found wrong', async () => {
  const asked = await use('ask', { article: id.chess, question: 'Who owns the laundrette?' });
  expect(contentOf(await press(asked, 'Useful'))).toContain('Noted as **useful**');
  expect(isEphemeral(await press(asked, 'Useful', ada()))).toBe(true);
  const pressed = await ben().click(asked, pressableOf(asked).Wrong as string);
  await pressed.modal();
  const thanks = await (await ben().submitModal(pressed, { reason: 'She only <@1> *rents* it' })).reply();
  expect(contentOf(thanks)).toContain('Noted as **wrong**');
  expect(isEphemeral(thanks)).toBe(true);

  const sources = await press(asked, 'Sources', ada());
  expect(visibleTextOf(sources)).toContain('1 found it useful, 1 wrong');
  const list = await press(sources, 'Marked as wrong by members', ada());
  const text = visibleTextOf(list);
  expect(text).toContain('A member: “She only \\<@1> \\*rents\\* it”');
  expect(text).toContain('Question “Who owns the laundrette?” · built-in engine');
  expect(text).toMatch(/> .*Dolores Whitcombe, who owns the place, .* her lips\..?`¶1`/);
  expect(text).toContain('Checked: each sentence is word for word, shortened without loss, or marked ≈');
  expect(visibleTextOf(await use('feedback', {}, ada()))).toBe(text);

  expect(contentOf(await press(asked, 'Useful'))).toContain('useful');
  expect(visibleTextOf(await use('feedback', {}, ada()))).toBe(
    'Nobody in this server has marked an answer as wrong.',
  );
});

test('says so when the article of an old button was removed meanwhile, whichever button it is', async () => {
  const { article } = await bot.library.add(
    createArticle('The short-lived one', ['It is here today and gone tomorrow.']),
    'short-lived',
  );
  const summary = await use('summary', { article: article.id });
  const buttons = pressableOf(summary);
  await bot.library.remove(article.id);
  for (const name of ['Full summary', 'Quotes', 'Comments', 'Open thread', 'Ask', 'Sources', 'Useful']) {
    const reply = await (await ben().click(summary, buttons[name] as string)).final();
    const said = reply.id === summary.id ? bot.preview.messages(here()).at(-1)! : reply;
    expect(`${name}: ${contentOf(said)}`).toContain('no longer in the library');
    expect(isEphemeral(said)).toBe(true);
  }
});

test('takes a vote without a reason', async () => {
  const summary = await use('summary', { article: id.bread, length: 'brief' });
  const pressed = await ben().click(summary, pressableOf(summary).Wrong as string);
  await pressed.modal();
  await (await ben().submitModal(pressed, {})).reply();
  expect(visibleTextOf(await use('feedback', {}, ada()))).toContain('A member marked this as wrong');
});

test('keeps readers out of what editors see', async () => {
  const asked = await use('ask', { article: id.chess, question: 'Who owns the laundrette?' });
  const sources = await press(asked, 'Sources');
  expect(visibleTextOf(sources)).not.toContain('found it useful');
  expect(pressableOf(sources)).toEqual({});
  expect(contentOf(await use('feedback', {}))).toContain('is for editors');
});

test('says that nobody commented when readers are asked about an article without comments', async () => {
  const reply = visibleTextOf(
    await use('ask', { article: id.chess, question: 'What do the readers think about the noise?' }),
  );
  expect(reply).toContain('This article has no comments.');
  expect(reply).not.toContain('The article doesn’t say');
  expect(
    visibleTextOf(
      await use('ask', { article: id.train, question: 'What do readers say about quantum physics?' }),
    ),
  ).toContain('I didn’t find a clear answer in the comments.');
});

test('does not say that the article is silent where the question is in another language, which only a model reads', async () => {
  for (const question of [
    'Wer ist der Bürgermeister?',
    'Où est le maire ?',
    '¿Quién es el alcalde?',
    '镇长是谁？',
  ])
    expect(visibleTextOf(await use('ask', { article: id.train, question }))).toContain(
      'Without a model, I can only answer questions',
    );
  expect(
    visibleTextOf(await use('ask', { article: id.train, question: 'Was the goalkeeper there?' })),
  ).not.toContain('Without a model');
});

test('does not say that the article is silent where a passage comes near', async () => {
  const reply = visibleTextOf(await use('ask', { article: id.bridge, question: 'Where is the bridge?' }));
  expect(reply).toContain('The answer is probably here:');
  expect(reply).toContain('between **Mill Lane and the Eyot**');
});

const isPng = (bytes: Uint8Array) => Buffer.from(bytes.subarray(1, 4)).toString() === 'PNG';
const pictureIn = (message: APIMessage) => cardsOf(message).at(-1)?.image;

test('shows the argument as a picture that is also told in words, on the first page', async () => {
  const reply = await use('comments', { article: id.train });
  const image = pictureIn(reply)!;
  expect(image.description).toMatch(
    /^Picture of the argument\. The argument in 12 comments\. 1: “.+”, \d+ comments; 2: “.+”, \d+ comments.*; between 1 and 2: .*\d+ contradictions?/,
  );
  expect(reply.attachments).toEqual([]);
  const fetched = await fetch(image.url);
  expect(fetched.headers.get('content-type')).toBe('image/png');
  expect(isPng(new Uint8Array(await fetched.arrayBuffer()))).toBe(true);
  if (pressableOf(reply).Next) {
    const next = await (await ben().click(reply, pressableOf(reply).Next as string)).replyWhere(
      message => visibleTextOf(message) !== visibleTextOf(reply),
    );
    expect(pictureIn(next)).toBeUndefined();
    const back = await (await ben().click(next, pressableOf(next).Back as string)).replyWhere(
      message => visibleTextOf(message) === visibleTextOf(reply),
    );
    expect(pictureIn(back)).toBeDefined();
  }
  expect(pictureIn(await use('comments', { article: id.chess }))).toBeUndefined();
});

test('does without the picture where no files may be attached', async () => {
  bot.preview.deny(here(), PermissionFlagsBits.AttachFiles);
  const reply = await use('comments', { article: id.bridge });
  bot.preview.allow(here(), PermissionFlagsBits.AttachFiles);
  expect(pictureIn(reply)).toBeUndefined();
  expect(visibleTextOf(reply)).toContain('**69 comments**');
});

test('posts a digest with a picture of what readers wrote, and without it where no files may be attached', async () => {
  const channel = bot.preview.channels.news;
  const digest = { name: 'Papers', channel, days: 'daily', time: '08:30', zone: 'UTC' };
  const own = bot.library.forServer(bot.preview.serverId);
  const comments = { '1': 'It rose.', '2': 'It fell.' };
  const { article } = await own.add(createArticle('A loaf of bread', ['It is baked.'], comments), 'loaf');
  await own.rename(article.id, 'The loaf');
  await (await ada().command(here(), 'digest', digest, { subcommand: 'create' })).reply();
  await (await ada().command(here(), 'digest', { name: 'Papers' }, { subcommand: 'now' })).reply();
  const [posted] = bot.preview.messages(channel);
  expect(JSON.stringify(posted)).toMatch(/What readers wrote on\. .*\bThe loaf: 2/);
  const [line, gallery] = posted!.components ?? [];
  expect(line?.type).toBe(ComponentType.TextDisplay);
  expect(gallery).toMatchObject({
    type: ComponentType.MediaGallery,
    items: [{ description: expect.stringContaining('Bar chart. What readers wrote on. ') }],
  });
  bot.preview.deny(channel, PermissionFlagsBits.AttachFiles);
  await bot.library.add(
    createArticle('A new one', ['It is new.'], { '1': 'So it is.', '2': 'It is not.' }),
    'new',
  );
  await (await ada().command(here(), 'digest', { name: 'Papers' }, { subcommand: 'now' })).reply();
  const [, second] = bot.preview.messages(channel);
  expect(visibleTextOf(second!)).toContain('A new one');
  expect(second!.components?.some(({ type }) => type === ComponentType.MediaGallery)).toBe(false);
});

test('draws letters without any font of the machine, numbers in place of letters that its font lacks, and acts on no markup', async () => {
  const bars = (label: string) =>
    renderChart({ title: 'T', bars: [{ label, comments: 2, replies: 1 }] }, 'a.png');
  const [latin, other, blank] = await Promise.all(
    ['Žižek & “money”', 'Жук', ' '].map(label => drawChart(bars(label).svg)),
  );
  expect(Buffer.compare(latin!, blank!)).not.toBe(0);
  expect(Buffer.compare(other!, blank!)).not.toBe(0);
  expect(bars('桥梁').svg).toContain('>1.<');
  expect(bars('桥梁').description).toContain('桥梁: 2, 1 of them replies');
  expect(bars('</text><image href="file:///etc/passwd"/>').svg).not.toContain('<image');
});

test('lets the same be chosen again in the menu below a private answer, be it of a form', async () => {
  const shown = await use('summary', { article: id.train, private: 'true' });
  const current = () => bot.preview.messages(here()).find(each => each.id === shown.id) as APIMessage;
  const menuOf = (message: APIMessage) => pressableOf(message)['More…'] as string;
  const answersBelow = () => bot.preview.messages(here()).filter(isEphemeral).length;
  for (const choice of ['Sources', 'Sources', 'Wrong', '¶ ≈ explained']) {
    const [before, count] = [current(), answersBelow()];
    const chosen = await ben().click(before, pressableOf(before)[choice] as string);
    if (choice === 'Wrong') {
      await chosen.modal();
      await ben().submitModal(chosen, { reason: 'It is longer.' });
    }
    await bot.preview.until(() => answersBelow() > count, 'an answer below');
    expect(menuOf(current())).not.toBe(menuOf(before));
    expect(visibleTextOf(current())).toBe(visibleTextOf(shown));
  }
  const said = bot.preview.messages(here()).filter(isEphemeral).slice(-4).map(visibleTextOf);
  expect(said.map(text => text.slice(0, 7))).toEqual(['Sources', 'Sources', 'Thanks!', 'What th']);
});

test('lets a form be chosen again in the menu of a private answer after it was cancelled', async () => {
  const first = await use('summary', { article: id.train, private: 'true' });
  const below = await press(first, 'Quotes');
  for (const { id: shown } of [first, below]) {
    const current = () => bot.preview.messages(here()).find(each => each.id === shown) as APIMessage;
    for (let time = 0; time < 3; time++) {
      const before = pressableOf(current())['More…'];
      await (await ben().click(current(), pressableOf(current()).Wrong as string)).modal();
      await bot.preview.until(() => pressableOf(current())['More…'] !== before, 'the menu to be a new one');
    }
  }
});

test('lets a form be chosen again after it was cancelled when the private answer is an old one', async () => {
  const shown = await use('summary', { article: id.train, private: 'true' });
  const current = () => bot.preview.messages(here()).find(each => each.id === shown.id) as APIMessage;
  // the webhook of the answer is as lost as it is after a quarter of an hour
  await bot.restart();
  const before = pressableOf(current())['More…'];
  await (await ben().click(current(), pressableOf(current()).Wrong as string)).modal();
  await bot.preview.until(() => pressableOf(current())['More…'] !== before, 'the menu to be a new one');
  expect(visibleTextOf(current())).toBe(visibleTextOf(shown));
});

test('tells a member in Discord what helps there where no article is called so', async () => {
  const said = contentOf(await use('summary', { article: 'penguins of Wexcombe' }));
  expect(said).toBe('I don’t have an article like “penguins of Wexcombe”. `/articles` lists them all.');
});

test('shows a sentence once in the sources, though a statement rests on two parts of it', async () => {
  const summary = await use('summary', { article: id.bridge, length: 'full' });
  const quoted = visibleTextOf(await press(summary, 'Sources')).match(/^> .*$/gm) ?? [];
  expect(quoted.length).toBeGreaterThan(3);
  expect(quoted).toEqual([...new Set(quoted)]);
});

test('names readers in words beside what they say, not in a frame, and counts the passages that are shown', async () => {
  const asked = visibleTextOf(
    await use('ask', { article: id.bridge, question: 'What do the readers say about the ferry?' }),
  );
  expect(asked.match(/^- /gm)?.length).toBeGreaterThan(1);
  expect(asked).not.toMatch(/by a reader|`by/);
  const one = await use('ask', { article: id.train, question: 'What do the readers say about the noise?' });
  expect(visibleTextOf(one)).toMatch(/noise.* \(by a reader\)\n/);
  const several = await use('ask', { article: id.bridge, question: 'Whose idea was this?' });
  expect(visibleTextOf(several).match(/\n> - /g)?.length).toBeGreaterThan(1);
  expect(visibleTextOf(several)).toMatch(/\nEvery passage word for word$/);
});

test('says who disagrees line by line, each with a reason', async () => {
  const text = visibleTextOf(await use('comments', { article: id.bridge }));
  const lines = text.slice(text.indexOf('Who disagrees with whom')).split('\n').slice(1, -1);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toMatch(/^- \*\*.*\*\* disagrees with .*: “.{25,}”$/);
});
