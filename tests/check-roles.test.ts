import { describe, expect, test } from 'vitest';
import { checkMaker } from '../src/answers/check/maker.ts';
import { createArticle } from './articles.ts';

/** The verdict on a claim about an article of one paragraph. */
function judge(paragraph: string, claim: string): string {
  const article = createArticle('News', [paragraph]);
  return checkMaker.check(checkMaker.extract(article, { claim }), article, { claim }).answer.verdict;
}

describe('a claim of one clause whose parts are those of a clause of the article', () => {
  test.each([
    [
      'a participle that goes on with what somebody did',
      'Hull Rovers won the cup on Saturday, beating Kent Lions in a final in York.',
      'The Rovers beat the Lions.',
    ],
    [
      'a passive without a doer',
      'A jury in Hull on Thursday acquitted Colin Reed, 34, of arson.',
      'Colin Reed was acquitted.',
    ],
    [
      'a thing without its description',
      'The letter came from Ann Lee, a nineteen-year-old student.',
      'Ann Lee is a student.',
    ],
    [
      'what was refused',
      'Inspector Paul Lane, who led the search, declined to apologise.',
      'Lane did not apologise.',
    ],
    ['what is over', 'Vale had coached the Lions until 2019.', 'Vale used to coach the Lions.'],
    [
      'what somebody used to be',
      'Tom Orr, 81, was the mayor of Hull from 1974 until 2003.',
      'Tom Orr is a former mayor of Hull.',
    ],
    ['a deed seen from the other side', 'Ann Lee owns the mill.', 'The mill belongs to Ann Lee.'],
  ])('is what the article says: %s', (_what, paragraph, claim) => {
    expect(judge(paragraph, claim)).toBe('supported');
  });

  test.each([
    [
      'the roles turned round',
      'Hull Rovers won the cup on Saturday, beating Kent Lions in a final in York.',
      'The Lions beat the Rovers.',
    ],
    ['a role that has ended', 'The letter came from Ann Lee, a former student.', 'Ann Lee is a student.'],
    [
      'what was done',
      'Inspector Paul Lane, who led the search, promised to apologise.',
      'Lane did not apologise.',
    ],
    ['what goes on', 'Vale has coached the Lions since 2019.', 'Vale used to coach the Lions.'],
    ['the owner', 'Ann Lee owns the mill.', 'Ann Lee belongs to the mill.'],
    [
      'the role of somebody in between',
      'Rob Lane, whose ward includes the island and its single resident, the groundsman, abstained.',
      'Rob Lane is the groundsman.',
    ],
    [
      'another of two of a name',
      'Anna Reed came. Carl Reed came. Reed sold the mill.',
      'Anna Reed sold the mill.',
    ],
    ['a part of a name', 'The mayor of New York sold the mill.', 'The mayor of York sold the mill.'],
    ['what was only tried', 'Ann Lee failed to sell the mill.', 'Ann Lee sold the mill.'],
    ['what is asked', 'Did Ann Lee sell the mill?', 'Ann Lee sold the mill.'],
    ['whose son it is', 'The letter came from the son of Ann Lee, a vet.', 'Ann Lee is a vet.'],
    ['who goes on', 'Ann Lee told Tom Orr to wait and sold the mill.', 'Tom Orr sold the mill.'],
    ['what was once had', 'Ann Lee had the mill.', 'Ann Lee has the mill.'],
  ])('is not: %s', (_what, paragraph, claim) => {
    expect(judge(paragraph, claim)).not.toBe('supported');
  });
});
