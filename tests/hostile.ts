// Texts designed to take long to process, all of them generated here.

const filled = (piece: string, length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Articles, or texts in general, of about the given length. */
export const hostileTexts = (length: number): Readonly<Record<string, string>> => ({
  marks: filled(',add "', length),
  quotes: filled('“', length / 2) + filled(' said “', length / 2),
  brackets: filled('([{<', length),
  word: filled('a', length),
  spaces: `He said${' '.repeat(length)}nothing.`,
  sentences: filled('A. ', length),
  tags: filled('he said, she said, who said, ', length),
  commas: filled('one, two and three, ', length),
  names: filled('Ada B. C. D. Thorne-', length),
  numbers: filled('1,000,000.5 ', length),
  hyphens: filled('a-', length),
  links: filled('https://a.example/?', length),
  emphasis: filled('**_`~[x](', length),
  chinese: filled('什么他说的', length),
  paragraphs: filled('“A,” said B.\n\n', length),
});

/** Messages, questions and claims up to the given length, Discord's limit. */
export const hostileLines = (length: number): Readonly<Record<string, string>> => ({
  laugh: `hehaw${filled('heahew', 240)}b`,
  ...Object.fromEntries(
    Object.entries(hostileTexts(length - 20)).map(([name, text]) => [name, text.trim().slice(0, length)]),
  ),
  asks: filled("what's who's ", length).trim(),
  greets: filled('hello and but ', length).trim(),
  mentions: filled('<@1 <:a ', length).trim(),
});

const html = (body: string, head = '') =>
  `<!doctype html><html><head><title>Hostile</title>${head}</head><body>${body}</body></html>`;
const prose =
  '<p>The council of the town decided on Monday to build a new bridge, because the old one has been closed for years.</p>';

/** Web pages, as HTML. */
export const hostilePages = (length: number): Readonly<Record<string, string>> => ({
  deep: html(filled('<div>', length)),
  'deep and told': html(`<article>${prose.repeat(8)}${filled('<blockquote><p>', length)}</article>`),
  attributes: html(`<p ${filled('a="b" ', length)}>x</p>${prose.repeat(8)}`),
  classes: html(`<div class="${filled('comment reply-', length)}">${prose.repeat(8)}</div>`),
  tables: html(filled('<table><tr><td>', length)),
  unclosed: html(filled('<a href="x', length)),
  comments: html(`${prose.repeat(8)}<ol>${filled('<li class="comment" id="c1"><ul>', length)}`),
  many: html(
    `<article>${prose.repeat(8)}</article><ol class="comments">${filled('<li class="comment"><b>Ann</b><p>I do not agree.</p></li>', length)}</ol>`,
  ),
  data: html(prose.repeat(8), `<script type="application/ld+json">${filled('[', length)}</script>`),
  title: html(prose.repeat(8), `<title>${filled('just a robot verify ', length)}</title>`),
  spaces: html(`<p>${filled(' \t', length)}</p>${prose.repeat(8)}`),
  text: html(`<article><p>${filled('subscribe to create account ', length)}</p>${prose.repeat(8)}</article>`),
});

/** Files in other formats, by name. */
export const hostileFiles = (length: number): Readonly<Record<string, string>> => ({
  'deep.json': `{"headline": "Deep", "paragraphs": ${filled('[', length)}`,
  'comments.json': JSON.stringify({
    headline: 'Many comments',
    byline: null,
    url: null,
    published: null,
    paragraphs: ['Readers write below this.'],
    comments: Array.from({ length: Math.ceil(length / 80) }, (_, index) => ({
      number: `${index + 1}`,
      author: null,
      paragraphs: ['I do not agree, and who says so?'],
    })),
    commentsClosed: false,
    notices: [],
  }),
  'chain.json': JSON.stringify({
    headline: 'A chain of replies',
    byline: null,
    url: null,
    published: null,
    paragraphs: ['Readers write below this.'],
    comments: Array.from({ length: 500 }, (_, index) => ({
      number: Array.from({ length: index + 1 }, () => '1').join('.'),
      author: null,
      paragraphs: ['No, that is wrong.'],
    })),
    commentsClosed: false,
    notices: [],
  }),
  'marks.md': `# Marks\n\n${filled('**a _b [c](', length)}`,
  'quoted.md': `# Quoted\n\n${filled('> ', length)}x`,
  'lists.md': `# Lists\n\n${filled('- * + ', length)}x`,
  'front.md': `---\n${filled('a: &a [*a, ', length)}\n---\n# Front\n\nText.`,
  'export.xml': `<?xml version="1.0"?><rss><channel><wp:wxr_version>1.2</wp:wxr_version>${filled('<item><content:encoded><![CDATA[<p>', length)}`,
  'page.html': hostilePages(length).deep!,
  'large.txt': `Large\n\n${'The town has 600 people, and “a bridge,” said one. '.repeat(90_000)}`,
});

/** Feeds, as XML. */
export const hostileFeeds = (length: number): Readonly<Record<string, string>> => ({
  entities: `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><rss version="2.0"><channel><title>${filled('&d;', length)}</title></channel></rss>`,
  deep: `<rss version="2.0"><channel>${filled('<item><x>', length)}`,
  items: `<rss version="2.0"><channel><title>Many</title>${filled('<item><title>A</title><guid>x</guid><description>&lt;p&gt;&lt;div&gt;</description></item>', length)}</channel></rss>`,
  open: `<rss version="2.0"><channel><title>${filled('<![CDATA[', length)}`,
});
/** Replies that a model may send instead of a draft. */
export const hostileReplies = (length: number): Readonly<Record<string, string>> => ({
  thinks: filled('<THINK>T', length),
  'thinks, ends': `${filled('<think>', length)}</think>{`,
  deep: filled('[', length),
  'deep objects': filled('{"points":', length),
  statements: JSON.stringify({
    found: true,
    statements: Array.from({ length: 20_000 }, (_, index) => ({
      text: `The council built bridge ${index}.`,
      paragraphs: [1],
      comments: [],
    })),
    nearest: null,
  }),
  'one statement': JSON.stringify({
    found: true,
    statements: [{ text: filled('the council, who said, ', length), paragraphs: [1], comments: [] }],
    nearest: null,
  }),
  fences: filled('```json\n', length),
  spaces: filled(' \n', length),
  text: filled('The article doesn’t say. ', length),
});
