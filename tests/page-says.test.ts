import { describe, expect, test } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { formatJsonArticles, parseJsonArticles } from '../src/articles/formats/json.ts';
import { readPage } from '../src/articles/html/page.ts';
import { readPageInWorker } from '../src/articles/read-in-worker.ts';
import { formatInEnglish } from '../src/i18n/template-values.ts';

const told = [
  'The ferry across the Merrow will run until midnight from the first of May, the harbour office announced on Thursday after a month of trials.',
  'Captain Osk Halden said that the late crossings had carried more than two hundred people on some evenings, most of them on their way home from work.',
  'The office had long refused to pay for a second crew, and gave in only when the hospital offered to share the cost for the first half of the year.',
  'Those who live near the landing stage fear noise, and have asked that the horn be silent after ten unless there is fog on the river.',
];
const body = told.map(text => `<p>${text}</p>`).join('\n');
const heading = '<h1>Ferry runs until midnight</h1>';
const story = `<article>${heading}${body}</article>`;
const described = {
  '@context': 'https://schema.org',
  '@type': 'NewsArticle',
  headline: 'Ferry runs until midnight',
};
const linked = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

function createPage(
  content: string,
  { head = '', title = 'Ferry runs until midnight - The Merrow Times' } = {},
): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><header><nav><a href="/news">News</a></nav></header>${content}</body></html>`;
}

const read = (html: string) => readPageInWorker({ content: html, url: null });

async function readArticleIn(html: string) {
  const page = await read(html);
  if (page.kind === 'refused') throw new Error(formatInEnglish(page.reason));
  return page.article;
}

describe('what a page says of who may read it', () => {
  test.each([
    ['false', linked({ ...described, isAccessibleForFree: false })],
    ['"False"', linked({ ...described, isAccessibleForFree: 'False' })],
    ['an address', linked({ ...described, isAccessibleForFree: 'http://schema.org/False' })],
    ['a list of a value', linked({ ...described, isAccessibleForFree: [{ '@value': 'false' }] })],
    [
      'a name with its prefix',
      linked({ '@graph': [{ ...described, 'schema:isAccessibleForFree': 'FALSE' }] }),
    ],
    [
      'a part of it',
      linked([
        {
          ...described,
          hasPart: [{ '@type': 'WebPageElement', isAccessibleForFree: 'False', cssSelector: '.rest' }],
        },
      ]),
    ],
    ['microdata', '<meta itemprop="isAccessibleForFree" content="False">'],
    ['a link of microdata', '<link itemprop="isAccessibleForFree" href="https://schema.org/False">'],
    ['the tier of its content', '<meta property="article:content_tier" content="locked">'],
    ['a meta of its own', '<meta name="paywall" content="true">'],
  ])('a page that is not free by %s is partial', async (_, head) => {
    expect((await readArticleIn(createPage(story, { head }))).partial).toBe(true);
  });

  test.each([
    ['"True"', linked({ ...described, isAccessibleForFree: 'True' })],
    ['a metered tier', '<meta property="article:content_tier" content="metered">'],
    [
      'what it says of another article',
      linked([
        described,
        {
          '@type': 'ItemList',
          itemListElement: [{ '@type': 'Article', headline: 'Another', isAccessibleForFree: false }],
        },
      ]),
    ],
    [
      'a part behind a wall that stands in it',
      linked({
        ...described,
        isAccessibleForFree: false,
        hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: 'article' },
      }),
    ],
  ])('a page with %s is whole', async (_, head) => {
    expect((await readArticleIn(createPage(story, { head }))).partial).toBeUndefined();
  });
});

describe('an article that was cut into pages', () => {
  const address = (path: string) => `<link rel="canonical" href="https://times.example${path}">`;

  test.each([
    ['a next page', '<link rel="next" href="https://times.example/ferry?page=2">', ''],
    ['a second page of the same name', `${address('/ferry.html')}<link rel="next" href="/ferry-2.html">`, ''],
    [
      'pages by number',
      address('/ferry/'),
      '<div class="page-links">Pages: <span>1</span> <a href="https://times.example/ferry/2/">2</a></div>',
    ],
    ['the page before', `${address('/a.php?id=7&seite=2')}<link rel="prev" href="/a.php?id=7&seite=1">`, ''],
    ['a count in words', '', '<p>Seite 1 von 3</p>'],
    ['a count in numbers', '', '<div class="pagination"><span>1 / 4</span></div>'],
    [
      'a link to the next of them',
      address('/ferry'),
      '<p><a class="next-page" href="/ferry/2">Continue to page 2</a></p>',
    ],
    ['the second of them', '', '<nav class="pagination"><span>Page 2 of 3</span></nav>'],
  ])('with %s is partial', async (_, head, links) => {
    const article = await readArticleIn(createPage(`<article>${heading}${body}${links}</article>`, { head }));
    expect(article.partial).toBe(true);
    expect(article.paragraphs).toEqual(told);
  });

  test.each([
    [
      'the next article',
      `${address('/ferry')}<link rel="next" href="https://times.example/harbour-2">`,
      '<a rel="next" href="/harbour-2">Next post</a>',
    ],
    ['the next number of an archive', `${address('/?p=2895')}<link rel="next" href="/?p=2905">`, ''],
    [
      'pages of comments',
      address('/ferry'),
      '<div id="comments"><nav class="pagination"><a rel="next" href="/ferry/comment-page-2/">Older</a> Page 1 of 2</nav></div>',
    ],
  ])('is not told by %s', async (_, head, links) => {
    expect(
      (await readArticleIn(createPage(`<article>${heading}${body}</article>${links}`, { head }))).partial,
    ).toBeUndefined();
  });
});

describe('a text that only a script would show', () => {
  test.each([
    ['lines', told.join('\n\n')],
    ['HTML', body],
    ['escaped HTML', body.replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ['a list', told],
  ])('is taken from what the page states as its text: %s', async (_, articleBody) => {
    const head = linked({
      '@graph': [{ '@type': 'WebPage' }, { ...described, '@type': ['Article', 'NewsArticle'], articleBody }],
    });
    const article = await readArticleIn(
      createPage('<div id="app"></div><script src="/app.js"></script>', { head }),
    );
    expect(article).toMatchObject({ headline: 'Ferry runs until midnight', paragraphs: told });
  });

  test('is not taken where the page says that it is for subscribers', async () => {
    const head = linked({ ...described, isAccessibleForFree: false, articleBody: told.join('\n') });
    const article = await readArticleIn(
      createPage(`<article>${heading}<p>${told[0]}</p><p>${told[1]}</p></article>`, { head }),
    );
    expect(article).toMatchObject({ partial: true, paragraphs: told.slice(0, 2) });
  });
});

describe('the headline', () => {
  const name = 'The Merrow Times';
  test.each([
    [
      'the heading of the first level is the logo',
      {
        content: `<h1 class="logo"><a href="/">${name}</a></h1><article><h2>Ferry runs until midnight</h2>${body}</article>`,
      },
    ],
    [
      'the logo is an image',
      {
        content: `<h1><a href="/"><img alt="${name}"></a></h1><article><h2>Ferry runs until midnight</h2>${body}</article>`,
      },
    ],
    [
      'nothing says which heading is the logo',
      {
        content: `<h1>${name}</h1><article><h2>Ferry runs until midnight</h2>${body}</article>`,
        title: `${name} - Ferry runs until midnight`,
      },
    ],
    [
      'the heading of the first level is the section',
      { content: `<h1>News</h1><article><h2>Ferry runs until midnight</h2>${body}</article>` },
    ],
    [
      'every other name is the site’s',
      {
        content: `<a href="/">${name}</a>${story}`,
        title: name,
        head: `<meta property="og:title" content="${name}">`,
      },
    ],
    [
      'the JSON-LD has the site’s name',
      {
        content: story,
        head: linked([
          { ...described, headline: name },
          { '@type': 'WebSite', name },
        ]),
      },
    ],
    [
      'only the title has it',
      {
        content: `<h1 class="site-title">${name}</h1><article><div>Ferry runs until midnight</div>${body}</article>`,
      },
    ],
  ])('is the article’s where %s', async (_, { content, ...rest }) => {
    expect((await readArticleIn(createPage(content, rest))).headline).toBe('Ferry runs until midnight');
  });
});

describe('a list of articles', () => {
  const titles = [
    'Harbour wall is raised',
    'School wins chess cup',
    'New bus line opens',
    'Library closes on Sundays',
    'Storm fells an oak',
    'Choir sings for peace',
  ];
  const teaser = (at: number) => `${told[at % 4]} ${told[(at + 1) % 4]}`;
  const list = (card: (title: string, at: number) => string, around = 'div') =>
    `<main><h1>Town</h1><${around}>${titles.map(card).join('\n')}</${around}></main>`;

  test.each([
    [
      'long teasers',
      list((title, at) => `<article><h2><a href="/t/${at}">${title}</a></h2><p>${teaser(at)}</p></article>`),
    ],
    [
      'teasers without boxes',
      list((title, at) => `<h3><a href="/t/${at}">${title}</a></h3><p>${teaser(at)}</p>`),
    ],
    [
      'cards that are links',
      list((title, at) => `<li><a href="/t/${at}"><h3>${title}</h3><p>${teaser(at)}</p></a></li>`, 'ul'),
    ],
    [
      'teasers without headings',
      list(
        (title, at) =>
          `<div><div><a href="/t/${at}">${title}</a></div><p>${teaser(at)}</p><a href="/t/${at}">Read more</a></div>`,
      ),
    ],
    [
      'whole articles one after the other',
      list(
        (title, at) =>
          `<article><h2><a href="https://times.example/t/${at}">${title}</a></h2>${body}</article>`,
      ),
    ],
  ])('of %s is refused', async (_, content) => {
    const page = await read(createPage(content, { title: 'Town - The Merrow Times' }));
    expect(page.kind === 'refused' && formatInEnglish(page.reason)).toMatch(/lists articles/);
  });

  test.each([
    [
      'whose headings lead to what it tells of',
      `<article><h1>Inns worth a walk</h1><p>${told[0]}</p>${titles.map((title, at) => `<h2><a href="https://inn${at}.example/">${title}</a></h2><p>${teaser(at)}</p>`).join('')}</article>`,
    ],
    [
      'with teasers below it',
      `<article>${heading}${body}</article><section>${titles
        .slice(0, 3)
        .map((title, at) => `<h3><a href="/t/${at}">${title}</a></h3><p>${told[at]}</p>`)
        .join('')}</section>`,
    ],
    [
      'whose own headline is a link',
      `<article><h2><a href="/ferry">Ferry runs until midnight</a></h2>${body}</article>`,
    ],
  ])('is not an article %s', async (_, content) => {
    expect((await readArticleIn(createPage(content))).paragraphs.length).toBeGreaterThanOrEqual(4);
  });
});

describe('the picture of a page', () => {
  const meta = (content: string) => `<meta property="og:image" content="${content}">`;
  const read = (head: string) => {
    const page = readPage({ content: createPage(story, { head }), url: 'https://news.example/ferry' });
    if (page.kind === 'refused') throw new Error(formatInEnglish(page.reason));
    return page.article;
  };

  test.each([
    [meta('https://img.example/ferry.jpg?w=1200'), 'https://img.example/ferry.jpg?w=1200'],
    [meta('/ferry.jpg'), 'https://news.example/ferry.jpg'],
    [linked({ ...described, image: ['https://img.example/a.jpg'] }), 'https://img.example/a.jpg'],
    [linked({ ...described, image: { url: 'https://img.example/b.jpg' } }), 'https://img.example/b.jpg'],
    [
      `${meta('http://img.example/a.jpg')}<meta name="twitter:image" content="https://img.example/b.jpg">`,
      'https://img.example/b.jpg',
    ],
  ])('is found in %s', (head, image) => {
    expect(read(head).image).toBe(image);
  });

  test.each([
    'http://img.example/a.jpg',
    'https://user:password@img.example/a.jpg',
    'https://10.0.0.1/a.jpg',
    'https://localhost/a.jpg',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    `https://img.example/${'a'.repeat(1000)}`,
  ])('is none where its address is %s', address => {
    expect(read(meta(address))).not.toHaveProperty('image');
  });

  test('makes no other article of the same text', () => {
    const without = identifyArticle(read(''));
    const withImage = identifyArticle(read(meta('https://img.example/ferry.jpg')));
    expect(withImage.id).toBe(without.id);
    expect(withImage.image).toBe('https://img.example/ferry.jpg');
    const [file] = parseJsonArticles(formatJsonArticles([{ text: read(meta('https://img.example/a.jpg')) }]));
    expect(file?.text.image).toBe('https://img.example/a.jpg');
  });
});
