import { describe, expect, test } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import type { PageResult } from '../src/articles/html/page.ts';
import { readFileInWorker, readPageInWorker } from '../src/articles/read-in-worker.ts';
import { renderFrame } from '../src/discord/render/frame.ts';
import { md } from '../src/discord/render/text.ts';
import { UserError } from '../src/errors.ts';
import { formatPlain } from '../src/i18n/template-values.ts';

const sentence =
  'The new bridge over the Arrel was opened on Tuesday, and the mayor walked over it twice before noon. ';

function createPage(body: string, head = ''): string {
  return `<!doctype html><html lang="en-GB"><head><title>Bridge opens at last | The Arrel Post</title>${head}</head><body>${body}</body></html>`;
}

const url = 'https://post.example/news/bridge';

async function readContent(content: string | Uint8Array, contentType?: string) {
  return readPageInWorker({ content, url, ...(contentType && { contentType }) });
}

/** The reason why a page was refused. */
const whyNot = (page: PageResult) => (page.kind === 'refused' ? formatPlain(page.reason) : '');

async function readArticleIn(content: string | Uint8Array, contentType?: string) {
  const page = await readContent(content, contentType);
  if (page.kind === 'refused') throw new UserError(page.reason);
  return page.article;
}

describe('a page is read', () => {
  test('headline, paragraphs and language come from the page', async () => {
    const article = await readArticleIn(
      createPage(`<nav><a href="/">Home</a></nav><article><h1>Bridge opens at last</h1><p>${sentence.repeat(4)}</p>
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

  test('what stands around an article is left out, whatever holds it', async () => {
    const article = await readArticleIn(
      createPage(`<div class="cookie-banner"><p>We use cookies to make this site work for you and for our partners.</p></div>
        <div class="post-content"><h1>Bridge opens at last</h1><p class="byline">By Ines Calloway</p><p>Published: 3 March 2026, 10:00</p>
        <div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet this</a></div><p>${sentence.repeat(4)}</p>
        <figure><img src="x.jpg"><figcaption>The mayor on the bridge. (Photo: Tom Reed)</figcaption></figure>
        <p>${sentence.repeat(3)}</p><p>READ MORE: <a href="/ferry">The ferry will stop in May, and nobody knows why</a></p>
        <blockquote><p>${sentence}</p></blockquote><div class="newsletter-signup"><p>Sign up for our free newsletter and get the news to your inbox every morning.</p></div>
        <p>${sentence.repeat(2)}</p><div class="author-bio"><p>Ines Calloway has written about bridges, ferries and what lies between them for twenty years, and lives in Arrel.</p></div><h3>Related stories</h3><ul class="related"><li><a href="/a">A first story about something else</a></li></ul>
        <p>© 2026 The Arrel Post. All rights reserved.</p></div>`),
    );
    expect(article.paragraphs).toEqual(
      [sentence.repeat(4), sentence.repeat(3), sentence, sentence.repeat(2)].map(text => text.trim()),
    );
  });

  test('a page that takes too long or too much memory is given up with a sentence, and the next one is read', async () => {
    const comments = `<ol class="comment-list">${'<li class="comment"><b class="fn">A</b><p>It wobbles.</p></li>'.repeat(200_000)}</ol>`;
    const hostile = await Promise.all(
      ['<b><p>'.repeat(100_000), comments].map(body => readContent(createPage(`<article>${body}</article>`))),
    );
    for (const page of hostile)
      expect(whyNot(page)).toMatch(/^This page was given up: .+ to (?:be )?read\. .+\.$/);
    const large = readFileInWorker('large.html', Buffer.from(`<html>${'<p>'.repeat(1_600_000)}`));
    await expect(large).rejects.toThrow(
      /^large\.html: it (?:needs too much memory|took longer than \d+ seconds) to read$/,
    );
    const article = await readArticleIn(createPage(`<article><p>${sentence.repeat(10)}</p></article>`));
    expect(article.paragraphs).toHaveLength(1);
  }, 240_000);

  test('a file that begins with many comments is told apart at once', async () => {
    const comments = '<!-- -->\n'.repeat(60);
    const [page, text] = await Promise.all([
      readFileInWorker(
        'page.txt',
        Buffer.from(`${comments}${createPage(`<article><p>${sentence.repeat(10)}</p></article>`)}`),
      ),
      readFileInWorker('text.txt', Buffer.from(`${comments}\n\n${sentence.repeat(3)}`)),
    ]);
    expect(page.articles[0]!.text.paragraphs).toEqual([sentence.repeat(10).trim()]);
    expect(text.articles[0]!.text.paragraphs.at(-1)).toBe(sentence.repeat(3).trim());
  });

  test.each([
    ['tags that never end', '<a'.repeat(100_000)],
    ['comments that never end', '<!--'.repeat(100_000)],
    [
      'an element with endless attributes',
      `<p ${Array.from({ length: 20_000 }, (_, i) => `a${i}=1`).join(' ')}>x`,
    ],
    ['endless class names', `<p class="${'comment-x '.repeat(50_000)}">x</p>`],
    ['bottomless JSON-LD', `<script type="application/ld+json">${'['.repeat(200_000)}</script>`],
    ['a line of a million spaces', `<p>${' \n'.repeat(500_000)}x</p>`],
    ['a line of dates', `<p>${'12 mar '.repeat(50_000)}</p>`],
    ['a line that nearly is a byline', `<p>by ${'a '.repeat(100_000)}</p>`],
    [
      'a thousand levels of replies',
      '<ol class="children"><li class="comment"><p>So it is.</p>'.repeat(1000),
    ],
  ])('an article beside %s is read', async (_, body) => {
    const article = await readArticleIn(
      createPage(`<article><h1>Bridge opens at last</h1><p>${sentence.repeat(8)}</p></article>${body}`),
    );
    expect(article.paragraphs[0]).toBe(sentence.repeat(8).trim());
  });

  test('reading can be cancelled', async () => {
    const cancel = new AbortController();
    const page = readPageInWorker({ content: createPage('<div>'.repeat(200_000)), url }, cancel.signal);
    cancel.abort(new Error('no longer wanted'));
    await expect(page).rejects.toThrow('no longer wanted');
  });
});

/** A comment in WordPress's own markup: replies are inside the `<li>` of the comment they answer. */
function createWordpressComment(
  id: number,
  depth: number,
  author: string,
  text: string,
  replies = '',
): string {
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
      ${createWordpressComment(1, 1, 'Walker', 'It wobbles.', createWordpressComment(2, 2, 'Engineer', 'All bridges do.'))}${createWordpressComment(3, 1, 'Ferryman', 'What about me?')}
      <li class="pingback depth-1"><p>Pingback: Bridges of the week</p></li></ol>
      <div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
      ['2', 'Ferryman', 'What about me?'],
    ],
  },
  {
    system: 'Drupal',
    markup: `<section id="comments" class="comment-wrapper"><h2>Comments</h2>
      <article class="comment js-comment"><footer class="comment__meta"><p class="comment__author"><span>Walker</span></p><p class="comment__time">3 March 2026 - 10:00</p></footer>
        <div class="comment__content"><h3><a href="/comment/1#comment-1">Wobbly</a></h3><div class="field field--name-comment-body"><p>It wobbles.</p></div><ul class="links inline"><li><a href="/user/login">Log in to reply</a></li></ul></div></article>
      <div class="indented"><article class="comment js-comment"><footer class="comment__meta"><p class="comment__author"><span>Engineer</span></p></footer>
        <div class="comment__content"><div class="field field--name-comment-body"><p>All bridges do.</p></div></div></article></div></section>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
    ],
  },
  {
    system: 'Blogger',
    markup: `<div class="comments" id="comments"><h4>2 comments:</h4><div class="comments-content"><div id="comment-holder"><div class="comment-thread toplevel-thread"><ol id="top-ra">
      <li class="comment" id="c1"><div class="comment-block"><div class="comment-header"><cite class="user">Walker</cite><span class="datetime secondary-text"><a href="?showComment=1">March 3, 2026 at 10:00 AM</a></span></div><p class="comment-content">It wobbles.</p><span class="comment-actions"><a>Reply</a></span></div>
      <div class="comment-replies"><div class="comment-thread inline-thread"><span class="thread-toggle">Replies</span><ol class="thread-chrome"><div><li class="comment" id="c2"><div class="comment-block"><div class="comment-header"><cite class="user">Engineer</cite></div><p class="comment-content">All bridges do.</p></div></li></div></ol></div></div></li>
      </ol></div></div></div></div>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
    ],
  },
  {
    system: 'Coral',
    markup: `<div id="coral-stream"><section class="coral-stream coral-comments"><div class="coral coral-comment coral-indent-0" id="comment-aa"><span class="coral-username">Walker</span><time class="coral-timestamp" datetime="2026-03-03T10:00:00Z">2 days ago</time><div class="coral-comment-content"><p>It wobbles.</p></div><div class="coral-comment-actionBar"><button>Reply</button></div></div>
      <div class="coral coral-comment coral-indent-1" id="comment-bb"><span class="coral-username">Engineer</span><span>In reply to <a href="#comment-aa">Walker</a></span><div class="coral-comment-content"><p>All bridges do.</p></div></div></section></div>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
    ],
  },
  {
    system: 'Disqus, as exported',
    markup: `<div id="disqus_thread"><ul id="dsq-comments"><li class="comment even depth-1" id="dsq-comment-7"><div id="dsq-comment-header-7" class="dsq-comment-header"><cite id="dsq-cite-7"><span id="dsq-author-user-7">Walker</span></cite></div><div id="dsq-comment-body-7" class="dsq-comment-body"><div id="dsq-comment-message-7" class="dsq-comment-message"><p>It wobbles.</p></div></div>
      <ul class="children"><li class="comment odd depth-2" id="dsq-comment-8"><div class="dsq-comment-header"><cite><span>Engineer</span></cite></div><div class="dsq-comment-body"><div class="dsq-comment-message"><p>All bridges do.</p></div></div></li></ul></li></ul></div>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
    ],
  },
  {
    system: 'schema.org microdata',
    markup: `<section><div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Walker</span></span><meta itemprop="upvoteCount" content="4"><time itemprop="dateCreated" datetime="2026-03-03T10:00:00Z">Tuesday</time><p itemprop="text">It wobbles.</p>
      <div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Engineer</span><p itemprop="text">All bridges do.</p></div></div></section>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
    ],
  },
  {
    system: 'schema.org JSON-LD',
    markup: `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Bridge opens at last","comment":[
      {"@type":"Comment","@id":"#1","author":{"@type":"Person","name":"Walker"},"text":"It wobbles.","upvoteCount":4,"comment":[{"@type":"Comment","@id":"#2","author":"Engineer","text":"All bridges do."}]},
      {"@type":"Comment","@id":"#3","author":"Ferryman","text":"<p>What about me?</p>","parentItem":{"@id":"#2"}}]}</script>`,
    comments: [
      ['1', 'Walker', 'It wobbles.'],
      ['1.1', 'Engineer', 'All bridges do.'],
      ['1.1.1', 'Ferryman', 'What about me?'],
    ],
  },
];

test('what is nested thousands deep is read as it stands', async () => {
  const article = await readArticleIn(
    createPage(
      `<h1>Bridge opens at last</h1>${'<THINK>T '.repeat(3000)}<p>${sentence.repeat(4)}</p><p>${sentence.repeat(5)}</p>`,
    ),
  );
  expect(article.paragraphs.join(' ')).toContain(sentence.repeat(5).trim());
});

describe('comments are read', () => {
  test.each(systems)('of $system', async ({ markup, comments }) => {
    const article = await readArticleIn(createPage(`${story}${markup}`));
    expect(
      article.comments.map(({ number, author, paragraphs }) => [number, author, paragraphs.join('\n')]),
    ).toEqual(comments);
    expect(article.paragraphs).toEqual([sentence.repeat(4).trim(), sentence.repeat(5).trim()]);
  });

  test('their times and votes are kept where the page has them', async () => {
    const article = await readArticleIn(
      createPage(`${story}${systems.find(({ system }) => /microdata/.test(system))!.markup}`),
    );
    expect(article.comments[0]).toMatchObject({ time: '2026-03-03T10:00:00Z', votes: 4 });
    expect(Object.keys(article.comments[1]!)).toEqual(['number', 'author', 'paragraphs']);
  });

  test('of a discussion on Hacker News, by its indentation', async () => {
    const row = (id: number, indent: number, user: string, text: string) =>
      `<tr class="athing comtr" id="${id}"><td><table><tr><td class="ind" indent="${indent}"><img src="s.gif" height="1" width="${indent * 40}"></td><td class="votelinks"></td><td class="default"><div><span class="comhead"><a href="user?id=${user}" class="hnuser">${user}</a> <span class="age" title="2026-03-03T10:00:00 1772532000"><a href="item?id=${id}">2 days ago</a></span></span></div><div class="comment"><div class="commtext c00">${text}</div><div class="reply"><p><font size="1"><u><a href="reply?id=${id}">reply</a></u></font></p></div></div></td></tr></table></td></tr>`;
    const article = await readArticleIn(
      `<html lang="en" op="item"><head><title>Show HN: A bridge that folds | Hacker News</title></head><body><center><table id="hnmain"><tr><td><table class="fatitem"><tr class="athing submission" id="1"><td class="title"><span class="titleline"><a href="https://bridge.example">Show HN: A bridge that folds</a></span></td></tr></table>
      <table class="comment-tree">${row(2, 0, 'walker', 'It wobbles.')}${row(3, 1, 'engineer', 'All bridges do.')}${row(4, 2, 'walker', 'Not this much.')}${row(5, 0, 'ferryman', 'What about me?')}</table></td></tr></table></center></body></html>`,
    );
    expect(article.headline).toBe('Show HN: A bridge that folds');
    expect(article.comments.map(({ number, author, time }) => [number, author, time])).toEqual([
      ['1', 'walker', '2026-03-03T10:00:00'],
      ['1.1', 'engineer', '2026-03-03T10:00:00'],
      ['1.1.1', 'walker', '2026-03-03T10:00:00'],
      ['2', 'ferryman', '2026-03-03T10:00:00'],
    ]);
    expect(article.comments.map(({ paragraphs }) => paragraphs)).toEqual([
      ['It wobbles.'],
      ['All bridges do.'],
      ['Not this much.'],
      ['What about me?'],
    ]);
  });

  test('of Hacker News, where one was taken away and one has paragraphs and claims to stand too deep', async () => {
    const row = (indent: string, text: string) =>
      `<tr class="athing comtr" id="1"><td><table><tr><td class="ind" indent="${indent}"></td><td class="default"><span class="comhead"><a class="hnuser" href="user?id=a">a</a></span><div class="comment">${text}<div class="reply"><u><a href="reply?id=1">reply</a></u></div></div></td></tr></table></td></tr>`;
    const article = await readArticleIn(
      `<html lang="en"><head><title>A bridge that folds | Hacker News</title></head><body><table>${row('0', '[flagged]')}${row('1', '<div class="commtext c00">Why?<p>It was true.</div>')}${row('9', '<div class="commtext c00">So was mine.</div>')}${row('x', '<div class="commtext c00">Level what?</div>')}</table></body></html>`,
    );
    expect(article.comments.map(({ number, paragraphs }) => [number, ...paragraphs])).toEqual([
      ['1', '[flagged]'],
      ['1.1', 'Why?', 'It was true.'],
      ['1.1.1', 'So was mine.'],
      ['2', 'Level what?'],
    ]);
  });

  test.each([
    [
      'Discourse',
      `<div id="topic-title"><h1>The bridge wobbles</h1></div><div itemscope itemtype="http://schema.org/DiscussionForumPosting">${[
        'Ada',
        'Ben',
        'Cem',
      ]
        .map(
          (name, i) =>
            `<div id="post_${i + 1}" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator" itemprop="author"><span itemprop="name">${name}</span></span> <span class="crawler-post-infos"><time datetime="2026-03-0${i + 1}T10:00:00Z">March ${i + 1}</time></span></div><div class="post" itemprop="text"><p>${name} says: ${sentence.repeat(2)}</p></div></div>`,
        )
        .join('')}</div>`,
    ],
    [
      'phpBB',
      `<h2 class="topic-title"><a href="#">The bridge wobbles</a></h2>${['Ada', 'Ben', 'Cem']
        .map(
          (name, i) =>
            `<div id="p${i + 1}" class="post has-profile bg2"><div class="inner"><dl class="postprofile"><dt><a href="#" class="username">${name}</a></dt><dd>Posts: 12</dd></dl><div class="postbody"><div><h3><a href="#p1">The bridge wobbles</a></h3><p class="author">by <strong><a class="username">${name}</a></strong> » 0${i + 1} Mar 2026, 10:00</p><div class="content">${name} says: ${sentence.repeat(2)}</div></div></div></div></div>`,
        )
        .join('')}`,
    ],
  ])('of a thread in %s, whose first post is the article', async (_, markup) => {
    const article = await readArticleIn(
      `<html lang="en"><head><title>The bridge wobbles</title></head><body>${markup}</body></html>`,
    );
    expect(article.paragraphs).toEqual([`Ada says: ${sentence.repeat(2)}`.trim()]);
    expect(
      article.comments.map(({ number, author, paragraphs }) => [number, author, paragraphs.length]),
    ).toEqual([
      ['1', 'Ben', 1],
      ['2', 'Cem', 1],
    ]);
  });
});

const long = `<p>${sentence.repeat(4)}</p>`;

describe('is it an article?', () => {
  test.each([
    [
      'a bot check',
      '<title>Just a moment...</title>',
      '<h1>post.example</h1><p>Verifying you are human. This may take a few seconds.</p><div id="challenge-form"></div>',
      /checks for human visitors/,
    ],
    [
      'a block',
      '<title>Access Denied</title>',
      '<h1>Access Denied</h1><p>You have been blocked. Ray ID: 7f1</p>',
      /checks for human visitors/,
    ],
    [
      'a consent wall',
      '<title>Before you continue to The Arrel Post</title>',
      '<h1>We value your privacy</h1><p>We and our 800 partners store cookies on your device and process personal data such as unique identifiers, for personalised ads and content, with your consent.</p><button>Accept all</button>',
      /accept its cookies/,
    ],
    [
      'a login wall',
      '<title>Log in | The Arrel Post</title>',
      '<h1>Log in</h1><p>Sign in to your account to go on.</p><form><input name="mail"><input type="password"></form>',
      /asks for a login/,
    ],
    [
      'an article for subscribers',
      '<title>Bridge opens at last</title>',
      '<article><h1>Bridge opens at last</h1><p>The new bridge was opened.</p><div class="paywall"><p>Subscribe to continue reading.</p></div></article>',
      /subscribers only/,
    ],
    [
      'a missing page',
      '<title>404: page not found</title>',
      '<h1>Sorry</h1><p>We could not find the page that you asked for. It may have been moved or removed.</p>',
      /error page/,
    ],
    [
      'a server error',
      '<title>502 Bad Gateway</title>',
      '<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>',
      /error page/,
    ],
    [
      'an empty shell',
      '<title>The Arrel Post</title>',
      '<div id="root"></div><script src="/app.js"></script>',
      /empty until its scripts/,
    ],
    ['a page of nothing', '<title>Hm</title>', '<p>Nothing here.</p>', /I found no article/],
    [
      'a list of articles',
      '<title>The Arrel Post</title>',
      `<main>${Array.from({ length: 12 }, (_, i) => `<article><h2><a href="/${i}">Headline number ${i} about the town</a></h2><p>${sentence}</p></article>`).join('')}</main>`,
      /lists articles/,
    ],
  ])('%s is refused with the reason', async (_, head, body, reason) => {
    const page = await readContent(
      `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`,
    );
    expect(whyNot(page)).toMatch(reason);
  });

  test.each([
    [
      'speaks of robots and cookies',
      `<article><h1>Are you a robot?</h1><p>Sites ask “are you a robot?” and for consent to cookies, and partners buy personal data.</p>${long.repeat(4)}</article>`,
    ],
    [
      'is about an error 404',
      `<article><h1>Error 404: how a number became famous</h1>${long.repeat(4)}</article>`,
    ],
    [
      'stands beside many teasers',
      `<article><h1>Bridge opens</h1>${long.repeat(8)}</article><section>${'<h3><a href="/x">More of this</a></h3>'.repeat(20)}</section>`,
    ],
    [
      'has a login in its head',
      `<header><form><input type="password">Sign in</form></header><article><h1>Bridge opens</h1>${long.repeat(4)}</article>`,
    ],
    [
      'asks for a subscription in a banner',
      `<header><p>Already a subscriber? Sign in</p></header><article><h1>Bridge opens</h1>${long.repeat(4)}</article>`,
    ],
  ])('an article that %s is taken whole', async (_, body) => {
    const article = await readArticleIn(createPage(body));
    expect(article.paragraphs.length).toBeGreaterThanOrEqual(4);
    expect(article.partial).toBeUndefined();
  });

  test('the readable part of an article behind a paywall is partial', async () => {
    const article = await readArticleIn(
      createPage(
        `<article><h1>Bridge opens at last</h1>${long}${long}<div class="article-paywall"><h3>Subscribe to continue reading</h3><p>Already a subscriber? Sign in.</p></div></article>`,
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge opens at last","isAccessibleForFree":false}</script>',
      ),
    );
    expect(article.partial).toBe(true);
    expect(article.paragraphs).toHaveLength(2);
    const shown = renderFrame({
      article: identifyArticle(article),
      answered: null,
      kind: 'Summary',
      body: md`A point.`,
      verification: [],
    });
    expect(shown.description).toContain('Only part of the article was readable.');
  });
});
