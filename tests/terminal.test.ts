import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { CommentsAnswer } from '../src/answers/comments/schema.ts';
import { QuestionAnswer } from '../src/answers/question/schema.ts';
import { QuotesAnswer } from '../src/answers/quotes/schema.ts';
import { SummaryAnswer } from '../src/answers/summary/schema.ts';
import { createProgressLine } from '../src/cli/import-articles.ts';
import { createProgram } from '../src/cli/program.ts';
import { createTerminal } from '../src/cli/terminal.ts';
import { runCommand, runProgram, spawnProgram } from './command-line.ts';
import { startScriptedModel } from './model.ts';
import { startWebServer } from './web-server.ts';

const root = new URL('..', import.meta.url).pathname;
const sample = (name: string) => join(root, 'data/articles', name);
const folder = () => mkdtempSync(join(tmpdir(), 'standfirst-'));

/** Begins with a capital letter or a quotation mark, ends with a full stop. */
const SENTENCE = /^[\p{Lu}“"].*[.!?]$/u;

const jsonLines = (...lines: readonly unknown[]) =>
  lines.map(line => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
const parsed = (out: string) =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

const text = (day: string) =>
  `The pier\n\nThe old pier opened on ${day}. Repairs cost 40,000 pounds.\n\n\n  1. Too dear.\n`;

test('imports what it can read, names file, line and reason of what it cannot, and ends with 1', async () => {
  const data = folder();
  const articles = join(data, 'articles');
  mkdirSync(join(articles, 'deeper'), { recursive: true });
  cpSync(sample('tool-library.txt'), join(articles, 'deeper/tools.txt'));
  writeFileSync(join(articles, 'broken.json'), '{\n  "headline": "A",\n  "paragraphs": 3\n}\n');
  writeFileSync(join(articles, 'binary.txt'), Buffer.from('A headline\n\nA caf\0\n', 'latin1'));
  writeFileSync(join(articles, 'pier.txt'), text('Monday'));
  const { code, out, err } = await runCommand(
    ['import', articles, sample('old-agatha.json'), join(data, 'missing.txt')],
    { data },
  );
  expect(code).toBe(1);
  expect(out.split('\n').filter(line => line.startsWith('added: '))).toHaveLength(3);
  expect(out).toMatch(/\nin all: 3 added, 3 refused\n$|\nin all: 3 refused, 3 added\n$/);
  const faults = err.trim().split('\n');
  expect(faults).toHaveLength(3);
  expect(faults[0]).toMatch(/binary\.txt, line 3: this is not text/);
  expect(faults[1]).toMatch(/broken\.json.*paragraphs/);
  expect(faults[2]).toMatch(/missing\.txt: there is no such file/);

  const again = await runCommand(['import', join(articles, 'pier.txt')], { data });
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(again.out).not.toMatch(/^added/);

  const listed = await runCommand(['list', '--json'], { data });
  expect(listed.code).toBe(0);
  const entries = JSON.parse(listed.out) as {
    id: string;
    headline: string;
    paragraphs: number;
    comments: number;
  }[];
  expect(entries.map(({ headline }) => headline)).toContain('The pier');
  expect(entries).toHaveLength(3);
  const plain = await runCommand(['list'], { data });
  for (const { id, headline } of entries) expect(plain.out).toMatch(new RegExp(`^${id} .*${headline}$`, 'm'));
});

test('says that the library is empty, on standard error', async () => {
  const { code, out, err } = await runCommand(['list']);
  expect([code, out]).toEqual([0, '']);
  expect(err).toBe('The library is empty. Add articles: npm run -s standfirst -- import PLACE...\n');
  expect(await runCommand(['list', '--json'])).toEqual({ code: 0, out: '[]\n', err: '' });
});

test('answers on what comes on standard input, and on a page that it fetches and does not keep', async () => {
  const data = folder();
  const fromInput = await runCommand(['summary', '-'], { data, input: text('Monday') });
  expect(fromInput).toMatchObject({ code: 0, err: '' });
  expect(fromInput.out).toMatch(/^The pier\n\n- The old pier opened on Monday\. \[¶1\]/);

  const web = await startWebServer();
  onTestFinished(() => web.close());
  const sentences = readFileSync(sample('tool-library.txt'), 'utf8').split('\n\n').slice(1, 5);
  web.pages.set(
    '/tools',
    `<title>Tools to borrow</title><article><h1>Tools to borrow</h1>${sentences.map(each => `<p>${each}</p>`).join('')}</article>`,
  );
  const environment = { FETCH_ALLOW: `127.0.0.1:${web.port}` };
  const fromPage = await runCommand(['summary', `${web.origin}/tools`], { data, environment });
  expect(fromPage).toMatchObject({ code: 0, err: '' });
  expect(fromPage.out).toMatch(/^Tools to borrow\n\n- .*\[¶\d/);
  expect((await runCommand(['list', '--json'], { data })).out).toBe('[]\n');
  const gone = await runCommand(['summary', `${web.origin}/gone`], { data, environment });
  expect(gone).toMatchObject({ code: 1, out: '' });
  expect(gone.err.trim()).toMatch(SENTENCE);
});

test('shows on a terminal how far an import is, and takes that away before it says anything else', () => {
  const written: string[] = [];
  const screen = { isTTY: true, write: (text: string) => written.push(text) > 0 };
  const line = createProgressLine(screen as unknown as NodeJS.WriteStream);
  line.show({ place: 3, places: 340, article: 1, articles: 1 });
  line.show({ place: 4, places: 340, article: 120, articles: 900 });
  line.clear();
  line.clear();
  expect(written).toEqual(['\r\x1b[Kfile 3 of 340', '\r\x1b[Kfile 4 of 340, article 120 of 900', '\r\x1b[K']);
  written.length = 0;
  const file = createProgressLine({ ...screen, isTTY: false } as unknown as NodeJS.WriteStream);
  file.show({ place: 1, places: 2, article: 1, articles: 1 });
  file.clear();
  expect(written).toEqual([]);
});

test('answers on a file as text, and on an id as the JSON that docs/terminal.md documents', async () => {
  const data = folder();
  const file = sample('tool-library.txt');
  const id = /added: (\w+)/.exec((await runCommand(['import', file], { data })).out)?.[1] as string;
  const documented = readFileSync(join(root, 'docs/terminal.md'), 'utf8').split('\n');
  const kinds = {
    summary: { words: [], answer: SummaryAnswer, shows: /^- .*drill.* \[¶1\]$/m },
    quotes: { words: [], answer: QuotesAnswer, shows: /— Agnes Pryce.* \[¶2\]$/m },
    comments: {
      words: [],
      answer: CommentsAnswer,
      shows: /^comments 5 · threads 3 · replies 2 · levels 2$/m,
    },
    question: { words: ['What cannot be borrowed?'], answer: QuestionAnswer, shows: /chainsaw.* \[¶4\]$/m },
  };
  for (const [kind, { words, answer, shows }] of Object.entries(kinds)) {
    const command = kind === 'question' ? 'ask' : kind;
    const [onFile, onId] = await Promise.all([
      runCommand([command, file, ...words]),
      runCommand([command, id, ...words, '--json'], { data }),
    ]);
    expect([onFile.code, onFile.err, onId.code, onId.err]).toEqual([0, '', 0, '']);
    expect(onFile.out).toMatch(shows);
    const json = JSON.parse(onId.out) as Record<string, unknown>;
    expect(answer.parse(json)).toEqual(json);
    const row = documented.find(line => line.startsWith(`| ${kind} |`));
    for (const field of listFields(json)) expect(row).toContain(field);
  }
});

test('answers in the language that is named, and says how much was read and what is not as usual', async () => {
  const model = await startScriptedModel();
  const environment = {
    OPENAI_API_KEY: 'key',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'scripted',
    OPENAI_CONTEXT_TOKENS: '12000',
  };
  const file = join(folder(), 'station.txt');
  const said = 'Ines Calloway, who runs the station café, began the campaign in March.';
  const german = 'Ines Calloway, die das Bahnhofscafé betreibt, begann die Kampagne im März.';
  const filler =
    'The records of that time are kept in the old library, where visitors may read them on weekdays. '.repeat(
      5,
    );
  writeFileSync(
    file,
    ['The station', ...Array.from({ length: 400 }, (_, i) => (i === 7 ? said : `Year ${i}. ${filler}`))].join(
      '\n\n',
    ),
  );
  const statement = { text: said, paragraphs: [8], comments: [], translation: german };
  model.say({ content: JSON.stringify({ found: true, statements: [statement], nearest: null }) });
  const ask = ['ask', file, 'Who began the campaign?', '--language', 'Deutsch'];
  const { out } = await runCommand(ask, { environment });
  expect(out).toMatch(
    new RegExp(`^${german} \\[¶8\\]\n  \\(${said}\\)\n\nword for word\n\\d+ of 400 paragraphs read\n$`),
  );
  const plain = await runCommand([...ask, '--json']);
  expect(JSON.parse(plain.out).found).toBe(true);
  expect(plain.err).toBe(
    'The built-in engine doesn’t translate into German, so this is in the article’s own language, English.\n',
  );
  expect(model.violations).toEqual([]);
  await model.stop();
});

test('marks what is in the model’s words and says why something is left out; as JSON with level and ground', async () => {
  const model = await startScriptedModel();
  const environment = { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' };
  const quote =
    'In its final year the night train carried 38,000 passengers, down from 91,000 in 1998, and lost £2.1 million.';
  const text = 'The company lost £2.1 million on the night train in its final year.';
  const data = folder();
  model.say(
    {
      points: [
        { text: 'The company is not convinced.', paragraphs: [4] },
        { text, paragraphs: [4], ground: [{ paragraph: 4, quote }] },
        { text: 'The night train lost £31 million in its final year.', paragraphs: [4] },
      ],
    },
    { points: [] },
  );
  const summary = ['summary', sample('night-train.txt')];
  const { out } = await runCommand(summary, { data, environment });
  expect(out).toContain(`- ${text} [≈ ¶4]\n`);
  expect(out).toContain('- The company is not convinced. [¶4]\n');
  expect(out).toMatch(/\n\n1 statement word for word · 1 in the model’s words ≈\nleft out: .*31.*\.\n$/);
  const json = await runCommand([...summary, '--json'], { data, environment });
  expect(JSON.parse(json.out)).toMatchObject({
    points: [{ level: 'verbatim' }, { text, level: 'worded', ground: [{ paragraph: 4, quote }] }],
    leftOut: [expect.stringContaining('31')],
  });
  await model.stop();
});

/** The names of all fields, at any depth. */
function listFields(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(listFields)];
}

test.each([
  ['brief', 1, 1],
  ['full', 7, 10],
])('sums up in the length asked for: %s', async (length, least, most) => {
  const { out } = await runCommand(['summary', sample('night-train.txt'), '--length', length, '--json']);
  const { points } = JSON.parse(out) as SummaryAnswer;
  expect(points.length).toBeGreaterThanOrEqual(least);
  expect(points.length).toBeLessThanOrEqual(most);
});

test('says in one line why a file, a folder or a name gives no article', async () => {
  for (const [named, reason] of [
    [root, /this is a folder/],
    ['no-such-article', /no articles yet/],
  ] as const) {
    const { code, out, err } = await runCommand(['summary', named]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(reason);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
});

test('says in one line which database cannot be used, and leaves what is there as it is', async () => {
  const file = join(folder(), 'notes.db');
  writeFileSync(file, 'these are notes, no database, and they are longer than a header of sixteen bytes');
  for (const environment of [{ DATA_DIR: file }, { DATABASE_URL: file }, { DATA_DIR: '/proc/nowhere' }]) {
    const { code, err } = await runCommand(['list'], { environment });
    expect(code).toBe(1);
    expect(err).toMatch(
      /^The database \S+ cannot be used: .+DATA_DIR and DATABASE_URL say where it lies\.\n$/,
    );
  }
  expect(readFileSync(file, 'utf8')).toContain('these are notes');
});

test('says in a terminal how to see all articles where none is called so', async () => {
  const data = folder();
  await runCommand(['import', 'data/articles'], { data });
  const { code, err } = await runCommand(['summary', 'penguins of Wexcombe'], { data });
  expect([code, err]).toEqual([
    1,
    'I don’t have an article like “penguins of Wexcombe”. To see them all: npm run -s standfirst -- list\n',
  ]);
});

test('takes the one article that speaks of a word for the one that is meant', async () => {
  const data = folder();
  await runCommand(['import', 'data/articles'], { data });
  const { code, out } = await runCommand(['summary', 'laundrette'], { data });
  expect([code, out.split('\n')[0]]).toEqual([0, 'In Fenwick Street, the Spin Cycle Lasts Exactly One Game']);
});

test('tells with --why which rules decided about each quotation, of each part', async () => {
  const file = join(folder(), 'pier.txt');
  writeFileSync(
    file,
    'The pier\n\n“The pier is old,” said Ann Lee, the mayor, “but it stays.” She is proud of her “green” plan.\n\n“Nobody asked us,” said another.\n',
  );
  const { code, out } = await runCommand(['quotes', file, '--why']);
  expect(code).toBe(0);
  expect(out).toContain(
    `“The pier is old” … “but it stays.”
  — Ann Lee, mayor [¶1]
  why: its sentence > behind it > tag > verb before its subject; more than a few words
  why: its sentence > before it > verb before its subject; no cue`,
  );
  expect(out).toContain(`“Nobody asked us”
  — another [¶2]
  why: its sentence > behind it > tag > verb before its subject;`);
  expect(out).toContain('“green” [¶1] (why: same paragraph > last speaker; modifier)');
  expect((await runCommand(['quotes', file])).out).not.toContain('why:');
});

test('lets no escape sequence of an article reach the terminal', async () => {
  const file = join(folder(), 'hostile.txt');
  const hostile = '\u001b[2J\u009b31m\u0007\u202e\u2066';
  writeFileSync(
    file,
    `The ${hostile}pier\n\nThe pier ${hostile} “was ${hostile} shut for good,” said Ann Lee.\n\n\n  1. ${hostile}No.\n`,
  );
  for (const command of ['quotes', 'comments']) {
    const { code, out } = await runCommand([command, file]);
    expect(code).toBe(0);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
  const refusals = await Promise.all([
    runCommand(['import', `none${hostile}\u001b[31m.txt`]),
    runCommand(['summary', `./none${hostile}.txt`]),
  ]);
  for (const { code, out, err } of refusals) {
    expect(code).toBe(1);
    expect(err).toContain('none');
    expect(`${out}${err}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
});

test('says of an article without comments that it has none, and counts nothing', async () => {
  const data = folder();
  const file = join(data, 'pier.txt');
  writeFileSync(file, 'The pier\n\nThe old pier opened on Monday.\n');
  const { code, out } = await runCommand(['comments', file], { data });
  expect({ code, out }).toEqual({ code: 0, out: 'The pier\n\nThis article has no comments.\n' });
});

test.each(['summary', 'quotes', 'comments'])(
  'answers a batch of %s in order, with a line for each fault',
  async kind => {
    const input = jsonLines(
      { id: 'a', text: text('Monday') },
      'not json',
      { id: 7, text: text('Tuesday'), points: 1 },
      '',
      { id: 'c' },
      { id: 'd', text: '' },
      [],
      { id: 'e', text: text('Friday'), length: 'brief' },
    );
    const { code, out } = await runCommand(['batch', kind], { input });
    const lines = parsed(out);
    expect(code).toBe(1);
    expect(lines.map(({ id }) => id)).toEqual(['a', null, 7, 'c', 'd', null, 'e']);
    expect(lines.map(line => ('answer' in line ? 'answer' : 'error'))).toEqual([
      'answer',
      'error',
      'answer',
      'error',
      'error',
      'error',
      'answer',
    ]);
    expect(lines.flatMap(line => ('error' in line ? [line.error] : []))).toEqual([
      'Line 2 is not JSON.',
      '“text” is missing.',
      expect.stringMatching(SENTENCE),
      'The line must be an object, such as {"id": 1, "text": "…"}.',
    ]);
  },
);

test.each([
  [
    'read',
    { id: 1, url: 'ftp://example.com/x', html: '' },
    '“url” must be an address that begins with https:// or http://.',
  ],
  ['summary', { id: {}, text: 'A\n\nOne.' }, '“id” must be a text or a number.'],
  ['summary', { id: 1, text: 5 }, '“text” must be a text.'],
  ['summary', { id: 1 }, '“text” is missing.'],
  [
    'summary',
    { id: 1, text: 'A\n\nOne.', length: 'long' },
    '“length” must be one of “brief”, “standard”, “full”.',
  ],
  ['prove', { id: 1, text: 'A\n\nOne.', statement: ' ' }, '“statement” must not be empty.'],
  [
    'prove',
    { id: 1, text: 'A\n\nOne.', statement: 'x'.repeat(2001) },
    '“statement” may have 2,000 characters at most.',
  ],
  ['read', { id: 1, url: 'https://example.com/', html: '<p>nothing' }, expect.stringMatching(SENTENCE)],
])('says in a sentence what is wrong with a line of a batch of %s', async (kind, line, error) => {
  const { code, out } = await runCommand(['batch', kind], { input: jsonLines(line) });
  expect(code).toBe(1);
  expect(parsed(out)[0].error).toEqual(error);
});

test('answers a batch of questions, and says which line has none', async () => {
  const question = 'When did the pier open?';
  const { code, out } = await runCommand(['batch', 'question'], {
    input: jsonLines(
      { id: 1, text: text('Monday'), question },
      { id: 2, text: text('Monday') },
      { id: 3, text: text('Friday'), question },
    ),
  });
  const [first, second, third] = parsed(out);
  expect(code).toBe(1);
  expect(first).toMatchObject({ id: 1, answer: { found: true, paragraphs: [1] } });
  expect(first.answer.text).toContain('Monday');
  expect(second).toEqual({ id: 2, error: '“question” is missing.' });
  expect(third.answer.text).toContain('Friday');
});

test('knows a kind of batch by its command too, and names the kinds where there is no such', async () => {
  const line = jsonLines({ id: 1, text: text('Monday'), question: 'When did the mill close?' });
  const [asked, named] = [
    await runCommand(['batch', 'ask'], { input: line }),
    await runCommand(['batch', 'question'], { input: line }),
  ];
  expect(asked.out).toBe(named.out);
  expect(asked.code).toBe(0);
  const { code, err } = await runCommand(['batch', 'nonsense'], { input: '' });
  expect(code).toBe(2);
  expect(err).toContain('There is no kind “nonsense”. The kinds are summary, quotes, comments, question,');
});

test('ends a batch without faults with 0', async () => {
  expect(
    (await runCommand(['batch', 'summary'], { input: jsonLines({ id: 1, text: text('Monday') }) })).code,
  ).toBe(0);
});

test('writes the answer to a line of a batch before the next line comes', async () => {
  const child = spawnProgram(['batch', 'summary']);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (const id of [1, 2]) {
    child.stdin.write(jsonLines({ id, text: text('Monday') }));
    expect(JSON.parse((await lines.next()).value as string)).toMatchObject({ id, answer: {} });
  }
  child.stdin.end();
  expect((await lines.next()).done).toBe(true);
});

test('refuses wrong usage with 2 and a word on what was wrong', async () => {
  const wrong: [string[], RegExp][] = [
    [['poems'], /unknown command 'poems'/],
    [['batch', 'poems'], /poems.*summary, quotes, comments, question/],
    [['summary', 'x', '--length', 'endless'], /brief, standard, full/],
    [['summary', 'x', '--language', 'klingon'], /no such language.*German/],
    [['ask', sample('tool-library.txt'), ' '], /There is no question/],
    [['check', sample('tool-library.txt'), ' '], /There is no claim/],
  ];
  for (const [words, reason] of wrong) {
    const { code, out, err } = await runCommand(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(reason);
  }
});

test('says of a file that is not there', async () => {
  const { code, err } = await runCommand(['summary', './missing.txt']);
  expect([code, err.trim()]).toEqual([1, 'There is no file ./missing.txt.']);
});

test('helps on every level', async () => {
  const { code, out } = await runCommand(['--help']);
  expect(code).toBe(0);
  const commands = [...out.matchAll(/^ {2}(\w+) /gm)]
    .map(match => match[1] as string)
    .filter(name => name !== 'help');
  expect(commands).toEqual(
    expect.arrayContaining([
      'start',
      'deploy',
      'import',
      'list',
      'summary',
      'quotes',
      'comments',
      'ask',
      'batch',
    ]),
  );
  const { commands: known } = createProgram(
    { version: '0.0.0' } as Parameters<typeof createProgram>[0],
    createTerminal(process),
  );
  expect(known.map(command => command.name())).toEqual(commands);
  for (const command of known) expect(command.helpInformation()).toMatch(/^Usage: .*\n\n\w/);
  expect(await runCommand(['--version'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  const ask = await runCommand(['ask', '--help']);
  expect(ask).toMatchObject({ code: 0, err: '' });
  expect(ask.out).toMatch(/^Usage: standfirst ask/);
});

test.each(['start', 'batch summary'])(
  '%s names every wrong setting at once and ends with 2',
  async command => {
    const environment = {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      DISCORD_API_URL: 'discord',
      DISCORD_TOKEN: 'not-a-token',
    };
    const { code, out, err } = await runProgram(command.split(' '), { environment });
    expect([code, out]).toEqual([2, '']);
    for (const name of Object.keys(environment)) expect(err).toContain(name);
    expect(err).not.toContain('not-a-token');
  },
);

test('as a program reads standard input and writes what was asked for, and what else there is beside it; ends with its code', async () => {
  const data = folder();
  const input = text('Monday');
  expect(await runProgram(['import', '-', './missing.txt'], { data, input })).toEqual({
    code: 1,
    out: expect.stringMatching(/^added: \w+ {2}The pier\nin all: 1 added, 1 refused\n$/),
    err: expect.stringContaining('missing.txt: there is no such file'),
  });
  const { code, out, err } = await runProgram(['summary', 'pier'], { data });
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe((await runCommand(['summary', '-'], { input })).out);
  const [helped, wrong] = await Promise.all([runProgram(['--help']), runProgram(['poems'])]);
  expect([helped.code, helped.out, helped.err]).toEqual([0, expect.stringMatching(/^Usage: standfirst/), '']);
  expect([wrong.code, wrong.out, wrong.err]).toEqual([
    2,
    '',
    expect.stringMatching(/unknown command 'poems'/),
  ]);
});

test('ends quietly when the reader of its output goes away', async () => {
  const child = spawnProgram(['batch', 'quotes']);
  child.stdin.on('error', () => undefined); // the program may be gone before all is written
  let err = '';
  child.stderr.setEncoding('utf8').on('data', part => (err += part));
  child.stdout.once('data', () => child.stdout.destroy());
  const line = jsonLines({ id: 1, text: readFileSync(sample('night-train.txt'), 'utf8') });
  child.stdin.end(line.repeat(100));
  expect(await new Promise(resolve => child.once('close', resolve))).toBe(0);
  expect(err).toBe('');
});

test('says without a token that there is nothing to deploy to', async () => {
  const { code, err } = await runCommand(['deploy']);
  expect(code).toBe(1);
  expect(err).toMatch(/^DISCORD_TOKEN is not set.*\n$/);
});

test('keeps what belongs to a server apart: imports, lists, exports and removes it by its id', async () => {
  const data = folder();
  const [server, other] = ['100000000000000001', '100000000000000002'];
  writeFileSync(join(data, 'pier.txt'), text('Monday'));
  const of = (id: string) => ['--server', id];
  expect((await runCommand(['import', join(data, 'pier.txt'), ...of(server)], { data })).out).toMatch(
    /^added: [0-9a-f]{16} {2}The pier\n$/,
  );
  const [entry] = JSON.parse((await runCommand(['list', '--json', ...of(server)], { data })).out);
  expect(entry).toMatchObject({ headline: 'The pier', serverId: server });

  const exported = await runCommand(['export', '--out', join(data, 'out'), ...of(server)], { data });
  expect(exported.out).toBe(`${join(data, 'out/articles-1.json')}  1 article\n`);
  const file = join(data, 'out/articles-1.json');
  expect((await runCommand(['import', file, ...of(other)], { data })).out).toBe(
    `added: ${entry.id}  The pier\n`,
  );
  const unheld = await runCommand(['remove', entry.id], { data });
  expect([unheld.code, unheld.out]).toEqual([1, '']);
  expect((await runCommand(['remove', entry.id, ...of(server)], { data })).out).toBe(
    `removed: ${entry.id}  The pier\n`,
  );
  expect(JSON.parse((await runCommand(['list', '--json', ...of(other)], { data })).out)).toHaveLength(1);
});
