import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkMaker } from '../src/answers/check/maker.ts';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { commentsMaker } from '../src/answers/comments/maker.ts';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import { makerOf } from '../src/answers/makers.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import { recipeOf } from '../src/answers/recipes.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { citedPassagesOf, summarizeVerification } from '../src/answers/verification/citations.ts';
import { commentTextOf, identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { SAMPLES } from './samples.ts';

const sample = (name: string) =>
  identifyArticle(readArticle(name, readFileSync(new URL(`../data/articles/${name}`, import.meta.url))));
const train = sample('night-train.txt');

test('every passage that an answer rests on is the stored one, each once, and every statement stands there, word for word or shortened without loss', () => {
  for (const { file, questions } of SAMPLES) {
    const article = sample(file);
    const asked = [
      { kind: 'summary' as const, options: { length: 'full' } },
      { kind: 'quotes' as const, options: {} },
      { kind: 'comments' as const, options: {} },
      ...questions.map(({ question }) => ({ kind: 'question' as const, options: { question, context: [] } })),
    ];
    for (const { kind, options } of asked) {
      const recipe = recipeOf(kind);
      const maker = makerOf(kind);
      const { answer } = maker.check(maker.extract(article, options), article, options);
      const passages = citedPassagesOf(recipe, answer, article);
      for (const { paragraph, comment, text } of passages) {
        const stored =
          comment === null ? undefined : article.comments.find(({ number }) => number === comment);
        expect(text).toBe(stored ? commentTextOf(stored) : article.paragraphs[paragraph! - 1]);
      }
      expect(new Set(passages.map(({ paragraph, comment }) => `${paragraph} ${comment}`)).size).toBe(
        passages.length,
      );
      const { levels } = summarizeVerification(recipe, answer, article);
      expect(levels.worded).toBe(0);
      const flat = passages.map(({ text }) => text.replace(/\s+/g, ' ')).join('\n');
      const whole = recipe.citations(answer).filter(({ level }) => level !== 'shortened');
      for (const { text } of whole)
        for (const part of text.split(/\n\s*\n/)) expect(flat).toContain(part.replace(/\s+/g, ' '));
    }
  }
});

test('the proof counts the statements of each level and names the paragraphs in order', () => {
  const points = [
    { text: train.paragraphs[3]!, paragraphs: [4], level: 'verbatim' as const, ground: [] },
    {
      text: 'The last night train left Brennick with 31 passengers.',
      paragraphs: [1],
      level: 'worded' as const,
      ground: [],
    },
  ];
  expect(summarizeVerification(summaryRecipe, { points, leftOut: [] }, train)).toEqual({
    levels: { verbatim: 1, shortened: 0, worded: 1 },
    paragraphs: [1, 4],
    comments: [],
  });
});

test('a quotation over several paragraphs rests on all of them', () => {
  const { quotes } = quotesMaker.extract(train);
  const letter = quotes.find(({ paragraphs }) => paragraphs.length > 2)!;
  const passages = citedPassagesOf(quotesRecipe, { quotes: [letter] }, train);
  expect(passages.map(({ paragraph }) => paragraph)).toEqual(letter.paragraphs);
  expect(summarizeVerification(quotesRecipe, { quotes: [letter] }, train)).toMatchObject({
    levels: { verbatim: 1, shortened: 0, worded: 0 },
  });
});

test('what readers said comes after what the article says, and numbers that do not exist are left out', () => {
  const ask = {
    found: true,
    outcome: 'answered' as const,
    verdict: null,
    fact: null,
    text: '',
    paragraphs: [],
    comments: [],
    nearest: null,
    leftOut: [],
  };
  const statements = [
    { text: 'x', paragraphs: [99], comments: ['2.1', '77', '1'], level: 'worded' as const, ground: [] },
    { text: 'y', paragraphs: [2], comments: [], level: 'worded' as const, ground: [] },
  ];
  const passages = citedPassagesOf(questionRecipe, { ...ask, statements }, train);
  expect(passages.map(({ paragraph, comment }) => paragraph ?? comment)).toEqual([2, '1', '2.1']);
});

test('a viewpoint rests on all its comments, a claim on the nearest passage and the readers who say so', () => {
  const { answer } = commentsMaker.check(commentsMaker.extract(train), train, { language: null });
  const numbers = new Set(answer.viewpoints.flatMap(({ comments }) => comments));
  const shown = citedPassagesOf(commentsRecipe, answer, train).map(({ comment }) => comment);
  expect(shown).toEqual(expect.arrayContaining([...numbers]));
  const options = { claim: 'In 2003 with three cars the night train lost less than £400,000.' };
  const checked = checkMaker.check(checkMaker.extract(train, options), train, options).answer;
  expect(citedPassagesOf(checkRecipe, checked, train).at(-1)).toMatchObject({ comment: '2.1' });
});
