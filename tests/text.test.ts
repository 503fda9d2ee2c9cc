import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeLine, escapeMarkdown, mask, toLabel } from '../src/discord/render/text.ts';
import { fold, foldWithOffsets } from '../src/language/folding.ts';

test.each([
  [
    'bold, italics, code and spoilers',
    '*a* _b_ `c` ||d|| ~~e~~',
    '\\*a\\* \\_b\\_ \\`c\\` \\|\\|d\\|\\| \\~\\~e\\~\\~',
  ],
  [
    'headings, quotations and lists at the start of a line',
    '# a\n> b\n- c\n+ d\n1. e\n  2) f',
    '\\# a\n\\> b\n\\- c\n\\+ d\n1\\. e\n  2\\) f',
  ],
  ['the same signs inside a line, which do nothing', 'a # b > c - d 1. e', 'a # b > c - d 1. e'],
  ['mentions, channels and timestamps', '<@1> <#2> <@&3> <t:4:R>', '\\<@1> \\<#2> \\<@&3> \\<t:4:R>'],
  ['masked links and bare ones', '[good](https://bad.example)', '\\[good\\](https\\://bad.example)'],
  [
    'invitations',
    'discord.gg/abc and Discord.com/invite/abc',
    'discord\\.gg/abc and Discord\\.com/invite/abc',
  ],
  ['an escape character', '\\*a\\*', '\\\\\\*a\\\\\\*'],
  ['control and bidirectional characters', 'a\u0000b\u202Ec\u2066d\u200Be\uFEFFf', 'abcdef'],
])('leaves %s without effect', (_name, text, shown) => {
  expect(escapeMarkdown(text)).toBe(shown);
});

test('breaks @everyone and @here so that they ping nobody', () => {
  expect(escapeMarkdown('@everyone @here @evelyn')).toBe('@\u200beveryone @\u200bhere @evelyn');
});

test('keeps joined emoji and letters of all scripts', () => {
  const text = '👩‍👩‍👧 Ærø naïve 中文 עברית नमस्ते';
  expect(escapeMarkdown(text)).toBe(text);
});

test('never exceeds the limit, never ends in half an escape or half a character, and says when text was cut', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', ' ', '*', '\\', '😀', '\n', '<', '@everyone ', '1. ', 'ü'),
        maxLength: 200,
      }),
      fc.integer({ min: 1, max: 120 }),
      (text, limit) => {
        const whole = escapeMarkdown(text);
        const shown = escapeMarkdown(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit);
        if (whole.length <= limit) expect(shown).toBe(whole);
        else expect(shown.endsWith('…')).toBe(true);
        const body = shown.replace(/…$/, '');
        expect(body.isWellFormed()).toBe(true);
        expect(/(^|[^\\])(\\\\)*\\$/.test(body)).toBe(false);
      },
    ),
  );
});

test('puts text on one line', () => {
  expect(escapeLine(' a\n\n b\tc ')).toBe('a b c');
  expect(toLabel('a\nb\u202E*c*', 100)).toBe('a b*c*');
  expect(toLabel('x'.repeat(120), 100)).toHaveLength(100);
});

test('masks strong words but for their first letters, and leaves words that only contain them', () => {
  const shown = mask(
    'What bullshit. The assassin of Scunthorpe ordered an assortment of shiitake from the annals.',
    {
      maskStrongLanguage: true,
    },
  );
  expect(shown).toBe(
    'What b•••. The assassin of Scunthorpe ordered an assortment of shiitake from the annals.',
  );
  const masked = (text: string) => mask(text, { maskStrongLanguage: true });
  expect(masked('Absofuckinglutely, f*ck off, naïve SHITTY 😀!')).toBe('A•••, f••• off, naïve S••• 😀!');
});

test('shows strong words where the server wants them', () => {
  expect(mask('What bullshit.', { maskStrongLanguage: false })).toBe('What bullshit.');
});

test('a text is folded alike with its places and without', () => {
  const unit = fc.constantFrom(...' \n\t\u00a0\u200b\ufeff', '…', '“', '’', '—', '-', 'a', 'é', '😀', '.');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), text => {
      const { text: folded, offsets: at } = foldWithOffsets(text);
      expect(fold(text)).toBe(folded);
      expect(at).toHaveLength(folded.length + 1);
    }),
  );
  expect(fold(' “It’s —\n\n  done…\u200b ” ')).toBe("'It's - done... '");
});
