import { describe, expect, test } from 'vitest';
import type { ArticleText } from '../src/articles/article.ts';
import { readFileContent } from '../src/articles/read-file.ts';

const told = ({ comments }: ArticleText) =>
  comments.map(({ number, author, paragraphs }) => [number, author, ...paragraphs]);
const listing = (...children: unknown[]) => ({ kind: 'Listing', data: { children } });
const comment = (
  author: string,
  body: string,
  { replies = [], ...more }: { replies?: unknown[] } & Record<string, unknown> = {},
) => ({
  kind: 't1',
  data: { author, body, score: 1, replies: replies.length > 0 ? listing(...replies) : '', ...more },
});

function createRedditThread(post: Record<string, unknown>, ...comments: unknown[]) {
  const opening = { title: 'Baths', author: 'ines', selftext: 'We swim.', permalink: '/r/baths/1', ...post };
  const { articles, notes } = readFileContent(
    'thread.json',
    JSON.stringify([listing({ kind: 't3', data: opening }), listing(...comments)]),
  );
  return { ...articles[0]!.text, notes };
}

describe('a thread of Reddit', () => {
  test('is Markdown with entities, once', () => {
    const article = createRedditThread(
      {
        title: 'Baths &amp; boilers: is 3 &lt; 4?',
        selftext:
          '# Why\n\nWe **swim** in\nwarm &amp; [old](https://b.example) water.\n\n* one\n* two &lt;b&gt;\n\n&amp;nbsp;\n\n    if (a &lt; b) {',
      },
      comment(
        'ann',
        '&gt; We swim\n\nI don\\_t, and `a &lt; b` &amp;amp; so on. ~~No.~~ &gt;!Secretly!&lt; I do.',
      ),
      comment('bob', '![gif](giphy|abc)'),
      comment('cid', 'a  \nb'),
    );
    expect(article.headline).toBe('Baths & boilers: is 3 < 4?');
    expect(article.paragraphs).toEqual([
      'Why',
      'We swim in warm & old water.',
      'one',
      'two <b>',
      'if (a < b) {',
    ]);
    expect(told(article)).toEqual([
      ['1', 'ann', '> We swim', 'I don_t, and a < b & so on. No. Secretly I do.'],
      ['2', 'bob', '[gif]'],
      ['3', 'cid', 'a', 'b'],
    ]);
  });

  test('has readers and no programs', () => {
    const article = createRedditThread(
      {},
      comment('AutoModerator', 'Please read the rules.', {
        stickied: true,
        distinguished: 'moderator',
        replies: [comment('ann', 'I did.', { replies: [comment('ben', 'So did I.')] })],
      }),
      comment('RulesBot', 'Be kind.', { stickied: true, replies: [comment('eve', 'I am.')] }),
      comment('helper', 'A summary. I am a bot, and this action was performed automatically.'),
      comment('dora', 'Moderator here: the pool is closed today.', {
        stickied: true,
        distinguished: 'moderator',
      }),
      comment('abbot', 'My name ends so.'),
    );
    expect(told(article)).toEqual([
      ['1', 'dora', 'Moderator here: the pool is closed today.'],
      ['2', 'abbot', 'My name ends so.'],
      ['3', 'ann', 'I did.'],
      ['3.1', 'ben', 'So did I.'],
      ['4', 'eve', 'I am.'],
    ]);
    expect(article.notes).toEqual(['3 comments of programs were passed over']);
  });

  test('keeps what was deleted only where it was answered, and names nobody', () => {
    const article = createRedditThread(
      { author: '[deleted]', selftext: '[removed]' },
      comment('[deleted]', '[deleted]', { replies: [comment('ann', 'What was it?')] }),
      comment('[deleted]', '[removed]', { replies: [comment('[deleted]', '[ Removed by Reddit ]')] }),
      comment('bob', 'Why?'),
    );
    expect(article).toMatchObject({ byline: null, paragraphs: [] });
    expect(told(article)).toEqual([
      ['1', null, '[deleted]'],
      ['1.1', 'ann', 'What was it?'],
      ['2', 'bob', 'Why?'],
    ]);
  });

  test('has the text that it passes on from another place, and says that it is closed', () => {
    const article = createRedditThread(
      {
        selftext: '',
        locked: true,
        crosspost_parent_list: [{ author: 'olga', selftext: 'The *first* text.' }],
      },
      comment('ann', 'Thanks.'),
    );
    expect(article).toMatchObject({ byline: 'olga', paragraphs: ['The first text.'], commentsClosed: true });
  });
});

describe('a post of Lemmy', () => {
  test('is Markdown without entities, and its bots are no readers', () => {
    const says = (
      id: number,
      path: string,
      content: string,
      more: Record<string, unknown> = {},
      by: Record<string, unknown> = {},
    ) => ({
      comment: { id, content, path, ...more },
      creator: { name: `user${id}`, ...by },
    });
    const file = {
      post_view: {
        post: {
          name: 'Is 3 < 4 &amp; so on?',
          body: '*Warm*\nwater <b>\n\n::: spoiler More\nhidden\n:::',
          locked: true,
        },
        creator: { name: 'ines' },
      },
      comments: [
        says(1, '0.1', 'a &amp; b'),
        says(2, '0.2', 'I summarise.', {}, { bot_account: true }),
        says(3, '0.2.3', '**Good** bot.'),
        says(4, '0.4', 'x', { deleted: true }),
      ],
    };
    const { articles } = readFileContent('post.json', JSON.stringify(file));
    expect(articles[0]?.text).toMatchObject({
      headline: 'Is 3 < 4 &amp; so on?',
      paragraphs: ['Warm water <b>', 'More hidden'],
      commentsClosed: true,
    });
    expect(told(articles[0]!.text)).toEqual([
      ['1', 'user1', 'a & b'],
      ['2', 'user3', 'Good bot.'],
    ]);
  });
});

describe('an item of Hacker News', () => {
  test('is HTML: asterisks are asterisks, and what was deleted is gone', () => {
    const item = (id: number, author: string | null, text: string | null, children: unknown[] = []) => ({
      id,
      type: 'comment',
      author,
      text,
      children,
    });
    const file = {
      id: 1,
      type: 'story',
      title: 'Is 3 < 4 & so on?',
      author: 'ines',
      text: 'We <i>swim</i>.<p>2 * 3 * 4 &amp; more.',
      children: [
        item(2, 'ann', 'a * b * c<p>&gt; d &quot;e&quot;<pre><code>x\n  y</code></pre>'),
        item(3, null, null),
        item(4, 'bob', '[dead]'),
      ],
    };
    const { articles } = readFileContent('item.json', JSON.stringify(file));
    expect(articles[0]?.text).toMatchObject({
      headline: 'Is 3 < 4 & so on?',
      paragraphs: ['We swim.', '2 * 3 * 4 & more.'],
    });
    expect(told(articles[0]!.text)).toEqual([['1', 'ann', 'a * b * c', '> d "e"', 'x', 'y']]);
  });
});
