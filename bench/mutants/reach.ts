import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import type { Mutation } from './mutations.ts';
import { createCopies, listFiles, runTests } from './scratch.ts';
import { listFunctions, type Node, parseSource } from './syntax.ts';

const Reach = z.record(
  z.string(),
  z.object({ hash: z.string(), seconds: z.number(), hits: z.array(z.string()) }),
);
/**
 * How long each test file takes alone (seconds), and which functions of the program it runs (`file#name`).
 */
export type Reach = z.infer<typeof Reach>;

/** The time limit of a test file, in seconds; one that exceeds it counts with what it has reached. */
const LONGEST = 300;
const HITS = 'bench/mutants/hits.txt';
const RECORDER = 'bench/mutants/hits.ts';

const recorder = `import { appendFileSync } from 'node:fs';
const seen = new Set();
const file = new URL('./hits.txt', import.meta.url);
export function hit(id: string): void {
  if (seen.has(id)) return;
  seen.add(id);
  appendFileSync(file, id + '\\n');
}
`;

const isProgram = (file: string) => /^(?:src|commands)\/.*\.ts$/.test(file) && !file.endsWith('.d.ts');
export const isTest = (file: string) =>
  /^tests\/.*\.test\.ts$/.test(file) && !file.endsWith('.faults.test.ts');

/** Inserts a call at the beginning of each function that records once that it ran. */
export function instrument(file: string, source: string): string {
  const pieces: [at: number, text: string][] = [];
  for (const { node, name } of listFunctions(parseSource(file, source))) {
    const body = node.body as Node | null;
    if (!body) continue;
    const mark = `hit__(${JSON.stringify(`${file}#${name}`)})`;
    if (body.type === 'BlockStatement') pieces.push([body.start + 1, `${mark};`]);
    else pieces.push([body.start, `(${mark},`], [body.end, ')']);
  }
  const marked = pieces
    .sort(([one], [other]) => other - one)
    .reduce((text, [at, piece]) => text.slice(0, at) + piece + text.slice(at), source);
  const path = relative(dirname(file), RECORDER);
  return `import { hit as hit__ } from '${path.startsWith('.') ? path : `./${path}`}'; ${marked}`;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

export interface ReachOptions {
  /** Whether to discard the results of previous runs. */
  readonly renew: boolean;
  readonly jobs: number;
  /** The test files to examine; null means all. */
  readonly tests: readonly string[] | null;
}

/** Reads the stored reach of the test files, after running those that are new or have changed. */
export async function readReach(root: string, { renew, jobs, tests }: ReachOptions): Promise<Reach> {
  const path = join(root, 'tests/artefacts/reach.json');
  const known = renew || !existsSync(path) ? {} : Reach.parse(JSON.parse(readFileSync(path, 'utf8')));
  const hashes = new Map(
    listFiles(root)
      .filter(isTest)
      .map(file => [file, hashOf(readFileSync(join(root, file), 'utf8'))]),
  );
  const reach: Reach = Object.fromEntries(
    Object.entries(known).filter(([file, { hash }]) => hashes.get(file) === hash),
  );
  const isWanted = (file: string) => tests === null || tests.includes(file);
  const wanted = () => Object.fromEntries(Object.entries(reach).filter(([file]) => isWanted(file)));
  const missing = [...hashes].filter(([file]) => !reach[file] && isWanted(file));
  if (missing.length === 0) return wanted();
  console.log(`finding out what ${missing.length} test files reach`);
  const save = () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(reach));
  };
  const copies = createCopies(root, jobs);
  await Promise.all(
    copies.map(async folder => {
      writeFileSync(join(folder, RECORDER), recorder);
      for (const file of listFiles(root).filter(isProgram))
        writeFileSync(join(folder, file), instrument(file, readFileSync(join(root, file), 'utf8')));
      for (let next = missing.shift(); next; next = missing.shift()) {
        const [file, hash] = next;
        rmSync(join(folder, HITS), { force: true });
        const { seconds } = await runTests({ folder, tests: [file], limit: LONGEST, bail: false });
        const hits = existsSync(join(folder, HITS))
          ? readFileSync(join(folder, HITS), 'utf8').split('\n')
          : [];
        reach[file] = { hash, seconds, hits: [...new Set(hits.filter(Boolean))] };
        console.log(`  ${file} ${hits.length - 1} functions, ${seconds.toFixed(1)} s`);
        save();
      }
    }),
  );
  return wanted();
}

/**
 * The test files that run the changed code: its function, else the closest enclosing one that any test
 * reaches; else the file, if the change is outside all functions.
 */
export function testsReaching({ file, functions }: Mutation, reach: Reach): string[] {
  for (const name of functions) {
    const tests = Object.keys(reach).filter(test => reach[test]?.hits.includes(`${file}#${name}`));
    if (tests.length > 0) return tests;
  }
  if (functions.length > 0) return [];
  return Object.keys(reach).filter(test => reach[test]?.hits.some(hit => hit.startsWith(`${file}#`)));
}
