import { type APIMessage, ComponentType, InteractionType } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { answerButtons } from '../src/discord/answer-reference.ts';
import {
  answerButtonOf,
  commentButton,
  commentsButton,
  digestHistoryButton,
  disputesButton,
  quotesButton,
  summaryButton,
} from '../src/discord/button-ids.ts';
import { createComponentHandlers } from '../src/discord/component-handlers.ts';
import { createCustomId, createMenuId } from '../src/discord/custom-id.ts';
import { articlesButton } from '../src/discord/render/articles.ts';
import { libraryButtons } from '../src/discord/render/library.ts';
import { settingsButtons } from '../src/discord/render/settings.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let article: string;
let digest: string;
/** The key under which the answer's request is stored. */
let key: string;
/** A message of the bot on which buttons are pressed. */
let message: APIMessage;

beforeAll(async () => {
  bot = await startTestBot();
  article = (await bot.library.find('footbridge')).id;
  const { serverId, channels } = bot.preview;
  digest = crypto.randomUUID();
  await bot.storage.digests.create({
    id: digest,
    serverId,
    channelId: channels.news,
    name: 'Morning',
    days: [1],
    time: '08:00',
    zone: 'UTC',
    count: 5,
    paused: true,
    activeSince: new Date().toISOString(),
    createdBy: ada().id,
    createdAt: new Date().toISOString(),
  });
  const summary = await (await ada().command(here(), 'summary', { article })).reply();
  key = pressableOf(summary).Useful!.split('/').at(-1)!;
  message = await (await ada().command(here(), 'articles')).reply();
});
afterAll(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const here = () => bot.preview.channels.articles;

/**
 * Presses the component with this custom id in an old message of the bot, choosing an option if it is a menu.
 */
async function press(id: string, chosen?: string): Promise<string> {
  const type = chosen === undefined ? ComponentType.Button : ComponentType.StringSelect;
  const custom_id = filledIn(id);
  const menu = { options: [{ label: 'It', value: chosen }] };
  const kept = bot.preview.messages(here()).find(each => each.id === message.id)!;
  Object.assign(kept, {
    embeds: [],
    components: [{ type: 1, id: 1, components: [{ type, custom_id, id: 2, ...(chosen && menu) }] }],
  });
  const asked = ada().forge(
    here(),
    InteractionType.MessageComponent,
    { custom_id, component_type: type, id: 2, ...(chosen && { values: [chosen] }) },
    message.id,
  );
  await asked.settled();
  const replies = [...(asked.message ? [await asked.final(100)] : []), ...asked.followUps];
  return replies.map(visibleTextOf).join('\n');
}

function filledIn(id: string): string {
  return id.replaceAll('ARTICLE', article).replaceAll('DIGEST', digest).replaceAll('KEY', key);
}

const HEADLINE = 'Footbridge';

/** Custom ids from earlier versions, and what the member sees. */
const earlier: readonly (readonly [id: string, shows: string | RegExp])[] = [
  ['open/summary/ARTICLE/standard', /^Summary\n.*Footbridge/],
  ['turn/summary/ARTICLE/brief', /^In one sentence\n.*Footbridge/],
  ['turn/summary/ARTICLE/full/article', /^Full summary\n.*Footbridge/],
  ['turn/summary/ARTICLE/full/de', /^Full summary\n.*Footbridge/],
  ['open/quotes/ARTICLE/0', /^Quotes\n.*Footbridge/],
  ['turn/quotes/ARTICLE/0//article', /^Quotes\n.*Footbridge/],
  ['turn/quotes/ARTICLE/1/', /^Quotes\n.*Footbridge/],
  ['turn/quotes/ARTICLE/-1//article', /^Quotes\n.*Footbridge/],
  ['turn/quotes/ARTICLE/0/e3b0c442/article', /Nobody is quoted|^Quotes/],
  ['open/comments/disputes/ARTICLE/0/2.5', /^What readers dispute\n.*Footbridge/],
  ['turn/comments/disputes/ARTICLE/0/', /^What readers dispute\n.*Footbridge/],
  ['turn/comments/comment/ARTICLE/1.1', /^A comment and its place\n.*Footbridge/],
  ['turn/comments/comment/ARTICLE/1.1/0', /^A comment and its place\n.*Footbridge/],
  ['turn/comments/comment/ARTICLE/99', 'This article has no such comment. `/comments` shows those it has.'],
  ['open/answer/comments/summary/extractive/ARTICLE/KEY/0', 'no comment behind this answer'],
  ['open/comments/ARTICLE/0', /^Readers.*\n.*Footbridge|^Comments.*\n.*Footbridge|viewpoint/],
  ['turn/comments/ARTICLE/1/article', HEADLINE],
  ['open/articles/0', HEADLINE],
  ['turn/articles/0/', HEADLINE],
  ['open/articles/0/footbridge', HEADLINE],
  ['open/articles/0/foot/bridge', 'foot/bridge'],
  ['post/discuss/switch/ARTICLE', 'no longer about an article'],
  ['open/answer/sources/summary/extractive/ARTICLE/KEY/0', /^Sources\n.*Footbridge/],
  ['open/answer/useful/summary/extractive/ARTICLE/KEY', 'Noted as **useful**'],
  ['open/answer/answers/summary/extractive/ARTICLE/KEY', 'answer is here'],
  ['open/answer/wrong/summary/extractive/ARTICLE/KEY', 'Noted as **wrong**'],
  ['open/answer/earlier/summary/extractive/ARTICLE/KEY', 'isn’t here any more'],
  ['turn/answer/again/summary/extractive/ARTICLE/KEY', 'Regenerated'],
  ['turn/digest/history/DIGEST/0', 'Morning'],
  ['turn/digest/history/DIGEST/-1', 'Morning'],
  ['open/feedback/list/0', 'A member marked this as wrong'],
  ['turn/feedback/list/1', 'There’s nothing more'],
  ['turn/library/list/0/', 'articles'],
  ['turn/library/list/0/local', 'local'],
  ['turn/library/keep/ARTICLE', 'Nothing was removed.'],
  ['turn/library/remove/ARTICLE', 'no longer in this server’s library'],
  ['open/settings/changes/0', 'Changes'],
  ['open/help/marks', 'What the marks mean'],
  ['turn/settings/proven/only', '**Only what is proven:** yes'],
  ['turn/settings/proven/all', '**Only what is proven:** no'],
  ['turn/settings/mask/off', 'shown as written'],
  ['turn/settings/mask/on', 'masked'],
  ['turn/settings/engine/built-in', '**Engine:** built-in'],
  ['turn/settings/engine/automatic', 'the model if there is one'],
  ['turn/settings/limit', 'This server’s settings'],
  ['turn/privacy/ask', 'delete'],
  ['turn/privacy/server', 'server'],
  ['turn/privacy/keep', 'What I store about you'],
  ['open/cancel/123', 'There’s nothing left to cancel'],
];

describe('a button that was sent earlier', () => {
  test.each(earlier)('%s does what it did', async (id, shows) => {
    expect(await press(id)).toMatch(shows);
  });

  test.each([
    ['open/summary', /^Summary\n.*Footbridge/],
    ['turn/summary/*/brief/article', /^In one sentence\n.*Footbridge/],
    ['turn/quotes/*/0//article', HEADLINE],
    ['turn/comments/*/0/article', HEADLINE],
    ['turn/summarise', HEADLINE],
  ])('as a menu, %s takes what is chosen in it', async (id, shows) => {
    expect(await press(id, article)).toMatch(shows);
  });

  test.each([
    'turn/quotes',
    'turn/comments/disputes/ARTICLE/0/second',
    'turn/quotes/ARTICLE/second',
    'turn/quotes/ARTICLE/0//klingon',
    'turn/quotes/ARTICLE/0//article/and/more',
    'open/summary/ARTICLE/endless',
    'open/answer/sources/poem/extractive/ARTICLE/KEY/0',
    'open/answer/burn/summary/extractive/ARTICLE/KEY',
    'turn/settings/colour/red',
    'turn/settings/mask/maybe',
    'turn/digest/forecast/DIGEST/0',
    'turn/library/burn/ARTICLE',
    'turn/privacy/sell',
    'form/settings/mask/on',
    // it takes the question from its label, which this message does not have
    'open/ask/next/ARTICLE/0',
    'open/cancel',
    'open/nobody/0',
    'nothing of ours',
  ])('says that it is from an older version where it is %s', async id => {
    expect(await press(id)).toContain('This button is from an older version of me');
  });
});

test('values of any kind, or out of range, are answered with a sentence and break nothing', async () => {
  const odd = ['99999', '__proto__'];
  const ids = new Set(
    earlier
      .map(([id]) => filledIn(id).split('/'))
      .flatMap(parts =>
        odd.flatMap(value => [
          [...parts.slice(0, -1), value],
          parts.map(part => (part === article || part === digest || part === key ? value : part)),
        ]),
      )
      .map(parts => parts.join('/')),
  );
  for (const id of [...ids].filter(({ length }) => length <= 100)) {
    const shown = await press(id);
    expect([id, shown]).not.toEqual([id, expect.stringMatching(/^$|went wrong/)]);
  }
  expect(bot.lines.filter(({ level }) => level >= 50)).toEqual([]);
}, 120_000);

describe('a button that is sent now', () => {
  const language = null;
  test.each([
    [createCustomId('open', answerButtonOf('quotes'), { article: 'a1' }), 'open/quotes/a1'],
    [
      createCustomId('turn', summaryButton, { article: 'a1', length: 'brief', language }),
      'turn/summary/a1/brief/article',
    ],
    [
      createCustomId('turn', summaryButton, { article: '*', length: 'full', language: 'de' }),
      'turn/summary/*/full/de',
    ],
    [
      createCustomId('turn', quotesButton, { article: 'a1', page: 2, speaker: '', language }),
      'turn/quotes/a1/2//article',
    ],
    [
      createCustomId('turn', commentsButton, { article: 'a1', page: -1, language }),
      'turn/comments/a1/-1/article',
    ],
    [
      createCustomId('open', disputesButton, { article: 'a1', page: 0, paragraphs: [2, 5] }),
      'open/comments/disputes/a1/0/2.5',
    ],
    [
      createCustomId('turn', commentButton, { article: 'a1', comment: '2.1' }),
      'turn/comments/comment/a1/2.1',
    ],
    [createCustomId('turn', articlesButton, [1, '']), 'turn/articles/1/'],
    [createCustomId('turn', articlesButton, [0, 'foot/bridge']), 'turn/articles/0/foot/bridge'],
    [createCustomId('turn', libraryButtons.list, { page: 1, tag: '' }), 'turn/library/list/1/'],
    [createCustomId('open', libraryButtons.add), 'open/library/add'],
    [createCustomId('turn', digestHistoryButton, { digest: 'd1', page: 1 }), 'turn/digest/history/d1/1'],
    [
      createCustomId('open', answerButtons.sources, {
        kind: 'check',
        engine: 'openai',
        articleId: 'a1',
        key: 'k1',
        page: 0,
      }),
      'open/answer/sources/check/openai/a1/k1/0',
    ],
    [createMenuId('open', summaryButton), 'open/summary'],
    [createMenuId('turn', settingsButtons.askers), 'turn/settings/askers'],
  ])('holds %s', (id, asEver) => {
    expect(id).toBe(asEver);
  });

  test('cannot be made of values that it does not have', () => {
    const page = 1.5;
    expect(() => createCustomId('turn', quotesButton, { article: 'a1', page })).toThrow();
    expect(() => createCustomId('turn', settingsButtons.mask, { mask: 'maybe' as 'on' })).toThrow();
  });
});

test('buttons whose custom ids begin alike are for the same members', () => {
  const [feedback] = commands.filter(({ data }) => data.name === 'feedback');
  const { audience: _, ...open } = feedback!.buttons!.find(({ key }) => key === 'answer/wrong')!;
  const buttons = feedback!.buttons!.map(button => (button.key === open.key ? open : button));
  expect(() => createComponentHandlers([{ ...feedback!, buttons }])).toThrow(
    /“answer” are not all for the same/,
  );
});
