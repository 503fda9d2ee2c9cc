import { type APIMessage, GatewayDispatchEvents } from 'discord-api-types/v10';
import { afterEach, expect, test } from 'vitest';
import { contentOf } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let isAway = false;

afterEach(async () => {
  expect(bot.preview.violations).toEqual([]);
  await bot.stop();
});

/** What a test changes of an interaction. */
interface Sent {
  readonly member: { readonly user: { readonly id: string } };
  readonly message?: APIMessage;
  guild_id?: string;
}

/** A server without the bot. */
const ELSEWHERE = '999000000000000001';
const CHANNEL = '999000000000000002';

/** Turns an interaction into that of a member who has installed the bot for themselves, in another server. */
function moveAway(sent: Sent): Sent {
  return Object.assign(structuredClone(sent), {
    guild_id: ELSEWHERE,
    guild: { id: ELSEWHERE, locale: 'en-US', features: [] },
    channel_id: CHANNEL,
    channel: { id: CHANNEL, type: 0, name: 'far', permissions: '0' },
    app_permissions: '0',
    authorizing_integration_owners: { 1: sent.member.user.id },
    ...(sent.message && { message: { ...sent.message, channel_id: CHANNEL } }),
  });
}

/** Where discord.js takes what the gateway sends. */
interface PacketHandler {
  handlePacket(packet: { t: string; d: Sent } | undefined, shard: unknown): boolean;
}

async function startBot(): Promise<void> {
  isAway = false;
  bot = await startTestBot({
    async meanwhile({ client }) {
      const ws = client.ws as unknown as PacketHandler;
      const handle = ws.handlePacket.bind(ws);
      ws.handlePacket = (packet, shard) =>
        handle(
          isAway && packet?.t === GatewayDispatchEvents.InteractionCreate
            ? { ...packet, d: moveAway(packet.d) }
            : packet,
          shard,
        );
    },
  });
  isAway = true;
}

test('where a member has installed the bot for themselves, a menu can be chosen from again and again', async () => {
  await startBot();
  const ben = bot.preview.member('Ben');
  const asked = await ben.command(bot.preview.channels.articles, 'summary', { article: '22:40' });
  const shown = () => asked.message as APIMessage;
  await asked.reply();
  for (const label of ['Sources', '¶ ≈ explained', 'Sources']) {
    const before = shown();
    const chosen = await ben.click(before, pressableOf(before)[label] as string);
    expect(visibleTextOf(await chosen.reply())).toMatch(/¶/);
    await bot.preview.until(() => shown() !== before, 'the menu to be renewed');
  }
  const opened = await ben.command(bot.preview.channels.articles, 'discuss', { article: '22:40' });
  expect(contentOf(await opened.reply())).toContain('I’m not a member of this server');
  expect(bot.lines.filter(({ level }) => level >= 40)).toEqual([]);
  const outcomes = () => bot.lines.filter(({ msg }) => msg === 'interaction').map(({ outcome }) => outcome);
  await expect.poll(outcomes).toEqual(['answered', 'answered', 'answered', 'answered', 'refused']);
});
