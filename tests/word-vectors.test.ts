import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cosineSimilarity, createVectorSpace } from '../src/answers/comments/text-vectors.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { dotProduct, findWordVector } from '../src/language/word-vectors/word-vectors.ts';

const FOLDER = join(import.meta.dirname, '../src/language/word-vectors');

function compare(one: string, other: string): number {
  const [a, b] = [findWordVector(one), findWordVector(other)];
  if (!a || !b) throw new Error(`${one} or ${other} is not in the table.`);
  return dotProduct(a, b);
}

describe('word vectors', () => {
  test.each([
    ['children', 'kids', 'bridge'],
    ['price', 'cost', 'river'],
    ['judge', 'court', 'banana'],
  ])('%s is nearer to %s than to %s', (word, near, far) => {
    expect(compare(word, near)).toBeGreaterThan(compare(word, far) + 0.3);
  });

  test('the first and the last word of the table are found, a word that is not there is not', () => {
    expect(findWordVector('aa')).not.toBeNull();
    expect(findWordVector('zyuganov')).not.toBeNull();
    for (const word of ['', 'a', 'qqqqqq', 'zzzzzzz', 'Children', 'kids\nchildren'])
      expect(findWordVector(word)).toBeNull();
  });

  test('a word with other letters is not taken for one whose letters end on the same bytes', () => {
    expect(findWordVector('march')).not.toBeNull();
    expect(findWordVector('mšrch')).toBeNull();
  });

  test('a vector has length 1', () => {
    expect(compare('ferry', 'ferry')).toBeCloseTo(1, 5);
  });

  test('the table is named by its content, and the source names the one that is there', () => {
    const tables = globSync('*.bin', { cwd: FOLDER });
    const [name = ''] = tables;
    expect(tables).toHaveLength(1);
    const hash = createHash('sha256')
      .update(readFileSync(join(FOLDER, name)))
      .digest('hex');
    expect(name).toBe(`glove-${hash.slice(0, 8)}.bin`);
    expect(readFileSync(join(FOLDER, 'word-vectors.ts'), 'utf8')).toContain(`'${name}'`);
  });
});

describe('comments as vectors', () => {
  const others = [
    'The hedges along the lane hide foxes.',
    'My cousin repairs bicycles.',
    'Rain fell on the marquee all night.',
    'Nobody wrote to the archbishop.',
    'Lentils need salt and patience.',
    'The orchestra rehearsed twice.',
    'That goalkeeper was magnificent.',
    'Our chimney smokes when the wind turns.',
  ];
  const space = () =>
    createVectorSpace(['Tickets cost too much.', 'The price of the fare is expensive.', ...others]);
  const likeness = ({ vectors: [a, b] }: ReturnType<typeof createVectorSpace>) =>
    a && b ? cosineSimilarity(a, b) : Number.NaN;

  test('those that say alike in other words have something in common', () => {
    expect(likeness(space())).toBeGreaterThan(0.02);
  });

  test('in another language only words count, for what they mean is not known', () => {
    expect(withTextLanguage('deu', () => likeness(space()))).toBe(0);
  });

  test('a text that is the same is the same, and no text is more like it than itself', () => {
    const { vectors, vectorOf } = space();
    for (const vector of vectors) expect(cosineSimilarity(vector, vector)).toBeCloseTo(1, 5);
    const [first] = vectors;
    expect(first && cosineSimilarity(first, vectorOf('Tickets cost too much.'))).toBeCloseTo(1, 5);
  });
});
