import { describe, expect, test } from 'vitest';
import { isCalled, measureSpeakers, PARTS, readCases } from '../bench/speakers/measure.ts';
import { explainQuotes } from '../src/answers/quotes/extract.ts';

const speakersOf = (...paragraphs: string[]) =>
  explainQuotes({ paragraphs }).map(({ quote }) => quote.speaker);

describe('he and she are', () => {
  test.each([
    [
      'whoever was told of in indirect speech',
      [
        '“You have shown contempt,” said Judith Penn.',
        'Speaking afterwards the children’s mother said that they had a flat. “The little one loves it,” she said.',
      ],
      'the children’s mother',
    ],
    [
      'who has only a given name, beside a relation',
      ['Her husband, Ola, was mending the roof. “I thought it was a fork,” he said.'],
      'Ola',
    ],
    [
      'who is given a name',
      ['The bride, a nurse named Ada Quill, got on. “It is the thought that counts,” she said.'],
      'Ada Quill',
    ],
    [
      'who is named behind what belongs to a description',
      ['Her editor at Tern Press, Tom Reed, is for it. “People look it up,” he told me.'],
      'Tom Reed',
    ],
    [
      'whom somebody of another gender spoke to',
      ['“It was very wet,” said the man to his wife. “They did try,” she said.'],
      'his wife',
    ],
    [
      'whom the last clause is about',
      ['I wrote it down; my daughter, who counts, read it all. “This means something,” she said.'],
      'my daughter',
    ],
    [
      'one’s own family, by the names that it has',
      ['We told Mum at once. She was silent. “So that was him,” she said.'],
      'Mum',
    ],
  ])('%s', (_, paragraphs, speaker) => {
    expect(speakersOf(...paragraphs).at(-1)).toBe(speaker);
  });

  test('not who has spoken as somebody else, where a description goes on', () => {
    expect(
      speakersOf(
        '“They do not agree,” one northern member said.',
        'The chancellor smiled. “I promised the truth about it,” she said.',
      ).at(-1),
    ).toBe('the chancellor');
  });

  test('not somebody whom the band leader calls', () => {
    expect(speakersOf('The band leader called Quill to the stage, singing “it is our time to win”.')).toEqual(
      ['the band leader'],
    );
  });
});

test('it is the document or the body of which the sentence before tells, and no couple', () => {
  const couple = '“We came for the view,” the couple said.';
  expect(speakersOf(couple, 'One letter was read out. “My kite will get stuck,” it said.').at(-1)).toBe(
    'one letter',
  );
  expect(
    speakersOf(couple, 'It lists, according to a statement. “She takes no water in,” it said.').at(-1),
  ).toBe('a statement');
});

test.each([
  ['A banner behind the goal implored him: “Stay here, Sam, for good”.', 'a banner'],
  ['A sign that appeared on the green today reads: “Wanted: a lumberjack.”', 'a sign'],
  ['In a statement, the group’s president, Ada Quill, said he had “taken a lot”.', 'Ada Quill'],
  ['The agency quoted the captain, Tom Reed, as telling it: “I saw nothing at all.”', 'Tom Reed'],
  ['The Seafarers’ Union warned that “it is a matter of time”.', 'the Seafarers’ Union'],
  ['“We have nothing to add,” said Ada Quill and Tom Reed.', 'Ada Quill and Tom Reed'],
  ['Critics of Tom Reed say that he is “all that they have”.', 'Critics'],
])('a subject is whole: %s', (paragraph, speaker) => {
  expect(speakersOf(paragraph)).toEqual([speaker]);
});

describe('the invented articles', () => {
  test('are read without their marks, and hold enough to tell something', () => {
    for (const part of PARTS) {
      const cases = readCases(part);
      expect(cases.length).toBeGreaterThanOrEqual(5);
      for (const { article, quotations } of cases) {
        expect(quotations.length).toBeGreaterThanOrEqual(3);
        expect(article.paragraphs.join(' ')).not.toMatch(/[{}]/);
      }
    }
  });

  test.each(PARTS)('mostly have their speakers right: %s', part => {
    const { right, spoken, named, namedRightly } = measureSpeakers(readCases(part));
    expect(right / spoken).toBeGreaterThan(0.85);
    expect(namedRightly / named).toBeGreaterThan(0.85);
  });

  test('a name is right with and without what is added to it', () => {
    expect(isCalled('Sir Tom Reed', 'Reed')).toBe(true);
    expect(isCalled('a spokesman for the club', 'spokesman')).toBe(true);
    expect(isCalled('Tom Reed', 'Ada Reed')).toBe(false);
    expect(isCalled('a spokesman for Reed', 'Reed')).toBe(false);
  });
});
