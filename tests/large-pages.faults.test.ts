import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Preview, startPreview } from 'discord-preview/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StandStill } from '../bench/stand-still.ts';
import { waitForAnswer } from './answers.ts';
import { type Program, startProgram } from './program.ts';
import { createFileTarget } from './support.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/** The longest that one page may hold up everybody, in milliseconds of processor time. */
const MAX_STAND_STILL = 600;
const SIZE = 9_900_000;

let preview: Preview;
let web: WebServer;
let program: Program;
let file: string;

beforeEach(async () => {
  [preview, web] = await Promise.all([startPreview({ port: 0 }), startWebServer()]);
  file = join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'stand-still.json');
  program = await startProgram({
    preview,
    target: createFileTarget(),
    nodeOptions: ['--import', new URL('../bench/stand-still.ts', import.meta.url).pathname],
    settings: { FETCH_ALLOW: `127.0.0.1:${web.port}`, STAND_STILL: file },
  });
});

afterEach(async () => {
  await program.end('SIGTERM');
  await Promise.all([preview.close(), web.close()]);
});

/** The longest stand-still of the bot's main thread since it was last asked. */
async function readStandStill(): Promise<StandStill> {
  rmSync(file, { force: true });
  program.child.kill('SIGUSR2');
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as StandStill;
  await expect.poll(read).toBeDefined();
  return read();
}

const add = async (path: string) =>
  waitForAnswer(
    await preview
      .member('Ada')
      .command(preview.channels.articles, 'library', { url: `${web.origin}${path}` }, { subcommand: 'add' }),
  );

const paragraph = Array.from({ length: 1000 }, (_, index) => `word${index}`).join(' ');
const createPage = (text: string) =>
  `<!doctype html><html><head><title>A page</title></head><body><article><h1>A page</h1>${text}</article></body></html>`;

/** Distinct words, which take the longest to compare and to index. */
const words = (count: number) =>
  Array.from({ length: count / 1000 }, (_, at) => `<p>${paragraph.replaceAll('word', `w${at}x`)}</p>`).join(
    '',
  );

test.for([
  ['text/html', Buffer.alloc(SIZE, Buffer.from([0xe9, 0xa4, 0x81, 0xff]))],
  ['text/html; charset=cesu8', Buffer.alloc(SIZE, Buffer.from([0xe9, 0xa4, 0x81, 0xff]))],
  ['text/html; charset=utf-8', createPage(words(200_000))],
  ['text/html; charset=utf-8', createPage(words(1_000_000))],
] as const)(
  'a large page holds up nobody while it is decoded, compared and stored (%#)',
  {
    timeout: 180_000,
  },
  async ([contentType, body]) => {
    web.pages.set('/small', createPage(`<p>${paragraph}</p>`.repeat(3)));
    web.pages.set('/large', { headers: { 'content-type': contentType }, body });
    await add('/small');
    await readStandStill();
    await add('/large');
    expect((await readStandStill()).processor).toBeLessThan(MAX_STAND_STILL);
  },
);
