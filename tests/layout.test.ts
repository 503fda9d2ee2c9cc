import { ComponentType, MessageFlags } from 'discord-api-types/v10';
import { messageProblems, textsOf } from 'discord-preview/testing';
import { expect, test } from 'vitest';
import { createButton } from '../src/discord/components.ts';
import { layOut } from '../src/discord/layout.ts';
import { renderArticles } from '../src/discord/render/articles.ts';
import { createAnswerRows } from '../src/discord/render/buttons.ts';
import { renderWrongVotes, VOTES_PER_PAGE } from '../src/discord/render/feedback.ts';
import { createPageButtons, renderFrame } from '../src/discord/render/frame.ts';
import { md } from '../src/discord/render/text.ts';
import type { Reply } from '../src/discord/types.ts';
import { catalogNames } from '../src/i18n/languages.ts';
import { type Markdown, t, withLocale } from '../src/i18n/translate.ts';
import { createArticle } from './articles.ts';

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

test.each(catalogNames)(
  'the buttons below an answer are one line on a phone, and the rest in the menu (%s)',
  name => {
    const article = createArticle('The pier is open', ['It opened on Monday.']);
    const reference = { kind: 'question', engine: 'extractive', articleId: article.id, key: 'k' } as const;
    withLocale(name, () => {
      const steps = [t('Ask the comments'), t('Ask the channel')].map((label, at) =>
        createButton(label, `open/x/${at}`),
      );
      const turner = createPageButtons({ at: 1, more: true }, to => `turn/quotes/${to}`);
      for (const controls of [{ steps }, { steps, turner }, { turner }, {}]) {
        const [row, menu] = createAnswerRows({ article, shown: 'quotes', reference, ...controls });
        const shown = (row?.components ?? []).map(each => ('label' in each ? (each.label ?? '') : ''));
        const [select] = menu?.components ?? [];
        const rest =
          select?.type === ComponentType.StringSelect ? select.options.map(({ label }) => label) : [];
        // measured in Chromium: this many letters fit in 328 pixels besides the margins, with a Chinese
        // character counting as two
        const width = shown.join('').replace(/\p{Script=Han}/gu, 'xx').length * 7.3 + shown.length * 36;
        expect([shown, width < 328]).toEqual([shown, true]);
        expect([...shown, ...rest]).toEqual(
          expect.arrayContaining([t('Open thread'), t('Summary'), t('Comments')]),
        );
      }
    });
  },
);

test('suggested questions take one line of a phone, two where nothing else stands below, and the rest the menu', () => {
  const article = createArticle('The pier is open', ['It opened on Monday.']);
  const asked = ['Who opened the pier last Monday?', 'Who paid for the pier?', 'How long is the pier now?'];
  const questions = asked.map((label, at) => createButton(label, `post/ask/next/a/${at}`));
  const labelsOf = (controls: Partial<Parameters<typeof createAnswerRows>[0]>) =>
    createAnswerRows({ article, shown: 'ask', reference: null, questions, ...controls }).map(row =>
      row.components.flatMap(each => {
        if (each.type === ComponentType.StringSelect) return each.options.map(({ label }) => label);
        return 'label' in each ? (each.label ?? []) : [];
      }),
    );
  const inThread = labelsOf({ isInThread: true });
  expect(inThread).toEqual([asked.slice(0, 2), expect.arrayContaining(asked.slice(2))]);
  const elsewhere = labelsOf({});
  expect(elsewhere).toHaveLength(3);
  expect(elsewhere[0]).toEqual(asked.slice(0, 1));
  expect(elsewhere[2]?.slice(0, 2)).toEqual(asked.slice(1));
});
