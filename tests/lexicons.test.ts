import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { oneOf, type Words, wordsOf } from '../src/language/word-lists.ts';

const root = new URL('..', import.meta.url).pathname;
const files = globSync('src/language/lexicons/*.json', { cwd: root }).toSorted();

/** A word as it is looked up: without surrounding space, in normalized form. */
const word = z
  .string()
  .min(1)
  .refine(text => text === text.trim() && text === text.normalize('NFC') && !/\s\s|[\n\t]/.test(text));
const AnyWords: z.ZodType<Words> = z.lazy(() =>
  z.union([z.array(word).min(1), z.record(z.string().min(1), AnyWords)]),
);
const List = z.strictObject({ about: z.string().min(10), words: AnyWords });
const Lists = z.record(z.string().regex(/^[a-z][A-Za-z]*$/), List);

/** The lists of a file, which is itself a list or contains several by name. */
function listsIn(file: string): z.infer<typeof List>[] {
  const json = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
  return 'about' in json ? [List.parse(json)] : Object.values(Lists.parse(json));
}

function leaves(words: Words): (readonly string[])[] {
  return Array.isArray(words) ? [words] : Object.values(words).flatMap(leaves);
}

describe.each(files)('%s', file => {
  test('has the form of all word lists', () => {
    expect(listsIn(file)).not.toEqual([]);
  });

  test('names each word once in a list', () => {
    for (const { words } of listsIn(file))
      for (const list of leaves(words))
        expect(list.filter((each, at) => list.indexOf(each) !== at)).toEqual([]);
  });

  test('writes an apostrophe as itself, which matches both of its forms', () => {
    // as written in expressions, where brackets are a choice of letters, it would match "were" for "we’re"
    expect(
      listsIn(file).flatMap(({ words }) => wordsOf(words).filter(each => /\[.?['’].?['’].?\]/.test(each))),
    ).toEqual([]);
  });

  test('is read by the program', () => {
    const name = file.split('/').at(-1);
    const readers = globSync('src/**/*.ts', { cwd: root }).filter(source =>
      readFileSync(join(root, source), 'utf8').includes(`lexicons/${name}'`),
    );
    expect(readers).not.toEqual([]);
  });
});

test.each([
  ['not true', ['not true'], ['not quite']],
  ['i [strongly|really] disagree', ['i disagree', 'i strongly disagree'], ['i disagreed', 'i may disagree']],
  ['[oh] come on', ['come on', 'oh come on'], ['oh on']],
  ['thank[s] [you]', ['thank', 'thanks you'], ['thanksyou']],
  ['sum [(it|this) [all]] up', ['sum up', 'sum it up', 'sum this all up'], ['sum all up']],
  ['[centi|milli]met(er|re)[s]', ['metres', 'centimeter'], ['kilometre']],
  ['exaggerat*', ['exaggerating'], ['exaggera']],
  ["don't", ["don't", 'don’t'], ['dont']],
  ['really? (+1)', ['really? +1'], ['reall']],
  [
    'subscribe … to read',
    ['subscribe to read', 'subscribe now, and come back to read'],
    ['subscribeto read'],
  ],
])('reads "%s" as the phrases that it stands for', (phrase, matching, others) => {
  const expression = new RegExp(`^${oneOf([phrase])}$`, 'u');
  expect(matching.filter(text => !expression.test(text))).toEqual([]);
  expect(others.filter(text => expression.test(text))).toEqual([]);
});

test('takes lists under names together', () => {
  expect(wordsOf({ de: ['nein'], en: { plain: ['no'], soft: ['hardly'] } })).toEqual([
    'nein',
    'no',
    'hardly',
  ]);
});

/** The contradictions among comments found by the program in that folder. */
async function contradictionsIn(folder: string, text: string): Promise<unknown[]> {
  const running = promisify(execFile)(process.execPath, ['src/main.ts', 'batch', 'comments'], {
    cwd: folder,
    env: { ...process.env, ENGINE: 'extractive' },
  });
  running.child.stdin?.end(`${JSON.stringify({ id: 1, text })}\n`);
  const { answer } = z
    .object({ answer: z.object({ contradictions: z.array(z.unknown()) }) })
    .parse(JSON.parse((await running).stdout));
  return answer.contradictions;
}

test('a word that is written into a list works, and nothing else is needed', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'lexicons-'));
  try {
    for (const part of ['src', 'commands', 'package.json', 'data'])
      await cp(join(root, part), join(copy, part), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    const text = `Ferry to Run All Night

The council will let the ferry run all night from May.


  1. The ferry wakes up the whole harbour every single time.

    1. Poppycock. Our windows are new.
`;
    expect(await contradictionsIn(copy, text)).toEqual([]);
    const file = join(copy, 'src/language/lexicons/disagreement.json');
    const lexicon = JSON.parse(await readFile(file, 'utf8'));
    lexicon.openings.words.push('poppycock');
    await writeFile(file, JSON.stringify(lexicon));
    expect(await contradictionsIn(copy, text)).toMatchObject([{ reply: '1.1', to: '1' }]);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}, 240_000);
