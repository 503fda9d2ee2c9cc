import { describe, expect, test } from 'vitest';
import { readPageInThread } from '../src/article/page/thread.ts';

const sentence = 'The new bridge over the Arrel was opened on Tuesday, and the mayor walked over it twice before noon. ';

function pageOf(body: string, head = ''): string {
  return `<!doctype html><html lang="en-GB"><head><title>Bridge opens at last | The Arrel Post</title>${head}</head><body>${body}</body></html>`;
}

const url = 'https://post.example/news/bridge';

async function read(content: string | Uint8Array, contentType?: string) {
  return readPageInThread({ content, url, ...(contentType && { contentType }) });
}

async function articleIn(content: string | Uint8Array, contentType?: string) {
  const page = await read(content, contentType);
  if (page.kind === 'refused') throw new Error(page.reason);
  return page.article;
}

describe('a page is read', () => {
  test('headline, paragraphs and language come from the page', async () => {
    const article = await articleIn(
      pageOf(`<nav><a href="/">Home</a></nav><article><h1>Bridge opens at last</h1><p>${sentence.repeat(4)}</p>
        <h2>What comes next</h2><p>${sentence.repeat(5)}</p><ul><li>The ferry stops.</li><li>The road is paved.</li></ul></article>`),
    );
    expect(article.headline).toBe('Bridge opens at last');
    expect(article.language).toBe('en-GB');
    expect(article.paragraphs).toEqual([
      sentence.repeat(4).trim(),
      'What comes next',
      sentence.repeat(5).trim(),
      'The ferry stops.',
      'The road is paved.',
    ]);
  });

  test('a page that takes too long is given up with a sentence, and the next one is read', async () => {
    const hostile = await read(pageOf('<div>'.repeat(200_000)));
    expect(hostile).toEqual({ kind: 'refused', reason: expect.stringMatching(/^This page was given up: .+\.$/) });
    const article = await articleIn(pageOf(`<article><p>${sentence.repeat(10)}</p></article>`));
    expect(article.paragraphs).toHaveLength(1);
  });

  test('reading can be cancelled', async () => {
    const cancel = new AbortController();
    const page = readPageInThread({ content: pageOf('<div>'.repeat(200_000)), url }, cancel.signal);
    cancel.abort(new Error('no longer wanted'));
    await expect(page).rejects.toThrow('no longer wanted');
  });
});
