import { readFileSync } from 'node:fs';
import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, describe, expect, test } from 'vitest';
import { extractAnswer } from '../src/answers/question/extract.ts';
import { suggestQuestions } from '../src/answers/question/suggestions/suggest.ts';
import { isWellFormed, pickSuggestions } from '../src/answers/question/suggestions/suggestion.ts';
import { identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';
import { contentOf, isEphemeral } from './cards.ts';
import { createModelEngines, startScriptedModel } from './model.ts';
import { SAMPLES } from './samples.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const sampleOf = (file: string) =>
  identifyArticle(readArticle(file, readFileSync(new URL(`../data/articles/${file}`, import.meta.url))));

/** Text around a sentence in an article, so that its words are rarer than they would be alone. */
const AROUND = [
  'It had rained all night, and nobody had slept. They looked at one another across the table.',
  'After a while somebody laughed. It was not clear at whom, but it helped.',
  'So they went home, slowly and in silence. Tomorrow would be another day.',
];

const suggestionsOf = (paragraph: string) =>
  suggestQuestions(createArticle('An article', [paragraph, ...AROUND])).map(({ question }) => question);

describe('what the built-in engine suggests', () => {
  test.each([
    [
      'The old mill stood empty for years. Ruth Aske, who owns the mill, has repaired its wheel.',
      'Who owns the mill?',
    ],
    ['The bridge will be 84 metres long. It will cross the river at Ostley.', 'How long will the bridge be?'],
    [
      'The chess club has 47 members. A game ends when the washing is done.',
      'How many members does the chess club have?',
    ],
    ['The vote will be repeated in March. Nobody knows how it will end.', 'When will the vote be repeated?'],
    [
      'The lessons were cancelled because the roof leaks. Parents are angry.',
      'Why were the lessons cancelled?',
    ],
    [
      'The new season ticket costs £140. A single trip is dearer than before.',
      'How much does the new season ticket cost?',
    ],
  ])('asks of “%s”', (text, question) => {
    expect(suggestionsOf(text)).toContain(question);
  });

  test.each([
    'He runs it, and she sold 20 of them in March.',
    'According to Achebe, the piers have been calculated for a flood half a metre higher.',
    'Two of those three defeats were to Jun Ashdown, who is 11.',
    'The idea came from a bad night in February.',
    'Henrik Vance, who was not involved, calls the work careful.',
  ])('asks nothing that reads badly of “%s”', text => {
    expect(suggestionsOf(text)).toEqual([]);
  });

  test.each(SAMPLES.map(({ file }) => file))(
    'is answered by %s itself, in questions that fit on a button',
    file => {
      const article = sampleOf(file);
      for (const { question, answer } of suggestQuestions(article)) {
        expect(isWellFormed(question), question).toBe(true);
        const { found, statements } = extractAnswer(article, { question });
        expect([found, statements[0]?.text], question).toEqual([true, answer]);
      }
    },
  );

  test('is nothing for an article in another language', () => {
    const paragraphs = [
      'Ruth Aske, who owns the mill, has repaired its wheel. The old mill stood empty for years.',
    ];
    expect(withTextLanguage('deu', () => suggestQuestions(createArticle('Die Mühle', paragraphs)))).toEqual(
      [],
    );
  });
});

test('what was asked or shown is not suggested again, and different questions come first', () => {
  const all = [
    { question: 'Who owns the mill?', answer: 'Ruth Aske, who owns the mill, has repaired its wheel.' },
    { question: 'Who repaired the wheel?', answer: 'Tom Reed repaired the wheel.' },
    { question: 'When is the vote?', answer: 'The vote is on Monday.' },
    { question: 'How many people came?', answer: 'So 600 people came.' },
  ];
  const none = { asked: [], shown: [] };
  expect(pickSuggestions(all, none)).toEqual([
    'Who owns the mill?',
    'When is the vote?',
    'How many people came?',
  ]);
  expect(pickSuggestions(all, { ...none, asked: ['who owns the mill'] })[0]).toBe('Who repaired the wheel?');
  expect(pickSuggestions(all, { ...none, shown: ['The vote is on Monday.', ''] })).not.toContain(
    'When is the vote?',
  );
});

let bot: TestBot;
let stop = async () => {};
afterEach(async () => {
  if (bot === undefined) return;
  await bot.stop();
  await stop();
  stop = async () => {};
});

/** The labels of the suggestions below a message, with their custom ids. */
const suggestedIn = (message: APIMessage): [label: string, id: string][] =>
  Object.entries(pressableOf(message)).filter(([, id]) => /^(?:open|post)\/ask\/next\//.test(id));

async function ask(question: string): Promise<APIMessage> {
  const article = (await bot.library.suggest('railway', 1))[0]?.id as string;
  const { preview } = bot;
  return (
    await preview.member('Ada').command(preview.channels.articles, 'ask', { article, question })
  ).reply();
}

describe('below an answer', () => {
  test('members press what they can ask next, and are answered by themselves', async () => {
    bot = await startTestBot();
    const answer = await ask('Who is the mayor of Brennick?');
    const suggested = suggestedIn(answer);
    expect(suggested.length).toBeGreaterThan(0);
    expect(suggested.length).toBeLessThanOrEqual(3);
    const [[label, id] = ['', '']] = suggested;
    const next = await (await bot.preview.member('Ben').click(answer, id)).reply();
    expect(visibleTextOf(next)).toContain(label);
    expect(visibleTextOf(next)).not.toMatch(/didn’t find|probably here/);
    expect(isEphemeral(next)).toBe(true);
    expect(suggestedIn(next).map(([each]) => each)).not.toContain(label);
  });

  test('in a thread they go on with its conversation, and none comes twice', async () => {
    bot = await startTestBot();
    const { preview } = bot;
    const article = (await bot.library.suggest('railway', 1))[0]?.id as string;
    const opened = await (
      await preview.member('Ada').command(preview.channels.articles, 'discuss', { article })
    ).reply();
    const thread = opened.id;
    await preview.until(() => preview.messages(thread).length > 0, 'the thread');
    const said = await preview.member('Ben').say(thread, 'Who is the mayor of Brennick?');
    const answer = await preview.until(() => preview.repliesTo(said)[0], 'an answer');
    const asked = new Set<string>();
    let shown = answer;
    for (let round = 0; round < 3; round++) {
      // the last one is an option of the menu
      const next = suggestedIn(shown).at(-1);
      if (!next) break;
      const [label, id] = next;
      expect(asked).not.toContain(label);
      asked.add(label);
      shown = await (await preview.member('Ben').click(shown, id)).reply();
      expect(contentOf(shown)).toContain(label);
      expect(contentOf(shown)).not.toContain('asked as');
      expect(isEphemeral(shown)).toBe(false);
    }
    expect(asked.size).toBeGreaterThan(0);
    const stored = await bot.storage.threads.listQuestionsBefore(thread, '9'.repeat(20), 10);
    expect(stored.map(({ question }) => question)).toEqual(['Who is the mayor of Brennick?', ...asked]);
  });
});

test('a model’s suggestions are shown where the article answers them, and one with its conversation is asked whole', async () => {
  const model = await startScriptedModel();
  stop = () => model.stop();
  bot = await startTestBot({
    engines: createModelEngines(model),
  });
  const { preview } = bot;
  const { id: article } = await bot.library.find('22:40');
  const direct = preview.member('Ben').directMessages();
  await (await preview.member('Ben').command(direct, 'discuss', { article })).reply();
  const statement = (quote: string, paragraph: number) => ({
    ground: [{ paragraph, comment: null, quote }],
    text: quote,
    translation: null,
  });
  const maund =
    'Gregor Maund, 81, who was Brennick’s station master from 1974 until 2003, cycled to Marrow Junction in April to count them and, since nobody stopped him, to sit in one.';
  model.say(
    {
      found: true,
      statements: [statement(maund, 11)],
      nearest: null,
      suggestions: [
        'Who is the mayor of Brennick?',
        'Which football club won the championship in 1987?',
        'Why?',
        'Click **here** now, will you @everyone?',
      ],
    },
    { found: true, statements: [statement(maund, 11)], nearest: null, suggestions: [] },
  );
  const say = async (text: string) => {
    const said = await preview.member('Ben').say(direct, text);
    return preview.until(() => preview.repliesTo(said)[0], `a reply to “${text}”`);
  };
  const { id } = await say('Who counted the coaches?');
  // a model's answer appears before it is complete
  const labels = await preview.until(() => {
    const shown = preview.messages(direct).find(message => message.id === id);
    const suggested = shown ? suggestedIn(shown).map(([label]) => label) : [];
    return suggested.length > 0 ? suggested : undefined;
  }, 'suggestions');
  expect(labels[0]).toBe('Who is the mayor of Brennick?');
  expect(labels.join()).not.toMatch(/football|Why\?|here/);
  const second = await say('how old is he?');
  expect(visibleTextOf(second)).toContain('asked as: How old is Gregor Maund?');
  const request = JSON.stringify(model.requests.at(-1));
  expect(request).toContain('How old is Gregor Maund?');
  expect(request).toContain('Who counted the coaches?');
  expect(request).toContain('who was Brennick’s station master');
  expect(model.violations).toEqual([]);
});
