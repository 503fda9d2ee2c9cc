import { ComponentType, MessageFlags } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { layOut } from '../src/discord/layout.ts';
import { renderArticles } from '../src/discord/render/articles.ts';
import { renderWrongVotes, VOTES_PER_PAGE } from '../src/discord/render/feedback.ts';
import { renderFrame } from '../src/discord/render/frame.ts';
import { md } from '../src/discord/render/text.ts';
import type { Reply } from '../src/discord/types.ts';
import type { Markdown } from '../src/i18n/translate.ts';
import { messageProblems, textsOf } from '../src/preview/limits.ts';
import { createArticle } from './support.ts';

const laidOut = (reply: Reply) => {
  const message = { components: layOut(reply), flags: MessageFlags.IsComponentsV2 };
  return message as unknown as Parameters<typeof messageProblems>[0];
};

test('a list of articles with all the tags that they may have is one message', () => {
  const tags = Array.from({ length: 10 }, (_, at) => `${at}${'*'.repeat(29)}`);
  const entry = {
    id: 'feedfeedfeedfeed',
    headline: 'The *Mill* Turns '.repeat(12),
    paragraphs: 12,
    comments: 340,
    version: 3,
    addedAt: '2026-01-01T00:00:00Z',
    tags,
  };
  const entries = Array.from({ length: 10 }, (_, at) => ({ ...entry, id: `${at}`.padStart(16, 'a') }));
  const listing = { similar: [], more: true, stored: 99, search: '', tag: null, tags: [], page: 0 };
  const message = laidOut(renderArticles({ ...listing, entries: entries as never }));
  expect(messageProblems(message)).toEqual([]);
  expect(textsOf(message).join('\n')).toContain('The \\*Mill\\* Turns');
});

test('a page of what members found wrong keeps all of it', () => {
  const statement = {
    text: '*'.repeat(240),
    paragraphs: [1, 2, 3],
    comments: ['1', '2.1', '3'],
    level: 'worded',
  };
  const shown = JSON.stringify({
    kind: 'question',
    engine: 'openai',
    headline: '*'.repeat(300),
    asked: '*'.repeat(300),
    statements: Array(9).fill(statement),
  });
  const vote = { shown, reason: '*'.repeat(500), at: '2026-01-01T00:00:00Z' };
  const reply = renderWrongVotes({
    votes: Array(VOTES_PER_PAGE).fill(vote),
    page: 0,
    more: true,
    settings: { maskStrongLanguage: true },
  });
  expect(messageProblems(laidOut(reply))).toEqual([]);
  expect(textsOf(laidOut(reply)).filter(text => text.includes('and 5 more'))).toHaveLength(VOTES_PER_PAGE);
});

test('of cards with too much text the longest loses its last lines, and says so', () => {
  const lines = Array.from({ length: 200 }, (_, at) => md`**line ${at}** of the long one`);
  const [short, long] = [md`All of this stays.`, lines.reduce((all, line) => md`${all}\n${line}`)];
  const reply = {
    content: md`Before`,
    cards: [{ description: short }, { title: md`Long`, description: long }],
  };
  const message = laidOut(reply);
  expect(messageProblems(message)).toEqual([]);
  const [before, first, second = ''] = textsOf(message);
  expect([before, first]).toEqual(['Before', short]);
  expect(second).toMatch(/^### Long\n\*\*line 0\*\* .*\*\*line \d+\*\* of the long one\n…$/s);
  expect(second.length).toBeGreaterThan(3900);
});

test('a picture of the article stands beside its heading, and the rest below', () => {
  const image = 'https://news.example/pier.jpg';
  const article = { ...createArticle('The *pier* is open', ['It opened on Monday.']), image };
  const card = renderFrame({
    article,
    answered: null,
    kind: 'Summary',
    body: md`It opened.`,
    verification: [],
  });
  const message = laidOut({ cards: [card] });
  expect(messageProblems(message)).toEqual([]);
  const [container] = layOut({ cards: [card] });
  expect(container).toMatchObject({
    components: [
      {
        type: ComponentType.Section,
        components: [{ content: expect.stringMatching(/^### Summary · The \\\*pier\\\* is open\n-# /) }],
        accessory: {
          type: ComponentType.Thumbnail,
          media: { url: image },
          description: 'The *pier* is open',
        },
      },
      { type: ComponentType.TextDisplay, content: 'It opened.' },
    ],
  });
  const description = `${'x'.repeat(90)}\n`.repeat(60) as Markdown;
  expect(messageProblems(laidOut({ cards: [{ ...card, description }] }))).toEqual([]);
});
