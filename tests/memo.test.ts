import { expect, test } from 'vitest';
import { contentHashOf, createMemo, createWordMemo, hashOf, memoizePerObject } from '../src/memo.ts';

test('makes a value once for each key', () => {
  const memo = createMemo<string>({ entries: 2 });
  let made = 0;
  const take = (key: string) => memo.getOrCreate(key, () => `${key} ${++made}`);
  expect([take('a'), take('b'), take('a')]).toEqual(['a 1', 'b 2', 'a 1']);
});

test('drops what was used longest ago where it holds too many', () => {
  const memo = createMemo<number>({ entries: 2 });
  memo.set('a', 1);
  memo.set('b', 2);
  expect(memo.get('a')).toBe(1);
  memo.set('c', 3);
  expect([memo.has('a'), memo.has('b'), memo.has('c'), memo.size]).toEqual([true, false, true, 2]);
});

test('counts characters, those of the keys too, and stores nothing that is larger than all its room', () => {
  const memo = createMemo<string>({ characters: 20, sizeOf: text => text.length });
  memo.set('a', 'x'.repeat(9));
  memo.set('b', 'x'.repeat(9));
  expect(memo.size).toBe(2);
  memo.set('c', 'x');
  expect([memo.has('a'), memo.has('b'), memo.has('c')]).toEqual([false, true, true]);
  expect(memo.set('d', 'x'.repeat(20))).toHaveLength(20);
  expect(memo.has('d')).toBe(false);
});

test('reads a word again only once others have been looked up since', () => {
  const read: string[] = [];
  const take = createWordMemo(4, word => {
    read.push(word);
    return word.length;
  });
  for (const word of ['a', 'a', 'bb', 'a', 'cc', 'a', 'dd', 'a']) expect(take(word)).toBe(word.length);
  expect(read).toEqual(['a', 'bb', 'cc', 'dd']);
  take('ee');
  take('ff');
  take('bb');
  expect(read.slice(4)).toEqual(['ee', 'ff', 'bb']);
});

test('keeps no word that is longer than words are, since its room is counted in words', () => {
  const read: string[] = [];
  const take = createWordMemo(4, word => {
    read.push(word);
    return word.length;
  });
  const long = 'a'.repeat(4000);
  for (const word of [long, long, 'b', 'b']) expect(take(word)).toBe(word.length);
  expect(read).toEqual([long, long, 'b']);
});

test('remembers what is false or empty', () => {
  const memo = createMemo<boolean | string | number>({ entries: 9 });
  for (const value of [false, '', 0]) {
    memo.set('key', value);
    expect(memo.getOrCreate('key', () => expect.unreachable())).toBe(value);
  }
});

test('works out a value once for each object, also where that is nothing', () => {
  let made = 0;
  const find = memoizePerObject((_: object) => {
    made++;
    return undefined;
  });
  const one = {};
  find(one);
  find(one);
  find({});
  expect(made).toBe(2);
});

test('hashes what a text says, whichever object holds it', () => {
  expect(contentHashOf({ a: ['ü'] })).toBe(contentHashOf({ a: ['ü'] }));
  expect(contentHashOf({ a: ['ü'] })).toBe(hashOf({ a: ['ü'] }));
  expect(contentHashOf({ a: ['ü'] })).not.toBe(contentHashOf({ a: ['u'] }));
});
