import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, plain, plainLine, tell } from '../src/discord/render/text.ts';
import { UserError } from '../src/errors.ts';
import { type Given, joined, say } from '../src/i18n/template-values.ts';
import { catalogs, speaking } from '../src/i18n/translate.ts';
import { actingIn, attacks, skeleton } from './acting.ts';
import { sentences, thrown } from './sentences.ts';

/** An attack, several in a row, or cut in the middle. */
const hostile = fc
  .array(fc.constantFrom(...attacks), { minLength: 1, maxLength: 3 })
  .chain(parts => fc.tuple(fc.constant(parts.join(' ')), fc.nat(60)))
  .map(([text, from]) => text.slice(from % Math.max(1, text.length)))
  .filter(text => plainLine(text) !== '');

describe('the text of strangers', () => {
  test.each(attacks)('%j acts where nothing escapes it, or is a part of what does', attack => {
    const around = skeleton(`${attack}${attack}`) + skeleton(`x ${attack}](https://nitro.example) x`);
    expect(around === skeleton('x') && attack !== attacks.at(-1)).toBe(false);
  });

  test.each(attacks)('%j has no effect once it is plain', attack => {
    expect(actingIn(plain(attack))).toEqual([]);
    expect(skeleton(plainLine(attack))).toBe('');
    expect(skeleton(`a ${plainLine(attack)} b`)).toBe('');
    expect(skeleton(`**${plainLine(`x ${attack}`)}**`)).toBe('strong()');
    expect(skeleton(code(`x ${attack}`))).toBe('code()');
  });

  test('has none in any mixture and wherever it is cut', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, limit) => {
        expect(skeleton(plainLine(text, limit))).toBe('');
        expect(actingIn(plain(text, limit))).toEqual([]);
        expect(plain(text, limit).isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

const filledIn = (sentence: string, value: (name: string) => Given[string]): Given =>
  Object.fromEntries(
    [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [name!, name === 'count' ? 2 : value(name!)]),
  );

/** What is given first, up to its comma. */
function firstOf(given: string): string {
  return /^(?:[^,()]|\((?:[^()]|\([^()]*\))*\))*/.exec(given)?.[0] ?? '';
}

describe('a sentence with values', () => {
  const hasValues = (sentence: string) => /\{\{\w+\}\}/.test(sentence);
  /** What members read. */
  const all = [...sentences()].filter(hasValues);
  /** What operators read too. */
  const printed = [...new Set([...all, ...thrown().flatMap(({ sentence }) => sentence ?? [])])].filter(
    hasValues,
  );

  test.each(Object.keys(catalogs))('lets nothing in them act, whatever it says, in %s', language => {
    expect(all.length).toBeGreaterThan(250);
    speaking(language, () => {
      for (const sentence of all) {
        const harmless = skeleton(
          tell(
            say(
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
            expect(skeleton(tell(said)), sentence).toBe(harmless);
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
        const inner = say('{{host}} answered {{status}}', { host: one, status: 404 });
        const { said } = new UserError('There is no page at this address: {{said}}.', { said: inner });
        expect(skeleton(tell(said))).toBe('');
        expect(skeleton(tell(say('{{all}}', { all: joined([one, other], 'or') })))).toBe('');
      }),
    );
  });

  test('is one that stands in the program, and what is filled in comes as it is', () => {
    const others = thrown().filter(
      ({ sentence, given }) => sentence === null && /[`+]|\.message\b|\.join\(/.test(firstOf(given)),
    );
    expect(others.map(({ file, given }) => `${file}: ${given}`)).toEqual([]);
    const escaped = thrown().filter(({ given }) => /\b(?:plain|plainLine|label|tell|t|md)\(/.test(given));
    expect(escaped.map(({ file, given }) => `${file}: ${given}`)).toEqual([]);
  });

  test('crosses to another thread whole', () => {
    const { said } = new UserError(
      'There is no article like {{named}}. A list of all: /articles, or "list" in a terminal.',
      {
        named: say('“{{wanted}}”', { wanted: attacks[0] }),
      },
    );
    expect(tell(structuredClone(said))).toBe(tell(said));
  });
});
