import { InteractionType, PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Post } from '../src/digests/digest.ts';
import { createClient, createRest, readAccess } from '../src/discord/client.ts';
import { createPoster } from '../src/discord/poster.ts';
import { md } from '../src/discord/render/text.ts';
import { createMessage, joinValues, mentionChannel } from '../src/i18n/template-values.ts';
import { cardsOf, contentOf, isEphemeral } from './cards.ts';
import { createLogRecorder, pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(() => bot.stop());

/** The reply to Ada, an editor, for a subcommand. */
async function runDigest(subcommand: string, options: Record<string, string | number> = {}) {
  const asked = await bot.preview
    .member('Ada')
    .command(bot.preview.channels.general, 'digest', options, { subcommand });
  // on a busy machine, a progress report comes first
  return await asked.replyWhere(message => !contentOf(message).startsWith('-# '));
}

const ada = () => bot.preview.member('Ada');

const wish = (name: string, change: Record<string, string | number> = {}) => ({
  name,
  channel: bot.preview.channels.news,
  days: 'weekdays',
  time: '8.30 am',
  zone: 'Europe/Berlin',
  ...change,
});
const posted = () => bot.preview.messages(bot.preview.channels.news);

describe('an editor', () => {
  it('creates a digest and is told privately when it posts and what', async () => {
    const reply = await runDigest('create', wish('Morning papers', { count: 3 }));
    expect(isEphemeral(reply)).toBe(true);
    const text = visibleTextOf(reply);
    expect(text).toContain('Created **Morning papers**.');
    expect(text).toContain(`In <#${bot.preview.channels.news}> on weekdays at 08:30, Europe/Berlin time.`);
    expect(text.match(/<t:\d+:F>/g)).toHaveLength(3);
    expect(text).toContain(`and ${(await bot.library.count()) - 3} more`);
  });

  it('sees in the preview exactly what is posted then', async () => {
    const preview = await runDigest('preview', { name: 'morning papers' });
    expect(isEphemeral(preview)).toBe(true);
    expect(posted()).toHaveLength(0);
    const now = await runDigest('now', { name: 'Morning papers' });
    const [message] = posted();
    expect(contentOf(now)).toContain(`/${bot.preview.channels.news}/${message?.id}`);
    const withoutSlot = (content: string) => content.replace(/<t:\d+:f>/, '');
    const shown = contentOf(preview).split('\n');
    expect(shown.pop()).toMatch(/^-# A preview\. The next post is due <t:(\d+):F> \(<t:\1:R>\)\.$/);
    expect(withoutSlot(contentOf(message))).toBe(withoutSlot(shown.join('\n')));
    expect(cardsOf(message)).toEqual(cardsOf(preview));
    expect(cardsOf(message)).toHaveLength(3);
    expect(contentOf(message)).toContain(
      `${(await bot.library.count()) - 3} more new articles are in the menu below`,
    );
    for (const embed of cardsOf(message) ?? []) expect(embed.description?.length).toBeGreaterThan(60);
  });

  it('and every reader opens an article from the post, alone', async () => {
    const [message] = posted();
    const id = pressableOf(message!)['Read the summary of…'] as string;
    const newest = (await bot.storage.digests.getLastPosted(
      (
        await bot.storage.digests.list(bot.preview.serverId)
      )[0]!.id,
    ))!;
    const asked = await bot.preview.member('Ben').select(message!, id, [newest.articleIds[0]!]);
    const reply = await asked.reply();
    expect(isEphemeral(reply)).toBe(true);
    expect(visibleTextOf(reply)).toContain(cardsOf(message)[0]?.title);
    // articles that did not fit in the post are in the same menu
    const stored = await bot.library.list({ offset: 0, limit: 25 });
    const [left] = stored.filter(entry => !newest.articleIds.includes(entry.id));
    const other = await bot.preview.member('Ben').select(message!, id, [left!.id]);
    expect(visibleTextOf(await other.reply())).toContain(left!.headline);
  });

  it('is told why nothing is posted when nothing is new', async () => {
    expect(contentOf(await runDigest('now', { name: 'Morning papers' }))).toContain(
      'No article was added since the last post.',
    );
    expect(contentOf(await runDigest('preview', { name: 'Morning papers' }))).toContain(
      'would post nothing right now',
    );
    const text = visibleTextOf(await runDigest('list'));
    expect(text).toContain('not posted. No article was added since the last post.');
    expect(text).toContain(
      `https://discord.com/channels/${bot.preview.serverId}/${bot.preview.channels.news}/${posted()[0]?.id}`,
    );
  });

  it('pauses and resumes it', async () => {
    expect(contentOf(await runDigest('pause', { name: 'Morning papers' }))).toContain('Paused **');
    expect(contentOf(await runDigest('pause', { name: 'Morning papers' }))).toContain('is already paused');
    expect(visibleTextOf(await runDigest('list', { name: 'Morning papers' }))).toContain(
      'None, because it is paused.',
    );
    expect(
      visibleTextOf(await runDigest('resume', { name: 'Morning papers' })).match(/<t:\d+:F>/g),
    ).toHaveLength(3);
  });

  it('sees several digests at a glance, one with all about it', async () => {
    await runDigest('create', wish('*Weekend* reads', { days: 'sat, sun', zone: 'Asia/Tokyo' }));
    const text = visibleTextOf(await runDigest('list'));
    expect(text).toMatch(/^Digests\n/);
    expect(text).toMatch(/Morning papers\*\* in <#\d+>\nNext: <t:(\d+):F> \(<t:\1:R>\), nothing new yet\n/);
    expect(text).toContain('\\*Weekend\\* reads');
    expect(visibleTextOf(await runDigest('list', { name: '*weekend* READS' }))).toContain(
      'at weekends at 08:30, Asia/Tokyo time',
    );
  });

  it('reads how every post went, page by page', async () => {
    const { id } = (await bot.storage.digests.list(bot.preview.serverId)).find(
      ({ name }) => name === 'Morning papers',
    )!;
    const slot = (n: number) => new Date(Date.UTC(2026, 0, n, 7)).toISOString();
    for (let n = 1; n <= 20; n++)
      await bot.storage.digests.claim({
        ...{
          digestId: id,
          slot: slot(n),
          occasion: 'schedule',
          state: 'skipped',
          nonce: `n${n}`,
          articleIds: [],
        },
        ...{ messageId: null, reason: createMessage(`Reason ${n}.`), at: slot(n) },
      });
    const first = await runDigest('history', { name: 'Morning papers' });
    expect(visibleTextOf(first)).not.toContain('Reason 1.');
    const older = await bot.preview.member('Ada').click(first, pressableOf(first).Older as string);
    const second = await older.replyWhere(message => visibleTextOf(message).includes('Reason 1.'));
    expect(second.id).toBe(first.id);
    expect(visibleTextOf(second)).toContain('not posted. Reason 1.');
    expect(isEphemeral(second)).toBe(true);
  });

  it('reads in their own language why a post failed, whoever asked for it; older reasons as they were', async () => {
    const { general, news } = bot.preview.channels;
    const run = (subcommand: string, locale: string) =>
      ada()
        .command(general, 'digest', { name: 'Tagged' }, { subcommand, locale })
        .then(asked => asked.replyWhere(message => !contentOf(message).startsWith('-# ')));
    await runDigest('create', wish('Tagged', { tags: 'nowhere, never' }));
    expect(contentOf(await run('now', 'fr'))).toContain('avec le tag nowhere ou never n’a été ajouté');
    const { id: digestId } = (await bot.storage.digests.list(bot.preview.serverId)).find(
      ({ name }) => name === 'Tagged',
    )!;
    const before = {
      ...{ digestId, slot: '2026-01-01T07:00:00.000Z', occasion: 'now', state: 'skipped', nonce: 'before' },
      ...{ articleIds: [], messageId: null, reason: 'Kein *Zugriff*.', at: '2026-01-01T07:00:00.000Z' },
    } as const;
    await bot.storage.digests.claim(Post.parse(before));
    const missing = createMessage('I need {{permissions}} in {{channel}}.', {
      permissions: joinValues([createMessage('Send Messages'), createMessage('View Channel')], 'and'),
      channel: mentionChannel(news),
    });
    const later = { ...before, slot: '2026-01-02T07:00:00.000Z', nonce: 'later', reason: missing };
    await bot.storage.digests.claim(Post.parse(later));
    const now = { ...before, slot: '2026-01-03T07:00:00.000Z', nonce: 'now', state: 'claimed', reason: null };
    await bot.storage.digests.claim(Post.parse(now));
    for (const [locale, ...reasons] of [
      [
        'en-GB',
        'being posted right now.',
        'tagged nowhere or never was added',
        `I need Send Messages and View Channel in <#${news}>.`,
      ],
      ['de', 'mit dem Tag nowhere oder never dazu', `Nachrichten senden und Kanal ansehen in <#${news}>`],
      ['es-ES', 'con la etiqueta nowhere o never', `en <#${news}>`],
    ] as const) {
      const shown = visibleTextOf(await run('history', locale));
      for (const reason of [...reasons, 'Kein \\*Zugriff\\*.']) expect(shown).toContain(reason);
    }
    await runDigest('delete', { name: 'Tagged' });
  });

  it('edits it, and is told what is wrong or what may be changed', async () => {
    const edited = visibleTextOf(
      await runDigest('edit', { name: 'Morning papers', time: '9 pm', count: 2, tags: 'Local' }),
    );
    expect(edited).toContain('Changed **Morning papers**.');
    expect(edited).toContain('on weekdays at 21:00, Europe/Berlin time');
    expect(edited).toContain('Up to 2 articles in a post, only with the tag local.');
    expect(contentOf(await runDigest('edit', { name: 'Morning papers' }))).toContain('Say what to change');
    expect(contentOf(await runDigest('edit', { name: 'Morning papers', days: 'whenever' }))).toContain(
      'I don’t understand the days',
    );
    expect(
      visibleTextOf(await runDigest('edit', { name: 'Morning papers', tags: 'all', time: '8:30', count: 3 })),
    ).not.toContain('tagged');
  });

  it('deletes it and is told how to make it again', async () => {
    const reply = await runDigest('delete', { name: '*Weekend* reads' });
    expect(contentOf(reply)).toContain('Deleted **');
    expect(contentOf(reply)).toContain('days:weekends time:08:30 zone:Asia/Tokyo count:5');
    expect(contentOf(await runDigest('preview', { name: '*Weekend* reads' }))).toContain(
      'Did you mean “Morning papers”?',
    );
  });

  it.each([
    ['days', 'whenever', 'I don’t understand the days'],
    ['time', '25:00', 'I don’t understand the time'],
    ['zone', 'Berlni', 'Try Europe/Berlin'],
    ['name', 'MORNING PAPERS', 'already has a digest called “Morning papers”'],
  ])('is told what is wrong with a %s', async (option, value, reason) => {
    const reply = await runDigest('create', wish('Another', { [option]: value }));
    expect(contentOf(reply)).toContain(reason);
    expect(isEphemeral(reply)).toBe(true);
  });

  it('fills in a form where the command has no options, which begins with what was typed', async () => {
    const { general, news } = bot.preview.channels;
    const open = async (options: Record<string, string>) => {
      const asked = await ada().command(general, 'digest', options, { subcommand: 'create' });
      return { asked, form: await asked.modal() };
    };
    const { asked, form } = await open({});
    const fields = form.components as { label: string; component: Record<string, unknown> }[];
    expect(form.title).toBe('Create a digest');
    expect(fields.map(({ label }) => label)).toEqual(['Name', 'Channel', 'Days', 'Time of day', 'Time zone']);
    expect(fields[1]?.component.default_values).toEqual([{ id: general, type: 'channel' }]);
    const filled = {
      name: 'Evening papers',
      channel: [news],
      days: ['7', '1'],
      time: '6 pm',
      zone: 'Asia/Tokyo',
    };
    const text = visibleTextOf(await (await ada().submitModal(asked, filled)).reply());
    expect(text).toContain('Created **Evening papers**.');
    expect(text).toContain(`In <#${news}> on Monday and Sunday at 18:00, Asia/Tokyo time.`);

    const again = await open({ name: 'Evening papers', days: 'weekends', time: '8pm', zone: 'asia/tokyo' });
    const refused = await (await ada().submitModal(again.asked, {})).reply();
    expect(isEphemeral(refused)).toBe(true);
    expect(contentOf(refused)).toContain('already has a digest called “Evening papers”');
    expect(contentOf(refused)).toContain(
      `> /digest create name:Evening papers channel:<#${general}> days:weekends time:20:00 zone:Asia/Tokyo`,
    );
    const wrong = await (await ada().submitModal(again.asked, { name: 'Late papers', time: 'late' })).reply();
    expect(contentOf(wrong)).toContain('I don’t understand the time “late”.');
    expect(contentOf(await runDigest('create', { zone: 'Atlantis' }))).toContain(
      'I don’t know the time zone',
    );
    expect(contentOf(await runDigest('create', { name: 'Late papers', count: 3 }))).toBe(
      'Please fill in “channel”.',
    );
    expect((await bot.storage.digests.list(bot.preview.serverId)).map(({ name }) => name)).not.toContain(
      'Late papers',
    );
    const daily = { name: 'Late papers', channel: news, time: '8pm', zone: 'Berlin', count: 3 };
    expect(visibleTextOf(await runDigest('create', daily))).toContain('every day at 20:00');
    await runDigest('delete', { name: 'Late papers' });
    await runDigest('delete', { name: 'Evening papers' });
  });

  it('reads in the list how the last post went, whatever was asked for since, and in the changes what was deleted', async () => {
    await runDigest('create', wish('First papers', { time: '9', zone: 'Berlin', tags: 'local' }));
    expect(visibleTextOf(await runDigest('list', { name: 'First papers' }))).toContain(
      'at 09:00, Europe/Berlin time.\nUp to 5 articles in a post, only with the tag local.',
    );
    await runDigest('create', wish('Second papers'));
    const link = contentOf(await runDigest('now', { name: 'Second papers' })).match(
      /https:\S+/,
    )?.[0] as string;
    expect(contentOf(await runDigest('now', { name: 'Second papers' }))).toContain('No article was added');
    const list = visibleTextOf(await runDigest('list'));
    expect(list).toContain(link);
    expect(list).not.toContain('not posted');
    expect(visibleTextOf(await runDigest('history', { name: 'Second papers' }))).toContain(
      '(`/digest now`): not posted. No article was added',
    );
    for (const name of ['First papers', 'Second papers']) await runDigest('delete', { name });
    const panel = await (await ada().command(bot.preview.channels.general, 'settings')).reply();
    const changes = await (await ada().click(panel, pressableOf(panel).Changes as string)).reply();
    expect(visibleTextOf(changes)).toContain('removed · digest “Second papers”');
    expect(visibleTextOf(changes)).toContain('added · digest “First papers”');
  });

  it('is told of a closed channel by what Discord says with it, and by what is known where that says nothing', async () => {
    const { general, news } = bot.preview.channels;
    const create = async (said: object) => {
      const options = Object.entries(wish('Closed papers')).map(([name, value]) => ({
        name,
        type: name === 'channel' ? 7 : 3,
        value,
      }));
      const data = {
        ...{ id: '1', type: 1, name: 'digest', options: [{ type: 1, name: 'create', options }] },
        resolved: { channels: { [news]: { id: news, type: 0, name: 'news', ...said } } },
      };
      return visibleTextOf(await ada().forge(general, InteractionType.ApplicationCommand, data).reply());
    };
    const allowed = (...bits: bigint[]) => bits.reduce((sum, bit) => sum | bit, 0n).toString();
    const { ViewChannel, SendMessages, ReadMessageHistory } = PermissionFlagsBits;
    const mine = allowed(ViewChannel, SendMessages);
    const whole = allowed(ViewChannel, SendMessages, ReadMessageHistory);
    expect(await create({ permissions: mine, app_permissions: allowed(ViewChannel, SendMessages) })).toBe(
      `I can’t post in <#${news}>: I lack Read Message History there. Allow it in the channel’s permissions, then try again.`,
    );
    expect(await create({ permissions: allowed(ViewChannel), app_permissions: whole })).toBe(
      `You can’t post in <#${news}> yourself, so I won’t either. Choose a channel where you can.`,
    );
    expect(await bot.storage.digests.list(bot.preview.serverId)).not.toContainEqual(
      expect.objectContaining({ name: 'Closed papers' }),
    );
    expect(await create({ permissions: mine, app_permissions: whole })).toContain(
      'Created **Closed papers**',
    );
    await runDigest('delete', { name: 'Closed papers' });
    expect(await create({})).toContain('Created **Closed papers**');
    await runDigest('delete', { name: 'Closed papers' });
  });

  it('is told which permission the bot lacks in the channel, and nothing is created', async () => {
    const { news } = bot.preview.channels;
    for (const [bit, name] of [
      [PermissionFlagsBits.ViewChannel, 'View Channel'],
      [PermissionFlagsBits.SendMessages, 'Send Messages'],
      [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
    ] as const) {
      bot.preview.deny(news, bit);
      expect(contentOf(await runDigest('create', wish('Another')))).toContain(name);
      bot.preview.allow(news, bit);
    }
    expect(visibleTextOf(await runDigest('list'))).not.toContain('Another');
  });

  it('is offered days, zones with their time, and digests while typing', async () => {
    const ada = bot.preview.member('Ada');
    const { general } = bot.preview.channels;
    const offered = async (subcommand: string, focused: string, typed: string) =>
      await ada.autocomplete(general, 'digest', { [focused]: typed }, focused, { subcommand });
    expect((await offered('create', 'days', 'mon,thu'))[0]).toEqual({ name: 'mon, thu', value: 'mon, thu' });
    const [berlin] = await offered('create', 'zone', 'berl');
    expect(berlin?.value).toBe('Europe/Berlin');
    expect(berlin?.name).toMatch(/^Europe\/Berlin, \d\d:\d\d there now$/);
    expect((await offered('preview', 'name', 'morn')).map(({ name }) => name)).toEqual(['Morning papers']);
    expect((await offered('preview', 'name', 'mornign')).map(({ name }) => name)).toEqual(['Morning papers']);
    expect((await offered('create', 'zone', 'berlni'))[0]?.value).toBe('Europe/Berlin');
    const [newest] = await bot.library.list({ offset: 0, limit: 1 });
    await bot.library.changeTags(newest!.id, { add: ['local', 'sport'], remove: [] });
    expect(await offered('create', 'tags', 'lo')).toEqual([{ name: 'local (1)', value: 'local' }]);
    expect((await offered('edit', 'tags', 'local, ')).map(({ value }) => value)).toEqual(['local, sport']);
  });
});

describe('the posts of the bot', () => {
  it('are found again by their first line though their nonce is unknown, and by nothing else', async () => {
    const { send, close } = await connectClient();
    const { general } = bot.preview.channels;
    const here = { serverId: bot.preview.serverId, channelId: general };
    const since = Date.now() - 60_000;
    const reply = { content: md`**Morning** · <t:1772710200:f>\n-# late` };
    await bot.preview.member('Ben').say(general, '**Morning** · <t:1772796600:f>');
    const id = await send.post(here, reply, 'first');
    for (let n = 0; n < 120; n++) await bot.preview.member('Ben').say(general, `chatter ${n}`);
    const last = await send.post(here, { content: md`**Evening** · <t:1772710200:f>` }, 'last');
    const find = (firstLine: string) => send.findPosted(here, { nonce: 'other', firstLine, since });
    expect(await find('**Morning** · <t:1772710200:f>')).toBe(id);
    expect(await find('**Evening** · <t:1772710200:f>')).toBe(last);
    expect(await find('**Morning** · <t:1772796600:f>')).toBeNull();
    await close();
  });

  it('are one when they have one nonce', async () => {
    const { send, close } = await connectClient();
    const { general } = bot.preview.channels;
    const here = { serverId: bot.preview.serverId, channelId: general };
    const first = await send.post(here, { content: md`once` }, 'same');
    expect(await send.post(here, { content: md`once` }, 'same')).toBe(first);
    await close();
  });

  it('are refused for good where trying again is useless, with a reason for editors', async () => {
    const { send, close } = await connectClient();
    const { general } = bot.preview.channels;
    const here = { serverId: bot.preview.serverId, channelId: general };
    // The client learns of a permission from the gateway, a moment later.
    const lacks = (...names: string[]) => expect.poll(() => send.listMissingPermissions(here)).toEqual(names);
    bot.preview.deny(general, PermissionFlagsBits.ReadMessageHistory);
    await lacks('Read Message History');
    await expect(send.post(here, { content: md`x` }, 'n1')).rejects.toMatchObject({
      name: 'PostRefused',
      message: `I need “Read Message History” in #${general}.`,
    });
    bot.preview.allow(general, PermissionFlagsBits.ReadMessageHistory);
    await lacks();
    const gone = bot.preview.addChannel('gone');
    bot.preview.removeChannel(gone);
    const noMore = { name: 'PostRefused', message: 'The channel no longer exists.' };
    await expect(send.post({ ...here, channelId: gone }, { content: md`x` }, 'n2')).rejects.toMatchObject(
      noMore,
    );
    const elsewhere = bot.preview.addServer('Elsewhere').channels.general;
    const foreign = { ...here, channelId: elsewhere };
    await expect(send.post(foreign, { content: md`x` }, 'n4')).rejects.toMatchObject(noMore);
    await expect(send.listMissingPermissions(foreign)).rejects.toMatchObject(noMore);
    await expect(send.findPosted(foreign, { nonce: 'n4', firstLine: 'x', since: 0 })).rejects.toMatchObject(
      noMore,
    );
    expect(bot.preview.messages(elsewhere)).toEqual([]);
    await close();
  });

  it('warn in the system channel, else in the first that takes it, else the member, else nobody', async () => {
    const { send, close } = await connectClient();
    const { preview } = bot;
    const { articles, general, news } = preview.channels;
    const ada = preview.member('Ada');
    const warn = (memberId = ada.id) =>
      send.warn({
        serverId: preview.serverId,
        about: news,
        memberId,
        reply: { content: md`The digest cannot post.` },
      });
    const isIn = (channelId: string) =>
      contentOf(preview.messages(channelId).at(-1)) === 'The digest cannot post.';
    expect(await warn()).toBe('channel');
    expect(isIn(articles)).toBe(true);
    preview.setSystemChannel(general);
    await expect.poll(() => warn()).toBe('system channel');
    expect(isIn(general)).toBe(true);
    preview.setSystemChannel(news);
    preview.deny(articles, PermissionFlagsBits.SendMessages);
    preview.deny(general, PermissionFlagsBits.ViewChannel);
    await expect.poll(() => warn()).toBe('member');
    expect(isIn(ada.directMessages())).toBe(true);
    expect(isIn(news)).toBe(false);
    expect(await warn('1')).toBeNull();
    preview.allow(articles, PermissionFlagsBits.SendMessages);
    preview.allow(general, PermissionFlagsBits.ViewChannel);
    preview.setSystemChannel(null);
    await close();
  });

  it('that Discord fails to take are told from those that it refuses', async () => {
    const { send, close } = await connectClient();
    const { general } = bot.preview.channels;
    const here = { serverId: bot.preview.serverId, channelId: general };
    bot.preview.faults.add({ method: 'POST', path: /\/messages$/, status: 503, times: 10 });
    await expect(send.post(here, { content: md`x` }, 'n3')).rejects.toMatchObject({
      name: 'Unavailable',
      message: 'Discord had an error of its own (status 503).',
    });
    bot.preview.faults.clear();
    await close();
  });
});

/** Logs in a second client of the same bot. */
async function connectClient() {
  const { apiUrl, token } = bot.preview;
  const client = createClient(apiUrl, await readAccess(createRest(apiUrl, token)));
  const ready = new Promise(resolve => client.once('clientReady', resolve));
  await client.login(token);
  await ready;
  return { send: createPoster(client, createLogRecorder().log), close: () => client.destroy() };
}
