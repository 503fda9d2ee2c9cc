import { describe, expect, it } from 'vitest';
import { questionMaker } from '../src/answers/question/maker.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionAnswer } from '../src/answers/question/schema.ts';
import type { Article } from '../src/articles/article.ts';
import { createArticle } from './articles.ts';

function ask(article: Article, question: string): QuestionAnswer {
  const options = questionRecipe.options.parse({ question });
  const { answer, complaints } = questionMaker.check(
    questionMaker.extract(article, options),
    article,
    options,
  );
  expect(complaints).toEqual([]);
  return answer;
}

/** What stands in bold in an answer. */
const boldOf = ({ statements }: QuestionAnswer) => statements.flatMap(({ answer }) => answer ?? []);

const mill = createArticle('Council saves the mill at Orrin', [
  'The parish council of Orrin voted 7 to 4 on Monday against selling the old mill. A further motion on the parking fees was rejected unanimously.',
  'The mill belongs to Hobday & Sons, a family firm. Half of its roof fell in last winter; a fallen chestnut tree caused the damage, the surveyor said.',
  'It grinds about 300 sacks a day. The road past it was shut from 7 until 11 after a wagon of flour had turned over.',
  'A survey of its millstones appears this week in the journal Stone Letters. In the tests, the stones ran true in 8 of 10 trials.',
  'The restoration of the wheel was paid for by the Wheel Restoration Fund. Nobody was injured.',
  'The weir, known as Long Tom until 1970, is watched by volunteers. The two geese are called Salt, Pepper and Rye.',
  'The commonest mistake is to clean the millstones in winter, when they are cold. Wait until early May and clean the millstones on a dry day.',
  'A miller’s cat may live for up to 19 years. The floods were the worst in memory, her book, The Quiet Wheel, says, and the leak in the race, caused by a cracked plank, kept the mill idle.',
]);

describe('a question is answered by what has the form of its answer', () => {
  it.each([
    ['how somebody voted: by the result', 'How did the parish council vote?', '7 to 4'],
    ['what caused something: by its cause', 'What caused the damage to the roof?', 'a fallen chestnut tree'],
    ['that, without what follows it', 'What caused the leak?', 'caused by a cracked plank'],
    ['how long: from when until when', 'How long was the road shut?', 'from 7 until 11'],
    ['where it was published: by the journal', 'Where was the survey published?', 'Stone Letters'],
    ['how often: by how many times of how many', 'How often did the stones run true?', '8 of 10 trials'],
    ['whose it is: by whom it belongs to', 'Who owns the mill?', 'Hobday & Sons'],
    ['who did it: by a body named after it', 'Who paid for the restoration?', 'Wheel Restoration Fund'],
    ['what it was called: by the name alone', 'What was the weir called before?', 'Long Tom'],
    ['what it is called: by its name beside it', 'What is her book called?', 'The Quiet Wheel'],
    ['what they are called: by all their names', 'What are the geese called?', 'Salt, Pepper and Rye'],
    ['how old they get: by how long they live', 'How old do cats get?', 'up to 19 years'],
  ])('%s', (_, question, words) => {
    const answer = ask(mill, question);
    expect(answer.outcome).toBe('answered');
    expect(boldOf(answer)).toEqual([words]);
  });

  it('and not by “a day” behind what there is per day', () => {
    const article = createArticle('The tram at Harrow', [
      'The tram line, which opened in 1904, carries about 3,200 passengers a day between the harbour and the gardens.',
      'A replacement bus will run while the trams stand still.',
    ]);
    expect(boldOf(ask(article, 'How long is the tram line?'))).toEqual([]);
  });

  it('nor, if it asks for advice, by what is said to be a mistake', () => {
    const article = createArticle('A lawn that survives the summer', [
      'Most lawns die of the mower, not of the drought. In shade, leave the grass a centimetre longer.',
      'The commonest mistake is to feed in March, when the soil is cold and the grass cannot use it. Wait until the end of April, when the dandelions flower, and feed again in early September.',
    ]);
    expect(boldOf(ask(article, 'When should I feed the lawn?'))).not.toContain('March');
  });

  it('nor, if it asks whether anybody did, by more than that nobody did', () => {
    const answer = ask(mill, 'Was anyone injured?');
    expect(answer.verdict).toBe('no');
    expect(answer.text).toBe('Nobody was injured.');
  });
});

it('a report that the article tells of is not the article', () => {
  const article = createArticle('Buses beat trams', [
    'A consultant’s report had recommended buses. The author of the report, Lena Voss, has never visited the town.',
  ]);
  expect(boldOf(ask(article, 'Who wrote the report?'))).toEqual(['Lena Voss']);
});
