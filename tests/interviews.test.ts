import { describe, expect, it } from 'vitest';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import { summaryMaker } from '../src/answers/summary/maker.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { identifyArticle } from '../src/articles/article.ts';

const createArticle = (...paragraphs: string[]) =>
  identifyArticle({
    headline: 'The Woman Who Winds the Clock',
    byline: null,
    url: null,
    published: null,
    paragraphs,
    comments: [],
    commentsClosed: false,
    notices: [],
  });

/** The quotes of an article as displayed: who said what. */
function quote(...paragraphs: string[]) {
  const article = createArticle(...paragraphs);
  const options = quotesRecipe.options.parse({});
  const { answer, complaints } = quotesMaker.check(quotesMaker.extract(article), article, options);
  expect(complaints).toEqual([]);
  return answer.quotes.map(({ speaker, text, paragraph }) => [speaker, text, paragraph]);
}

const lead =
  'Every Monday Ruth Askerly climbs 134 steps to wind the clock. Askerly was a dentist until 2019. Askerly has no watch.';

describe('the answers of an interview without quotation marks are quotes', () => {
  const questions = ['How did it begin?', 'Did anybody show you?'];
  const answers = [
    'By complaining about it. I wrote a letter to the parish.',
    'There was a card on a nail, with three numbers on it.',
  ];
  it.each([
    ['names', 'Peter Lindqvist:', 'Ruth Askerly:'],
    ['surnames in capitals', 'LINDQVIST:', 'ASKERLY:'],
    ['initials', 'PL:', 'RA:'],
    ['question and answer', 'Q:', 'A:'],
    ['question and answer, with dashes', 'Q. —', 'A. —'],
  ])('labelled with %s', (_, asks, says) => {
    const introduced = `${lead} Peter Lindqvist met her.`;
    const turns = questions.flatMap((question, i) => [`${asks} ${question}`, `${says} ${answers[i]}`]);
    expect(quote(introduced, ...turns, 'The clock struck four.')).toEqual([
      ['Ruth Askerly', answers[0], 3],
      ['Ruth Askerly', answers[1], 5],
    ]);
  });

  it('but for one in which somebody else is quoted at length', () => {
    const turns = [
      'Ruth Askerly: The parish wrote to me. “Nobody else in the village has knees,” the rector said.',
      'Peter Lindqvist: And then?',
      'Ruth Askerly: I went up there.',
      'Peter Lindqvist: What was it like?',
    ];
    expect(quote(lead, ...turns).map(([, text]) => text)).toEqual([
      'Nobody else in the village has knees,',
      'I went up there.',
    ]);
  });

  it.each([
    ['lists of facts', ['Serves: four', 'Time: two hours', 'Serves: six', 'Time: an hour']],
    ['marks for restaurants', ['Food: excellent', 'Service: slow', 'Food: poor', 'Service: kind']],
    ['one name', ['Ruth Askerly: a dentist.', 'Ruth Askerly: a winder of clocks.']],
  ])('but not %s', (_, paragraphs) => {
    expect(quote(lead, ...paragraphs)).toEqual([]);
  });
});

describe('the summary of such an interview', () => {
  it('has neither questions nor sentences of which nobody could see who says them', () => {
    const article = createArticle(
      lead,
      'Peter Lindqvist: The parish wants to fit an electric motor to the clock. Does it need one?',
      'Ruth Askerly: The clock needs a motor now. The motor for the clock costs 9,400 pounds and comes at Easter.',
      'Peter Lindqvist: The clock will then run without you?',
      'Ruth Askerly: A clock that is wrong is worse than no clock. A penny makes the clock gain two fifths of a second.',
      'The council of the parish decides about the motor on 4 October.',
    );
    const options = summaryRecipe.options.parse({ length: 'standard' });
    const { points } = summaryMaker.check(summaryMaker.extract(article, options), article, options).answer;
    for (const { text } of points) expect(text).not.toMatch(/^Peter Lindqvist|^The motor for|^A penny/);
  });
});
