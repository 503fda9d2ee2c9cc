import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Preview, startPreview } from 'discord-preview/testing';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { createRest, readAccess } from '../src/discord/client.ts';
import { deploy } from '../src/discord/deploy.ts';
import { inheritedEnvironment, runCommand } from './command-line.ts';
import { startScriptedModel } from './model.ts';

let folder: string;
let preview: Preview;
const model = await startScriptedModel();
afterAll(() => model.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standfirst-doctor-'));
  preview = await startPreview({ port: 0 });
});
afterEach(async () => {
  await preview.close();
  rmSync(folder, { recursive: true });
});

const root = new URL('..', import.meta.url).pathname;

/** What `standfirst doctor` prints with these settings, and what it ends with. */
async function examine(settings: Record<string, string>, ...flags: string[]) {
  const environment = { OPERATIONS_PORT: 'off', PORT: '0', ...settings };
  const { code, out, err } = await runCommand(['doctor', ...flags], { data: folder, environment });
  return { code, output: out + err };
}

const onDiscord = () => ({ DISCORD_TOKEN: preview.token, DISCORD_API_URL: preview.apiUrl });
const withModel = () => ({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' });

test('with nothing set all is well, and it says what is done without Discord and a model', async () => {
  const { code, output } = await examine({});
  expect(code).toBe(0);
  expect(output).toContain('✓ Database');
  expect(output).toContain('· Discord: no DISCORD_TOKEN, so npm start opens a preview');
  expect(output).toContain('· Model: none is set, so the built-in engine answers');
  expect(output).toMatch(/Ready: npm start\n$/);
});

test('on Discord it looks at token, intent, commands, servers and clock, and registers nothing', async () => {
  const { code, output } = await examine(onDiscord());
  expect(output).toContain('✓ Discord: reached, and the token is right');
  expect(output).toContain('✓ Discord: the message content intent is on');
  expect(output).toMatch(/· Commands: \d+ of \d+ are new or changed: .*\n {4}→ npm start registers them/);
  expect(output).toContain('✓ Servers: in 1 server, with all that I need');
  expect(output).toContain('✓ Clock: as Discord’s');
  expect(code).toBe(0);
  expect(preview.requests.filter(({ method }) => method !== 'GET')).toEqual([]);

  const rest = createRest(preview.apiUrl, preview.token);
  await deploy(rest, (await readAccess(rest)).applicationId, commands);
  expect((await examine(onDiscord())).output).toMatch(/✓ Commands: all \d+ are registered/);
  expect(preview.violations).toEqual([]);
});

test('a token that Discord refuses is a fault, and the rest is looked at all the same', async () => {
  const wrong = preview.token.replace(/.$/, last => (last === 'x' ? 'y' : 'x'));
  const { code, output } = await examine({ ...onDiscord(), DISCORD_TOKEN: wrong });
  expect(code).toBe(1);
  expect(output).toMatch(/✗ Discord: Discord refuses the token: .*Reset Token/);
  expect(output).toContain('· Model:');
});

test('an intent that is off is a warning with the switch to turn', async () => {
  await preview.close();
  preview = await startPreview({ port: 0, messageContentIntent: false });
  const { code, output } = await examine(onDiscord());
  expect(code).toBe(0);
  expect(output).toMatch(/! Discord: the message content intent is off.*\n {4}→ Developer Portal/);
});

test('a model that follows the schema is well; it is asked once, and nothing but a colour', async () => {
  model.say({ colour: 'red' });
  const before = model.requests.length;
  const { code, output } = await examine(withModel());
  expect(output).toMatch(/✓ Model: “scripted” answers in [\d.]+ s, asked with a JSON schema/);
  expect(code).toBe(0);
  expect(model.requests.length).toBe(before + 1);
});

test('a model that does not answer in the form is told, and so is one that is not there', async () => {
  model.say('I am a parrot.');
  expect((await examine(withModel())).output).toMatch(/[!✗] Model: /);
  const gone = await examine({ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'any' });
  expect(gone.output).toMatch(/✗ Model: .*(?:reach|no model server)/i);
  expect(gone.output).toContain('→ look at OPENAI_BASE_URL (http://127.0.0.1:9/v1)');
  expect(gone.code).toBe(1);
});

test.skipIf(process.platform !== 'linux')('a data folder that cannot be made is named at once', async () => {
  const { code, output } = await examine({ DATA_DIR: '/proc/standfirst' });
  expect(output).toMatch(/✗ Data folder: .*\/proc\/standfirst/);
  expect(output).not.toContain('no answer within');
  expect(code).toBe(1);
});

test('a data folder that is a file is named as such', async () => {
  const { code, output } = await examine({ DATA_DIR: import.meta.filename });
  expect(output).toMatch(/✗ Data folder: .*doctor\.test\.ts is not a folder/);
  expect(code).toBe(1);
});

test('wrong settings are named one by one; a port that is taken is named with its setting', async () => {
  const wrong = await examine({ PORT: 'abc', LOG_LEVEL: 'loud' });
  expect(wrong.output).toMatch(/✗ Settings: .*PORT/);
  expect(wrong.output).toMatch(/✗ Settings: .*LOG_LEVEL/);
  expect(wrong.output).toContain('2 faults (✗) to fix first.');
  expect(wrong.code).toBe(1);

  const server = createServer();
  const port = await new Promise<number>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  const taken = await examine({ PORT: `${port}` }, '--json');
  server.close();
  expect(JSON.parse(taken.output)).toContainEqual({
    outcome: 'warning',
    what: 'Ports',
    found: `${port} is in use`,
    todo: expect.stringContaining('set PORT'),
  });
});

test('a start that fails points to it', async () => {
  const { output } = await new Promise<{ output: string }>(resolve =>
    execFile(
      process.execPath,
      ['src/main.ts', 'start'],
      {
        cwd: root,
        env: {
          ...inheritedEnvironment(),
          DATA_DIR: folder,
          ...onDiscord(),
          DISCORD_API_URL: 'http://127.0.0.1:9',
        },
      },
      (_error, stdout, stderr) => resolve({ output: stdout + stderr }),
    ),
  );
  expect(output).toContain('npm run -s standfirst -- doctor');
});
