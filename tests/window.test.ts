import { readFileSync } from 'node:fs';
import { encode } from 'gpt-tokenizer';
import { expect, test } from 'vitest';
import { estimateTokens } from '../src/engines/openai/tokens.ts';

test.each(['de', 'es', 'fr', 'it'])(
  'what a text in %s takes of the window is rather over- than underestimated',
  language => {
    const text = readFileSync(new URL(`fixtures/languages/${language}.txt`, import.meta.url), 'utf8');
    const share = estimateTokens(text) / encode(text).length;
    expect(share).toBeGreaterThan(0.95);
    expect(share).toBeLessThan(1.3);
  },
);

test.each([
  ['links', 'https://www.example.org/2024/07/15/some-long-slug?utm_source=feed&id=8472910 '],
  ['numbers', '1024 77,190.5 3f9a0c 88:12 '],
  ['capitals', 'THE COUNCIL VOTED TO CLOSE THE LIBRARY '],
  ['another alphabet', 'Городской совет решил закрыть библиотеку '],
  ['ideographs', '市议会周四决定关闭图书馆'],
])('nor are %s', (_, text) => {
  expect(estimateTokens(text.repeat(20))).toBeGreaterThanOrEqual(encode(text.repeat(20)).length);
});
