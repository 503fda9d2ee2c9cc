import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { startPreview } from 'discord-preview/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createOperations } from '../src/app/operations.ts';
import { createLatencyTracker } from '../src/discord/perceived-latency.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import type { Engine } from '../src/engines/engine.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { readSettings } from '../src/env.ts';
import { UserError } from '../src/errors.ts';
import { withLogFields } from '../src/log.ts';
import { type HealthServer, startHealthServer } from '../src/observability/health-server.ts';
import { createMetrics } from '../src/observability/metrics.ts';
import { trackTask, trackWait } from '../src/observability/waits.ts';
import { type Clock, systemClock } from '../src/scheduling/clock.ts';
import { PATIENT_CLOCK } from './manual-clock.ts';
import { startScriptedModel } from './model.ts';
import { importSamples, startProgram } from './program.ts';
import { createFileTarget, createLogRecorder, startTestBot, type TestBot } from './support.ts';

async function startWatchedBot(
  engines: readonly [Engine, ...Engine[]] = [createBuiltInEngine()],
  discordClock: Clock = PATIENT_CLOCK,
) {
  const metrics = createMetrics();
  const bot = await startTestBot({ engines, observe: metrics.observe, discordClock });
  onTestFinished(() => bot.stop());
  const operations = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    metrics,
    checks: { discord: () => bot.connection(), storage: () => bot.library.count().then(() => null) },
    log: bot.log,
  });
  onTestFinished(() => operations.close());
  return { bot, operations };
}

const get = async ({ url }: HealthServer, path: string) => {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, text: await response.text() };
};

/** The value of a metric in Prometheus text, or 0. */
function readMetric(text: string, name: string, labels: Record<string, string> = {}): number {
  const line = text
    .split('\n')
    .find(each =>
      each.startsWith(`${name}{`) || each.startsWith(`${name} `) ? hasAll(each, labels) : false,
    );
  return Number(line?.split(' ').at(-1) ?? 0);
}

const hasAll = (line: string, labels: Record<string, string>) =>
  Object.entries(labels).every(([name, value]) => line.includes(`${name}="${value}"`));

async function fetchSummary({ preview }: TestBot, article: string) {
  const asked = await preview.member('Ada').command(preview.channels.general, 'summary', { article });
  return await asked.final();
}

test('counts what members use, where answers come from and what became of the connection', async () => {
  const { bot, operations } = await startWatchedBot();
  await fetchSummary(bot, 'night train');
  await fetchSummary(bot, 'night train');
  await fetchSummary(bot, 'zyxw qvut');
  const count = async (outcome: string) =>
    readMetric((await get(operations, '/metrics')).text, 'standfirst_interactions_total', {
      command: 'summary',
      outcome,
    });
  await expect.poll(() => count('refused')).toBe(1);
  expect(await count('answered')).toBe(2);
  const { text } = await get(operations, '/metrics');
  expect(readMetric(text, 'standfirst_answers_total', { recipe: 'summary', from: 'generation' })).toBe(1);
  expect(readMetric(text, 'standfirst_answers_total', { recipe: 'summary', from: 'cache' })).toBe(1);
  expect(readMetric(text, 'standfirst_generations_total', { engine: 'extractive', outcome: 'done' })).toBe(1);
  expect(readMetric(text, 'standfirst_first_reply_seconds_count', { command: 'summary' })).toBe(3);
  expect(readMetric(text, 'standfirst_interaction_seconds_count', { command: 'summary' })).toBe(3);
  expect(readMetric(text, 'standfirst_gateway_ready', { shard: '0' })).toBe(1);
  expect(readMetric(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
});

test('what may become of a digest stands at 0 from the start, for an alarm hears only of what grows', async () => {
  const text = await createMetrics().text();
  const rules = readFileSync('deploy/alerts.yaml', 'utf8');
  const outcomes = [...rules.matchAll(/standfirst_digests_total\{outcome="([^"]+)"\}/g)].map(
    ([, outcome]) => outcome,
  );
  expect(outcomes).toEqual(['missed', 'given up']);
  for (const outcome of outcomes) expect(text).toContain(`standfirst_digests_total{outcome="${outcome}"} 0`);
});

test('counts the tokens of a model, what the check found in its drafts, and who shared a generation', async () => {
  const model = await startScriptedModel();
  onTestFinished(() => model.stop());
  model.say({ points: [{ text: 'The night train flew to the moon.', paragraphs: [1] }] });
  const settings = {
    model: 'scripted',
    baseUrl: model.url,
    apiKey: null,
    contextTokens: 100_000,
    timeout: 10_000,
  };
  const { bot, operations } = await startWatchedBot([
    createOpenAiEngine(settings, createLogRecorder().log),
    createBuiltInEngine(),
  ]);
  await Promise.all([fetchSummary(bot, 'night train'), fetchSummary(bot, 'night train')]);
  const { text } = await get(operations, '/metrics');
  expect(readMetric(text, 'standfirst_checks_failed_total', { recipe: 'summary', engine: 'openai' })).toBe(1);
  expect(readMetric(text, 'standfirst_generations_total', { engine: 'openai', outcome: 'failed' })).toBe(1);
  expect(readMetric(text, 'standfirst_generations_total', { engine: 'extractive', outcome: 'done' })).toBe(1);
  expect(readMetric(text, 'standfirst_answers_total', { from: 'another’s generation' })).toBe(1);
  expect(readMetric(text, 'standfirst_model_tokens_total', { direction: 'input' })).toBeGreaterThan(0);
});

test('is alive and ready, and says which part is not when Discord is gone', async () => {
  const { bot, operations } = await startWatchedBot();
  expect(JSON.parse((await get(operations, '/healthz')).text)).toMatchObject({ status: 'ok' });
  expect(await get(operations, '/readyz')).toMatchObject({ status: 200 });
  await bot.preview.close();
  await expect.poll(async () => (await get(operations, '/readyz')).status).toBe(503);
  const { text } = await get(operations, '/readyz');
  expect(JSON.parse(text)).toEqual({
    status: 'not ready',
    checks: { discord: 'not connected to Discord', storage: null },
  });
  expect((await get(operations, '/healthz')).status).toBe(200);
  const figures = (await get(operations, '/metrics')).text;
  expect(figures).toContain('standfirst_ready{part="discord"} 0');
  expect(figures).toContain('standfirst_ready{part="storage"} 1');
});

test('says that a part failed which throws, and does not wait for one that hangs', async () => {
  const { log } = createLogRecorder();
  const operations = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    metrics: createMetrics(),
    checks: {
      broken: () => {
        throw new Error('postgres://secret');
      },
      away: () => {
        throw new UserError('The database is away.');
      },
      hanging: () => new Promise(() => undefined),
    },
    log,
  });
  onTestFinished(() => operations.close());
  const { status, text } = await get(operations, '/readyz');
  expect(status).toBe(503);
  expect(JSON.parse(text).checks).toEqual({
    broken: 'failed',
    away: 'The database is away.',
    hanging: 'does not answer',
  });
});

test('goes on without being watched while the port is taken, says so once, and has it when it is free', {
  timeout: 240_000,
}, async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => taken.once('listening', resolve));
  const { log, lines } = createLogRecorder();
  const { port } = taken.address() as AddressInfo;
  const operations = await startHealthServer({
    host: '127.0.0.1',
    port,
    metrics: createMetrics(),
    checks: {},
    log,
  });
  expect(operations.url).toBeNull();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    code: 'EADDRINUSE',
    msg: expect.stringContaining('OPERATIONS_PORT is taken'),
  });
  expect(JSON.stringify(lines)).not.toContain('    at ');
  await new Promise(resolve => taken.close(resolve));
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, { timeout: 60_000, interval: 200 }).toBe(true);
  await operations.close();
});

/** The response status of a request with this Host header. */
async function fetchStatus(url: string, path: string, host: string): Promise<number | undefined> {
  const { port } = new URL(url);
  return await new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers: { host } }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject).end();
  });
}

test.each(['/healthz', '/readyz', '/metrics', '/nothing'])(
  'answers %s under names and addresses of its own alone',
  async path => {
    const own = { port: 0, metrics: createMetrics(), checks: {}, log: createLogRecorder().log };
    const expected = path === '/nothing' ? 404 : 200;
    const loopback = await startHealthServer({ ...own, host: '127.0.0.1', names: ['metrics.example.org'] });
    const open = await startHealthServer({ ...own, host: '0.0.0.0', names: ['bot.default.svc'] });
    onTestFinished(loopback.close);
    onTestFinished(open.close);
    const loopbacks = [
      '127.0.0.1',
      '127.0.0.1:4322',
      'localhost',
      'LOCALHOST:80',
      'localhost.',
      '[::1]',
      '[::1]:4322',
      '127.8.9.1',
    ];
    const rebound = [
      'evil.example',
      'evil.example:4322',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'evil.example@localhost',
      'a b',
      'x/localhost',
    ];
    for (const host of [...loopbacks, 'metrics.example.org', 'Metrics.Example.Org:4322'])
      expect([host, await fetchStatus(loopback.url!, path, host)]).toEqual([host, expected]);
    for (const host of [...rebound, '10.0.0.7', '93.184.216.34:4322', 'bot', 'bot:4322'])
      expect([host, await fetchStatus(loopback.url!, path, host)]).toEqual([
        host,
        expect.toSatisfy(status => status === 403 || status === 400),
      ]);
    for (const host of [
      ...loopbacks,
      '10.0.0.7:4322',
      '[fd00::7]:4322',
      'bot',
      'bot:4322',
      'bot.default.svc:4322',
    ])
      expect([host, await fetchStatus(open.url!, path, host)]).toEqual([host, expected]);
    for (const host of rebound)
      expect([host, await fetchStatus(open.url!, path, host)]).toEqual([
        host,
        expect.toSatisfy(status => status === 403 || status === 400),
      ]);
  },
);

test('one id leads through all lines of an interaction', async () => {
  const { bot } = await startWatchedBot();
  await fetchSummary(bot, 'zyxw qvut');
  const about = () => bot.lines.filter(line => line.command === 'summary');
  await expect.poll(() => about().length).toBeGreaterThan(0);
  for (const line of about()) expect(line.interaction).toMatch(/^\d{15,}$/);
  // the fields of one log line do not appear in the next
  const { log, lines } = createLogRecorder();
  withLogFields({ interaction: '1' }, () => {
    log.info({ once: true }, 'first');
    log.info('second');
  });
  expect(lines.map(({ once, interaction }) => [once, interaction])).toEqual([
    [true, '1'],
    [undefined, '1'],
  ]);
});

test('answers what members wait for before it leaves Discord', async () => {
  const { bot } = await startWatchedBot();
  const asked = Promise.all(
    ['night train', 'footbridge', 'agatha'].map(article => fetchSummary(bot, article)),
  );
  await new Promise(resolve => setTimeout(resolve, 5));
  await bot.leave();
  const replies = await asked;
  expect(replies.filter(reply => reply !== undefined)).toHaveLength(3);
});

test('what Discord refuses because it came too late is unanswered, by the time that the member waited, and says why', {
  timeout: 240_000,
}, async () => {
  const { bot, operations } = await startWatchedBot([createBuiltInEngine()], systemClock);
  await fetchSummary(bot, 'night train');
  bot.preview.faults.add({ method: 'POST', path: /\/callback$/, delay: 3200 });
  const late = await bot.preview
    .member('Ada')
    .command(bot.preview.channels.general, 'summary', { article: 'night train' });
  expect(await late.settled()).toBe('failed');
  const lost = { command: 'summary', outcome: 'unanswered', cause: 'discord' };
  await expect
    .poll(
      async () => readMetric((await get(operations, '/metrics')).text, 'standfirst_interactions_total', lost),
      { timeout: 60_000 },
    )
    .toBe(1);
  const line = bot.lines.find(({ outcome }) => outcome === 'unanswered');
  expect(line).toMatchObject({ cause: 'discord', interaction: late.id });
  expect(line?.milliseconds).toBeGreaterThan(3000);
});

test('a process that stood still has its members wait since Discord had their question, and says that it was busy', {
  timeout: 240_000,
}, async () => {
  const preview = await startPreview({ port: 0 });
  onTestFinished(() => preview.close());
  const outside = { preview, target: createFileTarget() };
  await importSamples(outside);
  const program = await startProgram(outside);
  onTestFinished(async () => void (await program.end('SIGKILL')));
  await (await preview.member('Ada').command(preview.channels.general, 'help')).reply();
  program.child.kill('SIGSTOP');
  const asked = await preview.member('Ada').command(preview.channels.general, 'about');
  expect(await asked.settled()).toBe('failed');
  program.child.kill('SIGCONT');
  const lines = () =>
    program
      .output()
      .split('\n')
      .filter(line => line.includes('"msg":"interaction"'));
  await preview.until(() => lines().some(line => line.includes('unanswered')), 'a line about it');
  const line = JSON.parse(lines().find(each => each.includes('unanswered'))!) as Record<string, unknown>;
  expect(line).toMatchObject({ command: 'about', cause: 'event loop', interaction: asked.id });
  expect(line.milliseconds).toBeGreaterThan(3000);
});

test('no wait is negative where this machine’s clock is behind, and the longest wait is the cause', async () => {
  const stalls = { since: () => 0, close: () => undefined };
  let now = 1_000_000;
  const felt = createLatencyTracker(() => now, stalls);
  expect(felt(now + 5000).elapsed()).toBeLessThan(1000);
  now += 60_000;
  // the clock is five seconds behind, so a request that seems to come four seconds early took one
  expect(felt(now + 4000).elapsed()).toBeGreaterThan(900);
  for (const what of ['database', 'model'] as const)
    await trackTask('/about 1', async () => {
      const waiting = felt(now + 5000);
      await trackWait('discord', () => new Promise(resolve => setTimeout(resolve, 20)));
      await trackWait(what, () => new Promise(resolve => setTimeout(resolve, 300)));
      expect(waiting.cause()).toBe(what);
    });
});

test('a main thread that stands still is logged while it stands, with what it is doing and where, and counted', {
  timeout: 240_000,
}, () => {
  const run = (milliseconds: number, wait: number) => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'blocked-process.ts'), String(milliseconds), String(wait)],
      { encoding: 'utf8' },
    );
    const lines = stderr.split('\n').filter(line => line.startsWith('{'));
    return { lines: lines.map(line => JSON.parse(line) as Record<string, unknown>), figures: stdout };
  };
  // a busy machine takes long to start the watching thread
  const { lines, figures } = run(6000, 1500);
  const [stands, moves] = [
    lines.find(({ msg }) => msg === 'the main thread stands still'),
    lines.findLast(({ msg }) => msg === 'the main thread moves again'),
  ];
  expect(stands?.doing).toEqual([
    expect.stringMatching(/^message 43, for \d/),
    expect.stringMatching(/^\/quotes 42, for \d/),
  ]);
  expect(stands?.where).toContainEqual(expect.stringMatching(/^spin \(tests\/blocked-process.ts:\d+\)$/));
  expect(moves?.milliseconds).toBeGreaterThan(5900);
  // it was reported while it lasted
  expect(Number(moves?.time) - Number(stands?.time)).toBeGreaterThan(500);
  expect(readMetric(figures, 'standfirst_main_thread_stall_seconds_count')).toBeGreaterThan(0);
  expect(readMetric(figures, 'standfirst_main_thread_stall_seconds_sum')).toBeGreaterThan(5.9);
});

test('questions in threads and direct messages are measured too', async () => {
  const { bot, operations } = await startWatchedBot();
  const { preview } = bot;
  const discussion = await (
    await preview.member('Ben').command(preview.channels.articles, 'discuss', { article: 'night train' })
  ).final();
  await preview.until(() => preview.messages(discussion.id).length > 1, 'the thread');
  await preview.member('Ben').say(discussion.id, 'How long does it take?');
  const count = async () =>
    readMetric((await get(operations, '/metrics')).text, 'standfirst_messages_total', {
      place: 'thread',
      outcome: 'answered',
    });
  await expect.poll(count, { timeout: 60_000 }).toBe(1);
  const { text } = await get(operations, '/metrics');
  expect(readMetric(text, 'standfirst_message_first_reply_seconds_count', { place: 'thread' })).toBe(1);
  expect(bot.lines.find(({ msg }) => msg === 'message')).toMatchObject({
    place: 'thread',
    outcome: 'answered',
  });
});

test('counts what happens before its metrics are loaded, and loads nothing if nobody can ask for them', async () => {
  const { log } = createLogRecorder();
  const watched = { checks: {}, log };
  const operations = createOperations(readSettings({ PORT: '0', OPERATIONS_PORT: '0' }));
  operations.observe({ kind: 'digest due' });
  const opened = await operations.open(watched);
  onTestFinished(async () => opened?.close());
  operations.observe({ kind: 'digest due' });
  const { text } = await get(opened!, '/metrics');
  expect(readMetric(text, 'standfirst_digests_due_total')).toBe(2);

  const off = createOperations(readSettings({ PORT: '0', OPERATIONS_PORT: 'off' }));
  off.observe({ kind: 'digest due' });
  expect(await off.open(watched)).toBeUndefined();
});
