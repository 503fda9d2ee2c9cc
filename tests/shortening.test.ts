import { describe, expect, it } from 'vitest';
import { proveStatement } from '../src/answers/verification/prove.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './support.ts';

/** The level that a statement reaches against one paragraph. */
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
    ['who said it', 'The council says that the museum will close in May.', 'The museum will close in May.'],
    [
      'who said it, at the end',
      'The museum will close in May, the council says.',
      'The museum will close in May.',
    ],
    [
      'who suspects it',
      'Police suspect that the driver of the van was drunk.',
      'The driver of the van was drunk.',
    ],
    ['a condition', 'If the vote fails, the museum will close in May.', 'The museum will close in May.'],
    [
      'a condition at the end',
      'The museum will close in May unless the state pays.',
      'The museum will close in May.',
    ],
    ['a hedge', 'The plant makes an allegedly harmful paint.', 'The plant makes a harmful paint.'],
    ['a possibility', 'Prado may miss the final.', 'Prado miss the final.'],
    ['an intention', 'The school wants to close its kitchen.', 'The school close its kitchen.'],
    ['a denial', 'The company is not convinced.', 'The company is convinced.'],
    [
      'the part that is meant',
      'Only three of the ten paintings were found.',
      'The ten paintings were found.',
    ],
    ['a limit', 'Almost 60 boats were saved.', '60 boats were saved.'],
    ['what turns a word round', 'The former mayor opened the bridge.', 'The mayor opened the bridge.'],
    [
      'the end of one thing and the beginning of the next',
      'The council gave 5,000 euros to the museum and 9,000 euros to the library.',
      'The council gave 5,000 euros to the library.',
    ],
    [
      'one verb and the other’s subject',
      'The ferry may stop in winter and the night bus runs every hour.',
      'The ferry runs every hour.',
    ],
    [
      'the verb between two people',
      'Anna Reed, who runs the bakery, sued Tom Pike, who owns the house, and won.',
      'Anna Reed, who owns the house, won.',
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

  it('is the article’s own sentence where nothing is left out, whatever its capitals and its spelling', () => {
    expect(levelOf('The Company is not convinced.', 'The company is not convinced. It said so.')).toBe(
      'verbatim',
    );
  });
});
