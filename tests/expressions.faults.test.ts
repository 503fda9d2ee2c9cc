import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import {
  analyzeExpression,
  createAttacks,
  type Expression,
  findDefeat,
  listSourceFiles,
  listWrittenExpressions,
  ROOT,
} from './expressions.ts';

/** Expressions that may take more than linear time, because their input is always short. */
const excepted: readonly { readonly source: RegExp; readonly bound: string; readonly why: string }[] = [
  {
    source: /\p{RGI_Emoji}|\p{Extended_Pictographic}|[\s\u{fe0f}]/v,
    bound: '40 characters: `longest` in src/language/emoji.ts, and as many of a file name',
    why: 'Node compiles it to a list of thousands of sequences, all of which are tried at each sign',
  },
];

/** Expressions constructed while the program runs: examples of each, and why all are like them. */
const madeLater: Readonly<Record<string, { readonly like: readonly RegExp[]; readonly why: string }>> = {
  'src/answers/summary/known-things.ts': {
    like: [
      /(?<![\p{L}\p{N}])(?:an?|two|some|\p{N}+)\s(?:(?!(?:the|of|at)\s)[\p{L}’'-]{1,20}\s){0,3}?bells?(?![\p{L}])/iu,
    ],
    why: 'a noun of the article',
  },
  'src/discord/message-request.ts': { like: [/<@!?123456789012345678>/g], why: "the bot's own id" },
  'src/web/head-tags.ts': {
    like: [/<meta\b[^>]{0,2000}/gi, /<link\b[^>]{0,2000}/gi],
    why: 'one of two names of tags',
  },
};

/** Modules that are programs: loading them starts something. */
const programs = new Set(['src/main.ts', 'src/workers/worker.ts', 'src/observability/watchdog-thread.ts']);

const isExcepted = ({ source, flags }: Expression) =>
  excepted.some(({ source: known }) => known.source === source && flags.includes(known.flags));

/** The reason why an expression takes more than linear time, or null. */
function findSlowness(expression: Expression): string | null {
  const defeat = findDefeat(expression, createAttacks(expression, 150));
  const reports = [
    ...analyzeExpression(expression),
    ...(defeat ? [`slow for ${JSON.stringify(defeat).slice(0, 200)}`] : []),
  ];
  return reports.length > 0
    ? `${expression.places.join(', ')}: /${expression.source.slice(0, 120)}/ ${reports.join('; ')}`
    : null;
}

/** The expressions that the modules construct when loaded. */
async function listMadeExpressions(): Promise<Expression[]> {
  const files = listSourceFiles().filter(file => !programs.has(file));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${ROOT}tests/expressions-made.ts`, ROOT, ...files],
    {
      maxBuffer: 50_000_000,
    },
  );
  const made: { target: string; source: string; flags: string }[] = JSON.parse(stdout);
  return made.map(({ target: place, ...expression }) => ({ ...expression, places: [place] }));
}

test('no expression of the program takes more than linear time', async () => {
  const { written } = listWrittenExpressions();
  expect(written.length).toBeGreaterThan(500);
  expect(
    written
      .filter(expression => !isExcepted(expression))
      .flatMap(expression => findSlowness(expression) ?? []),
  ).toEqual([]);
  for (const { source, why } of excepted)
    expect(
      written.some(({ source: known }) => known === source.source),
      `no longer there, but excepted: ${why}`,
    ).toBe(true);
}, 240_000);

test('no expression that is made of parts takes more than linear time', async () => {
  const made = await listMadeExpressions();
  const later = listWrittenExpressions().made.filter(
    target => !made.some(({ places }) => places.includes(target)),
  );
  expect([...new Set(later.map(target => target.split(':')[0]))].toSorted()).toEqual(
    Object.keys(madeLater).toSorted(),
  );
  const examples = Object.entries(madeLater).flatMap(([file, { like }]) =>
    like.map(({ source, flags }) => ({ source, flags, places: [file] })),
  );
  expect([...made, ...examples].flatMap(expression => findSlowness(expression) ?? [])).toEqual([]);
}, 240_000);

test.each([
  ['the same letters in two ways', /^(?:b?w?a?h+[aeiou]+){2,}h*$/u],
  ['a comment that ends at any of its ends', /^(?:<!--[\s\S]{0,2000}?-->\s*)*<html/],
  ['a repetition of a repetition', /^(?:\w+\s?)+$/],
  ['a search that begins anew in each run', /\s+$/],
  ['a search for an end at each beginning', /<!--[\s\S]*?-->/g],
  ['a look ahead through the rest at each word', /\b(?=\w.*;)x/],
  ['a look back over all white space at each letter', /(?<=\S\s+)[A-Z]/g],
  ['white space that two parts may take', /^(\w+)\s*(.*?)\s*$/],
  ['a name that comes again at its end', /<(b|i)>[\s\S]*?<\/\1>/g],
])('sees that this takes more than linear time: %s', (_, { source, flags }) => {
  expect(findSlowness({ source, flags, places: [] })).not.toBeNull();
});
