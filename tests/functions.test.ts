import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, parseAst } from 'vite';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const files = globSync('{commands,src}/**/*.ts', { cwd: root }).toSorted();

/**
 * The maximum lines of a function from its head to its end, including nested functions: closures do not hide
 * lines.
 */
const MAX_LINES = 60;

interface Measured {
  readonly name: string;
  readonly lines: number;
}

/** All functions of a source, with their lines. */
function measureFunctions(source: string): Measured[] {
  const found: Measured[] = [];
  const visit = (node: unknown, name: string): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, name);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const { type, start, end, id, key } = node as ESTree.Node & {
      id?: { name?: string };
      key?: { name?: string };
    };
    const own = id?.name ?? key?.name ?? name;
    if (/Function/.test(type) && 'body' in node && node.body)
      found.push({ name: own, lines: source.slice(start, end).split('\n').length });
    for (const each of Object.values(node)) visit(each, own);
  };
  visit(parseAst(source, { lang: 'ts' }).body, '');
  return found;
}

test('no function takes more than 60 lines, closures included', () => {
  const longer = files.flatMap(file =>
    measureFunctions(readFileSync(join(root, file), 'utf8'))
      .filter(({ lines }) => lines > MAX_LINES)
      .map(({ name }) => `${file} ${name}`),
  );
  expect(longer).toEqual([]);
});

test('a function is measured with what it holds, whatever it is called by', () => {
  const source = 'const outer = () => {\n  function inner() {\n  }\n  return {\n    method() {},\n  };\n};\n';
  expect(measureFunctions(source)).toEqual([
    { name: 'outer', lines: 7 },
    { name: 'inner', lines: 2 },
    { name: 'method', lines: 1 },
  ]);
});
