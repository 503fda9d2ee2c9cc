import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { askQuestions } from '../bench/question-bot.ts';
import {
  findMisplacedAnswers,
  QUESTIONS_FOLDER,
  type Question,
  type QuestionSet,
  readQuestionSet,
} from '../bench/question-items.ts';
import { judgeReply, namesSpeaker, outcomeOf, shareOf } from '../bench/question-scores.ts';
import { holdsPhrase } from '../bench/question-words.ts';
import { createArticle } from './articles.ts';

describe('the questions', () => {
  let set: QuestionSet;

  beforeAll(async () => {
    set = await readQuestionSet(QUESTIONS_FOLDER);
  });

  test('are enough, of every kind, and 25 to 40 in a hundred have no answer', () => {
    const without = set.questions.filter(({ unanswerable }) => unanswerable).length;
    expect(set.questions.length).toBeGreaterThanOrEqual(150);
    expect(set.dialogues.length).toBeGreaterThanOrEqual(15);
    expect(without / set.questions.length).toBeGreaterThan(0.25);
    expect(without / set.questions.length).toBeLessThan(0.4);
  });

  test('have expected answers that stand in the article, or in what is known of it, or in its comments', () => {
    expect(findMisplacedAnswers(set)).toEqual([]);
    const [first] = set.questions;
    const elsewhere = { ...first!, asks: 'readers' as const, answers: ['13 to 12 at Tuesday’s meeting'] };
    expect(findMisplacedAnswers({ ...set, questions: [elsewhere], dialogues: [] })).toHaveLength(1);
  });

  test('have others beside them to fit weights to, whose answers stand in their articles too', async () => {
    const training = await readQuestionSet(join(QUESTIONS_FOLDER, 'training'));
    expect(findMisplacedAnswers(training)).toEqual([]);
    const asked = new Set(set.questions.map(({ article, question }) => `${article}: ${question}`));
    const both = training.questions.filter(({ article, question }) => asked.has(`${article}: ${question}`));
    expect(both).toEqual([]);
  });

  test('are asked once each, about articles that are all asked about', () => {
    const singles = set.questions.map(({ article, question }) => `${article}: ${question}`);
    expect(singles.length).toBe(new Set(singles).size);
    const files = readdirSync(join(QUESTIONS_FOLDER, 'articles')).map(name => name.replace('.txt', ''));
    for (const name of files)
      expect(set.questions.filter(({ article }) => article === name).length, name).toBeGreaterThan(10);
  });

  test('are about articles of 300 to 1,500 words with 15 to 60 comments, where those were written for them', () => {
    for (const file of readdirSync(join(QUESTIONS_FOLDER, 'articles'))) {
      const { paragraphs, comments } = set.articles.get(file.replace('.txt', ''))!;
      const words = paragraphs.join(' ').split(/\s+/).length;
      expect(words > 300 && words < 1500, `${file}: ${words} words`).toBe(true);
      expect(comments.length >= 15 && comments.length <= 60, `${file}: ${comments.length} comments`).toBe(
        true,
      );
    }
  });
});

const article = createArticle(
  'A Pond for Tarn',
  [
    'The pond in Tarn will be dug in May for £4,200, the council decided.',
    '“It will have newts,” said Ada Quill, who leads the parks committee, “and no ducks.”',
    'The money comes from the sale of the old bus shelter in Mill Lane.',
  ],
  { '1': 'I would have kept the shelter.', '2': 'Newts are all very well, but who is going to feed them?' },
);

const ask = (more: Partial<Question>): Question => ({ question: 'how much', asks: 'money', ...more });
const answered = (text: string) => ({ outcome: 'answered' as const, text });
const passage = (text: string) => ({ outcome: 'passage' as const, text });
const absent = { outcome: 'not found' as const, text: 'The article doesn’t say.' };

describe('the scorer', () => {
  test('tells a right answer from a wrong one, a passage, silence, and from being told that there is none', () => {
    const cost = ask({ answers: ['£4,200'] });
    expect(judgeReply(cost, answered('It will be dug for £4,200.'), article)).toBe('right');
    expect(judgeReply(cost, answered('It was sold for £200 in 1942.'), article)).toBe('wrong');
    expect(judgeReply(cost, passage('The closest passage: for £4,200, the council'), article)).toBe(
      'right passage',
    );
    expect(judgeReply(cost, passage('The money comes from the sale'), article)).toBe('wrong passage');
    expect(judgeReply(cost, absent, article)).toBe('not found');
    expect(judgeReply(cost, null, article)).toBe('unheard');
  });

  test('takes nothing but “not found” for a refusal where there is no answer', () => {
    const none = ask({ unanswerable: true });
    expect(judgeReply(none, absent, article)).toBe('refused');
    expect(judgeReply(none, passage('It will have newts'), article)).toBe('passage for nothing');
    expect(judgeReply(none, answered('It will have newts'), article)).toBe('invented');
  });

  test('finds whole words and sums alone, however they are written and marked', () => {
    expect(holdsPhrase('said it’s **“half\\-baked”**', 'it\'s "Half-baked"')).toBe(true);
    expect(holdsPhrase('costs £3.60', '£3')).toBe(false);
    expect(holdsPhrase('costs 14,200', '4,200')).toBe(false);
    expect(holdsPhrase('aged 11, or 12', 'aged 11')).toBe(true);
  });

  test('asks of a summary words of two paragraphs, of a digest words of two comments', () => {
    const summary = ask({ asks: 'overview', kind: 'summary' });
    const digest = ask({ asks: 'readers', kind: 'comments' });
    const [first = '', , third = ''] = article.paragraphs;
    expect(judgeReply(summary, answered(`• ${first}\n• ${third}`), article)).toBe('right');
    expect(judgeReply(summary, answered(first), article)).toBe('wrong');
    const comments = article.comments.map(({ paragraphs }) => paragraphs.join(' ')).join('\n');
    expect(judgeReply(digest, answered(comments), article)).toBe('right');
    expect(judgeReply(digest, answered(`${first}\n${third}`), article)).toBe('wrong');
  });

  test('looks for the speaker’s name only where there is a speaker', () => {
    const said = ask({ asks: 'said', answers: ['It will have newts'], speaker: 'Quill' });
    expect(namesSpeaker(said, answered('“It will have newts,” said Ada Quill'))).toBe(true);
    expect(namesSpeaker(said, answered('“It will have newts”'))).toBe(false);
    expect(namesSpeaker(ask({ answers: ['£4,200'] }), absent)).toBe(null);
  });

  test('reads the outcome from the answer, and gives shares with Wilson’s interval', () => {
    expect(outcomeOf('question', { outcome: 'answered' })).toBe('answered');
    expect(outcomeOf('question', { outcome: 'probable' })).toBe('passage');
    expect(outcomeOf('question', { outcome: 'not found' })).toBe('not found');
    expect(outcomeOf('summary', {})).toBe('answered');
    const { low, high } = shareOf(10, 20);
    expect([low.toFixed(1), high.toFixed(1)]).toEqual(['29.9', '70.1']);
    expect(shareOf(0, 0)).toMatchObject({ low: 0, high: 100 });
  });
});

describe('the bot', () => {
  test('is asked single questions by `/ask` and dialogues in threads, and its silence is heard', async () => {
    const about = { article: 'pond' };
    const cost = ask({ question: 'What will the pond in Tarn cost?', answers: ['£4,200'] });
    const none = ask({ question: 'Who is the goalkeeper of the national team?', unanswerable: true });
    const leader = ask({ question: 'Who leads the parks committee?', answers: ['Ada Quill'] });
    const set: QuestionSet = {
      questions: [
        { ...about, ...cost },
        { ...about, ...none },
      ],
      dialogues: [{ ...about, turns: [leader, { question: 'thanks!', silent: true }] }],
      articles: new Map([['pond', article]]),
    };
    const { questions, dialogues, times } = await askQuestions(set);
    const [[told, afterThanks] = []] = dialogues;
    expect(judgeReply(leader, told!, article)).toBe('right');
    expect(afterThanks).toBe(null);
    expect(questions.map(({ text }) => text).join('\n')).not.toMatch(
      /What will the pond|Who is the goalkeeper/,
    );
    expect(judgeReply(none, questions[1]!, article)).toBe('refused');
    expect(['right', 'right passage']).toContain(judgeReply(cost, questions[0]!, article));
    expect(times).toHaveLength(2);
  });
});
