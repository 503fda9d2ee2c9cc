#!/usr/bin/env node
// The entry point of `npx standfirst`: starts the program on a Node that can run it. This file may run on an
// older Node, so it is plain JavaScript without recent features.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const HERE = dirname(fileURLToPath(import.meta.url));

/** The name of the npm package that contains the Node binary for this platform, if there is one. */
const bundledNodeName = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${process.arch}`;
};

/** The path of a Node that is new enough, or undefined. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const require = createRequire(import.meta.url);
  const manifest = `${bundledNodeName()}/package.json`;
  try {
    return join(dirname(require.resolve(manifest)), require(manifest).bin.node);
  } catch {
    // there is no such package for this platform, or it was omitted at installation
    return undefined;
  }
}

/** Runs the program as if it were this process: same terminal, signals and exit code. */
function run(node) {
  const cache = new URL('compile-cache.js', import.meta.url).href;
  const words = ['--import', cache, '--min-semi-space-size=4', '--max-semi-space-size=4'];
  // with more arenas, glibc keeps what the threads have freed, some 25 MB
  const env = { MALLOC_ARENA_MAX: '2', ...process.env };
  const child = spawn(node, [...words, join(HERE, 'main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', error => fail(`The Node in ${node} cannot be started: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const node = findNode();
if (node) run(node);
else
  fail(
    `Standfirst needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}, and no newer one came along for this machine. Get one from https://nodejs.org`,
  );
