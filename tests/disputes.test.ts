import { existsSync, readFileSync } from 'node:fs';
import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIMessage,
  ComponentType,
} from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  articleOfCase,
  type DisputeCase,
  loadDisputeCases,
  measureDisputes,
} from '../bench/disputes/measure.ts';
import type { DisputedSentence } from '../src/answers/disputes/dispute.ts';
import { findDisputes } from '../src/answers/disputes/find-disputes.ts';
import { type ArticleText, identifyArticle, parentNumberOf } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { ATTACK_TEXTS } from './active-markup.ts';
import { isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const paragraphs = [
  'The town of Merrow will pull down the old pier in March, the council decided.',
  'The pier is 310 metres long and was built in 1894 by the engineer Abel Stroud.',
  '“Nobody has set foot on it since the storm,” said Councillor Ida Penn, who is responsible for the coast.',
  'Repairs would cost 4.2 million crowns, a report says.',
  'The harbour master, Joss Ray, wants to keep the pier. “It breaks the waves,” he said.',
  'A survey counted 96 gulls on the pier. The bird society of Merrow was founded in 1951.',
];

function createArticle(comments: Record<string, string | { by: string; text: string }>): ArticleText {
  return {
    headline: 'Merrow pulls down its pier',
    byline: null,
    url: null,
    published: null,
    paragraphs,
    comments: Object.entries(comments).map(([number, given]) => ({
      number,
      author: typeof given === 'string' ? null : given.by,
      paragraphs: (typeof given === 'string' ? given : given.text).split('\n'),
    })),
    commentsClosed: false,
    notices: [],
  };
}

const find = (comments: Parameters<typeof createArticle>[0]): DisputedSentence[] =>
  findDisputes(identifyArticle(createArticle(comments)));
const pairsIn = (found: readonly DisputedSentence[]) =>
  found.flatMap(({ paragraph, disputes }) =>
    disputes.map(({ comment, sign }) => `${comment} ¶${paragraph} ${sign}`),
  );

describe('a comment disputes a sentence', () => {
  test.each([
    [
      'quotes its words and calls them untrue',
      '“Nobody has set foot on it” is not true, we danced there.',
      '1 ¶3 quoted',
    ],
    [
      'copies a line of it and corrects it',
      '> Repairs would cost 4.2 million crowns\nWrong, it is six.',
      '1 ¶4 quoted',
    ],
    ['puts its number right', 'The pier is 280 metres long, not 310.', '1 ¶2 number'],
    ['asks for its number and gives another', '310 metres? It is 280.', '1 ¶2 number'],
    ['denies what it says in its own words', 'The pier was not built by Abel Stroud.', '1 ¶2 denied'],
    ['says that somebody in it is wrong', 'Joss Ray is mistaken, it breaks no waves.', '1 ¶5 claimed'],
    [
      'doubts it',
      'I very much doubt that Ida Penn has ever been on the coast since the storm.',
      '1 ¶3 claimed',
    ],
    ['says what it leaves out', 'Councillor Penn forgot to mention the storm of 1987.', '1 ¶3 claimed'],
    [
      'begins as a correction of it',
      'Actually the engineer was Cora Stroud, Abel only signed the plans.',
      '1 ¶2 corrected',
    ],
  ])('that %s', (_, text, expected) => {
    expect(pairsIn(find({ 1: text }))).toEqual([expected]);
  });

  test.each([
    ['an opinion of what is told', 'The council should not pull down the old pier.'],
    ['agreement', 'Joss Ray is right, it breaks the waves.'],
    [
      'what speaks to other readers',
      'To everybody here who says the pier is 310 metres long: you are wrong.',
    ],
    ['a joke', '310 metres of pier and nowhere to get an ice cream.'],
    ['what the article denies too', 'As Penn says, nobody has set foot on it since the storm.'],
    ['what tells of the reader', 'I did not know that Abel Stroud built the pier, how interesting.'],
    ['a reproach of what somebody does', 'Ida Penn was wrong to close the coast.'],
    ['a condition', 'If the 4.2 million crowns are wrong, somebody will have to explain.'],
    ['words that nothing in the article has', 'That is simply not true.'],
  ])('is not %s', (_, text) => {
    expect(find({ 1: text })).toEqual([]);
  });

  test('a reply disputes its parent and not the article, unless it brings the matter up itself', () => {
    const parent = 'My uncle says that the pier is 310 metres long.';
    expect(find({ 1: parent, 1.1: 'The pier is 280 metres long, not 310.' })).toEqual([]);
    expect(pairsIn(find({ 1: 'I will miss it.', 1.1: 'The pier was not built by Abel Stroud.' }))).toEqual([
      '1.1 ¶2 denied',
    ]);
  });

  test('a reply that bears it out counts with it, and one that does not does not', () => {
    const text = 'The pier is 280 metres long, not 310.';
    const found = find({
      1: text,
      '1.1': 'Exactly, I measured it.',
      '1.2': 'No, that is wrong.',
      '1.1.1': 'Spot on.',
    });
    expect(pairsIn(found)).toEqual(['1 ¶2 number', '1.1 ¶2 supported', '1.1.1 ¶2 supported']);
  });

  test('is none in another language than English', () => {
    const article = identifyArticle(createArticle({ 1: 'The pier is 280 metres long, not 310.' }));
    expect(withTextLanguage('deu', () => findDisputes(article))).toEqual([]);
  });

  test('the sentences that most comments dispute come first, and each passage is verbatim', () => {
    const found = find({
      1: 'The pier was not built by Abel Stroud.',
      2: 'Repairs would not cost 4.2 million crowns.',
      3: '4.2 million crowns? I don’t believe that.',
    });
    expect(found.map(({ paragraph, disputes }) => [paragraph, disputes.length])).toEqual([
      [4, 2],
      [2, 1],
    ]);
    for (const { paragraph, text } of found) expect(paragraphs[paragraph - 1]).toContain(text);
  });
});

const seed = new URL('../../shared/articles/000_58050716bc9c6e41.txt', import.meta.url).pathname;
test.skipIf(!existsSync(seed))(
  'the first comment of the real article disputes ¶5 (needs ../shared/articles)',
  () => {
    const found = findDisputes(identifyArticle(readArticle('real.txt', readFileSync(seed))));
    expect(pairsIn(found)).toEqual(['1 ¶5 claimed']);
  },
);

describe('the invented comments', () => {
  const cases = loadDisputeCases();

  test.each([...cases])('under %s are in order', (_, { comments, paragraphs: of }: DisputeCase) => {
    const numbers = comments.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect([null, ...numbers]).toContain(parentNumberOf(number));
    for (const { disputes } of comments)
      for (const paragraph of disputes) expect(of[paragraph - 1]).toBeDefined();
  });

  test('are enough, most of them dispute nothing, and a third is held out', () => {
    const all = [...cases.values()];
    const count = (part: string) =>
      all.filter(each => each.part === part).flatMap(each => each.comments).length;
    expect(count('development') + count('held-out')).toBeGreaterThanOrEqual(150);
    expect(count('held-out')).toBeGreaterThanOrEqual(count('development') / 3);
    const disputing = all.flatMap(({ comments }) => comments).filter(({ disputes }) => disputes.length > 0);
    expect(disputing.length).toBeLessThan((count('development') + count('held-out')) / 2);
  });

  test.each(['development', 'held-out'] as const)('are judged right at least 85 times of 100: %s', part => {
    const { shown, right } = measureDisputes(cases, part);
    expect(shown).toBeGreaterThan(10);
    expect(right / shown).toBeGreaterThanOrEqual(0.85);
  });

  test('have articles that are as they were written', () => {
    for (const each of cases.values())
      expect(articleOfCase(each).comments).toHaveLength(each.comments.length);
  });
});

describe('what readers dispute, in Discord', () => {
  let bot: TestBot;
  let article: string;
  beforeAll(async () => {
    bot = await startTestBot();
    const text = identifyArticle(
      createArticle({
        1: { by: 'Mara', text: 'The pier is 280 metres long, not 310. I walked it with a tape.' },
        '1.1': { by: 'Ben_*x*', text: 'Exactly, 280.' },
        2: { by: 'Cleo', text: 'A sad day for Merrow.' },
        3: { by: 'Eve', text: 'The survey did not count 96 gulls on the pier.' },
        '2.1': { by: 'Dov', text: '“Sad” is no word for it, nor "very sad".' },
      }),
    );
    await bot.library.add(text, 'pier');
    article = text.id;
  });
  afterAll(async () => {
    await bot.stop();
  });

  const ada = () => bot.preview.member('Ada');
  const here = () => bot.preview.channels.articles;
  const use = async (name: string, options: Record<string, string>) =>
    (await ada().command(here(), name, options)).reply();
  const press = async (message: APIMessage, name: string) =>
    (await ada().click(message, pressableOf(message)[name] as string)).reply();
  const menuIn = ({ components = [] }: APIMessage) =>
    (components as APIActionRowComponent<APIComponentInMessageActionRow>[])
      .flatMap((row): readonly APIComponentInMessageActionRow[] => row.components)
      .find(each => each.type === ComponentType.StringSelect);

  test('a summary, an answer and a verdict say by how many readers, and lead to both side by side', async () => {
    const answers = [
      await use('summary', { article, length: 'full' }),
      await use('ask', { article, question: 'How long is the pier?' }),
      await use('check', { article, claim: 'The pier is 310 metres long.' }),
    ];
    for (const answer of answers) {
      expect(visibleTextOf(answer)).toContain('-# disputed by 2 readers');
      const shown = await press(answer, 'What is disputed');
      expect(isEphemeral(shown)).toBe(true);
      const text = visibleTextOf(shown);
      expect(text).toContain(
        '> The pier is 310 metres long and was built in 1894 by the engineer Abel Stroud.',
      );
      expect(text).toContain('**Mara**: “The pier is 280 metres long, not 310. I walked it with a tape.”');
      expect(text).toContain('**Ben\\_\\*x\\*** agrees: “Exactly, 280.”');
      expect(text).not.toContain('Cleo');
    }
  });

  test('a point about another sentence says nothing of it', async () => {
    const disputed = await use('ask', { article, question: 'How many gulls did the survey count?' });
    expect(visibleTextOf(disputed)).toContain('-# disputed by 1 reader');
    const answer = await use('ask', { article, question: 'When was the bird society of Merrow founded?' });
    expect(visibleTextOf(answer)).toMatch(/\nThe bird society of Merrow was founded in \*\*1951\*\*\.\s`¶6`/);
    expect(visibleTextOf(answer)).not.toContain('disputed');
    expect(pressableOf(answer)).not.toHaveProperty('What is disputed');
  });

  test('the digest of the comments names what is disputed most', async () => {
    const text = visibleTextOf(await use('comments', { article }));
    expect(text).toContain('**5 comments** by 5 readers');
    expect(text).toContain('3 dispute the article');
    expect(text).toMatch(/\*\*Most disputed\*\*\n- ¶2 “The pier is 310 metres long.*”, by 2 readers/);
  });

  test('what is written in names and comments acts nowhere', async () => {
    const lines = ATTACK_TEXTS.filter(text => !/[\r\n\ud83d]/.test(text));
    const hostile = identifyArticle(
      createArticle(
        Object.fromEntries(
          lines.flatMap((by, at) => [
            [`${at + 1}`, { by, text: `The pier is 280 metres long, not 310. ${by}` }],
            [`${at + 1}.1`, { by, text: `Exactly. ${by}` }],
          ]),
        ),
      ),
    );
    await bot.library.add(hostile, 'hostile pier');
    const digest = await use('comments', { article: hostile.id });
    const shown = await press(digest, 'What is disputed');
    const listed = await press(digest, 'Open a comment');
    const menu = menuIn(shown)!;
    await (await ada().select(shown, menu.custom_id, [menu.options.at(-1)!.value])).reply();
    // stopping the bot checks that nothing it sent has any effect
    for (const message of [digest, shown, listed]) expect(visibleTextOf(message)).toContain('280 metres');
  });

  test('a comment opens for its reader alone, between what it answers and what answers it', async () => {
    const listed = await press(await use('comments', { article }), 'Open a comment');
    expect(isEphemeral(listed)).toBe(true);
    // quotation marks inside quotation marks are single
    expect(visibleTextOf(listed)).toContain('**Dov**: “‘Sad’ is no word for it, nor ‘very sad’.”');
    const menu = menuIn(listed)!;
    expect(menu.options.map(({ label, value }) => [label, value])).toContainEqual(['Ben_*x*', '1.1']);
    const opened = await (await ada().select(listed, menu.custom_id, ['1.1'])).reply();
    const text = visibleTextOf(opened);
    expect(text).toMatch(/\*\*Mara\*\*: “The pier is 280[^”]*”\n↳\n*.*\*\*Ben/s);
    expect(text).toContain('> Exactly, 280.');
    expect(text).toContain('-# Nobody answered.');
    const parent = await (await ada().select(opened, menuIn(opened)!.custom_id, ['1'])).reply();
    expect(visibleTextOf(parent)).toContain('**1 answer**\n- **Ben\\_\\*x\\***: “Exactly, 280.”');
  });
});
