import { describe, expect, test } from 'vitest';
import { selectPool } from '../src/answers/summary/candidates.ts';
import { identifyArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { isOrdinal } from '../src/language/numbers.ts';
import { findOpenQuotation, markQuoted } from '../src/language/open-quotation.ts';
import { findQuotations } from '../src/language/quotations.ts';

describe('a quotation over several sentences', () => {
  test.each([
    ['“We won. And', ' we will again.” She left.'],
    ['"We won. And', ' we will again." She left.'],
    ['„Wir siegten. Und', ' wir siegen wieder.“ Sie ging.'],
    ['«Nous gagnons. Et', ' encore.» Elle partit.'],
  ])('is open within, and closed after: %s', (first, second) => {
    expect(findOpenQuotation(first)).toBe(first.charAt(0));
    expect(findOpenQuotation(second, findOpenQuotation(first))).toBe('');
  });

  test('stays open where “ opens again', () => {
    expect(findOpenQuotation('“They said “no” twice. “And')).toBe('“');
  });

  test.each([
    ['She said “we won” twice.', 'we won”'],
    ['Sie sagte „wir siegten“ zweimal.', 'wir siegten“'],
    ['She said "we won', 'we won'],
    ['Nobody said anything.', ''],
  ])('marks the characters within: %s', (text, within) => {
    const quoted = markQuoted(text);
    expect([...text].filter((_, at) => quoted[at] === 1).join('')).toBe(within);
  });

  test.each([
    ['is closed in the next paragraph', ['She said: "We won.', 'We will win again." Then she left.'], 1],
    ['goes on over a whole paragraph', ['She said: "We won.', 'We did.', 'We will win again." She left.'], 1],
    [
      'is reopened behind its first words',
      ['She said: "We won.', 'We did. "We will win again." She left.'],
      2,
    ],
    [
      'is left open, and its paragraph told by others',
      ['She said: "We won.', 'Tom left. "It rained," he said.'],
      2,
    ],
  ])('that %s', (_, paragraphs, count) => {
    const quotations = findQuotations(paragraphs);
    const [first] = quotations;
    expect(quotations).toHaveLength(count);
    expect(first?.parts.length).toBe(_.includes('told by others') ? 1 : count === 1 ? paragraphs.length : 2);
  });

  test.each(['Then he left. " We won," he said.', '(CNN)"We won," he said.', 'He left."We won,"he said.'])(
    'is read with a space that is missing or too many: %s',
    text => {
      const [quotation] = findQuotations([text]);
      expect(quotation?.parts.map(({ from, to }) => text.slice(from, to))).toEqual(['We won,']);
    },
  );

  test('cuts no sentence of a summary that follows it', () => {
    const article = identifyArticle(
      parseText(
        'Die Brücke\n\nDer Rat sagte: „Die Brücke bleibt für zwei Jahre geschlossen. Das ist leider nicht zu vermeiden.“ Die Fähre fährt dann alle zehn Minuten über den Fluss. Sie ist für Bewohner der Stadt kostenlos.',
      ),
    );
    expect(selectPool(article, 3).map(({ text, isCut }) => [text.slice(0, 9), isCut])).toEqual([
      ['Der Rat s', true],
      ['Das ist l', true],
      ['Die Fähre', false],
      ['Sie ist f', false],
    ]);
  });
});

test.each([
  ...['1st', '22nd', '3rd', '11th', 'first', 'twenty-second', 'third', 'fourth', 'twelfth', 'thousandth'].map(
    text => [text, true] as const,
  ),
  ...['1', '22', 'two', 'thousand', 'sixty thousand', '2,000'].map(text => [text, false] as const),
])('the number "%s" is ordinal: %s', (text, expected) => {
  expect(isOrdinal(text)).toBe(expected);
});
