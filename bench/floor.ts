import { Client, Events, GatewayIntentBits } from 'discord.js';

/**
 * The floor: a bare discord.js bot with nothing of ours, whose `/ping` and `/same` are answered in one call. `/same` sends
 * the message in `FLOOR_MESSAGE`: the part that size and buttons have in the time. A program of its own, as the bot is. Only discord.js's own
 * limit of 50 requests a second is lifted, or it would be timed instead.
 */
const {
  DISCORD_API_URL: api = '',
  DISCORD_TOKEN: token = '',
  FLOOR_MESSAGE: message = '{"content":"Pong."}',
} = process.env;
const same = JSON.parse(message) as { content: string };

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api, globalRequestsPerSecond: Number.POSITIVE_INFINITY },
});
client.on(Events.InteractionCreate, interaction => {
  if (!interaction.isChatInputCommand()) return;
  void interaction.reply(interaction.commandName === 'same' ? same : 'Pong.');
});
await client.login(token);
process.once('SIGTERM', () => void client.destroy().then(() => process.exit()));
