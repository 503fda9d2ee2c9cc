import { expect, test } from 'vitest';
import {
  escapeLine,
  escapeMarkdown,
  formatChannelMention,
  formatCode,
  formatCommentNumber,
  formatMemberMention,
  formatRoleMention,
  formatSource,
  formatTimestampMention,
  joinText,
  md,
  messageUrlOf,
  preventBreaks,
  toLabel,
  truncateToMessage,
} from '../src/discord/render/text.ts';
import type { Markdown } from '../src/i18n/translate.ts';

test.each([
  ['https://example.org/a/b.html', 'https://example.org/a/b.html'],
  ['/srv/news/bridge.txt', 'bridge.txt'],
  ['C:\\news\\bridge.txt', 'bridge.txt'],
  ['/srv/news\\old/bridge.txt', 'bridge.txt'],
  ['bridge.txt', 'bridge.txt'],
  ['file:///srv/news/bridge.txt', 'bridge.txt'],
  ['/srv/feeds/all.json: A bridge: opened', 'all.json: A bridge: opened'],
])('shows of the source %s no folder of the operator’s', (source, shown) => {
  expect(formatSource(source)).toBe(shown);
});

test('a code span holds nothing that would end it, and is none where nothing is in it', () => {
  expect(formatCode('a `b` c')).toBe('`a \u02cbb\u02cb c`');
  expect(formatCode(' \n ')).toBe('');
  expect(formatCode('x'.repeat(300))).toBe(`\`${'x'.repeat(199)}…\``);
  expect(formatCode('abcdef', 4)).toBe('`abc…`');
});

test('ids alone become mentions', () => {
  expect([formatChannelMention('12'), formatRoleMention('12'), formatMemberMention('12')]).toEqual([
    ...['<#12>', '<@&12>', '<@12>'],
  ]);
  for (const wrong of ['', '1'.repeat(21), 'a12', '12a', '<@1>'])
    expect(formatMemberMention(wrong)).toBe(escapeLine(wrong));
});

test('times are whole seconds, and stay on the line of the word before', () => {
  expect(formatTimestampMention(1_700_000_000_999, 'R')).toBe('<t:1700000000:R>');
  expect(preventBreaks(md`at ${formatTimestampMention(1000, 'f')}`)).toBe('at\u00a0<t:1:f>');
});

test('a comment’s place is no item of a list, and nothing else passes for one', () => {
  expect(['1', '2.1', '10.2.3'].map(formatCommentNumber)).toEqual(['1', '2.1', '10.2.3']);
  for (const wrong of ['1.', '.1', '1*', 'a1', '1..2'])
    expect(formatCommentNumber(wrong)).toBe(escapeLine(wrong));
  expect(formatCommentNumber('x'.repeat(50))).toBe(`${'x'.repeat(39)}…`);
});

test('the address of a message is made of digits alone', () => {
  expect(messageUrlOf('1', '2', '3')).toBe('https://discord.com/channels/1/2/3');
  expect(messageUrlOf('1/../x', '2', 'm3n4')).toBe('https://discord.com/channels/1/2/34');
});

test('what is empty is left out between others', () => {
  expect(joinText([md`a`, '', null, undefined, md`b`], ' · ')).toBe('a · b');
  expect(joinText([], '\n')).toBe('');
});

test('a message is cut to what Discord takes, not within an escape', () => {
  const most = 'x'.repeat(2000) as Markdown;
  expect(truncateToMessage(most)).toBe(most);
  expect(truncateToMessage(`${most}y` as Markdown)).toBe(`${'x'.repeat(1999)}…`);
  expect(truncateToMessage(`${'x'.repeat(1998)}\\*yy` as Markdown)).toBe(`${'x'.repeat(1998)}…`);
});

test.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['aaa bbb ccc', 11, 'aaa bbb ccc'],
  ['aaa bbb ccc', 10, 'aaa bbb…'],
  ['aaa bbb ccc', 8, 'aaa bbb…'],
  ['aaa bbb ccc', 7, 'aaa…'],
  [`a ${'b'.repeat(40)}`, 35, `a ${'b'.repeat(32)}…`],
  [`a ${'b'.repeat(40)}`, 30, 'a…'],
  [`${'a'.repeat(9)} ${'b'.repeat(60)}`, 40, `${'a'.repeat(9)} ${'b'.repeat(29)}…`],
  [`${'a'.repeat(9)} ${'b'.repeat(60)}`, 39, 'aaaaaaaaa…'],
  [' abcdef', 4, ' ab…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
  ['***', 5, '\\*\\*…'],
  ['***', 4, '\\*…'],
])('%j in %i characters', (text, limit, shown) => {
  expect(escapeMarkdown(text, limit)).toBe(shown);
});

test('a label is one line of characters as they are', () => {
  expect(toLabel(' *a*\n\u202eb  c ', 20)).toBe('*a* b c');
  expect(toLabel('abcdef', 4)).toBe('abc…');
});
