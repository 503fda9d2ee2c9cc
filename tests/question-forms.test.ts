import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { questionMaker } from '../src/answers/question/maker.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionAnswer } from '../src/answers/question/schema.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { createArticle } from './articles.ts';

const sample = (name: string): Article =>
  identifyArticle(parseText(readFileSync(new URL(`../data/articles/${name}`, import.meta.url), 'utf8')));

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

const quay = createArticle('A crane for the quay at Lenn', [
  'Of the 6,300 people in Lenn, half work at the quay. On Monday 90 people in a room built for 60 heard what a new crane would cost.',
  'The port will pay £2 million, the town £400,000 and the fishermen £75,000. A study of the crane, paid for by the harbour’s four ship owners, is due in June, according to Vera Holm, the harbour master.',
  'Until then the old crane stays, which Otto Brandt has driven for 22 years. A cormorant that nests on its jib is 90 centimetres long and has been there for three summers.',
  'The last ship left Lenn in 1997 with 14 sailors on board. On Sundays 12 rusty old crane hooks are shown to visitors. Admission costs nothing.',
]);

describe('of several values in a text, the one that is asked for answers', () => {
  it.each([
    ['of who lives somewhere, not of who was in a room', 'How many people live in Lenn?', '6,300 people'],
    ['the same, asked as the population', 'What is the population of Lenn?', '6,300 people'],
    ['of a clause that leaves out its verb', 'How much does the town pay?', '£400,000'],
    ['of the same, further down', 'How much do the fishermen pay?', '£75,000'],
    [
      'who does it, in the passive, behind a particle',
      'Who pays for the study?',
      'the harbour’s four ship owners',
    ],
    ['how long, not “until then”', 'How long has Otto Brandt driven the crane?', '22 years'],
    ['how big, not how long', 'How big is the cormorant?', '90 centimetres'],
    ['how much, if it is no sum', 'How much is admission?', 'costs nothing'],
    ['how many, with all of what is counted', 'How many crane hooks are shown?', '12 rusty old crane hooks'],
  ])('%s', (_, question, words) => {
    expect(boldOf(ask(quay, question))[0] ?? ask(quay, question).nearest?.answer).toBe(words);
  });

  it('and no year counts anybody', () => {
    expect(boldOf(ask(quay, 'How many people were on the last ship?'))).toEqual(['14']);
  });

  it('and the sentence that answers comes before others', () => {
    const { statements } = ask(sample('night-train.txt'), 'When will there be a decision?');
    expect(statements.length).toBeGreaterThan(1);
    expect(statements[0]?.answer).toBe('May');
  });
});

const ferry = createArticle('Board keeps the Saltby ferry', [
  'The harbour board decided on Monday to keep the old Saltby ferry for another year. Seven members voted in favour of the repair and three against. A retired pilot had offered to run the service without pay.',
  'What passengers get',
  'The crossing takes nine minutes on a calm day. Seat 14 in the saloon was broken in the storm and has been tied up with rope since, by the cook.',
  'The engineer Ilse Maarten had doubts about the boiler, which is older than anybody in the crew.',
]);

describe('a vote', () => {
  it('is answered by how many were for and against, whatever stands between', () => {
    const answer = ask(ferry, 'How did the board vote?');
    expect(answer.outcome).toBe('answered');
    expect(boldOf(answer)).toEqual(['Seven members voted in favour of the repair and three against']);
  });
});

describe('a question for one of a kind', () => {
  it('is answered by a person if the kind is people', () => {
    const answer = ask(ferry, 'Which expert had doubts about the boiler?');
    expect(answer.outcome).toBe('answered');
    expect(boldOf(answer)).toEqual(['Ilse Maarten']);
  });

  it('needs no name', () => {
    const answer = ask(ferry, 'Which seat was broken in the storm?');
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain('Seat 14');
  });
});

it('a heading is never shown as an answer', () => {
  const { nearest, statements } = ask(ferry, 'What do the passengers get?');
  expect(statements).toEqual([]);
  expect(nearest?.text ?? '').not.toContain('What passengers get');
});

it('a report that the article tells of is not the article', () => {
  const article = createArticle('Buses beat trams', [
    'A consultant’s report had recommended buses. The author of the report, Lena Voss, has never visited the town.',
  ]);
  expect(boldOf(ask(article, 'Who wrote the report?'))).toEqual(['Lena Voss']);
});
