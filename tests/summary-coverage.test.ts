import { describe, expect, it } from 'vitest';
import { summaryMaker } from '../src/answers/summary/maker.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { splitWords } from '../src/language/stems.ts';

function createArticle(headline: string, paragraphs: readonly string[]): Article {
  return identifyArticle({
    headline,
    byline: null,
    url: null,
    published: null,
    paragraphs: [...paragraphs],
    comments: [],
    commentsClosed: false,
    notices: [],
  });
}

/** The built-in summary as displayed: checked, each point with its level. */
function summarize(article: Article, length: 'brief' | 'standard' | 'full' = 'standard') {
  const options = summaryRecipe.options.parse({ length });
  return summaryMaker.check(summaryMaker.extract(article, options), article, options).answer.points;
}

const harbour = createArticle('Harbour Town Sells Its Lighthouse to a Bakery', [
  'The council of Port Ansel sold the lighthouse on Monday to a bakery, which paid 410,000 crowns for it.',
  'The lighthouse was built in 1871 and has been dark since the new harbour light was lit in 1998.',
  'The bakery wants to heat its ovens in the engine room, where the old boiler still stands, and to open a shop by May.',
  'Does anybody need a bakery on a rock?',
  'Vera Lund, who keeps the harbour museum, had offered 90,000 crowns for the lighthouse in the spring.',
  'She had raised the money with raffles.',
  'The ferry to the rock carried 12,000 people last summer and is expected to carry twice as many to the bakery.',
  'Photograph: the rock at low tide.',
  'The ferrymen, whose boat is 60 years old, asked the council on Tuesday for a loan of 200,000 crowns.',
  'It was refused.',
  'The harbour master, Ole Brandt, warned that the landing stage is too small for the ferry after dark.',
  'The landing stage will be widened in March at a cost of 75,000 crowns, which the bakery has agreed to pay.',
  'Those two sums are all that the town will ever see, Lund says.',
  'The lighthouse will be painted yellow, the colour of the bakery, before the first of June.',
  'The council will look at the sale again after two years, and the town may buy the lighthouse back.',
]);

describe('the built-in summary of a long article', () => {
  it('takes a point from the beginning, the middle and the end', () => {
    const thirds = summarize(harbour).map(({ paragraphs: [first = 1] }) =>
      Math.floor((3 * (first - 1)) / 15),
    );
    expect(new Set(thirds)).toEqual(new Set([0, 1, 2]));
  });

  it('tells in its first points what the headline tells', () => {
    const [first] = summarize(harbour);
    expect(first?.text).toMatch(/^The council of Port Ansel sold the lighthouse on Monday to a bakery/);
  });

  it('has no question, no caption and nothing that is understood only by what stands before it', () => {
    for (const length of ['standard', 'full'] as const) {
      const texts = summarize(harbour, length).map(({ text }) => text);
      for (const text of texts) expect(text).not.toMatch(/\?$|^Photograph|^It was refused/);
    }
    expect(summarize(harbour).map(({ text }) => text)).not.toContainEqual(
      expect.stringMatching(/^Those two sums/),
    );
  });

  it('has few words: sixty, or those of its four sentences', () => {
    const words = summarize(harbour).reduce((sum, { text }) => sum + splitWords(text).length, 0);
    expect(words).toBeLessThanOrEqual(80);
  });
});

/** The brief summary of an article of one sentence. */
const shorten = (sentence: string) => summarize(createArticle('A headline', [sentence]), 'brief')[0];

describe('a long sentence is shortened as far as that is proven', () => {
  it.each([
    [
      'a clause that says more of a name goes',
      'Vera Lund, who has kept the harbour museum since it was opened by her grandmother, offered 90,000 crowns for the old lighthouse.',
      'Vera Lund offered 90,000 crowns for the old lighthouse.',
    ],
    [
      'another name for somebody goes',
      'Ole Brandt, the harbour master of Port Ansel, warned on Monday that the landing stage is too small for the ferry after dark.',
      'Ole Brandt warned on Monday that the landing stage is too small for the ferry after dark.',
    ],
    [
      'what stands in brackets goes',
      'The lighthouse of Port Ansel (a tower of brick that nobody needs) was sold to a bakery for 410,000 crowns on Monday.',
      'The lighthouse of Port Ansel was sold to a bakery for 410,000 crowns on Monday.',
    ],
    [
      'a phrase at the end goes',
      'The landing stage will be widened before the ferry begins to run again in March, at the cost of the bakery in Harbour Street.',
      'The landing stage will be widened before the ferry begins to run again in March.',
    ],
  ])('%s', (_, sentence, expected) => {
    const point = shorten(sentence);
    expect(point?.text).toBe(expected);
    expect(point?.level).toBe('shortened');
    expect(point?.ground[0]?.quote).toBe(sentence);
  });

  it.each([
    [
      'a condition stays',
      'The bakery will open a shop on the rock in May, if the council of Port Ansel agrees to widen the landing stage in March.',
    ],
    [
      'who says so stays',
      'The landing stage is too small for the ferry after dark and in any wind from the west, according to Ole Brandt.',
    ],
    [
      'a list stays whole',
      'The council sold the lighthouse, the boathouse with its two slips, the keeper’s cottage, the well and the old landing stage on Monday.',
    ],
    [
      'the day stays',
      'On Monday, the council of Port Ansel sold the old lighthouse and the keeper’s cottage beside it to a bakery from the town.',
    ],
    [
      'a quotation stays whole',
      '“We have sold a tower, which nobody wanted, to a woman who can bake, and I would do it again,” said Mayor Tove Aas.',
    ],
  ])('%s', (_, sentence) => {
    expect(shorten(sentence)).toMatchObject({ text: sentence, level: 'verbatim' });
  });
});
