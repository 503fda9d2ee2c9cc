import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentType, InteractionType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Member } from 'discord-preview/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { createArticle } from './articles.ts';
import { contentOf, fileUrlsOf } from './cards.ts';
import { runCommand } from './command-line.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { createJumpingClock, PATIENT_CLOCK } from './manual-clock.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const server = usePostgres();

const DAILY = { days: 'every day', time: '08:00', zone: 'UTC' };

describe.each(listDatabases(server))('%s', { timeout: 240_000 }, (_name, createPlace) => {
  let bot: TestBot;
  let target: DatabaseTarget;
  const clock = createJumpingClock('2026-11-25T07:00:00Z');
  let ada: Member;
  let ben: Member;
  const here = () => bot.preview.channels.articles;

  beforeEach(async () => {
    target = await createPlace();
    clock.jumpTo('2026-11-25T07:00:00Z');
    bot = await startTestBot({ target, clock, discordClock: PATIENT_CLOCK });
    [ada, ben] = [bot.preview.member('Ada'), bot.preview.member('Ben')];
    await bot.library
      .forServer(bot.preview.serverId)
      .add(
        createArticle('The lighthouse keeper', ['She keeps the light. “It never went out,” said Ida Holm.']),
        'light.txt',
      );
  });
  afterEach(async () => {
    await bot.stop();
  });

  const use = async (
    member: Member,
    command: string,
    options: Record<string, string> = {},
    subcommand?: string,
  ) => (await member.command(here(), command, options, subcommand ? { subcommand } : {})).final();

  /** Presses a button of a private reply, and returns the reply afterwards. */
  async function press(member: Member, message: Awaited<ReturnType<typeof use>>, label: string) {
    return (await member.click(message, pressableOf(message)[label] as string)).final();
  }

  /** Ada does everything that leaves data about her. */
  async function leaveTraces(): Promise<void> {
    const article = (await bot.library.forServer(bot.preview.serverId).suggest('lighthouse', 1))[0]!.id;
    const asked = await use(ada, 'ask', { article, question: 'Who keeps the light?' });
    await press(ada, asked, 'Useful');
    await use(ada, 'summary', { article });
    await use(ada, 'check', { article, claim: 'The light went out.' });
    await use(ada, 'discuss', { article });
    await bot.preview.until(() => bot.preview.threads(here()).length === 1, 'a thread');
    const thread = bot.preview.threads(here())[0]!.id;
    await ada.say(thread, 'What did Ida Holm say?');
    await bot.preview.until(
      () => bot.preview.messages(thread).filter(({ author }) => author.bot).length === 2,
      'an answer',
    );
    // Ben's next question takes it into account
    await expect
      .poll(async () => (await bot.storage.members.listMentions(ada.id)).asked?.length, { timeout: 60_000 })
      .toBe(3);
    await ben.say(thread, 'And when did it go out?');
    await bot.preview.until(
      () => bot.preview.messages(thread).filter(({ author }) => author.bot).length === 3,
      'an answer',
    );
    // the question is stored once the answer is complete
    const kept = async () =>
      Promise.all(
        [ada, ben].map(async ({ id }) => (await bot.storage.members.listMentions(id)).asked?.length),
      );
    await expect.poll(kept, { timeout: 60_000 }).toEqual([3, 1]);
    await use(ada, 'digest', { name: 'Morning', channel: bot.preview.channels.news, ...DAILY }, 'create');
    await use(ada, 'library', { article, name: 'The keeper' }, 'rename');
    await use(ada, 'library', { article, add: 'coast' }, 'tag');
    const settings = await use(ada, 'settings');
    await press(ada, settings, 'Show strong language');
  }

  /** The given texts that occur anywhere in the database. */
  async function standing(...texts: readonly string[]): Promise<string[]> {
    const all: unknown[] = [];
    await bot.storage.bulk.read(async snapshot => {
      for (const table of snapshot.tables)
        for await (const rows of snapshot.rows(table)) all.push({ table, rows });
    });
    const rows = JSON.stringify(all);
    return texts.filter(text => rows.includes(text));
  }

  it('gives a member all that mentions them as a file, and deletes all of it', async () => {
    await leaveTraces();
    const privacy = await use(ada, 'privacy');
    const given = await press(ada, privacy, 'Export my data');
    const file = await (await fetch(fileUrlsOf(given)[0]!)).text();
    const { member, kept } = JSON.parse(file) as { member: string; kept: Record<string, unknown[]> };
    expect(member).toBe(ada.id);
    for (const table of ['thread', 'thread_question', 'vote', 'audit', 'asker', 'asked', 'digest'])
      expect(kept[table]?.length, table).toBeGreaterThan(0);
    for (const text of ['Who keeps the light?', 'The light went out.', 'What did Ida Holm say?', 'Morning'])
      expect(file).toContain(text);
    expect(file).not.toContain(ben.id);
    expect(file).not.toContain('And when');

    const sure = await press(ada, privacy, 'Delete my data…');
    const done = await press(ada, sure, 'Yes, delete');
    expect(visibleTextOf(done)).toMatch(
      /Deleted: 3 questions and 1 vote\.\nWithout your id now: 1 digest and 4 changes\.$/,
    );
    const nothingLeft = await press(
      ada,
      await press(ada, await use(ada, 'privacy'), 'Delete my data…'),
      'Yes, delete',
    );
    expect(visibleTextOf(nothingLeft)).toContain('I had stored nothing about you.');
    const hers = [ada.id, 'Who keeps the light?', 'The light went out.', 'What did Ida Holm say?'];
    expect(await standing(...hers, 'And when did it go out?', 'Morning')).toEqual([
      'And when did it go out?',
      'Morning',
    ]);

    // problems with her digest are no longer reported to her
    const { preview } = bot;
    for (const id of [
      preview.channels.news,
      preview.channels.articles,
      preview.channels.general,
      preview.channels.forum,
    ])
      preview.deny(id, PermissionFlagsBits.SendMessages);
    clock.jumpTo('2026-11-25T08:00:02Z');
    await expect
      .poll(() => bot.lines.filter(({ msg }) => /nobody could be told/.test(msg)).length, { timeout: 60_000 })
      .toBe(1);
    expect(preview.requests.filter(({ path }) => path.startsWith('/users/@me/channels'))).toEqual([]);
    expect(await standing(ada.id)).toEqual([]);
  });

  it('lets editors alone delete everything of their server, and says before what will go', async () => {
    await leaveTraces();
    expect(pressableOf(await use(ben, 'privacy'))).not.toHaveProperty('Delete this server’s data…');
    const articleId = (await bot.library.forServer(bot.preview.serverId).suggest('keeper', 1))[0]!.id;
    expect(await standing(articleId)).toEqual([articleId]);
    const own = await use(ben, 'privacy');
    for (const step of ['server', 'server-delete']) {
      const data = { custom_id: `turn/privacy/${step}`, component_type: ComponentType.Button };
      const refused = await ben.forge(here(), InteractionType.MessageComponent, data, own.id).final();
      expect(visibleTextOf(refused)).toContain('Only editors can delete a server’s data.');
    }
    const privacy = await use(ada, 'privacy');
    const sure = await press(ada, privacy, 'Delete this server’s data…');
    for (const part of ['1 article', '1 digest', '1 discussion', '2 questions', '1 vote'])
      expect(visibleTextOf(sure)).toContain(part);
    expect(visibleTextOf(sure)).not.toMatch(/\b0 /);
    const kept = await press(ada, sure, 'No, keep it');
    expect(visibleTextOf(kept)).toContain('What I store about you');
    expect(await bot.storage.digests.list(bot.preview.serverId)).toHaveLength(1);
    const again = await press(ada, kept, 'Delete this server’s data…');
    expect(visibleTextOf(await press(ada, again, 'Yes, delete'))).toContain(
      'I’ve deleted all of this server’s data.',
    );
    const its = [
      bot.preview.serverId,
      'Who keeps the light?',
      'lighthouse keeper',
      'It never went out',
      ada.id,
      articleId,
    ];
    expect(await standing(...its)).toEqual([]);
    expect(visibleTextOf(await use(ada, 'digest', {}, 'list'))).toMatch(/no digest/i);
    await use(ada, 'digest', { name: 'Anew', channel: bot.preview.channels.news, ...DAILY }, 'create');
    clock.jumpTo('2026-11-25T08:00:02Z');
    await expect
      .poll(
        () =>
          bot.preview
            .messages(bot.preview.channels.news)
            .filter(message => contentOf(message).startsWith('**Anew**')).length,
        { timeout: 60_000 },
      )
      .toBe(1);
  });

  it('shows editors who changed what, the newest first, page by page, and takes lines of more than ninety days away', async () => {
    await leaveTraces();
    const changes = await press(ada, await use(ada, 'settings'), 'Changes');
    const lines = visibleTextOf(changes).split('\n');
    expect(lines[1]).toMatch(new RegExp(`<@${ada.id}> · changed · setting strong language`));
    expect(lines[2]).toMatch(/tagged · article “The keeper”/);
    expect(lines[3]).toMatch(/renamed · article “The keeper”/);
    expect(lines[4]).toMatch(/added · digest “Morning”/);
    await use(ada, 'digest', { name: 'Morning' }, 'pause');
    await use(ada, 'digest', { name: 'Morning' }, 'resume');
    await use(ada, 'digest', { name: 'Morning', 'new-name': 'Evening' }, 'edit');
    await use(ada, 'digest', { name: 'Evening' }, 'delete');
    const { serverId } = bot.preview;
    expect(
      (await bot.storage.audit.list(serverId, { offset: 0, limit: 4 })).map(({ action }) => action),
    ).toEqual(['removed', 'renamed', 'resumed', 'paused']);
    for (let i = 0; i < 20; i++)
      await bot.storage.audit.record({
        serverId,
        at: '2026-11-25T07:00:00.000Z',
        actor: 'operator',
        action: 'added',
        kind: 'article',
        what: 'x',
      });
    const many = await press(ada, await use(ada, 'settings'), 'Changes');
    expect(visibleTextOf(many)).toContain('the operator · added · article `x`');
    const older = await press(ada, many, 'Older');
    expect(visibleTextOf(older)).toContain('removed · digest “Evening”');
    expect(pressableOf(older)).toHaveProperty('Newer');
    clock.jumpTo('2027-02-24T07:30:00Z');
    await expect
      .poll(() => bot.storage.audit.list(serverId, { offset: 0, limit: 4 }), { timeout: 60_000 })
      .toEqual([]);
  });

  it('does the same from the terminal, whose own changes are the operator’s', async () => {
    await leaveTraces();
    const { serverId } = bot.preview;
    const environment = { DATABASE_URL: target.kind === 'sqlite' ? target.path : target.url };
    const run = async (...words: string[]) => {
      const { code, out } = await runCommand(words, { environment });
      expect(code).toBe(0);
      return out;
    };
    const file = join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'ferry.txt');
    writeFileSync(file, 'The ferry is late\n\nIt was late on Monday, and nobody knows why.\n');
    await run('import', file, '--server', serverId);
    const audit = await run('audit', '--server', serverId);
    expect(audit.split('\n')[0]).toMatch(/^\S+ {2}operator {2}added {2}article {2}[0-9a-f]{16}$/);
    expect(audit).toContain(`  ${ada.id}  added  digest  `);
    expect(JSON.parse(await run('audit', '--server', serverId, '--json'))[0]).toMatchObject({
      actor: 'operator',
      serverId,
    });
    const { kept } = JSON.parse(await run('export', '--member', ada.id)) as {
      kept: Record<string, unknown[]>;
    };
    expect(kept.digest).toHaveLength(1);
    expect(await run('forget', '--member', ada.id)).toMatch(
      /^forgotten: 3 questions and 1 votes deleted;.* 1 digests/,
    );
    expect(await standing(ada.id)).toEqual([]);
    expect(await run('forget', '--server', serverId)).toBe(`forgotten: all of the server ${serverId}\n`);
    expect(await standing(serverId)).toEqual([]);
    expect(await run('forget', '--server', serverId)).toBe(`nothing was kept of the server ${serverId}\n`);
    expect((await runCommand(['forget'], { environment })).code).toBe(2);
  });
});
