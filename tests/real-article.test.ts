import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commentsMaker } from '../src/answers/comments/maker.ts';
import { questionMaker } from '../src/answers/question/maker.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import { summaryMaker } from '../src/answers/summary/maker.ts';
import type { Length } from '../src/answers/summary/schema.ts';
import { identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';

const file = new URL('../../shared/articles/000_58050716bc9c6e41.txt', import.meta.url).pathname;
const read = () => identifyArticle(readArticle('real.txt', readFileSync(file)));

// The text belongs to its publisher: only numbers and key words are given here.
describe.skipIf(!existsSync(file))('the real article (needs ../shared/articles)', () => {
  it('is read as a headline, 11 paragraphs and the comments 1, 2 and 2.1, closed', () => {
    const article = read();
    expect(article.headline).toMatch(/Sessions.*President$/);
    expect(article.paragraphs).toHaveLength(11);
    expect(article.comments.map(({ number, paragraphs }) => [number, paragraphs.length])).toEqual([
      ['1', 2],
      ['2', 1],
      ['2.1', 1],
    ]);
    expect(article.commentsClosed).toBe(true);
  });

  it('gives three passages of the letter, two of Sessions and a scare quote', () => {
    const article = read();
    const { answer, complaints } = quotesMaker.check(quotesMaker.extract(article), article);
    expect(complaints).toEqual([]);
    expect(
      answer.quotes.map(({ speaker, where, paragraph, scare }) => [speaker, where, paragraph, scare]),
    ).toEqual([
      ['Michael Glassner', 'letter', 5, false],
      ['Michael Glassner', 'letter', 6, false],
      ['Michael Glassner', 'letter', 8, false],
      [null, null, 9, true],
      ['Jeff Sessions', 'Twitter', 10, false],
      ['Jeff Sessions', 'Twitter', 10, false],
    ]);
    expect(answer.quotes[3]?.text).toBe('cross');
    expect(answer.quotes[4]?.text).toMatch(/^one of the architects/);
    expect(answer.quotes[5]?.text).toMatch(/^nothing .* agenda\.$/);
  });

  it.each<[Length, number, number]>([
    ['brief', 1, 1],
    ['standard', 3, 5],
    ['full', 7, 10],
  ])('is summed up in %s from its own sentences', (length, least, most) => {
    const article = read();
    const options = { length, language: null };
    const { answer, complaints } = summaryMaker.check(
      summaryMaker.extract(article, options),
      article,
      options,
    );
    expect(complaints).toEqual([]);
    expect(answer.points.length).toBeGreaterThanOrEqual(least);
    expect(answer.points.length).toBeLessThanOrEqual(most);
    for (const { paragraphs, level, ground } of answer.points) {
      expect(['verbatim', 'shortened']).toContain(level);
      expect(ground).not.toEqual([]);
      for (const { quote } of ground)
        expect(paragraphs.some(number => article.paragraphs[number - 1]?.includes(quote))).toBe(true);
    }
  });

  it('has its comments told one by one, and the contradiction of 2.1 seen', () => {
    const article = read();
    const { answer, complaints } = commentsMaker.check(commentsMaker.extract(article), article, {
      language: null,
    });
    expect(complaints).toEqual([]);
    expect(answer.counts).toEqual({ comments: 3, threads: 2, replies: 1, levels: 2 });
    expect(answer.viewpoints).toEqual([]);
    expect(answer.coverage).toEqual({ used: 3, of: 3 });
    expect(answer.gists.map(({ comment, act, to }) => [comment, act, to])).toEqual([
      ['1', 'starts', null],
      ['2', 'starts', null],
      ['2.1', 'contradicts', '2'],
    ]);
    // the telling sentence, without its strong language
    expect(answer.gists[0]?.text).toMatch(/^Sessions is not claiming .+ supporter of Trump\.$/);
    expect(answer.gists[1]?.text).toMatch(
      /^jeff sessions IS the reason why so much … has been .+ President$/,
    );
    expect(answer.gists[2]?.text).toMatch(/^HOW did you .+ conclusion\?$/);
    expect(answer.contradictions.map(({ reply, to }) => [reply, to])).toEqual([['2.1', '2']]);
  });

  const ask = (question: string) => {
    const article = read();
    const options = questionRecipe.options.parse({ question });
    return questionMaker.check(questionMaker.extract(article, options), article).answer;
  };

  it.each([
    ['When does Alabama go to the polls?', 11, /July 14/],
    ['Who wrote the letter to Sessions?', 5, /Glassner/],
    ['What did Sessions call himself on Twitter?', 10, /architects/],
  ])('answers “%s” with paragraph %i', (question, paragraph, words) => {
    const answer = ask(question);
    expect(answer.found).toBe(true);
    expect(answer.paragraphs).toContain(paragraph);
    expect(answer.text).toMatch(words);
  });

  it('answers what readers say from their comments', () => {
    const answer = ask('What do the readers say about Sessions?');
    expect([answer.found, answer.paragraphs]).toEqual([true, []]);
    expect(answer.comments).toContain('1');
  });

  it.each(['What is the capital of France?', 'How much did the mailer cost?'])(
    'does not answer “%s”',
    question => {
      expect(ask(question)).toMatchObject({ found: false, statements: [] });
    },
  );
});
