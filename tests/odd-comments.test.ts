import { describe, expect, test } from 'vitest';
import { readFileContent } from '../src/articles/read-file.ts';

const POST = 'The new bridge over the Arrel was opened on Tuesday, and the mayor walked over it twice.';

/** A comment of any format; what is left out has no id, parent or author. */
interface Written {
  readonly id?: unknown;
  readonly parent?: unknown;
  readonly text: unknown;
  readonly author?: unknown;
  readonly bot?: boolean;
}

const listing = (children: unknown[]) => ({ kind: 'Listing', data: { children } });
const child = (parent: unknown, id: unknown) => (parent === undefined ? `0.${id}` : `0.${parent}.${id}`);
const field = (name: string, value: unknown) => (value === undefined ? '' : `<${name}>${value}</${name}>`);

/** Files whose comments name what they answer. */
const byReference: Record<string, (comments: readonly Written[]) => string> = {
  lemmy: comments =>
    JSON.stringify({
      post_view: { post: { name: 'Bridge', body: POST }, creator: { name: 'ines' } },
      comments: comments.map(({ id, parent, text, author = 'ann', bot = false }) => ({
        comment: { id, content: text, path: child(parent, id) },
        creator: { name: author, bot_account: bot },
      })),
    }),
  disqus: comments =>
    `<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"><thread dsq:id="t"><title>Bridge</title><message>${POST}</message></thread>${comments
      .map(
        ({ id = '', parent, text }) =>
          `<post dsq:id="${id}"><message>${text}</message><author><name>ann</name></author><thread dsq:id="t"/>${parent === undefined ? '' : `<parent dsq:id="${parent}"/>`}</post>`,
      )
      .join('')}</disqus>`,
  wordpress: comments =>
    `<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="c"><channel><item><title>Bridge</title><content:encoded>${POST}</content:encoded>${comments
      .map(
        ({ id, parent, text }) =>
          `<wp:comment>${field('wp:comment_id', id)}${field('wp:comment_parent', parent)}<wp:comment_content>${text}</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>`,
      )
      .join('')}</item></channel></rss>`,
};

/** Files whose comments contain their replies. */
const nested: Record<string, (comments: readonly (Written & { replies?: unknown })[]) => string> = {
  'hacker news': comments =>
    JSON.stringify({
      ...{ id: 1, type: 'story', title: 'Bridge', text: POST },
      children: comments.map(({ replies, ...comment }) => ({ ...comment, children: replies })),
    }),
  reddit: comments =>
    JSON.stringify([
      listing([{ kind: 't3', data: { title: 'Bridge', selftext: POST } }]),
      listing(
        comments.map(({ text, replies, ...comment }) => ({
          kind: 't1',
          data: { ...comment, body: text, replies },
        })),
      ),
    ]),
};

function read(file: string) {
  const { articles } = readFileContent(`file.${file.startsWith('<') ? 'xml' : 'json'}`, file);
  return articles[0]!.text.comments;
}

const told = (file: string) => read(file).map(({ number, paragraphs }) => `${number} ${paragraphs.join()}`);

describe.each(Object.entries(byReference))('a file of %s', (_, write) => {
  test('whose comments answer each other in a circle, themselves, and nobody keeps them all', () => {
    const comments = [
      { id: 1, parent: 2, text: 'one' },
      { id: 2, parent: 1, text: 'two' },
      { id: 3, parent: 3, text: 'three' },
      { id: 4, parent: 99, text: 'four' },
      { id: 5, parent: '__proto__', text: 'five' },
      { id: 6, parent: 'constructor', text: 'six' },
      { id: 7, parent: 6, text: 'seven' },
    ];
    expect(told(write(comments)).toSorted((a, b) => a.slice(-3).localeCompare(b.slice(-3)))).toHaveLength(7);
    expect(told(write(comments)).filter(each => each.includes('.'))).toEqual([
      expect.stringMatching(/\.1 seven$/),
    ]);
  });

  test('with two comments under one id keeps both', () => {
    const comments = [
      { id: 1, text: 'first' },
      { id: 1, text: 'second' },
      { id: 2, parent: 1, text: 'reply' },
    ];
    expect(
      told(write(comments))
        .map(each => each.replace(/^\S+ /, ''))
        .toSorted(),
    ).toEqual(['first', 'reply', 'second']);
  });

  test('with a chain of 10,000 replies keeps them all', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => ({
      id: at + 1,
      parent: at === 0 ? undefined : at,
      text: `r${at}`,
    }));
    expect(read(write(chain))).toHaveLength(10_000);
  });
});

test.each([
  ['disqus', 1],
  // there, a parent of 0 is none
  ['wordpress', 0],
])('in a file of %s, no comment without an id is the one that others answer', (format, replies) => {
  const file = byReference[format]!([
    { text: 'first' },
    { text: 'second' },
    { id: 0, text: 'third' },
    { id: 2, parent: '', text: 'fourth' },
    { id: 3, parent: 0, text: 'fifth' },
  ]);
  expect(told(file)).toHaveLength(5);
  expect(told(file).filter(each => each.includes('.'))).toHaveLength(replies);
});

test('the same comment of two pages of Lemmy is one', () => {
  const comment = { id: 1, text: 'first' };
  expect(told(byReference.lemmy!([comment, { id: 2, parent: 1, text: 'reply' }, comment]))).toEqual([
    '1 first',
    '1.1 reply',
  ]);
});

test('answers to a long chain of bots are read in time that grows with them', () => {
  const bots = Array.from({ length: 20_000 }, (_, at) => ({
    ...{ id: at + 1, parent: at === 0 ? undefined : at, text: `b${at}` },
    bot: true,
  }));
  const replies = Array.from({ length: 10_000 }, (_, at) => ({
    id: 30_000 + at,
    parent: 20_000,
    text: `r${at}`,
  }));
  expect(read(byReference.lemmy!([...bots, ...replies]))).toHaveLength(10_000);
});

test.each(Object.entries(nested))(
  'a file of %s keeps a comment with fields of an unknown kind',
  (_, write) => {
    const file = write([
      { id: {}, author: 5, text: 'one' },
      { ...{ text: 'two', author: 'ann' }, ...{ points: '5', score: {}, score_hidden: 'no', created_at: 7 } },
      { text: 'three', author: 'bob', replies: null },
      { text: 'four', author: '__proto__', replies: 'none' },
    ]);
    expect(told(file)).toEqual(['1 one', '2 two', '3 three', '4 four']);
    expect(read(file).map(({ author }) => author)).toEqual([null, 'ann', 'bob', '__proto__']);
  },
);

test('numbers of comments are no deeper than nested replies may be', () => {
  const comments = Array.from({ length: 300 }, (_, at) => ({
    number: Array(at + 1)
      .fill(1)
      .join('.'),
    text: `r${at}`,
  }));
  expect(() => read(JSON.stringify({ headline: 'Bridge', paragraphs: [POST], comments }))).toThrow(
    'nested deeper than 200 levels',
  );
});
