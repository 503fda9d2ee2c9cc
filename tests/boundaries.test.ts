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
    of: 'src/answers/*/*.ts',
    never:
      /^(src\/(discord|storage|digests|preview|cli|answers\/(?:service|cache)|main|app)|commands|discord\.js|keyv|node:(?!util))/,
    why: 'recipes and the built-in way are pure',
  },
  { of: '{commands,src}/**/!(openai).ts', never: /^openai/, why: 'one file knows the openai client' },
  { of: '{commands,src}/**/!(scheduler).ts', never: /^pg-boss/, why: 'one file knows the queue' },
  {
    of: 'src/discord/render/*.ts',
    never:
      /^(src\/(storage|preview|cli|answers\/(?:service|cache)|main|app|engines)|commands|discord\.js|keyv)/,
    why: 'renderers are pure',
  },
  {
    of: 'src/articles/**/*.ts',
    never: /^(src\/(discord|answers|engines|preview|digests|cli|app)|commands|discord\.js)/,
    why: 'articles know nothing of answers or Discord',
  },
  {
    of: 'src/storage/**/*.ts',
    never: /^(src\/(discord|answers\/(?!request-hash)|engines|preview|cli|app)|commands|discord\.js)/,
    why: 'storage knows nothing of answers or Discord',
  },
  {
    of: 'src/preview/**/*.ts',
    never: /^(src\/(articles|discord|answers|engines|digests|storage|cli|main|app)|commands|discord\.js)/,
    why: 'the stand-in for Discord knows nothing of the bot',
  },
  { of: 'src/!(main).ts', never: /^(commands\/|src\/(main|app))/, why: 'only main.ts and app/ build things' },
  {
    of: 'src/discord/*.ts',
    never: /^(commands\/|src\/(main|app|preview|cli))/,
    why: 'commands are given to the bot, not fetched by it',
  },
  {
    of: 'commands/*.ts',
    never: /^(src\/(storage|preview|cli|engines|main|app|answers\/(?:service|cache))|keyv)/,
    why: 'commands find, answer and render',
  },
  {
    of: '{commands,src/!(answers|articles|engines|web|workers)/**}/*.ts',
    never:
      /^src\/(answers\/\w+\/extract|engines\/worker-tasks|articles\/(read\.ts|formats\/(?:discussions|disqus|markdown|wordpress|xml)|html\/)|web\/feed\.ts|workers\/worker\.ts)/,
    why: 'texts of strangers are read in workers',
  },
  {
    of: 'src/{answers/*.ts,articles/!(read).ts,web/*.ts,workers/*.ts}',
    never: /^src\/(engines\/worker-tasks|web\/feed\.ts|articles\/(read\.ts|html\/page)|workers\/worker\.ts)/,
    why: 'what asks the workers does not load what they read with',
  },
  {
    of: '{src,commands}/**/*.ts',
    never: /^(vitest|fast-check|playwright-core|tests\/)/,
    why: 'the program does not need its tests',
  },
];

test('only the gates make formatted text of other text', () => {
  const gates = ['src/discord/render/text.ts', 'src/i18n/translate.ts'];
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
