import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

/** What the files import, types included, by the file that does. */
const imports = globSync('{src,page}/**/*.{ts,js}', { cwd: root }).flatMap(file =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)\s+(?:[^;']*?from\s+)?'([^']+)'|\bimport\('([^']+)'\)|^ \* @import .* from '([^']+)'/gms,
    ),
  ].map(([, ...found]) => ({ file, from: found.find(Boolean)! })),
);

test('stands alone: nothing of it is imported from around it', () => {
  const outside = imports
    .filter(({ from }) => from.startsWith('.'))
    .filter(({ file, from }) => relative(root, join(root, dirname(file), from)).startsWith('..'));
  expect(outside).toEqual([]);
});

test('names the packages that it needs, and no others', () => {
  const packages = imports
    .map(({ from }) => from)
    .filter(from => !from.startsWith('.') && !from.startsWith('node:'))
    .map(from =>
      from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  expect([...new Set(packages)].toSorted()).toEqual(Object.keys(dependencies));
});

test('translates every sentence of its page into all languages of the page', () => {
  const sentencesOf = (file: string) =>
    Object.keys(JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>);
  const german = sentencesOf('page/wording/de.json');
  for (const file of globSync('page/wording/*.json', { cwd: root }))
    expect(sentencesOf(file)).toEqual(german);
});
