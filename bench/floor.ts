import { Client, Events, GatewayIntentBits } from 'discord.js';

/**
 * The floor: a bare discord.js bot without any of our code, which answers `/ping` and `/same` in one call.
 * `/same` sends the message in `FLOOR_MESSAGE`, to show the effect of its size and buttons on the time. It is
 * a program of its own, as the bot is. Only discord.js's own limit of 50 requests per second is lifted, which
 * would be measured otherwise.
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
