import { Events } from 'discord.js';
import { createClient } from '../src/discord/client.ts';

/**
 * The floor: a bare discord.js bot with the same client options, whose `/ping` and `/same` are answered in
 * one call. `/same` sends the message in `FLOOR_MESSAGE`: the part that size and buttons have in the time. A
 * program of its own, as the bot is.
 */
const {
  DISCORD_API_URL: apiUrl = '',
  DISCORD_TOKEN: token = '',
  FLOOR_MESSAGE: message = '{"content":"Pong."}',
} = process.env;
const same = JSON.parse(message) as { content: string };

const client = createClient(apiUrl, { applicationId: '', readsMessages: true });
client.on(Events.InteractionCreate, interaction => {
  if (!interaction.isChatInputCommand()) return;
  void interaction.reply(interaction.commandName === 'same' ? same : 'Pong.');
});
await client.login(token);
process.once('SIGTERM', () => void client.destroy().then(() => process.exit()));
