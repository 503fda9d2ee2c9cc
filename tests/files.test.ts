import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArticleText } from '../src/articles/article.ts';
import { importFiles } from '../src/articles/import.ts';
import { createLibrary, type Library } from '../src/articles/library.ts';
import { readArticle, readFileContent } from '../src/articles/read-file.ts';
import { readFileInWorker } from '../src/articles/read-in-worker.ts';
import { renderMessage } from '../src/discord/render/text.ts';
import type { UserError } from '../src/errors.ts';
import { withLocale } from '../src/i18n/translate.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { openSqlite } from '../src/storage/sqlite.ts';

const told = ({ comments }: ArticleText) =>
  comments.map(({ number, author, paragraphs }) => [number, author, paragraphs.join('\n')]);
const sentence =
  'The new bridge over the Arrel was opened on Tuesday, and the mayor walked over it twice before noon.';

describe('Markdown', () => {
  test('is read with its front matter, whatever the file is called', () => {
    const text = `---\ntitle: "Bridge opens: at last"\nauthor: [Ines Calloway, {name: Tom Reed}]\ndate: 2026-03-01\nurl: https://post.example/bridge\nlang: en-GB\n---\n\n# Bridge opens: at last\n\n${sentence}\nIt **wobbles**.\n\n## What next?\n\n- The ferry stops.\n- The road is [paved](https://x.example).\n\n> “It is finished,” said the mayor.\n`;
    for (const file of ['bridge.md', 'bridge']) {
      const article = readArticle(file, text);
      expect(article).toMatchObject({
        headline: 'Bridge opens: at last',
        byline: 'Ines Calloway, Tom Reed',
        published: '2026-03-01',
        url: 'https://post.example/bridge',
        language: 'en-GB',
      });
      expect(article.paragraphs).toEqual([
        `${sentence} It wobbles.`,
        'What next?',
        'The ferry stops.',
        'The road is paved.',
        '“It is finished,” said the mayor.',
      ]);
    }
  });

  test('without front matter has its first heading as the headline, and runs no script', () => {
    const article = readArticle(
      'bridge.md',
      `# Bridge opens\r\n\r\nOne.<script>alert(1)</script>\r\n\r\nTwo.`,
    );
    expect(article.headline).toBe('Bridge opens');
    expect(article.paragraphs).toEqual(['One.', 'Two.']);
  });
});

describe('encodings', () => {
  test.each([
    [
      'Windows-1252 by detection',
      Buffer.from(
        'Café news\n\nThe caf\xe9 on the quay is open, and the cr\xe8me br\xfbl\xe9e is good.\n',
        'latin1',
      ),
      'The café on the quay is open, and the crème brûlée is good.',
    ],
    ['UTF-16 by its mark', Buffer.from('\ufeffNews\n\nThe café is open.\n', 'utf16le'), 'The café is open.'],
    [
      'UTF-8 with a broken byte',
      Buffer.concat([
        Buffer.from(`News\n\nThe café is open. “Yes” – ${'“so it is” – '.repeat(20)}`),
        Buffer.from([0xff]),
        Buffer.from('.\n'),
      ]),
      /^The café is open\..*\ufffd\.$/,
    ],
  ])('%s', (_, bytes, expected) => {
    expect(readArticle('news.txt', bytes).paragraphs[0]).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  test('a page is read in the charset that it names', () => {
    const html = `<html><head><meta charset="windows-1251"><title>Мост</title></head><body><article><h1>Мост открыт</h1><p>${'Новый мост открыли во вторник. '.repeat(10)}</p></article></body></html>`;
    const bytes = Buffer.from(
      [...html].map(letter => (letter >= 'А' ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0))),
    );
    expect(readArticle('page.html', bytes).headline).toBe('Мост открыт');
  });

  test.each(['base64', 'hex', 'binary', 'utf-7', 'ucs2'])('%s is no charset', name => {
    const text = `The café is open\n\nIt says charset=${name}, and the café is open.\n`;
    expect(readArticle('news.txt', Buffer.from(text, 'latin1')).headline).toBe('The café is open');
  });
});

test('of several articles in a file, one that is longer than any article is passed over', () => {
  const articles = ['word ', 'word '.repeat(500_000)].map((text, at) => ({
    headline: `Number ${at}`,
    paragraphs: [text],
  }));
  const { articles: read, notes } = readFileContent('both.json', JSON.stringify({ articles }));
  expect(read.map(({ text }) => text.headline)).toEqual(['Number 0']);
  expect(notes).toEqual(['1 article was passed over: longer than any article']);
});

describe('discussions in JSON', () => {
  test('of Hacker News', () => {
    const file = {
      id: 1,
      type: 'story',
      title: 'A bridge that folds',
      author: 'ada',
      url: 'https://bridge.example/fold',
      text: null,
      created_at: '2026-03-01T10:00:00Z',
      points: 12,
      children: [
        {
          id: 2,
          type: 'comment',
          author: 'walker',
          text: '<p>It wobbles &amp; creaks.<p>A lot.',
          created_at: '2026-03-01T11:00:00Z',
          points: null,
          children: [
            {
              id: 3,
              type: 'comment',
              author: 'engineer',
              text: 'All bridges do.',
              created_at: '2026-03-01T12:00:00Z',
              children: [],
            },
          ],
        },
        {
          id: 4,
          type: 'comment',
          author: null,
          text: null,
          created_at: '2026-03-01T11:00:00Z',
          children: [
            { id: 5, type: 'comment', author: 'ferryman', text: 'Why gone?', created_at: null, children: [] },
          ],
        },
      ],
    };
    const article = readArticle('item.json', JSON.stringify(file));
    expect(article).toMatchObject({
      headline: 'A bridge that folds',
      byline: 'ada',
      url: 'https://bridge.example/fold',
      published: '2026-03-01T10:00:00Z',
    });
    expect(told(article)).toEqual([
      ['1', 'walker', 'It wobbles & creaks.\nA lot.'],
      ['1.1', 'engineer', 'All bridges do.'],
      ['2', null, '[deleted]'],
      ['2.1', 'ferryman', 'Why gone?'],
    ]);
    expect(article.comments[0]!.time).toBe('2026-03-01T11:00:00Z');
  });

  test('of Reddit, with a word on the comments that are not in the file', () => {
    const listing = (children: object[]) => ({ kind: 'Listing', data: { children } });
    const comment = (author: string, body: string, replies: unknown) => ({
      kind: 't1',
      data: { author, body, score: 7, created_utc: 1772359200, replies },
    });
    const file = [
      listing([
        {
          kind: 't3',
          data: {
            title: 'A bridge',
            author: 'ada',
            selftext: 'Look.\n\nIt folds.',
            permalink: '/r/bridges/comments/1/a_bridge/',
            created_utc: 1772355600,
          },
        },
      ]),
      listing([
        comment('walker', 'It wobbles.', listing([comment('engineer', '&gt; wobbles\n\nAll do.', '')])),
        { kind: 'more', data: { count: 3 } },
      ]),
    ];
    const article = readArticle('thread', JSON.stringify(file));
    expect(article.paragraphs).toEqual(['Look.', 'It folds.']);
    expect(told(article)).toEqual([
      ['1', 'walker', 'It wobbles.'],
      ['1.1', 'engineer', '> wobbles\nAll do.'],
    ]);
    expect(article.comments[0]).toMatchObject({ votes: 7, time: '2026-03-01T10:00:00.000Z' });
    expect(article.notices).toEqual(['3 more comments are not in this file.']);
  });

  test('of Lemmy, by the paths of its comments, in any order', () => {
    const comment = (id: number, path: string, name: string, content: string) => ({
      comment: { id, path, content, published: '2026-03-01T10:00:00Z' },
      creator: { name },
      counts: { score: id },
    });
    const file = {
      post_view: {
        post: {
          name: 'A bridge',
          body: 'It folds.',
          ap_id: 'https://lemmy.example/post/1',
          published: '2026-03-01T09:00:00Z',
        },
        creator: { name: 'ada' },
      },
      comments: [
        comment(3, '0.2.3', 'engineer', 'All bridges do.'),
        comment(2, '0.2', 'walker', 'It wobbles.'),
      ],
    };
    const article = readArticle('post.json', JSON.stringify(file));
    expect(told(article)).toEqual([
      ['1', 'walker', 'It wobbles.'],
      ['1.1', 'engineer', 'All bridges do.'],
    ]);
    expect(article.url).toBe('https://lemmy.example/post/1');
  });
});

interface Post {
  readonly id: number;
  readonly title: string;
  readonly content: string;
  readonly status?: string;
  readonly type?: string;
  readonly comments?: string;
}

const wxr = (posts: readonly Post[], start = '') => `<?xml version="1.0" encoding="UTF-8" ?>${start}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Arrel Post</title><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
${posts
  .map(
    ({ id, title, content, status = 'publish', type = 'post', comments = '' }) =>
      `<item><title><![CDATA[${title}]]></title><link>https://post.example/${id}</link><dc:creator><![CDATA[ines]]></dc:creator><content:encoded><![CDATA[${content}]]></content:encoded><wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2026-03-01 10:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status><wp:status>${status}</wp:status><wp:post_type>${type}</wp:post_type>${comments}</item>`,
  )
  .join('\n')}</channel></rss>`;
const said = (id: number, parent: number, author: string, content: string, approved = '1', type = '') =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author><![CDATA[${author}]]></wp:comment_author><wp:comment_author_email>private@post.example</wp:comment_author_email><wp:comment_date_gmt>2026-03-02 10:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[${content}]]></wp:comment_content><wp:comment_approved>${approved}</wp:comment_approved><wp:comment_type>${type}</wp:comment_type><wp:comment_parent>${parent}</wp:comment_parent></wp:comment>`;

const site = wxr([
  {
    id: 1,
    title: 'Bridge opens &amp; wobbles',
    content: `<!-- wp:paragraph --><p>${sentence}</p><!-- /wp:paragraph -->\n\n[caption id="1"]<img src="x"> A bridge[/caption]\n\nIt wobbles.\nA lot.`,
    comments: [
      said(8, 7, 'Engineer', 'All bridges do.'),
      said(7, 0, 'Walker', 'It <em>wobbles</em>.\n\nReally.'),
      said(9, 0, 'Spam', 'Buy!', 'spam'),
      said(10, 0, 'Other blog', '[...] bridge [...]', '1', 'pingback'),
    ].join(''),
  },
  { id: 2, title: 'A draft', content: 'Not yet.', status: 'draft' },
  { id: 3, title: 'A picture', content: 'Of it.', type: 'attachment' },
  { id: 4, title: 'Ferry stops', content: 'The ferry stops in May.' },
]);

describe('an export of WordPress', () => {
  test('holds several articles, each with its comment tree', () => {
    const { articles, notes } = readFileContent('export.xml', site);
    expect(articles.map(({ part, text }) => [part, text.headline])).toEqual([
      ['1', 'Bridge opens & wobbles'],
      ['4', 'Ferry stops'],
    ]);
    expect(articles[0]!.text).toMatchObject({
      byline: 'ines',
      url: 'https://post.example/1',
      published: '2026-03-01T10:00:00Z',
      language: 'en-GB',
    });
    expect(articles[0]!.text.paragraphs).toEqual([sentence, 'It wobbles. A lot.']);
    expect(told(articles[0]!.text)).toEqual([
      ['1', 'Walker', 'It wobbles.\nReally.'],
      ['1.1', 'Engineer', 'All bridges do.'],
    ]);
    expect(JSON.stringify(articles)).not.toContain('private@post.example');
    expect(notes).toEqual(['2 items were passed over: drafts, attachments, menus, or behind a password']);
  });

  test('that declares a billion laughs is read without them', async () => {
    const laughs = `<!DOCTYPE rss [<!ENTITY a "ha">${Array.from('bcdefghij', (name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`;
    const bomb = wxr([{ id: 1, title: 'A', content: 'Text' }], laughs)
      .replace('<title>The Arrel Post</title>', '<title>&j;</title>')
      .replace(']]></title>', ']]>&j;</title>');
    const { articles } = await readFileInWorker('bomb.xml', Buffer.from(bomb));
    expect(articles[0]!.text.headline.length).toBeLessThan(20);
  });
});

describe('importing', () => {
  let folder: string;
  let storage: ReturnType<typeof openSqlite>;
  let library: Library;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'standfirst-files-'));
    storage = openSqlite(':memory:');
    library = createLibrary({ articles: storage.articles, clock: systemClock });
  });
  afterEach(async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  test('takes a folder of all kinds by content, and says what it passed over', async () => {
    writeFileSync(
      join(folder, 'a.html'),
      `<html><head><title>Page</title></head><body><article><h1>A page</h1><p>${sentence.repeat(3)}</p></article></body></html>`,
    );
    writeFileSync(join(folder, 'b.txt'), `---\ntitle: Notes\n---\n${sentence}`);
    writeFileSync(join(folder, 'c.md'), `# Marked\n\n${sentence}`);
    writeFileSync(join(folder, 'd.xml'), site);
    const results = await Array.fromAsync(importFiles(['.', 'c.md'], library, { root: folder }));
    expect(
      results.map(result =>
        'article' in result
          ? [result.article.source, result.outcome, result.article.headline]
          : [result.outcome, result.reason],
      ),
    ).toEqual([
      ['a.html', 'added', 'A page'],
      ['b.txt', 'added', 'Notes'],
      ['d.xml#1', 'added', 'Bridge opens & wobbles'],
      ['d.xml#4', 'added', 'Ferry stops'],
      ['passed over', 'd.xml: 2 items were passed over: drafts, attachments, menus, or behind a password'],
      ['c.md', 'added', 'Marked'],
    ]);
    const again = await Array.fromAsync(importFiles(['d.xml'], library, { root: folder }));
    expect(again.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'passed over']);
  });

  test('takes standard input, known by its address or its headline', async () => {
    const input = async function* (text: string) {
      yield Buffer.from(text.slice(0, 40));
      yield Buffer.from(text.slice(40));
    };
    const first = await Array.fromAsync(importFiles(['-'], library, { stdin: input(`One\n\n${sentence}`) }));
    const second = await Array.fromAsync(importFiles(['-'], library, { stdin: input(`Two\n\n${sentence}`) }));
    expect([...first, ...second].map(({ outcome }) => outcome)).toEqual(['added', 'added']);
    expect(await library.count()).toBe(2);
  });
});

test.each([
  ['de', 'a.txt', 'A\n\nB\0', 'a.txt, Zeile 3: das ist kein Text (ein Nullbyte steht darin)'],
  ['fr', 'a.txt', ' ', 'a.txt, ligne 1\u00a0: il n’y a pas de texte'],
  ['es-ES', 'a.json', '{', /^a\.json, línea 1: JSON no válido \(/],
  ['zh-CN', 'a.md', '+++\n+++\n\nB', 'a.md: 其前置信息是 TOML，只读取 YAML（位于 --- 行之间）'],
])('what is wrong with a file is said in the member’s language (%s)', (locale, file, text, said) => {
  const say = () => {
    try {
      return readFileContent(file, Buffer.from(text)) && '';
    } catch (error) {
      return renderMessage((error as UserError).said).replaceAll('\\', '');
    }
  };
  expect(withLocale(locale, say)).toMatch(said);
});
