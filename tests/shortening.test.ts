import { describe, expect, it } from 'vitest';
import { proveStatement } from '../src/answers/verification/prove.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';

/** The level that a statement reaches against a single paragraph. */
const levelOf = (statement: string, paragraph: string) =>
  withTextLanguage('eng', () => proveStatement(createArticle('A text', [paragraph]), statement).level);

describe('a sentence that is shortened', () => {
  it.each([
    [
      'between commas',
      'Gregor Vance, 81, who was the station master until 2003, cycled to the yard in April.',
      'Gregor Vance cycled to the yard in April.',
    ],
    [
      'a relative clause at the end',
      'Two men tried to stop the fight, which had begun in a bar.',
      'Two men tried to stop the fight.',
    ],
    [
      'a second half of the sentence',
      'The bath is cooled with ice, and swimmers stay in it for three minutes.',
      'The bath is cooled with ice.',
    ],
    [
      'a first half before "but"',
      'The director would welcome a merger, but Lena Stone is among those who oppose it.',
      'Lena Stone is among those who oppose it.',
    ],
    [
      'a phrase of time',
      'The families had to leave their homes in the valley more than 60 years ago.',
      'The families had to leave their homes in the valley.',
    ],
    [
      'a title before a name',
      'Veteran striker Tom Pike has signed a new contract.',
      'Tom Pike has signed a new contract.',
    ],
    [
      'what a subject is called besides',
      'A report paid for by three councils is due in September.',
      'A report is due in September.',
    ],
    [
      'a number behind a comma',
      'The petition has 14,200 signatures, in a town of 9,400 people.',
      'The petition has 14,200 signatures.',
    ],
    [
      'with the name for a pronoun',
      'Ines Vale runs the café. She began the campaign in March.',
      'Ines Vale began the campaign in March.',
    ],
  ])('is proven without %s', (_, paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    [
      'who said it',
      'The board says that the theatre will move in autumn.',
      'The theatre will move in autumn.',
    ],
    [
      'who said it, at the end',
      'The theatre will move in autumn, the board says.',
      'The theatre will move in autumn.',
    ],
    [
      'who suspects it',
      'Officers believe that the keeper of the gate was asleep.',
      'The keeper of the gate was asleep.',
    ],
    [
      'a condition',
      'If the sale falls through, the theatre will move in autumn.',
      'The theatre will move in autumn.',
    ],
    [
      'a condition at the end',
      'The theatre will move in autumn unless the state pays.',
      'The theatre will move in autumn.',
    ],
    ['a hedge', 'The plant makes an allegedly harmful paint.', 'The plant makes a harmful paint.'],
    ['a possibility', 'Prado may miss the final.', 'Prado miss the final.'],
    ['an intention', 'The firm plans to sell its ships.', 'The firm sell its ships.'],
    ['a denial', 'The company is not convinced.', 'The company is convinced.'],
    ['the part that is meant', 'Only four of the nine letters were opened.', 'The nine letters were opened.'],
    ['a limit', 'Almost 80 trees were felled.', '80 trees were felled.'],
    ['what turns a word round', 'The former mayor opened the bridge.', 'The mayor opened the bridge.'],
    ['what doubts a word', 'The so-called expert sold the mill to Lee.', 'The expert sold the mill to Lee.'],
    ['the marks that doubt it', 'The mayor’s “victory” cost a bridge.', 'The mayor’s victory cost a bridge.'],
    ['a symbol of a word', 'The pupils got an A+ for the map.', 'The pupils got an A for the map.'],
    ['a letter of a number', 'Room 5a of the school was closed.', 'Room 5 of the school was closed.'],
    [
      'the end of one thing and the beginning of the next',
      'The bank lent 3 million to the farm and 7 million to the mill.',
      'The bank lent 3 million to the mill.',
    ],
    [
      'one verb and the other’s subject',
      'The lift may break in summer and the café opens every morning.',
      'The lift opens every morning.',
    ],
    [
      'the verb between two people',
      'Mina Dorn, who sells maps, beat Carl Vogt, who owns the shop, and won.',
      'Mina Dorn, who owns the shop, won.',
    ],
    [
      'whose it was, where two lists go together',
      'Lind and Oder were arrested in Arnham and Bexley respectively.',
      'Oder was arrested in Arnham.',
    ],
    [
      'whose it was, where two are named',
      'Ines Vale met Tom Pike. He began the campaign in March.',
      'Ines Vale began the campaign in March.',
    ],
  ])('is not proven without %s', (_, paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });

  it.each([
    ['all of a kind', 'All schools in Kent closed in May.', 'All schools closed in May.'],
    ['none of a kind', 'No ship in the harbour was damaged.', 'No ship was damaged.'],
    ['the only one', 'The only bridge over the river was closed.', 'The only bridge was closed.'],
    ['the first of a kind', 'The first woman on the board resigned.', 'The first woman resigned.'],
    ['the most of a kind', 'Reed is the tallest player in the team.', 'Reed is the tallest player.'],
    ['a share of a kind', 'Most workers at the plant were women.', 'Most workers were women.'],
    ['a kind in general', 'Dogs in the park must be on a lead.', 'Dogs must be on a lead.'],
    ['what is not done then', 'Reed did not speak on Monday.', 'Reed did not speak.'],
    ['what is not done with it', 'The firm did not buy new ships.', 'The firm did not buy ships.'],
    ['who is not let in', 'Reed refused to meet foreign reporters.', 'Reed refused to meet reporters.'],
    ['what is so in a film', 'In the film, Reed kills her husband.', 'Reed kills her husband.'],
    ['what is so in theory', 'In theory, the bridge can carry lorries.', 'The bridge can carry lorries.'],
    ['what somebody thinks', 'To critics, Reed is a thief.', 'Reed is a thief.'],
    ['one of two', 'Either Reed or Vogt stole the ring.', 'Vogt stole the ring.'],
    ['a condition turned round', 'Had she won, Reed would have stayed.', 'Reed would have stayed.'],
    ['an exception', 'Barring a storm, the ship will sail.', 'The ship will sail.'],
    ['a toy', 'Officers found a toy gun in the car.', 'Officers found a gun in the car.'],
    ['what a word needs', 'Reed came close to winning the race.', 'Reed came to winning the race.'],
    ['what somebody is taken for', 'Reed posed as a doctor in Hull.', 'Reed posed in Hull.'],
    ['who writes it', 'The headline read: “Reed stole the ring.”', 'Reed stole the ring.'],
  ])('is not proven where less is said of %s', (_, paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });

  it.each([
    ['the place of what is named', 'The old school in Kent closed in May.', 'The old school closed in May.'],
    ['an adjective', 'Reed bought a large wooden boat in Hull.', 'Reed bought a boat in Hull.'],
    [
      'a time before a denial that depends on another verb',
      'On Monday, the mayor said she would not resign.',
      'The mayor said she would not resign.',
    ],
  ])('is proven where less is said of one thing: %s', (_, paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it('is the article’s own sentence where nothing is left out, whatever its capitals and its spelling', () => {
    expect(levelOf('The Company is not convinced.', 'The company is not convinced. It said so.')).toBe(
      'verbatim',
    );
  });
});
