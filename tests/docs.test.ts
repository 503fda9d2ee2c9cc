import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The sources, one of which contains each of the program's messages. */
const sources = globSync(['{preview/src,src}/**/*.{ts,js}', 'commands/*.ts'], { cwd: root }).map(read);

const entries = read('docs/troubleshooting.md')
  .split(/^(?=> )/m)
  .slice(1)
  .map(entry => {
    const [quoted = '', ...advice] = entry.split('\n');
    return { quoted: quoted.slice('> '.length), advice: advice.join('\n').trim() };
  });

/** Whether a sentence of the program contains these words in this order; `…` is a value. */
function isSaid(words: string): boolean {
  const pieces = words.split('…').map(piece => RegExp.escape(piece.trim()));
  const said = new RegExp(pieces.join('[^\\n]{0,80}?'));
  return sources.some(source => said.test(source));
}

describe('docs/troubleshooting.md', () => {
  test('has at least twenty things that go wrong, each with what to do', () => {
    expect(entries.length).toBeGreaterThanOrEqual(20);
    for (const { quoted, advice } of entries) expect(advice, quoted).toMatch(/\w{3,}.*[.:]/);
  });

  test.each(entries)('“$quoted” is what the program says', ({ quoted }) => {
    expect(isSaid(quoted)).toBe(true);
  });
});

/** The anchor that GitHub gives a heading. */
const toAnchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'preview/README.md',
  ...globSync('docs/*.md', { cwd: root }),
])('every link of %s within the project leads somewhere', file => {
  const broken = [...read(file).matchAll(/\]\((?!https?:)(?<path>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)/g)]
    .map(({ groups }) => ({ path: groups?.path || null, anchor: groups?.anchor }))
    .filter(({ path, anchor }) => {
      const target = path === null ? file : join(dirname(file), path);
      const [found] = globSync(target, { cwd: root });
      if (found === undefined) return true;
      if (anchor === undefined) return false;
      const headings = [...read(target).matchAll(/^#+ (?<text>.+)$/gm)].map(
        ({ groups }) => `${groups?.text}`,
      );
      return !headings.some(heading => toAnchor(heading) === anchor);
    });
  expect(broken).toEqual([]);
});

/** The numbers of cells in the lines of each Markdown table of a text; a table needs as many in all of them. */
const tablesIn = (text: string): number[][] =>
  [...text.matchAll(/^\|.*\|\n\|[ :|-]+\|\n(?:\|.*\|\n)*/gm)].map(([table]) =>
    table
      .trimEnd()
      .split('\n')
      .map(line => line.split('|').length - 2),
  );

describe('the tables of the documents', () => {
  test.each(globSync('{*,*/*,*/*/*}.md', { cwd: root, exclude: ['node_modules', '*/node_modules'] }))(
    'have as many cells in each line: %s',
    file => {
      for (const cells of tablesIn(read(file))) expect(new Set(cells).size).toBe(1);
    },
  );
});
