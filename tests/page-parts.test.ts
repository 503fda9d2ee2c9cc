import { describe, expect, test } from 'vitest';
import { readPageInWorker } from '../src/articles/read-in-worker.ts';

const told = [
  'The town council of Brackwater decided late on Monday to keep the public baths open for one more year, although the boiler needs to be replaced before spring.',
  'Lena Ruiz, who runs the baths, told reporters that a new boiler would cost at least ninety thousand and that nobody had promised her a penny of it yet.',
  'Swimmers had collected more than four thousand signatures in three weeks, most of them on paper lists that hung in shops and in the waiting room of the surgery.',
  'The opposition called the decision a gift to voters and asked where the money was to come from once the reserves of the town had been spent in the autumn.',
  'The next meeting is planned for the first week of March, when the treasurer is to say how much of the cost the county is willing to carry.',
] as const;
const paragraphs = (texts: readonly string[]) => texts.map(text => `<p>${text}</p>`).join('\n');
const heading = '<h1>Baths stay open for a year</h1>';

function createPage(body: string, { head = '', language = 'en' } = {}): string {
  return `<!doctype html><html lang="${language}"><head><title>Baths stay open for a year - Brackwater Echo</title>${head}</head><body>
    <header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>${body}<footer><p>© Brackwater Echo. <a href="/imprint">Imprint</a></p></footer></body></html>`;
}

async function readArticleIn(html: string, url: string | null = 'https://echo.example/baths') {
  const page = await readPageInWorker({ content: html, url });
  if (page.kind === 'refused') throw new Error(JSON.stringify(page));
  return page.article;
}

describe('what belongs to an article and stands beside its body', () => {
  test.each([
    ['a link in its paragraph', `<p><a href="/live">${told[1]}</a></p>`],
    [
      'a link in a box of its own',
      `<div class="markup"><p><a href="/live"><strong>${told[1]}</strong></a></p></div>`,
    ],
    ['a link around the paragraph', `<a href="/live"><p>${told[1]}</p></a>`],
    [
      'two links',
      `<div><p><a href="/ruiz">Lena Ruiz</a>${told[1].slice(9).replace(/(.+)/, '<a href="/live">$1</a>')}</p></div>`,
    ],
    ['a box whose name sounds like a comment', `<div class="remark"><p>${told[1]}</p></div>`],
  ])('a paragraph that is %s is kept', async (_, second) => {
    const article = await readArticleIn(
      createPage(`<article>${heading}<p>${told[0]}</p>${second}${paragraphs(told.slice(2))}</article>`),
    );
    expect(article.paragraphs).toEqual([...told]);
  });

  test.each([
    [
      'in the header of the article',
      `<article><header>${heading}<p class="standfirst">${told[0]}</p></header><div class="body">`,
      '</div></article>',
    ],
    [
      'in a section before the article',
      `<section class="hero">${heading}<p>${told[0]}</p></section><article>`,
      '</article>',
    ],
    [
      'in a box beside the body',
      `<div class="top">${heading}<div><p>${told[0]}</p></div></div><div><div class="columns">`,
      '</div></div>',
    ],
    [
      'as a heading of the second level',
      `<article><div>${heading}<h2 class="subtitle">${told[0]}</h2></div><div>`,
      '</div></article>',
    ],
    [
      'above the headline',
      `<main><p class="lead">${told[0]}</p>${heading}<div class="article-body">`,
      '</div></main>',
    ],
    [
      'in a span',
      `<div>${heading}<span class="article__lede">${told[0]}</span></div><div class="content">`,
      '</div>',
    ],
  ])('a standfirst %s is the first paragraph', async (_, before, after) => {
    const article = await readArticleIn(createPage(`${before}${paragraphs(told.slice(1))}${after}`));
    expect(article.paragraphs).toEqual([...told]);
  });

  test.each([
    [
      'a list',
      '<ul><li>The boiler is forty years old.</li><li>The roof leaks</li></ul>',
      ['The boiler is forty years old.', 'The roof leaks'],
    ],
    [
      'a list of definitions',
      '<dl><dt>Length of the pool</dt><dd>Twenty-five metres</dd><dt>Built in</dt><dd>1931</dd></dl>',
      ['Length of the pool', 'Twenty-five metres', 'Built in', '1931'],
    ],
    [
      'a table',
      '<table><tr><th>Year</th><th>Visitors</th></tr><tr><td>2024</td><td>19,900</td></tr></table>',
      ['Year', 'Visitors', '2024', '19,900'],
    ],
    [
      'what opens on a click',
      '<details><summary>How the vote went</summary><p>Eleven were for it, nine against it.</p></details>',
      ['How the vote went', 'Eleven were for it, nine against it.'],
    ],
    ['questions and answers', '<h3>Who pays?</h3><p>Nobody.</p>', ['Who pays?', 'Nobody.']],
    [
      'a section with a heading',
      `<section class="community"><h2>What comes next</h2><p>${told[4]}</p></section>`,
      ['What comes next', told[4]],
    ],
    [
      'a box of facts',
      '<aside><h3>The baths in figures</h3><p>They were built in 1931.</p></aside>',
      ['The baths in figures', 'They were built in 1931.'],
    ],
    [
      'nothing of a quotation that is repeated',
      `<aside><p>“nobody had promised her a penny of it yet.”</p></aside><aside class="pullquote"><p>“Not a penny of it.”</p></aside>`,
      [],
    ],
    [
      'an address',
      '<address>Public baths, 12 Mill Lane. Open daily from nine.</address>',
      ['Public baths, 12 Mill Lane. Open daily from nine.'],
    ],
  ])('%s between the paragraphs is kept', async (_, markup, expected) => {
    const article = await readArticleIn(
      createPage(
        `<article>${heading}${paragraphs(told.slice(0, 2))}${markup}${paragraphs(told.slice(2, 4))}</article>`,
      ),
    );
    expect(article.paragraphs).toEqual([...told.slice(0, 2), ...expected, ...told.slice(2, 4)]);
  });

  test('a standfirst without a full stop is told by standing beside the headline', async () => {
    const standfirst = 'Why the council wants to pay for a boiler that it cannot afford';
    const header = `<header>${heading}<p>${standfirst}</p><p class="byline">By Ines Vale</p></header>`;
    const article = await readArticleIn(
      createPage(`<article>${header}<div class="body">${paragraphs(told)}</div></article>`),
    );
    expect(article.paragraphs).toEqual([standfirst, ...told]);
  });

  test('what leads to other pages stays away, also where it is written as sentences', async () => {
    const others = ['Ferry timetable changes in May', 'School wins the cup', 'Storm fells an oak'];
    const cards = others.map(
      title =>
        `<div><h3><a href="/x">${title}</a></h3><p>${title}, as the Echo has learnt from three people who were there.</p></div>`,
    );
    const article = await readArticleIn(
      createPage(`<article>${heading}${paragraphs(told)}<ul>${others.map(title => `<li><a href="/x">${title}</a></li>`).join('')}</ul>
        <h3>More stories from the Echo</h3><ul><li>A long <a href="/y">walk</a> along the river</li></ul><div class="cards">${cards.join('')}</div></article>`),
    );
    expect(article.paragraphs).toEqual([...told]);
  });
});

describe('what a browser draws into a text', () => {
  const quoting = (text: string, language = 'en') =>
    createPage(`<article>${heading}<p>${told[0]}</p><p>${text}</p>${paragraphs(told.slice(2))}</article>`, {
      language,
    });

  test.each([
    ['en', 'She said: <q>It is <q>quite</q> cold.</q>', 'She said: “It is ‘quite’ cold.”'],
    ['de', 'Sie sagte: <q>Es ist <q>recht</q> kalt.</q>', 'Sie sagte: „Es ist ‚recht‘ kalt.“'],
    ['fr-CH', 'Elle dit: <q>Il fait <q>assez</q> froid.</q>', 'Elle dit: «Il fait ‹assez› froid.»'],
    ['en', '<q lang="de">Es ist kalt</q>, she said.', '“Es ist kalt”, she said.'],
    ['en', '<span lang="de"><q>Es ist kalt</q></span>, she said.', '„Es ist kalt“, she said.'],
    ['tlh', '<q>nuqneH</q>, she said.', '“nuqneH”, she said.'],
    ['en', '<q>“It is cold,”</q> she said, “<q>very cold</q>.”', '“It is cold,” she said, “very cold.”'],
    ['en', 'Nothing <q></q>is drawn around nothing.', 'Nothing is drawn around nothing.'],
  ])('quotation marks in %s: %s', async (language, markup, expected) => {
    const article = await readArticleIn(quoting(markup, language));
    expect(article.paragraphs[1]).toBe(expected);
  });

  test('emoji that are images are part of the text, and other images are not', async () => {
    const images = [
      '<img class="emoji" alt="👍🏽" src="x.svg">',
      '<img alt="❤️" src="heart.png">',
      '<img class="wp-smiley" alt=":-)" src="smile.gif">',
      '<img src="https://cdn.example/twemoji/1f1eb-1f1f7.svg">',
      '<span class="emoji" aria-label="🎉"></span>',
      '<i class="icon" title="Menu"></i>',
      '<img alt="The baths in winter" src="baths.jpg">',
    ];
    const article = await readArticleIn(quoting(`We swim ${images.join(' ')} again.`));
    expect(article.paragraphs[1]).toBe('We swim 👍🏽 ❤️ :-) 🇫🇷 🎉 again.');
  });

  test('a comment of nothing but an emoji is one, and what answers it answers it', async () => {
    const comment = (id: number, name: string, text: string, replies = '') =>
      `<li class="comment" id="comment-${id}"><article class="comment-body"><b class="fn">${name}</b><div class="comment-content"><p>${text}</p></div></article>${replies}</li>`;
    const answer = `<ol class="children">${comment(3, 'Cid', 'I do not.')}</ol>`;
    const article = await readArticleIn(
      createPage(`<article>${heading}${paragraphs(told)}</article><div id="comments"><ol class="comment-list">${comment(1, 'Ann', 'I like it <img class="emoji" alt="😀">')}
        ${comment(2, 'Bob', '<img class="emoji" alt="👍">', answer)}${comment(4, 'Dee', '<img alt="" src="cat.jpg">', `<ol class="children">${comment(5, 'Eve', 'A cat!')}</ol>`)}${comment(6, 'Fay', '+1')}</ol></div>`),
    );
    expect(article.comments.map(({ number, author, paragraphs }) => [number, author, ...paragraphs])).toEqual(
      [
        ['1', 'Ann', 'I like it 😀'],
        ['2', 'Bob', '👍'],
        ['2.1', 'Cid', 'I do not.'],
        ['3', 'Dee', '[no text]'],
        ['3.1', 'Eve', 'A cat!'],
        ['4', 'Fay', '+1'],
      ],
    );
  });
});
