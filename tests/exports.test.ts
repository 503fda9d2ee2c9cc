import { describe, expect, test } from 'vitest';
import type { ArticleText } from '../src/articles/article.ts';
import { readFileContent } from '../src/articles/read-file.ts';
import { readFileInWorker } from '../src/articles/read-in-worker.ts';

const told = ({ comments }: ArticleText) =>
  comments.map(({ number, author, paragraphs }) => [number, author, paragraphs.join('\n')]);

describe('an export of WordPress', () => {
  const post = (content: string, title = 'Baths stay open') =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
    <item><title>${title}</title><content:encoded><![CDATA[${content}]]></content:encoded><wp:post_id>1</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>`;
  const paragraphsOf = (content: string) =>
    readFileContent('export.xml', post(content)).articles[0]?.text.paragraphs;

  test.each([
    [
      'within a word',
      '[dropcap]T[/dropcap]he baths are [highlight color="red"]warm[/highlight].',
      ['The baths are warm.'],
    ],
    [
      'around paragraphs',
      '[vc_row][vc_column width="1/2"]Warm water.[/vc_column][vc_column]Cold air.[/vc_column][/vc_row]',
      ['Warm water.', 'Cold air.'],
    ],
    [
      'with names that no word has',
      'Before.\n\n[su_spacer]\n\n[recent-posts]\n\n[contact-form-7 id="12" title="Form"]\n\nAfter.',
      ['Before.', 'After.'],
    ],
    ['of an unknown plugin', '[wobble]Warm[/wobble] water. [zig zag=“9”]', ['Warm water.']],
    [
      'of pictures and films',
      'Before.\n\n[caption id="1"]<img src="x"> A pool[/caption]\n\n[youtube]https://y.example/1[/youtube]\n\n[gallery ids="1,2"]',
      ['Before.'],
    ],
    [
      'with a title that is shown',
      '[tabs][tab title="What it costs"]Nothing.[/tab][/tabs]',
      ['What it costs', 'Nothing.'],
    ],
    ['that are meant as such', 'Write [[gallery]] for pictures.', ['Write [gallery] for pictures.']],
  ])('marks of plugins go, their words stay: %s', (_, content, expected) => {
    expect(paragraphsOf(content)).toEqual(expected);
  });

  test('words in brackets are text', () => {
    const text =
      'He said: “It [the pool] is warm.” [sic] [laughs] [see p. 3] [1] [Editor’s note: not so] [co-author] [line 3]';
    expect(paragraphsOf(text)).toEqual([text]);
  });

  test('a title about tags keeps its words', () => {
    const title = '<![CDATA[All about <video> &amp; <em>old</em> browsers]]>';
    expect(readFileContent('export.xml', post('Text.', title)).articles[0]?.text.headline).toBe(
      'All about <video> & old browsers',
    );
  });
});

describe('an export of Disqus', () => {
  const thread = (id: number, more = '') =>
    `<thread dsq:id="${id}"><id>post-${id}</id><forum>baths</forum><link>https://echo.example/${id}</link><title>Baths &amp;amp; boilers ${id}</title><message />
    <createdAt>2026-05-01T08:00:00Z</createdAt><author><email>i@x.example</email><name>Ines</name></author>${more}</thread>`;
  const entry = (id: number, { author = 'Ann', text = 'I swim.', on = 1, answers = 0, more = '' }) =>
    `<post dsq:id="${id}"><id /><message><![CDATA[<p>${text}</p>]]></message><createdAt>2026-05-01T09:${id}:00Z</createdAt>${more}
    <author><email>secret@x.example</email><name>${author}</name><isAnonymous>true</isAnonymous></author><ipAddress>10.0.0.7</ipAddress><thread dsq:id="${on}" />${answers ? `<parent dsq:id="${answers}" />` : ''}</post>`;
  const exported = (...entries: string[]) =>
    `<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"><category dsq:id="9"><title>General</title></category>${entries.join('\n')}</disqus>`;

  test('is read as articles: each thread with its comments as a tree', async () => {
    const file = exported(
      thread(1, '<isClosed>true</isClosed>'),
      thread(2),
      thread(3),
      entry(14, { author: 'Dee', text: 'So <b>do</b> I &amp; mine.<br>Daily.', answers: 12 }),
      entry(11, { author: 'Ann' }),
      entry(12, { author: 'Bob', text: 'Gone', answers: 11, more: '<isDeleted>true</isDeleted>' }),
      entry(13, { author: 'Cid', text: 'Buy pills', more: '<isSpam>true</isSpam>' }),
      entry(21, { author: 'Eve', text: 'Elsewhere', on: 2 }),
    );
    const { articles, notes } = await readFileInWorker('comments.xml', Buffer.from(file));
    expect(articles.map(({ text, part }) => [part, text.headline, text.url, text.commentsClosed])).toEqual([
      ['1', 'Baths & boilers 1', 'https://echo.example/1', true],
      ['2', 'Baths & boilers 2', 'https://echo.example/2', false],
    ]);
    expect(told(articles[0]!.text)).toEqual([
      ['1', 'Ann', 'I swim.'],
      ['1.1', null, '[deleted]'],
      ['1.1.1', 'Dee', 'So do I & mine.\nDaily.'],
    ]);
    expect(articles[0]!.text.comments[0]?.time).toBe('2026-05-01T09:11:00Z');
    expect(told(articles[1]!.text)).toEqual([['1', 'Eve', 'Elsewhere']]);
    expect(notes).toEqual([
      '1 thread was passed over: deleted, or without a comment',
      '2 comments were passed over: deleted, spam, or not approved',
    ]);
    expect(JSON.stringify(articles)).not.toMatch(/secret|10\.0\.0/);
  });

  test('without a comment is refused', () => {
    expect(() => readFileContent('comments.xml', exported(thread(1)))).toThrow(
      'comments.xml: this Disqus export has no thread with comments',
    );
  });
});

describe('XML that is no article', () => {
  const declared = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n';

  test.each([
    [
      'a list of feeds',
      `${declared}<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>`,
      '/feed import: https://a.example/feed',
    ],
    ['a list of feeds without a declaration', '<opml version="1.0"><body></body></opml>', 'OPML'],
    [
      'a sitemap',
      `${declared}<?xml-stylesheet href="s.xsl"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>`,
      'sitemap',
    ],
    ['a picture', '<svg xmlns="http://www.w3.org/2000/svg"><text>The baths are open</text></svg>', 'SVG'],
    [
      'a message of a program',
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
      'SOAP',
    ],
    [
      'a list of settings',
      `${declared}<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist><dict/></plist>`,
      'plist',
    ],
    [
      'a book',
      `${declared}<!DOCTYPE article [<!ENTITY a "b">]><article><title>The baths</title><para>Warm.</para></article>`,
      'DocBook',
    ],
    [
      'a book without a declaration',
      '<article xmlns="http://docbook.org/ns/docbook"><title>The baths</title></article>',
      'DocBook',
    ],
    ['what nobody knows', `${declared}<note><to>Ann</to></note>`, '<note>'],
    ['what nobody knows, without a declaration', '<note><to>Ann</to></note>\n', '<note>'],
    [
      'a feed with a prefix',
      `${declared}<a:feed xmlns:a="http://www.w3.org/2005/Atom"></a:feed>`,
      'this is a feed',
    ],
  ])('is refused, and named: %s', (_, text, named) => {
    for (const file of ['export.xml', 'export', 'export.txt'])
      expect(() => readFileContent(file, text)).toThrow(named);
  });

  test.each([
    ['talk', 'talk.txt', '<Anna> hello there\n\n<Bob> how are you'],
    ['a heart', 'heart.txt', '<3 for the baths\n\nWe swim.'],
    [
      'Markdown that begins with HTML',
      'README.md',
      '<div align="center">logo</div>\n\n# The baths\n\nWe swim.',
    ],
  ])('is not %s', (_, file, text) => {
    expect(readFileContent(file, text).articles).toHaveLength(1);
  });

  test('is not a web page with a declaration', () => {
    const body = `<article><h1>Baths stay open</h1><p>${'The council keeps the baths open for one more year. '.repeat(8)}</p></article>`;
    const page = `${declared}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Baths stay open</title></head><body>${body}</body></html>`;
    expect(readFileContent('page.xml', page).articles[0]?.text.headline).toBe('Baths stay open');
  });
});
