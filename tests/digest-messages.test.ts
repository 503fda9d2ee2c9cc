import { MessageFlags } from 'discord-api-types/v10';
import { messageProblems } from 'discord-preview/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommentsAnswer } from '../src/answers/comments/schema.ts';
import { Level } from '../src/answers/levels.ts';
import type { Quote } from '../src/answers/quotes/schema.ts';
import { identifyArticle } from '../src/articles/article.ts';
import type { PostItem } from '../src/digests/contents.ts';
import {
  chooseArticles,
  commentSummaryOf,
  pickQuote,
  pickStandfirst,
  type Standfirst,
} from '../src/digests/contents.ts';
import type { Digest, Post } from '../src/digests/digest.ts';
import type { DigestOutlook } from '../src/digests/digest-actions.ts';
import { layOut } from '../src/discord/layout.ts';
import {
  renderDigestDeleted,
  renderDigestDetails,
  renderDigestOverview,
} from '../src/discord/render/digest.ts';
import { formatDigestFirstLine, renderDigestPost } from '../src/discord/render/digest-post.ts';
import type { Reply } from '../src/discord/types.ts';
import { createMessage } from '../src/i18n/template-values.ts';
import type { LibraryEntry } from '../src/storage/stores/articles.ts';

const digest: Digest = {
  id: 'd1',
  serverId: '100000000000000000',
  channelId: '200000000000000000',
  name: 'Morning papers',
  days: [1, 4],
  time: '08:30',
  zone: 'America/Argentina/ComodRivadavia',
  count: 10,
  paused: false,
  activeSince: '2026-03-02T12:00:00.000Z',
  createdBy: '300',
  createdAt: '2026-03-02T12:00:00.000Z',
};
const slot = '2026-03-05T11:30:00.000Z';
const masked = { maskStrongLanguage: true };

function createQuote(text: string, change: Partial<Quote> = {}): Quote {
  return {
    text,
    speaker: 'Maria Oduya',
    role: 'chair',
    mention: null,
    where: null,
    paragraph: 1,
    paragraphs: [1],
    scare: false,
    ...change,
  };
}

function createStandfirst(text: string, change: Partial<Standfirst> = {}): Standfirst {
  return { text, paragraphs: [1], level: 'verbatim', leftOut: [], engine: 'openai', ...change };
}

/** Expects a message to keep Discord's limits that its schemas lack. */
function expectWithinLimits(reply: Reply): void {
  const message = { components: layOut(reply), flags: MessageFlags.IsComponentsV2 };
  const files = reply.image ? [reply.image.name] : [];
  expect(messageProblems(message as unknown as Parameters<typeof messageProblems>[0], files)).toEqual([]);
  expect(message.components.length).toBeGreaterThan(0);
}

const nasty = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3000, unit: 'binary' }),
  fc.constantFrom(
    '*'.repeat(3000),
    '@everyone '.repeat(200),
    '\\'.repeat(2000),
    '👩‍👩‍👧‍👦'.repeat(300),
    '# ',
    '\u202e',
    'https://x.example/'.repeat(90),
  ),
);

describe('a post', () => {
  const item: fc.Arbitrary<PostItem> = fc.record({
    article: fc
      .record({ headline: nasty, url: fc.option(nasty), version: fc.integer({ min: 1, max: 3 }) })
      .map(({ headline, url, version }) => ({
        ...identifyArticle({
          headline,
          byline: null,
          url,
          published: null,
          paragraphs: [],
          comments: [],
          commentsClosed: false,
          notices: [],
        }),
        source: 'test',
        version,
        addedAt: slot,
      })),
    standfirst: fc.option(
      fc.record({
        text: nasty,
        paragraphs: fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1 }),
        level: fc.constantFrom(...Level.options),
        leftOut: fc.array(nasty, { maxLength: 3 }),
        engine: fc.constantFrom('openai' as const, 'extractive' as const),
      }),
    ),
    quote: fc.option(
      fc
        .record({ text: nasty, speaker: nasty, role: fc.option(nasty) })
        .map(({ text, ...who }) => createQuote(text, who)),
    ),
    pulse: fc.option(
      fc.record({
        comments: fc.integer({ min: 1, max: 100_000 }),
        replies: fc.nat(100_000),
        contradictions: fc.nat(1000),
        leftOut: fc.array(nasty, { maxLength: 3 }),
        engine: fc.constantFrom('openai' as const, 'extractive' as const),
        viewpoints: fc.array(
          fc.record({ label: nasty, comments: fc.integer({ min: 1, max: 1000 }), isWorded: fc.boolean() }),
          {
            maxLength: 2,
          },
        ),
      }),
    ),
  });

  it('of any articles keeps Discord’s limits and lets nothing in them act', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { minLength: 1, maxLength: 10, selector: ({ article }) => article.id }),
        fc.uniqueArray(fc.record({ id: fc.uuid(), headline: nasty }), {
          maxLength: 40,
          selector: ({ id }) => id,
        }),
        fc.option(nasty),
        nasty,
        (items, rest, late, name) => {
          const named = { ...digest, name: name.slice(0, 80) };
          const reply = renderDigestPost(
            named,
            slot,
            { items, rest },
            { late: late === null ? null : createMessage('{{said}}', { said: late }), settings: masked },
          );
          expectWithinLimits(reply);
          // Labels in menus and text in pictures are not parsed as markdown, so they show the text as it is.
          const { components, image: _picture, ...shownAsMarkdown } = reply;
          const shown = JSON.stringify(shownAsMarkdown);
          expect(components).toHaveLength(1);
          expect(shown).not.toMatch(/@everyone|@here|\u202e/);
          for (const card of reply.cards ?? []) if (card.url) expect(card.url).toMatch(/^https?:/i);
          expect(reply.content?.split('\n')[0]).toBe(formatDigestFirstLine(named, slot));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of one article has room for its whole standfirst and quote', () => {
    const article = {
      ...identifyArticle({
        headline: 'The crane stays',
        byline: null,
        url: 'https://news.example/crane',
        published: null,
        paragraphs: [],
        comments: [],
        commentsClosed: false,
        notices: [],
      }),
      source: 's',
      version: 1,
      addedAt: slot,
    };
    const standfirst = 'The council keeps the old harbour crane standing, '.repeat(8).trim();
    const items = [
      {
        article,
        standfirst: createStandfirst(standfirst),
        quote: createQuote('We would rather paint it than lose it.'),
        pulse: null,
      },
    ];
    const [card] = renderDigestPost(digest, slot, { items, rest: [] }, { late: null, settings: masked })
      .cards!;
    expect(card).toMatchObject({ title: 'The crane stays', url: 'https://news.example/crane' });
    expect(card?.description).toContain(standfirst);
    expect(card?.description).toContain('> “We would rather paint it than lose it.”\n> — Maria Oduya, chair');
    expect(card?.description).toContain('No comments');
    expect(card?.description).not.toContain('Updated');
    const again = items.map(item => ({ ...item, article: { ...article, version: 2 } }));
    const [updated] = renderDigestPost(
      digest,
      slot,
      { items: again, rest: [] },
      { late: null, settings: masked },
    ).cards!;
    expect(updated?.description).toContain('-# Updated');
  });

  it('masks strong language unless the server wants it shown', () => {
    const article = {
      ...identifyArticle({
        headline: 'A row',
        byline: null,
        url: null,
        published: null,
        paragraphs: [],
        comments: [],
        commentsClosed: false,
        notices: [],
      }),
      source: 's',
      version: 1,
      addedAt: slot,
    };
    const items = [
      { article, standfirst: null, quote: createQuote('This is fucking ridiculous'), pulse: null },
    ];
    const shown = (settings: { maskStrongLanguage: boolean }) =>
      renderDigestPost(digest, slot, { items, rest: [] }, { late: null, settings }).cards?.[0]?.description;
    expect(shown(masked)).not.toContain('fucking');
    expect(shown({ maskStrongLanguage: false })).toContain('fucking');
  });
});

describe('what a post holds', () => {
  const entry = (n: number): LibraryEntry => ({
    id: `a${n}`,
    headline: `${n}`,
    renamedFrom: null,
    source: 's',
    version: 1,
    addedAt: slot,
    paragraphs: 1,
    comments: 0,
    serverId: null,
    tags: [],
  });

  it('is the newest articles, the newest first', () => {
    expect(chooseArticles([entry(1), entry(2), entry(3)], 2)).toEqual({
      chosen: [entry(3), entry(2)],
      rest: [entry(1)],
    });
    expect(chooseArticles([entry(1)], 2)).toEqual({ chosen: [entry(1)], rest: [] });
  });

  it('is the longest quotation of a named speaker that can be shown whole', () => {
    const long = createQuote('x'.repeat(500));
    const fitting = createQuote('We would rather paint it than lose it.');
    const quotes = [
      createQuote('so-called', { scare: true }),
      createQuote('Nobody knows who said this, but it is long enough.', { speaker: null }),
      createQuote('No.'),
      fitting,
      long,
    ];
    expect(pickQuote({ quotes })).toBe(fitting);
    expect(pickQuote({ quotes: [long] })).toBe(long);
    expect(pickQuote({ quotes: quotes.slice(0, 2) })).toBeNull();
  });

  it('is the pulse of the comments: counts and the two largest viewpoints that are held by more than one', () => {
    const passage = { comment: '1', text: 'x' };
    const view = (label: string, comments: string[], level: Level = 'worded') => ({
      label,
      comments,
      passage,
      level,
      ground: [],
      side: null,
      language: null,
    });
    const pulseOf = (content: CommentsAnswer, engine: 'openai' | 'extractive' = 'openai') =>
      commentSummaryOf({ content, engine });
    const answer = {
      viewpoints: [
        view('small', ['1']),
        view('large', ['2', '3', '4']),
        view('middle', ['5', '6'], 'shortened'),
      ],
      sides: [],
      gists: [],
      contradictions: [{ reply: '1.1', to: '1', text: 'no' }],
      disputes: [],
      counts: { comments: 8, threads: 6, replies: 2, levels: 2 },
      coverage: { used: 6, of: 8 },
      leftOut: [],
    };
    expect(pulseOf(answer)).toEqual({
      comments: 8,
      replies: 2,
      contradictions: 1,
      viewpoints: [
        { label: 'large', comments: 3, isWorded: true },
        { label: 'middle', comments: 2, isWorded: false },
      ],
      leftOut: [],
      engine: 'openai',
    });
    // the built-in engine has no words of its own
    expect(pulseOf(answer, 'extractive')?.viewpoints.map(({ isWorded }) => isWorded)).toEqual([false, false]);
    expect(pulseOf({ ...answer, viewpoints: [view('alone', ['1'])] })?.viewpoints).toEqual([]);
    // a number instead of a title means nothing here
    expect(pulseOf({ ...answer, viewpoints: [view('Viewpoint 1', ['1', '2'])] })?.viewpoints).toEqual([]);
    expect(pulseOf({ ...answer, counts: { comments: 0, threads: 0, replies: 0, levels: 0 } })).toBeNull();
  });
});

describe('the list of digests', () => {
  const post: Post = {
    digestId: 'd1',
    slot,
    occasion: 'schedule',
    state: 'skipped',
    nonce: 'n',
    articleIds: [],
    messageId: null,
    reason: createMessage('{{said}}', { said: 'r'.repeat(400) }),
    at: slot,
  };
  const waiting: LibraryEntry[] = Array.from({ length: 30 }, (_, n) => ({
    id: `a${n}`,
    headline: '*'.repeat(300),
    renamedFrom: null,
    source: 's',
    version: 1,
    addedAt: slot,
    paragraphs: 1,
    comments: 0,
    serverId: null,
    tags: [],
  }));
  const outlook: DigestOutlook = {
    digest: { ...digest, name: '*'.repeat(80) },
    next: [1, 2, 3].map(day => day * 86_400_000),
    waiting,
    posts: Array(5).fill(post),
  };

  it('keeps Discord’s limits for one and for 25, however long their names and reasons are', () => {
    expectWithinLimits(renderDigestDetails(outlook));
    expectWithinLimits(renderDigestOverview(Array(25).fill(outlook)));
    expectWithinLimits(renderDigestOverview([]));
    expectWithinLimits(renderDigestDeleted(outlook.digest));
  });

  it('shows the next slots in the member’s own time and the reason of what was skipped', () => {
    const [card] = renderDigestDetails({
      ...outlook,
      posts: [{ ...post, reason: createMessage('I wasn’t running.') }],
    }).cards!;
    expect(card?.sections?.[0]?.value).toBe('<t:86400:F> (<t:86400:R>)\n<t:172800:F>\n<t:259200:F>');
    expect(card?.sections?.[2]?.value).toContain('not posted. I wasn’t running.');
  });
});

describe('the sentence that stands for an article in a post', () => {
  const anecdote = 'A drawer had been stuck for thirty years when it opened one morning.';
  const pick = (headline: string, brief: string, others: string[]) =>
    pickStandfirst(
      headline,
      { text: brief },
      others.map(text => ({ text })),
    ).text;

  it('is the brief one where that speaks of what the headline speaks of', () => {
    const brief = 'Councillors voted by 11 to 9 for a crossing of steel.';
    expect(pick('Council Backs a Bridge', brief, ['The council backs the bridge.'])).toBe(brief);
  });

  it('is another where the brief one is an anecdote, if it can stand alone', () => {
    const others = [
      anecdote,
      'They hold the diary of the keeper.',
      'The keeper’s diaries tell of 3,000 nights.',
      'A diary was sold.',
    ];
    expect(pick('What the Keeper’s Diary Tells', anecdote, others)).toBe(
      'The keeper’s diaries tell of 3,000 nights.',
    );
  });

  it('stays the brief one where none speaks of the headline', () => {
    expect(pick('Nothing in Common', anecdote, ['They hold the diary.', 'It rained.'])).toBe(anecdote);
  });
});
