import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s+'([^']+)'/gms)].map(([, from]) =>
    from?.startsWith('.') ? normalize(join(dirname(file), from)) : `${from}`,
  );
}

/** Who may not import what (types apart), and why. */
const rules = [
  {
    of: 'src/recipes/*.ts',
    never:
      /^(src\/(discord|storage|digests|preview|terminal|answer|cache|main|building)|commands|discord\.js|keyv|node:(?!util))/,
    why: 'recipes are pure',
  },
  {
    of: 'src/engines/extractive/**/!(extractive).ts',
    never:
      /^(src\/(discord|storage|digests|preview|terminal|answer|cache|main|building)|commands|discord\.js|keyv|node:(?!util))/,
    why: 'the built-in way is pure',
  },
  { of: '{commands,src}/**/!(openai).ts', never: /^openai/, why: 'one file knows the openai client' },
  { of: '{commands,src}/**/!(agenda).ts', never: /^pg-boss/, why: 'one file knows the queue' },
  {
    of: 'src/discord/render/*.ts',
    never: /^(src\/(storage|preview|terminal|answer|cache|main|building|engines)|commands|discord\.js|keyv)/,
    why: 'renderers are pure',
  },
  {
    of: 'src/article/**/*.ts',
    never: /^(src\/(discord|recipes|engines|preview|digests|terminal|building)|commands|discord\.js)/,
    why: 'articles know nothing of answers or Discord',
  },
  {
    of: 'src/storage/**/*.ts',
    never: /^(src\/(discord|recipes|engines|preview|terminal|building)|commands|discord\.js)/,
    why: 'storage knows nothing of answers or Discord',
  },
  {
    of: 'src/preview/**/*.ts',
    never: /^(src\/(article|discord|recipes|engines|digests|storage|terminal|answer|main|building)|commands|discord\.js)/,
    why: 'the stand-in for Discord knows nothing of the bot',
  },
  { of: 'src/!(main).ts', never: /^(commands\/|src\/(main|building))/, why: 'only main.ts and building/ build things' },
  {
    of: 'src/discord/*.ts',
    never: /^(commands\/|src\/(main|building|preview|terminal))/,
    why: 'commands are given to the bot, not fetched by it',
  },
  {
    of: 'commands/*.ts',
    never: /^(src\/(storage|preview|terminal|engines|main|building|cache|answer)|keyv)/,
    why: 'commands find, answer and render',
  },
  {
    of: '{commands,src/!(article|engines|recipes|web|workers)/**}/*.ts',
    never:
      /^src\/(engines\/(extractive\/(?!extractive)|language-work)|article\/(read\.ts|files\/|page\/(?!thread))|web\/feed\.ts|workers\/worker)/,
    why: 'texts of strangers are read in workers',
  },
  {
    of: 'src/{answer.ts,article/!(read).ts,web/*.ts,workers/*.ts}',
    never: /^src\/(engines\/language-work|web\/feed\.ts|article\/(read\.ts|page\/page)|workers\/worker)/,
    why: 'what asks the workers does not load what they read with',
  },
  {
    of: '{src,commands}/**/*.ts',
    never: /^(vitest|fast-check|playwright-core|tests\/)/,
    why: 'the program does not need its tests',
  },
];

test('only the gates make formatted text of other text', () => {
  const gates = ['src/discord/render/text.ts', 'src/texts/texts.ts'];
  const making = globSync('{src,commands}/**/*.ts', { cwd: root }).filter(file =>
    /\bas (?:unknown as )?Markdown\b/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(making.toSorted()).toEqual(gates);
});

describe('the house keeps its walls', () => {
  test.each(rules)('$of: $why', ({ of, never }) => {
    const files = globSync(of, { cwd: root });
    expect(files.length).toBeGreaterThan(0);
    const trespasses = files.flatMap(file =>
      importsOf(file)
        .filter(from => never.test(from))
        .map(from => `${file} imports ${from}`),
    );
    expect(trespasses).toEqual([]);
  });
});
