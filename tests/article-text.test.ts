import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArticleText } from '../src/articles/article.ts';
import { ReadError } from '../src/articles/formats/file.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { formatText } from './format-text.ts';

const shared = join(import.meta.dirname, '../../shared');
const realFile = join(shared, 'articles/000_58050716bc9c6e41.txt');
const evaluation = join(shared, 'eval');

function commentsOf(article: ArticleText): string[][] {
  return article.comments.map(comment => [comment.number, ...comment.paragraphs]);
}

describe.skipIf(!existsSync(realFile))('the real article (needs ../shared/articles)', () => {
  const text = existsSync(realFile) ? readFileSync(realFile, 'utf8') : '';

  it('has 11 paragraphs and 3 comments, the first of two paragraphs, and is closed', () => {
    const article = parseText(text);
    expect(article.headline).toBe(text.split('\n')[0]);
    expect(article.paragraphs).toHaveLength(11);
    expect(article.comments.map(({ number, paragraphs }) => [number, paragraphs.length])).toEqual([
      ['1', 2],
      ['2', 1],
      ['2.1', 1],
    ]);
    expect(article.notices).toEqual(['Comments are closed.']);
    expect(article.commentsClosed).toBe(true);
  });

  it('is the same when it is written and read again', () => {
    expect(parseText(formatText(parseText(text)))).toEqual(parseText(text));
  });
});

describe.skipIf(!existsSync(evaluation))('the articles of the evaluation data (needs ../shared/eval)', () => {
  it('are read back exactly as they were written, up to 230 comments and more', () => {
    let count = 0;
    for (const { headline, paragraphs, comments } of readEvaluationArticles()) {
      const closing =
        comments.length > 0
          ? `\n\n\n${comments.map((c, i) => `  ${i + 1}. ${c}`).join('\n\n')}\n\nComments are closed.`
          : '';
      const article = parseText(`${[headline, ...paragraphs].join('\n\n')}${closing}\n`);
      expect(article.headline).toBe(headline);
      expect(article.paragraphs).toEqual(paragraphs.map(removeControlCharacters));
      expect(commentsOf(article)).toEqual(
        comments.map((comment, i) => [`${i + 1}`, removeControlCharacters(comment)]),
      );
      expect(article.commentsClosed).toBe(comments.length > 0);
      count += 1;
    }
    expect(count).toBeGreaterThan(400);
  });
});

function* readEvaluationArticles() {
  for (const folder of readdirSync(evaluation, { withFileTypes: true }).filter(entry => entry.isDirectory()))
    for (const name of readdirSync(join(evaluation, folder.name)).filter(file => file.endsWith('.jsonl.gz')))
      for (const line of gunzipSync(readFileSync(join(evaluation, folder.name, name)))
        .toString()
        .trim()
        .split('\n')) {
        const row = JSON.parse(line);
        if (Array.isArray(row?.paragraphs))
          yield {
            headline: (row.headline || 'News article') as string,
            paragraphs: row.paragraphs as string[],
            comments: (row.comments ?? []) as string[],
          };
      }
}

/** Removes C1 control characters, one of which occurs in the data. */
function removeControlCharacters(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, '');
}

describe('the plain-text form', () => {
  const hostile: [
    title: string,
    text: string,
    comments: string[][],
    paragraphs: string[],
    notices?: string[],
  ][] = [
    ['a headline alone', 'H', [], []],
    ['no comments', 'H\n\nOne.\n\nTwo.\n', [], ['One.', 'Two.']],
    [
      'a closing notice without comments',
      'H\n\nOne.\n\nComments are closed.',
      [],
      ['One.'],
      ['Comments are closed.'],
    ],
    [
      'a last sentence about something closed',
      'H\n\nThe shop was closed. Comments followed.',
      [],
      ['The shop was closed. Comments followed.'],
    ],
    [
      'a paragraph over several lines',
      'H\n\nIt was July\n12. The day was hot.\n\nTwo.',
      [],
      ['It was July 12. The day was hot.', 'Two.'],
    ],
    ['an unindented list in the article', 'H\n\n1. a\n\n2. b\n', [], ['1. a', '2. b']],
    [
      'a list that ends an article with closed comments',
      'H\n\n1. a\n\n2. b\n\nComments are closed.',
      [],
      ['1. a', '2. b'],
      ['Comments are closed.'],
    ],
    [
      'an indented list in the article',
      'H\n\n  1. a\n\n  2. b\n\nMore.\n\n\n  1. c\n\n  2. d',
      [
        ['1', 'c'],
        ['2', 'd'],
      ],
      ['1. a', '2. b', 'More.'],
    ],
    [
      'an indented list right before the comments',
      'H\n\n  1. a\n\n  2. b\n\n\n  1. c\n',
      [['1', 'c']],
      ['1. a', '2. b'],
    ],
    [
      'numbering that begins anew after one blank line',
      'H\n\n  1. a\n\n  2. b\n\n  1. c\n\n  2. d',
      [
        ['1', 'c'],
        ['2', 'd'],
      ],
      ['1. a', '2. b'],
    ],
    ['an indented list and no comments', 'H\n\n  1. a\n\n  2. b\n\nMore.\n', [], ['1. a', '2. b', 'More.']],
    [
      'comments after one blank line',
      'H\n\nOne.\n\n  1. a\n\n    1. b\n',
      [
        ['1', 'a'],
        ['1.1', 'b'],
      ],
      ['One.'],
    ],
    [
      'comments without a paragraph',
      'H\n\n\n  1. a\n\n  2. b',
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [],
    ],
    [
      'unindented comments, set off',
      'H\n\nOne.\n\n\n1. a\n\n  1. b\n\n2. c',
      [
        ['1', 'a'],
        ['1.1', 'b'],
        ['2', 'c'],
      ],
      ['One.'],
    ],
    [
      'unindented comments under a line that says so',
      'H\n\nOne.\n\n3 Comments\n\n1. a\n\n2. b',
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      ['One.'],
      ['3 Comments'],
    ],
    [
      'unindented comments with replies and a notice',
      'H\n\nOne.\n\n1. a\n\n  1. b\n\nComments are closed.',
      [
        ['1', 'a'],
        ['1.1', 'b'],
      ],
      ['One.'],
      ['Comments are closed.'],
    ],
    [
      'a missing number',
      'H\n\n\n  1. a\n\n  4. b\n\n    1. c\n\n    3. d\n',
      [
        ['1', 'a'],
        ['2', 'b'],
        ['2.1', 'c'],
        ['2.2', 'd'],
      ],
      [],
    ],
    [
      'the first reply missing',
      'H\n\n\n  1. a\n\n    2. b\n\n    3. c\n',
      [
        ['1', 'a'],
        ['1.1', 'b'],
        ['1.2', 'c'],
      ],
      [],
    ],
    [
      'a paragraph of a comment that begins with a number',
      'H\n\n\n  1. a\n\n    12. was the day\n\n  2. b\n',
      [
        ['1', 'a', '12. was the day'],
        ['2', 'b'],
      ],
      [],
    ],
    [
      'a list in a comment',
      'H\n\n\n  1. a\n    1. x\n    2. y\n\n    1. b\n',
      [
        ['1', 'a', '1. x', '2. y'],
        ['1.1', 'b'],
      ],
      [],
    ],
    [
      'a list in a comment after a blank line',
      'H\n\n\n  1. a\n\n    1. x\n    2. y\n\n  2. b\n',
      [
        ['1', 'a', '1. x', '2. y'],
        ['2', 'b'],
      ],
      [],
    ],
    [
      'a deeper list in a comment',
      'H\n\n\n  1. a\n\n    1. b\n\n  2. c\n\n      1. x\n\n      2. y\n',
      [
        ['1', 'a'],
        ['1.1', 'b'],
        ['2', 'c', '1. x', '2. y'],
      ],
      [],
    ],
    [
      'comments without blank lines',
      'H\n\nOne.\n\n  1. a\n  2. b\n    1. c\n      1. d\n  3. e\n',
      [
        ['1', 'a'],
        ['2', 'b'],
        ['2.1', 'c'],
        ['2.1.1', 'd'],
        ['3', 'e'],
      ],
      ['One.'],
    ],
    [
      'tabs and spaces',
      'H\n\n\n  1. a\n\n\t1. b\n\n  \t2. c\n',
      [
        ['1', 'a'],
        ['1.1', 'b'],
        ['1.2', 'c'],
      ],
      [],
    ],
    [
      'tabs',
      'H\n\n\n\t1. a\n\n\t\t1. b\n\t\t\tmore\n\n\t2. c\n',
      [
        ['1', 'a'],
        ['1.1', 'b', 'more'],
        ['2', 'c'],
      ],
      [],
    ],
    [
      'right-aligned numbers',
      `H\n\n\n${Array.from({ length: 12 }, (_, i) => `${String(i + 1).padStart(4)}. c`).join('\n\n')}`,
      Array.from({ length: 12 }, (_, i) => [`${i + 1}`, 'c']),
      [],
    ],
    [
      'unindented text in a comment',
      'H\n\n\n  1. a\nmore\n\neven more\n\n  2. b\n',
      [
        ['1', 'a', 'more', 'even more'],
        ['2', 'b'],
      ],
      [],
    ],
    [
      'a comment that says the notice',
      'H\n\n\n  1. a\n\n    Comments are closed.\n\n  2. b',
      [
        ['1', 'a', 'Comments are closed.'],
        ['2', 'b'],
      ],
      [],
    ],
    [
      'a notice in other words',
      'H\n\n\n  1. a\n\nThis conversation has ended.',
      [['1', 'a']],
      [],
      ['This conversation has ended.'],
    ],
    [
      'a number without text',
      'H\n\n\n  1.\n    a\n\n  2.\n',
      [
        ['1', 'a'],
        ['2', '2.'],
      ],
      [],
    ],
    [
      'CRLF, a BOM, and blank lines that are not empty',
      '\uFEFFH\r\n \t\r\nOne.\r\n\u00a0\r\n\u200b\r\n\r\n  1. a\r\n',
      [['1', 'a']],
      ['One.'],
    ],
    ['line breaks of Unicode', 'H\u2029\u2029One\u2028two\u0085\u0085Three.', [], ['One two', 'Three.']],
    ['control characters', 'H\u0000\u001b[1m\n\nO\u0007ne.', [], ['One.']],
  ];

  it.each(hostile)('reads %s', (_, text, comments, paragraphs, notices = []) => {
    const article = parseText(text);
    expect(article.headline).toMatch(/^H/);
    expect(article.paragraphs).toEqual(paragraphs);
    expect(commentsOf(article)).toEqual(comments);
    expect(article.notices).toEqual(notices);
  });

  it('calls a text of nothing but comments untitled', () => {
    const article = parseText('  1. a\n\n    1. b\n\n  2. c\n\nComments are closed.');
    expect(article.headline).toBe('Untitled');
    expect(commentsOf(article)).toEqual([
      ['1', 'a'],
      ['1.1', 'b'],
      ['2', 'c'],
    ]);
    expect(article.paragraphs).toEqual([]);
  });

  it('refuses a text without anything in it', () => {
    for (const text of ['', ' \n\t\n', '\uFEFF\u200b']) expect(() => parseText(text)).toThrow('no text');
  });

  it('reads 2 MB of comments, side by side or each below the last', () => {
    const wide = Array.from(
      { length: 30_000 },
      (_, i) => `  ${i + 1}. ${'comment '.repeat(7)}\n\n    1. reply`,
    );
    expect(parseText(`H\n\nOne.\n\n\n${wide.join('\n\n')}`).comments).toHaveLength(60_000);
    const deep = Array.from({ length: 1400 }, (_, i) => `${'  '.repeat(i + 1)}1. reply`);
    expect(
      parseText(`H\n\n\n${deep.join('\n\n')}`)
        .comments.at(-1)
        ?.number.split('.'),
    ).toHaveLength(1400);
  });
});

interface Tree {
  lines: string[];
  step: number;
  replies: Tree[];
}

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map(words => `${words.join(' ')}.`);
const oddLine = fc.oneof(
  { weight: 4, arbitrary: sentence },
  fc
    .tuple(fc.constantFrom('12. ', '1. ', '2. ', '– ', '“', '> ', 'é ', '@everyone ', '🧵 '), sentence)
    .map(parts => parts.join('')),
  fc.constant('Comments are closed.'),
);
const treeOf = (depth: number): fc.Arbitrary<Tree> =>
  fc.record({
    lines: fc.tuple(oddLine, fc.array(oddLine, { maxLength: 3 })).map(([first, rest]) => [first, ...rest]),
    step: fc.integer({ min: 1, max: 3 }),
    replies: depth === 1 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 3 }),
  });
const thread = fc.array(treeOf(6), { minLength: 1, maxLength: 4 });
const articleBody = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: sentence },
    fc.tuple(fc.constantFrom('1. ', '2. ', '12. '), sentence).map(parts => parts.join('')),
  ),
  { maxLength: 5 },
);

interface Look {
  indent: string;
  lineBreak: string;
  bom: string;
  blank: string;
  gaps: boolean;
  blankInside: boolean;
  notice: boolean;
}

const look: fc.Arbitrary<Look> = fc.record({
  indent: fc.constantFrom('  ', '    ', '\t', '\u00a0\u00a0', '   '),
  lineBreak: fc.constantFrom('\n', '\r\n', '\r', '\u0085', '\u2028'),
  bom: fc.constantFrom('', '\uFEFF'),
  blank: fc.constantFrom('', ' ', '\t', '\u00a0', '\u200b'),
  gaps: fc.boolean(),
  blankInside: fc.boolean(),
  notice: fc.boolean(),
});

function formatTrees(
  trees: readonly Tree[],
  depth: number,
  { indent, blank, gaps, blankInside }: Look,
): string[] {
  const margin = indent.repeat(depth);
  let number = 0;
  return trees.flatMap((tree, i) => {
    number += gaps && i > 0 ? tree.step : 1;
    const [first, ...rest] = tree.lines;
    // A numbered paragraph after a blank line, where a reply may be, is read as a reply.
    const inner = rest.flatMap(line => [
      ...(blankInside && !/^\d/.test(line) ? [blank] : []),
      `${margin}${indent}${line}`,
    ]);
    return [
      blank,
      `${margin}${number}. ${first}`,
      ...inner,
      ...formatTrees(tree.replies, depth + 1, { indent, blank, gaps, blankInside } as Look),
    ];
  });
}

function expectedComments(trees: readonly Tree[], prefix = ''): string[][] {
  return trees.flatMap((tree, i) => [
    [`${prefix}${i + 1}`, ...tree.lines],
    ...expectedComments(tree.replies, `${prefix}${i + 1}.`),
  ]);
}

describe('any article in the plain-text form', () => {
  it('gives each comment its place in a tree of six levels, whatever the file looks like', () => {
    fc.assert(
      fc.property(sentence, articleBody, thread, look, (headline, body, trees, style) => {
        const head = [headline, ...body.flatMap(paragraph => [style.blank, paragraph]), style.blank];
        const end = style.notice ? [style.blank, 'Comments are closed.'] : [];
        const lines = [...head, ...formatTrees(trees, 1, style), ...end, ''];
        const article = parseText(style.bom + lines.join(style.lineBreak));
        expect(article.headline).toBe(headline);
        expect(article.paragraphs).toEqual(body);
        expect(commentsOf(article)).toEqual(expectedComments(trees));
        expect(article.commentsClosed).toBe(style.notice);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same after it was written and read again', () => {
    fc.assert(
      fc.property(
        sentence,
        articleBody,
        fc.oneof(thread, fc.constant([])),
        fc.boolean(),
        (headline, paragraphs, trees, commentsClosed) => {
          const article: ArticleText = {
            headline,
            byline: null,
            url: null,
            published: null,
            paragraphs,
            comments: expectedComments(trees).map(([number, ...lines]) => ({
              number: number!,
              author: null,
              paragraphs: lines,
            })),
            commentsClosed,
            notices: commentsClosed ? ['Comments are closed.'] : [],
          };
          expect(parseText(formatText(article))).toEqual(article);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps every line exactly once, however little sense the lines make', () => {
    const line = fc.record({
      blanks: fc.integer({ min: 0, max: 3 }),
      margin: fc.constantFrom('', '', ' ', '  ', '   ', '    ', '      ', '\t', '\t\t', '\u00a0'),
      mark: fc.constantFrom(
        '',
        '',
        '1. ',
        '2. ',
        '3. ',
        '12. ',
        '0. ',
        '1.',
        '1) ',
        '2026. ',
        '999999999. ',
        'Comments are closed. ',
        '- ',
      ),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('\n', '\r\n', '\u2028'),
        (lines, lineBreak) => {
          const text = lines
            .map(({ blanks, margin, mark }, i) => `${lineBreak.repeat(blanks)}${margin}${mark}word${i}.`)
            .join(lineBreak);
          const { headline, paragraphs, comments, notices } = parseText(text);
          const kept = [
            headline,
            ...paragraphs,
            ...comments.flatMap(comment => comment.paragraphs),
            ...notices,
          ].join('\n');
          const words = kept.match(/word\d+/g) ?? [];
          expect(words.toSorted()).toEqual(lines.map((_, i) => `word${i}`).toSorted());
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('reading a file', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map(part => Buffer.from(part as string)));
  const refusals: [title: string, file: string, content: Uint8Array | string, message: RegExp][] = [
    ['a binary file', 'a.txt', bytes('PK\n', [0, 1]), /^a\.txt, line 2: this is not text/],
    [
      'packed data without a zero byte',
      'a.txt',
      bytes(
        [0x1f, 0x8b],
        Array.from({ length: 3_000 }, (_, at) => ((at * 7_919) % 255) + 1),
      ),
      /^a\.txt, line 1: this is not text \(it is full of control characters\)/,
    ],
    [
      'a text that is longer than any article',
      'a.txt',
      `Words\n\n${'word '.repeat(500_000)}`,
      /^a\.txt: This is more than 2,000,000 characters of text/,
    ],
    ['an empty file', 'a.txt', new Uint8Array(), /^a\.txt, line 1: there is no text/],
    ['white space', 'a.txt', ' \n\n', /^a\.txt, line 1: there is no text/],
    ['a file that is too large', 'a.txt', 'a'.repeat(5_000_001), /^a\.txt: 5\.0 MB are too many/],
    [
      'a web page without an article',
      'a.txt',
      '<!DOCTYPE html><p>Hm',
      /^a\.txt: I couldn’t add this page: I found no article/,
    ],
    ['a PDF', 'a.txt', bytes('%PDF-1.7'), /^a\.txt, line 1: this is a PDF/],
    [
      'a feed',
      'a.xml',
      '<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
      /^a\.xml: this is a feed/,
    ],
    [
      'a packed book',
      'a.epub',
      bytes([0x50, 0x4b, 3, 4], 'mimetype'),
      /^a\.epub, line 1: this is a packed file/,
    ],
    [
      'front matter that is no YAML',
      'a.md',
      '---\ntitle: [a\n---\nText',
      /^a\.md, line \d: its front matter is not valid YAML/,
    ],
    ['front matter in TOML', 'a.md', '+++\ntitle = "A"\n+++\nText', /TOML/],
    [
      'an export without posts',
      'a.xml',
      '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>',
      /no published post/,
    ],
    ['broken JSON', 'a.json', '{\n"headline": "H",\n}', /^a\.json, line 3: not valid JSON/],
    ['JSON of another kind', 'a.json', '[]', /^a\.json: the file: /],
    ['JSON without a headline', 'a.json', '{"paragraphs": []}', /^a\.json: headline: /],
    ['a misspelt field', 'a.json', '{"headline": "H", "coments": []}', /coments/],
    [
      'a comment without text',
      'a.json',
      '{"headline": "H", "comments": [{"text": "a", "replies": [{"text": " "}]}]}',
      /^a\.json: comments\[0\]\.replies\[0\]: has no text/,
    ],
    [
      'a script as address',
      'a.json',
      '{"headline": "H", "url": "javascript:alert(1)"}',
      /^a\.json: url: is not an http/,
    ],
    [
      'a reply to nothing',
      'a.json',
      '{"headline": "H", "comments": [{"number": "1.1", "text": "a"}]}',
      /^a\.json: comments\[0\]\.number: there is no comment 1 /,
    ],
    [
      'a number twice',
      'a.json',
      '{"headline": "H", "comments": [{"number": "1", "text": "a"}, {"number": "1", "text": "b"}]}',
      /1 is there twice/,
    ],
    [
      'endless nesting',
      'a.json',
      `{"headline": "H", "comments": [${'{"text": "a", "replies": ['.repeat(9000)}${']}'.repeat(9000)}]}`,
      /nested deeper than 200/,
    ],
  ];

  it.each(refusals)('refuses %s, and says where and why', (_, file, content, message) => {
    expect(() => readArticle(file, content)).toThrow(ReadError);
    expect(() => readArticle(file, content)).toThrow(message);
  });

  it('numbers nested replies of JSON, and takes numbered ones in any order', () => {
    const nested = {
      headline: ' H ',
      paragraphs: ['One\ntwo.', ''],
      comments: [{ author: 'Ann', text: 'a\n\nb', replies: [{ text: 'c' }] }, { paragraphs: ['d'] }],
    };
    const article = readArticle('a.json', JSON.stringify(nested));
    expect(article.headline).toBe('H');
    expect(article.paragraphs).toEqual(['One two.']);
    expect(commentsOf(article)).toEqual([
      ['1', 'a', 'b'],
      ['1.1', 'c'],
      ['2', 'd'],
    ]);
    expect(article.comments.map(comment => comment.author)).toEqual(['Ann', null, null]);

    const flat = {
      headline: 'H',
      comments: [
        { number: '10', text: 'd' },
        { number: '2.7', text: 'c' },
        { number: '2', text: 'a' },
      ],
    };
    expect(commentsOf(readArticle('flat', JSON.stringify(flat)))).toEqual([
      ['1', 'a'],
      ['1.1', 'c'],
      ['2', 'd'],
    ]);
  });

  it('reads its own articles again from JSON', () => {
    const article = parseText('H\n\nOne.\n\n\n  1. a\n    b\n\n    1. c\n\nComments are closed.');
    expect(readArticle('a.json', JSON.stringify(article))).toEqual(article);
  });

  it('takes a text that begins with a brace for text', () => {
    expect(readArticle('a.txt', '{sic} is a headline\n\nOne.').headline).toBe('{sic} is a headline');
  });
});

describe('data/README.md', () => {
  const readme = readFileSync(join(import.meta.dirname, '../data/README.md'), 'utf8');

  it('shows a plain-text article that is read as it says', () => {
    const example = readme
      .split('## The plain-text form')[1]!
      .split('The example is indented')[0]!
      .replace(/^ {4}/gm, '');
    const article = parseText(example);
    expect(article.headline).toBe('Mayor Opens the Bridge');
    expect(article.paragraphs).toHaveLength(2);
    expect(article.comments.map(comment => comment.number)).toEqual(['1', '1.1', '1.1.1', '2']);
    expect(article.notices).toEqual(['Comments are closed.']);
  });

  it('shows JSON articles that are read', () => {
    const examples = [...readme.matchAll(/```json\n(.*?)```/gs)].map(match =>
      readArticle('example.json', match[1]!),
    );
    expect(examples.map(example => example.comments.map(comment => comment.number))).toEqual([
      ['1', '1.1', '2'],
      ['1', '1.1', '2'],
    ]);
  });
});
