import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVocabulary, splitIntoPieces } from '../src/language/sentence-encoder/pieces.ts';
import { compareVectors, encodeSentence } from '../src/language/sentence-encoder/sentence-encoder.ts';

const FOLDER = join(import.meta.dirname, '../src/language/sentence-encoder');

const closeness = (a: string, b: string) => compareVectors(encodeSentence(a), encodeSentence(b));

describe('the sentence encoder', () => {
  // the cosines that the package's own code gives (@energetic-ai/embeddings 0.2.0)
  it.each([
    ['When is the vote?', 'Alabama voters go to the polls for their primary on July 14.', 0.448],
    ['When is the vote?', 'Sessions praised the President in the mailer.', 0.094],
    ['whose idea was this', 'The plan was first put forward by Ada Reed, a retired teacher.', 0.259],
    ['whose idea was this', 'Alabama voters go to the polls for their primary on July 14.', 0.054],
  ])('measures “%s” and “%s” as the original does', (question, sentence, cosine) => {
    expect(Math.abs(closeness(question, sentence) - cosine)).toBeLessThan(0.02);
  });

  it('gives unit vectors, the same ones each time, for whatever text', () => {
    for (const text of [
      '',
      ' ',
      '…',
      'naïve 東京 😀😀 \u0000\ud800',
      'a'.repeat(200_000),
      ': : '.repeat(50_000),
    ]) {
      const vector = encodeSentence(text);
      expect(compareVectors(vector, vector)).toBeCloseTo(1, 1);
      expect(encodeSentence(text)).toEqual(vector);
    }
  });

  it('gives the same vector whatever it read before, for any number of words', () => {
    const words = 'The vote on the old town bridge begins at noon on Tuesday'.split(' ');
    for (const count of words.keys()) {
      const text = words.slice(0, count + 1).join(' ');
      const vector = encodeSentence(text);
      encodeSentence(`Nobody had told ${count} of the fishermen that their boats would have to leave.`);
      // written with another T, so that it is read again
      expect(encodeSentence(text.replace('T', '\uff34')), text).toEqual(vector);
    }
  });

  it('names the table after its content, so that a new one changes the keys of cached answers', () => {
    const [file = ''] = globSync('*.bin', { cwd: FOLDER });
    const hash = createHash('sha256')
      .update(readFileSync(join(FOLDER, file)))
      .digest('hex');
    expect(basename(file)).toBe(`use-lite-${hash.slice(0, 8)}.bin`);
    expect(readFileSync(join(FOLDER, 'sentence-encoder.ts'), 'utf8')).toContain(`'${file}'`);
  });
});

describe('pieces of words', () => {
  const RESERVED = ['?', '<s>', '</s>', '', '', ''];
  const split = (pieces: Readonly<Record<string, number>>, text: string) => {
    const all = [...RESERVED, ...Object.keys(pieces)];
    const scores = Float32Array.from([...RESERVED.map(() => 0), ...Object.values(pieces)]);
    return splitIntoPieces(text, createVocabulary(all, scores)).map(id => all[id]);
  };

  it('are the likeliest sequence, not the longest first', () => {
    expect(split({ '▁sea': -3, '▁seas': -9, on: -3, s: -4, '▁': -5 }, 'seas on')).toEqual([
      '▁sea',
      's',
      '▁',
      'on',
    ]);
    expect(split({ '▁ab': -1, c: -1, '▁a': -2, bc: -9 }, 'abc')).toEqual(['▁ab', 'c']);
  });

  it('count consecutive characters that have none as one', () => {
    expect(split({ '▁a': -1, '▁': -2 }, 'a 😀😀é a')).toEqual(['▁a', '▁', '?', '▁a']);
  });
});
