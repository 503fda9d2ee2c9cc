import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { artifactPathOf, chromiumPath, launchBrowser, NEEDS_CHROMIUM } from '../preview/tests/browser.ts';
import { inheritedEnvironment } from './program.ts';

const project = new URL('..', import.meta.url).pathname;
/** Waits for a value, as long as a busy machine may need. */
const until = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 60_000 });

const headline = 'A Town Asks Its Railway for the 22:40 Back';

interface Program {
  readonly url: string;
  /** Its output so far. */
  printed(): string;
  /** Ends it as a terminal or a service manager would; returns its exit code. */
  stop(): Promise<number | null>;
}

/** Runs the same as `npm start`, without a token, regardless of the tests' environment. */
function spawnProgram(settings: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: project,
    env: {
      ...inheritedEnvironment(),
      DISCORD_TOKEN: '',
      DATABASE_URL: '',
      LOG_LEVEL: 'warn',
      OPERATIONS_PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts the program and waits for the address that it prints. */
async function startProgram(settings: Record<string, string>): Promise<Program> {
  const child = spawnProgram(settings);
  const output = { printed: '', faults: '' };
  child.stderr?.on('data', chunk => {
    output.faults += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      output.printed += chunk;
      const [address] = /http:\S+/.exec(output.printed) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', code => reject(new Error(`The program ended with ${code}: ${output.faults}`)));
  });
  return {
    url,
    printed: () => output.printed,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      await once(child, 'close');
      expect(output.faults).toBe('');
      return child.exitCode;
    },
  };
}

describe.skipIf(!chromiumPath)(`a newcomer with nothing but the two commands (${NEEDS_CHROMIUM})`, () => {
  const data = mkdtempSync(join(tmpdir(), 'standfirst-'));
  let program: Program;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    [program, browser] = await Promise.all([startProgram({ DATA_DIR: data, PORT: '0' }), launchBrowser()]);
    page = await visit();
  });
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function visit(): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1200, height: 900 },
      colorScheme: 'dark',
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
    });
    const tab = await context.newPage();
    tab.setDefaultTimeout(60_000);
    tab.on('pageerror', error => faults.push(error.message));
    await tab.goto(program.url);
    await tab.getByText('A local preview of Discord.').waitFor();
    return tab;
  }

  const log = (tab = page) => tab.getByRole('log');
  const box = () => page.getByRole('combobox', { name: /^Message / });
  const option = (name: string | RegExp) => page.getByRole('option', { name });
  /** Shows the field of an option, which is behind a button until it is used. */
  async function add(name: string): Promise<void> {
    const button = page.getByRole('button', { name: new RegExp(`^Add ${name}\\b`) });
    await button.or(filling(name)).first().waitFor();
    if ((await filling(name).count()) === 0) await button.click();
  }
  const filling = (name: string) => page.getByRole('combobox', { name: new RegExp(`^${name}:`) });
  /** The newest answer of a kind, identified by the words before its headline. */
  const answer = (kind: string) =>
    log()
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: new RegExp(`^${kind} · `) }) })
      .last();

  /** Presses a button below that answer. */
  const press = (kind: string, name: string) =>
    answer(kind).getByRole('button', { name, exact: true }).click();

  /** Chooses an entry in the menu below that answer. */
  async function choose(kind: string, name: string): Promise<void> {
    await press(kind, 'More…');
    await answer(kind)
      .getByRole('option', { name: new RegExp(`^${name}`) })
      .click();
  }

  /**
   * Saves screenshots of the page at desktop and phone widths, and checks that it does not scroll sideways.
   */
  async function picture(name: string, tab = page): Promise<void> {
    const size = tab.viewportSize()!;
    for (const width of [1200, 400]) {
      await tab.setViewportSize({ width, height: width === 400 ? 800 : 900 });
      await tab.screenshot({ path: artifactPathOf(`newcomer-${name}-${width}.png`) });
      const sideways =
        await tab.evaluate<number>(`Math.max(...[...document.querySelectorAll('html, .scroller, .composer, .header')]
        .map(element => element.scrollWidth - element.clientWidth))`);
      expect(sideways, `${name} at ${width}`).toBe(0);
    }
    await tab.setViewportSize(size);
  }

  /** Enters a command by its name and, if given, chooses the article that matches the typed text. */
  async function take(command: string, typed?: string): Promise<void> {
    await box().fill(`/${command}`);
    await option(new RegExp(`/${command}`))
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    if (typed === undefined) return;
    const optional = page.getByRole('button', { name: /^Add article/ });
    await optional.or(filling('article')).first().waitFor();
    if (await optional.isVisible()) await optional.click();
    await option(headline).waitFor();
    await page.keyboard.type(typed);
    await until(() => page.getByRole('option').first().textContent()).toBe(headline);
    await until(() => page.getByRole('option').count()).toBeLessThan(4);
    await page.keyboard.press('Enter');
    expect(await filling('article').inputValue()).toBe(headline);
  }

  /** Asks in a thread and returns the reply. */
  async function ask(question: string, tab = page): Promise<string> {
    const replies = log(tab)
      .getByRole('listitem')
      .filter({ has: tab.getByRole('button', { name: /^Replies to / }) });
    const before = await replies.count();
    await tab.getByRole('combobox', { name: /^Message / }).fill(question);
    await tab.keyboard.press('Enter');
    await until(() => replies.count()).toBe(before + 1);
    const reply = replies.last().locator('.text-display');
    // on a busy machine, a progress report comes first
    await until(() => reply.innerText()).not.toMatch(/…$/);
    return await reply.innerText();
  }

  it('is told one address', () => {
    expect(program.printed().trim().split('\n')).toEqual([
      `Standfirst is ready: ${program.url}`,
      'No DISCORD_TOKEN was found, in the environment or in .env, so this is a local preview of Discord.',
    ]);
    expect(program.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('sees what there is, and what the bot can do', async () => {
    await take('articles');
    await page.keyboard.press('Enter');
    await log().getByText('7 articles in the library · newest first').waitFor();
    await picture('articles');
    await take('help');
    await page.keyboard.press('Enter');
    await log().getByRole('heading', { name: 'What I can do' }).waitFor();
    await picture('help');
  });

  it('picks an article by a few mistyped letters and reads its summary at three lengths', async () => {
    await take('summary', 'railwy');
    await page.keyboard.press('Enter');
    await answer('Summary').waitFor();
    const points = answer('Summary').getByRole('article').getByRole('listitem');
    expect(await points.count()).toBeGreaterThanOrEqual(3);
    for (const point of await points.allInnerTexts()) expect(point).toMatch(/\S\s¶\d[\d–, ]*$/);
    await picture('summary-standard');
    await choose('Summary', 'Full summary');
    await answer('Full summary').waitFor();
    expect(
      await answer('Full summary').getByRole('article').getByRole('listitem').count(),
    ).toBeGreaterThanOrEqual(7);
    await picture('summary-full');
    await choose('Full summary', 'In one sentence');
    await answer('In one sentence')
      .getByText(/22:40 on 12 December 2009/)
      .waitFor();
    await picture('summary-brief');
  });

  it('reads the quotes and the comments by the buttons below the summary', async () => {
    await press('In one sentence', 'Quotes');
    await answer('Quotes').waitFor();
    const quotes = await answer('Quotes').innerText();
    expect(quotes).toContain('“The heating still works”');
    expect(quotes).toMatch(/— Gregor Maund.*\s¶11/);
    expect(quotes).toMatch(/“We are not asking for the past\. .*”\s+— Ines Calloway.*letter.*\s¶10/);
    await picture('quotes');
    await press('In one sentence', 'Comments');
    await answer('What the readers say').waitFor();
    // The button was far above the answer that it brings.
    expect(await page.getByRole('button', { name: /New messages below/ }).isVisible()).toBe(false);
    const comments = await answer('What the readers say').innerText();
    expect(comments).toMatch(/12 comments: \d+ viewpoints; 2 contradict somebody\./);
    expect(comments).toContain('Comments are closed.');
    expect(comments).toMatch(/A reader disagrees with “[^”]+”: “/);
    await picture('comments');
  });

  it('asks the article one question', async () => {
    await take('ask', 'railway');
    await filling('question').fill('How many people stood on the platform on Monday evening?');
    await page.keyboard.press('Enter');
    await answer('Question').waitFor();
    expect(await answer('Question').innerText()).toMatch(/600 people.*\s¶1/);
    await picture('ask');
  });

  it('opens a thread and gets its questions answered with their paragraphs, a follow-up too', async () => {
    await take('discuss', 'railway');
    await page.keyboard.press('Enter');
    await answer('Discussion').waitFor();
    await picture('discuss');
    await log()
      .getByRole('button', { name: new RegExp(`${headline}\\s*1 message`) })
      .click();
    await log().getByText('Just type your question here.').waitFor();
    expect(await ask('Who was the station master of Brennick?')).toMatch(/Gregor Maund.*\s¶11/);
    expect(await ask('And when?')).toMatch(/from 1974 until 2003.*\s¶11/);
    await picture('thread');
  });

  it('is an editor: creates a digest, posts it at once, and a reader in the channel sees it arrive', async () => {
    const reader = await visit();
    await reader.getByRole('button', { name: /^Ben/ }).click();
    await reader.getByRole('button', { name: /^Ben/, pressed: true }).waitFor();
    await reader.getByRole('button', { name: 'news' }).click();
    await log(reader).getByText('Welcome to #news').waitFor();

    await page.getByRole('button', { name: 'Back to #articles' }).click();
    await box().fill('/digest create ');
    await page.getByRole('group', { name: 'Command /digest create' }).waitFor();
    await add('name');
    await filling('name').fill('Morning papers');
    await add('channel');
    await filling('channel').fill('');
    await option('#news').first().waitFor();
    expect(await option('#questions').count()).toBe(0);
    await option('#news').first().click();
    await add('days');
    await filling('days').fill('weekdays');
    await add('time');
    await filling('time').fill('8:30');
    await add('zone');
    await filling('zone').fill('berl');
    await option(/^Europe\/Berlin/)
      .first()
      .click();
    await picture('digest-form');
    await page.keyboard.press('Enter');
    await log().getByText('Created Morning papers.').waitFor();
    await picture('digest-created');

    await box().fill('/digest now ');
    await option('Morning papers').click();
    await page.keyboard.press('Enter');
    const articles = log(reader).getByRole('article');
    await until(() => articles.count()).toBe(5);
    await log(reader)
      .getByRole('img', { name: /^Bar chart\. What readers wrote on\./ })
      .waitFor();
    await articles.getByText(headline).waitFor();
    await log(reader).getByText('2 more new articles are in the menu below').waitFor();
    await picture('digest', reader);
    await reader.context().close();

    await log().getByRole('button', { name: '#news › message' }).click();
    await log().getByText('Welcome to #news').waitFor();
    await page.getByRole('button', { name: /^articles/ }).click();
    await log().getByText('Welcome to #articles').waitFor();
  });

  it('finds, after the program was stopped and started again, that an old button and the old thread still answer', async () => {
    const { port } = new URL(program.url);
    expect(await program.stop()).toBe(0);
    await page.getByText(/No connection to the preview/).waitFor();
    program = await startProgram({ DATA_DIR: data, PORT: port });
    await page.getByText('Online').waitFor();
    await until(() => page.locator('#banner').isVisible()).toBe(false);

    const before = await log().getByRole('listitem').count();
    await press('Question', 'Quotes');
    await until(() => log().getByRole('listitem').count()).toBeGreaterThan(before);
    expect(await answer('Quotes').innerText()).toContain('“The heating still works”');

    await log()
      .getByRole('button', { name: new RegExp(`${headline}\\s*5 messages`) })
      .click();
    await log().getByText('And when?').last().waitFor();
    expect(await ask('Who is the mayor of Brennick?')).toMatch(/Samuel Okoro.*\s¶12/);
    await picture('restarted');
    expect(faults).toEqual([]);
  });
});

test('says which setting to change where the port is taken, and ends', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const child = spawnProgram({ DATA_DIR: mkdtempSync(join(tmpdir(), 'standfirst-')), PORT: String(port) });
  const said = { out: '', error: '' };
  child.stdout?.on('data', chunk => {
    said.out += chunk;
  });
  child.stderr?.on('data', chunk => {
    said.error += chunk;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(said.out).toBe('');
  expect(said.error).toMatch(
    new RegExp(`^Port ${port} is taken by another program\\..* PORT=\\d+ npm start\\n`),
  );
});

test('ends with the npm that started it, and leaves no process behind', async () => {
  const npm = spawn('npm', ['start'], {
    cwd: project,
    env: {
      ...process.env,
      DISCORD_TOKEN: '',
      DATABASE_URL: '',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'standfirst-')),
      PORT: '0',
      OPERATIONS_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  onTestFinished(() => {
    try {
      process.kill(-npm.pid!, 'SIGKILL');
    } catch {
      // As expected: no process of its group is left.
    }
  });
  let printed = '';
  npm.stdout.on('data', chunk => {
    printed += chunk;
  });
  await until(() => printed).toMatch(/ready: http/);
  npm.kill('SIGTERM');
  // Its output closes when the last process that writes to it has ended.
  await once(npm, 'close');
  await expect(fetch(/http\S+/.exec(printed)![0])).rejects.toThrow();
});
