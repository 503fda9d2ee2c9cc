import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeLine, escapeMarkdown, formatCode, renderMessage } from '../src/discord/render/text.ts';
import { UserError } from '../src/errors.ts';
import { catalogNames } from '../src/i18n/languages.ts';
import { createMessage, joinValues, type MessageValues } from '../src/i18n/template-values.ts';
import { withLocale } from '../src/i18n/translate.ts';
import { ATTACK_TEXTS, findActing, skeletonOf } from './active-markup.ts';
import { collectSentences, findThrown } from './sentences.ts';

/** One attack, several in a row, or one cut in the middle. */
const hostile = fc
  .array(fc.constantFrom(...ATTACK_TEXTS), { minLength: 1, maxLength: 3 })
  .chain(parts => fc.tuple(fc.constant(parts.join(' ')), fc.nat(60)))
  .map(([text, from]) => text.slice(from % Math.max(1, text.length)))
  .filter(text => escapeLine(text) !== '');

describe('the text of strangers', () => {
  test.each(ATTACK_TEXTS)('%j acts where nothing escapes it, or is a part of what does', attack => {
    const around = skeletonOf(`${attack}${attack}`) + skeletonOf(`x ${attack}](https://nitro.example) x`);
    expect(around === skeletonOf('x') && attack !== ATTACK_TEXTS.at(-1)).toBe(false);
  });

  test.each(ATTACK_TEXTS)('%j has no effect once it is plain', attack => {
    expect(findActing(escapeMarkdown(attack))).toEqual([]);
    expect(skeletonOf(escapeLine(attack))).toBe('');
    expect(skeletonOf(`a ${escapeLine(attack)} b`)).toBe('');
    expect(skeletonOf(`**${escapeLine(`x ${attack}`)}**`)).toBe('strong()');
    expect(skeletonOf(formatCode(`x ${attack}`))).toBe('code()');
  });

  test('has none in any mixture and wherever it is cut', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, limit) => {
        expect(skeletonOf(escapeLine(text, limit))).toBe('');
        expect(findActing(escapeMarkdown(text, limit))).toEqual([]);
        expect(escapeMarkdown(text, limit).isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

const filledIn = (sentence: string, value: (name: string) => MessageValues[string]): MessageValues =>
  Object.fromEntries(
    [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [name!, name === 'count' ? 2 : value(name!)]),
  );

/** The first argument, up to its comma. */
function firstOf(given: string): string {
  return /^(?:[^,()]|\((?:[^()]|\([^()]*\))*\))*/.exec(given)?.[0] ?? '';
}

describe('a sentence with values', () => {
  const hasValues = (sentence: string) => /\{\{\w+\}\}/.test(sentence);
  /** The sentences that members read. */
  const all = [...collectSentences()].filter(hasValues);
  /** The sentences that operators read, too. */
  const printed = [...new Set([...all, ...findThrown().flatMap(({ sentence }) => sentence ?? [])])].filter(
    hasValues,
  );

  test.each(catalogNames)('lets nothing in them act, whatever it says, in %s', language => {
    expect(all.length).toBeGreaterThan(250);
    withLocale(language, () => {
      for (const sentence of all) {
        const harmless = skeletonOf(
          renderMessage(
            createMessage(
              sentence,
              filledIn(sentence, () => 'x'),
            ),
          ),
        );
        fc.assert(
          fc.property(hostile, text => {
            const { said } = new UserError(
              sentence,
              filledIn(sentence, () => text),
            );
            expect(skeletonOf(renderMessage(said)), sentence).toBe(harmless);
          }),
          { numRuns: 12 },
        );
      }
    });
  });

  test('moves no cursor and turns no direction in a terminal or a log', () => {
    for (const sentence of printed) {
      const { message } = new UserError(
        sentence,
        filledIn(sentence, () => '\u001b[2J\u009b\r\u202ex\u2066\ud83d'),
      );
      expect(message, sentence).not.toMatch(
        /[\p{Surrogate}\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u,
      );
    }
  });

  test('lets nothing act in a sentence within, nor in a list', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const inner = createMessage('{{host}} answered {{status}}', { host: one, status: 404 });
        const { said } = new UserError('There is no page at this address: {{said}}.', { said: inner });
        expect(skeletonOf(renderMessage(said))).toBe('');
        expect(
          skeletonOf(renderMessage(createMessage('{{all}}', { all: joinValues([one, other], 'or') }))),
        ).toBe('');
      }),
    );
  });

  test('is one that stands in the program, and what is filled in comes as it is', () => {
    const others = findThrown().filter(
      ({ sentence, given }) => sentence === null && /[`+]|\.message\b|\.join\(/.test(firstOf(given)),
    );
    expect(others.map(({ file, given }) => `${file}: ${given}`)).toEqual([]);
    const escaped = findThrown().filter(({ given }) => /\b(?:plain|plainLine|label|tell|t|md)\(/.test(given));
    expect(escaped.map(({ file, given }) => `${file}: ${given}`)).toEqual([]);
  });

  test('crosses to another thread whole', () => {
    const { said } = new UserError('I don’t have an article like {{named}}. `/articles` lists them all.', {
      named: createMessage('“{{wanted}}”', { wanted: ATTACK_TEXTS[0] }),
    });
    expect(renderMessage(structuredClone(said))).toBe(renderMessage(said));
  });
});
