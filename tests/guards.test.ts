import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { ComponentType, InteractionType } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';
import { createJumpingClock, PATIENT_CLOCK } from './manual-clock.ts';
import { createFileTarget, startTestBot, type TestBot, visibleTextOf } from './support.ts';

// Guards that the bot’s own menus and buttons never trigger, only forged requests or bad luck.

const clock = createJumpingClock('2026-11-25T07:00:00Z');
const patience = { timeout: 240_000 };
let bot: TestBot;
let target: Extract<DatabaseTarget, { kind: 'sqlite' }>;

beforeEach(async () => {
  clock.jumpTo('2026-11-25T07:00:00Z');
  target = createFileTarget() as typeof target;
  bot = await startTestBot({ target, clock, discordClock: PATIENT_CLOCK });
});
afterEach(() => bot.stop());

const use = async (who: string, command: string, options: Record<string, string>, subcommand?: string) =>
  (
    await bot.preview
      .member(who)
      .command(bot.preview.channels.general, command, options, subcommand ? { subcommand } : {})
  ).final();
const digest = (subcommand: string, options: Record<string, string>) =>
  use('Ada', 'digest', { name: 'Morning', ...options }, subcommand);
const posts = () => bot.preview.messages(bot.preview.channels.news);

test(
  'whoever is an editor by a role does not choose the role, whatever program sends the choice',
  patience,
  async () => {
    const { preview, storage } = bot;
    const role = preview.addRole('Desk', { members: ['Ben'] });
    const other = preview.addRole('Readers');
    await storage.settings.update(preview.serverId, { editorRole: role });
    const panel = await use('Ben', 'settings', {});
    const choice = {
      custom_id: 'turn/settings/editors',
      component_type: ComponentType.RoleSelect,
      values: [other],
    };
    const sent = (who: string) =>
      preview
        .member(who)
        .forge(preview.channels.general, InteractionType.MessageComponent, choice, panel.id)
        .final();
    expect(visibleTextOf(await sent('Ben'))).toContain('“Manage Server”');
    expect((await storage.settings.get(preview.serverId)).editorRole).toBe(role);
  },
);

test('a paused digest is posted where an editor asks for it, and stays paused', patience, async () => {
  const { news } = bot.preview.channels;
  await digest('create', { channel: news, days: 'every day', time: '08:00', zone: 'UTC' });
  await digest('pause', {});
  const now = await digest('now', {});
  expect(posts()).toHaveLength(1);
  expect(contentOf(now)).toContain(`/${news}/${posts()[0]?.id}`);
  const [kept] = await bot.storage.digests.list(bot.preview.serverId);
  expect(kept?.paused).toBe(true);
});

test.each([
  ['zone', { zone: 'Asia/Tokyo' }],
  ['time', { time: '06:30' }],
  ['days', { days: 'monday, wednesday' }],
])(
  'a digest of which the %s alone is edited is scheduled from then on, not for what has passed',
  patience,
  async (_what, change) => {
    const { news } = bot.preview.channels;
    await digest('create', { channel: news, days: 'every day', time: '08:00', zone: 'UTC' });
    const before = await bot.storage.digests.list(bot.preview.serverId);
    clock.jumpTo('2026-11-25T07:20:00Z');
    await digest('edit', change);
    const [after] = await bot.storage.digests.list(bot.preview.serverId);
    expect(after?.activeSince).toMatch(/^2026-11-25T07:2\d/);
    expect(before[0]?.activeSince).toMatch(/^2026-11-25T07:0\d/);
    await digest('edit', { 'new-name': 'Evening' });
    const [renamed] = await bot.storage.digests.list(bot.preview.serverId);
    expect(renamed).toMatchObject({ name: 'Evening', activeSince: after?.activeSince });
  },
);

test(
  'a member’s own post of the same name is not taken for the bot’s where Discord did not say whether it opened one',
  patience,
  async () => {
    const { preview, storage } = bot;
    const { forum } = preview.channels;
    const article = await bot.library.find('footbridge');
    // long enough for a member to open a thread of theirs in between
    preview.faults.add({
      method: 'POST',
      path: new RegExp(`/${forum}/threads$`),
      times: 9,
      delay: 700,
      reset: true,
    });
    const asked = await preview
      .member('Ada')
      .command(preview.channels.general, 'discuss', { article: article.id, forum });
    await preview.until(
      () => preview.requests.some(({ path }) => path.endsWith(`/${forum}/threads`)),
      'the post to be tried',
    );
    const own = await preview.member('Ben').openThread(forum, article.headline);
    expect(visibleTextOf(await asked.final())).toContain('didn’t say whether it opened the post');
    expect(await storage.threads.get(own)).toBeUndefined();
  },
);

test('a server holds ten thousand articles, and is told that it may remove some', patience, async () => {
  const { preview, library } = bot;
  const shelf = library.forServer(preview.serverId);
  await shelf.add(createArticle('Harbour report', ['Ships came in.']), 'first');
  // adding that many one by one would take long
  const file = new DatabaseSync(target.path);
  file.prepare('UPDATE article_holder SET articles = 9999 WHERE holder = ?').run(preview.serverId);
  file.close();
  const add = async (name: string) => {
    const file = preview.member('Ada').attach({ name, bytes: `The ${name} report\n\nAnother ship came in.` });
    return visibleTextOf(await use('Ada', 'library', { file }, 'add'));
  };
  expect(await add('last.txt')).toContain('last.txt report');
  expect(await add('late.txt')).toContain('This server already has 10,000 articles, which is the limit.');
  expect(await shelf.count({ ownOnly: true })).toBe(10_000);
});

/** A file with this many articles. */
const fileOf = (count: number) => {
  const articles = Array.from({ length: count }, (_, at) => ({
    headline: `Report ${at}`,
    paragraphs: [`Ship ${at} came in.`],
  }));
  const bytes = JSON.stringify({ articles });
  return { file: bot.preview.member('Ada').attach({ name: 'all.json', bytes }) };
};

test('a file of many articles adds those that there is room for', patience, async () => {
  const { preview, library } = bot;
  const shelf = library.forServer(preview.serverId);
  await shelf.add(createArticle('Harbour report', ['Ships came in.']), 'first');
  const file = new DatabaseSync(target.path);
  file.prepare('UPDATE article_holder SET articles = 9998 WHERE holder = ?').run(preview.serverId);
  file.close();
  expect(visibleTextOf(await use('Ada', 'library', fileOf(5), 'add'))).toContain('10,000 articles');
  expect(await shelf.count({ ownOnly: true })).toBe(10_000);
});

test('others have their turn while a file of many articles is added', patience, async () => {
  const shelf = bot.library.forServer(bot.preview.serverId);
  const count = () => shelf.count({ ownOnly: true });
  const asked = await bot.preview
    .member('Ada')
    .command(bot.preview.channels.general, 'library', fileOf(300), { subcommand: 'add' });
  while ((await count()) === 0) await setImmediate();
  expect(await count()).toBeLessThan(300);
  expect(visibleTextOf(await asked.final())).toContain('Report 0');
  expect(await count()).toBe(300);
});
