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

/** What WordPress's own markup looks like: replies stand in the `<li>` of what they answer. */
function wordpress(id: number, depth: number, author: string, text: string, replies = ''): string {
  return `<li id="comment-${id}" class="comment even thread-even depth-${depth}"><article id="div-comment-${id}" class="comment-body">
    <footer class="comment-meta"><div class="comment-author vcard"><img class="avatar"><b class="fn">${author}</b> <span class="says">says:</span></div>
    <div class="comment-metadata"><a href="#comment-${id}"><time datetime="2026-03-0${depth}T10:00:00+00:00">March ${depth}, 2026 at 10:00 am</time></a></div></footer>
    <div class="comment-content"><p>${text}</p></div><div class="reply"><a class="comment-reply-link" href="#">Reply</a></div></article>
    ${replies && `<ol class="children">${replies}</ol>`}</li>`;
}

const story = `<article><h1>Bridge opens at last</h1><p>${sentence.repeat(4)}</p><p>${sentence.repeat(5)}</p></article>`;

interface Told {
  readonly system: string;
  readonly markup: string;
  readonly comments: readonly (readonly [number: string, author: string | null, text: string])[];
}

const systems: readonly Told[] = [
  {
    system: 'WordPress',
    markup: `<div id="comments" class="comments-area"><h2 class="comments-title">3 thoughts on “Bridge opens at last”</h2><ol class="comment-list">
      ${wordpress(1, 1, 'Walker', 'It wobbles.', wordpress(2, 2, 'Engineer', 'All bridges do.'))}${wordpress(3, 1, 'Ferryman', 'What about me?')}
      <li class="pingback depth-1"><p>Pingback: Bridges of the week</p></li></ol>
      <div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
      ['2', 'Ferryman', 'What about me?'],
    ],
  },
];

describe('comments are read', () => {
  test.each(systems)('of $system', async ({ markup, comments }) => {
    const article = await articleIn(pageOf(`${story}${markup}`));
    expect(article.comments.map(({ number, author, paragraphs }) => [number, author, paragraphs.join('\n')])).toEqual(comments);
    expect(article.paragraphs).toEqual([sentence.repeat(4).trim(), sentence.repeat(5).trim()]);
  });
});
