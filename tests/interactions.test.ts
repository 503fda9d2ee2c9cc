import { Client, Events, GatewayIntentBits } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createRest } from '../src/discord/client.ts';
import { createRegistration, deploy } from '../src/discord/deploy.ts';
import { startTestBot, type TestBot } from './support.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(() => bot.stop());

const here = () => bot.preview.channels.articles;
const ben = () => bot.preview.member('Ben');
const registrations = () =>
  bot.preview.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'));

test('leaves one line in the log for each interaction, with what became of it and nothing of what was written', async () => {
  const lines = () => bot.lines.filter(({ msg }) => msg === 'interaction');
  const before = lines().length;
  const asked = await ben().command(here(), 'articles', { search: 'ladder' });
  await asked.reply();
  await (await ben().command(here(), 'summary', { article: 'zzyzx qwrt', private: true })).reply();
  await bot.preview.until(() => lines().length === before + 2, 'two lines');
  const [answered, refused] = lines().slice(before);
  expect(answered).toMatchObject({
    level: 30,
    kind: 'command',
    command: 'articles',
    outcome: 'answered',
    interaction: asked.id,
  });
  expect(answered?.milliseconds).toBeTypeOf('number');
  expect(refused).toMatchObject({ command: 'summary', outcome: 'refused' });
  expect(JSON.stringify(bot.lines)).not.toMatch(/ladder|zzyzx/);
});

test('registers once, and again only what was changed', async () => {
  const { apiUrl, token, botId } = bot.preview;
  expect(registrations()).toHaveLength(1);
  await bot.restart();
  expect(registrations()).toHaveLength(1);
  expect(bot.lines.at(-1)?.msg ?? '').toBe('the commands are registered already');

  const rest = createRest(apiUrl, token);
  const [first, ...others] = commands;
  const changed = [{ ...first!, data: { ...first!.data, description: 'Something else' } }, ...others];
  expect((await deploy(rest, botId, changed)).changed).toEqual([first!.data.name]);
  expect((await deploy(rest, botId, others)).changed).toEqual([first!.data.name]);
  expect((await deploy(rest, botId, commands)).changed).toEqual([first!.data.name]);
  expect((await deploy(rest, botId, commands)).changed).toEqual([]);
  expect(registrations()).toHaveLength(4);
});

test('says of every command where it is installed and where it can be used', () => {
  const ofServer: string[] = [];
  for (const { name, contexts, integration_types } of createRegistration(commands)) {
    const isOfServer = contexts?.every(context => context === 0);
    if (isOfServer) ofServer.push(name);
    expect({ name, integration_types }).toEqual({ name, integration_types: isOfServer ? [0] : [0, 1] });
  }
  expect(ofServer).toEqual(expect.arrayContaining(['digest', 'settings']));
});

test('gives way, without a word, where Discord has the reply of another process that is connected too', async () => {
  const { apiUrl, token } = bot.preview;
  const other = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: apiUrl } });
  const taken = Promise.withResolvers<string>();
  other.on(Events.InteractionCreate, async interaction => {
    if (interaction.isChatInputCommand()) await interaction.reply('From the other process.');
    taken.resolve(interaction.id);
  });
  try {
    await other.login(token);
    const [before, lines] = [bot.preview.messages(here()).length, bot.lines.length];
    const asked = await ben().command(here(), 'summary', { article: 'night train' });
    expect(await taken.promise).toBe(asked.id);
    const callbacks = () => bot.preview.requests.filter(({ path }) => path.includes(`/${asked.id}/`));
    await bot.preview.until(() => callbacks().length === 2, 'both have replied');
    expect(bot.preview.messages(here())).toHaveLength(before + 1);
    expect((await asked.reply()).content).toBe('From the other process.');
    // of what changes nothing no process needs to know who answers it
    expect(await bot.storage.claims.get(asked.id)).toBeUndefined();
    expect(bot.lines.slice(lines).filter(({ level }) => level > 30)).toEqual([]);
  } finally {
    await other.destroy();
  }
});
