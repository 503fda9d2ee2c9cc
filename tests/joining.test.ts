import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commands } from '../commands/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;

const attributes = { label: z.string(), description: z.string().optional() };
const typed = { ...attributes, placeholder: z.string().optional(), value: z.string().optional() };
const common = {
  id: z.string().regex(/^[\w-]+$/),
  validations: z.strictObject({ required: z.boolean() }).optional(),
};
const options = z.array(z.string()).min(1);
const isDistinct = (values: readonly unknown[]) => new Set(values).size === values.length;

/** The schema of an issue form, by GitHub's documentation. */
const Form = z.strictObject({
  name: z.string().min(3),
  description: z.string().min(3),
  labels: z.array(z.string()),
  body: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: z.string() }) }),
        z.strictObject({ ...common, type: z.literal('input'), attributes: z.strictObject(typed) }),
        z.strictObject({
          ...common,
          type: z.literal('textarea'),
          attributes: z.strictObject({ ...typed, render: z.string().optional() }),
        }),
        z.strictObject({
          ...common,
          type: z.literal('dropdown'),
          attributes: z.strictObject({
            ...attributes,
            multiple: z.boolean().optional(),
            options: options.refine(isDistinct),
          }),
        }),
        z.strictObject({
          ...common,
          type: z.literal('checkboxes'),
          attributes: z.strictObject({
            ...attributes,
            options: z.array(z.strictObject({ label: z.string() })),
          }),
        }),
      ]),
    )
    .refine(fields => fields.some(({ type }) => type !== 'markdown'))
    .refine(fields => isDistinct(fields.flatMap(field => ('id' in field ? [field.id] : []))))
    .refine(fields => isDistinct(fields.flatMap(field => ('id' in field ? [field.attributes.label] : [])))),
});

test('issue forms are such as GitHub shows, and name commands that there are', () => {
  const files = globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: root }).filter(
    file => !file.endsWith('config.yml'),
  );
  expect(files.length).toBe(3);
  for (const file of files) {
    const text = read(file);
    expect(Form.safeParse(parse(text)).error, file).toBeUndefined();
    for (const [, name] of text.matchAll(/(?<=[\s"“,])\/([a-z]+)\b/g))
      expect(commands.map(({ data }) => data.name)).toContain(name);
  }
});

test('the workflow runs what must hold, on the Node of the packages, and may do no more than read', () => {
  const { permissions, jobs } = parse(read('.github/workflows/ci.yml'));
  const { steps, 'timeout-minutes': minutes } = jobs.test;
  const node = steps.find(({ uses = '' }) => uses.startsWith('actions/setup-node@')).with['node-version'];
  expect(JSON.parse(read('package.json')).engines.node).toBe(`>=${node}`);
  expect(permissions).toEqual({ contents: 'read' });
  expect(minutes).toBe(90);
  expect(steps.map(({ run }: { run?: string }) => run)).toContain('bash .ci/run');
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
});

test('whatever the image copies is sent to its builder, and no secret or database is', () => {
  const [first, ...sent] = read('.dockerignore')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'));
  const copied = [...read('deploy/Dockerfile').matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  expect(first).toBe('*');
  const isWithin = (path: string) => copied.some(other => path.startsWith(`${other}/`));
  expect(sent.map(line => line.slice(1)).sort()).toEqual(copied.filter(path => !isWithin(path)).sort());
});

/** The relevant properties of a launch configuration. */
interface Launch {
  readonly runtimeExecutable: string;
  readonly program: string;
  readonly args: readonly string[];
}

test('what the debugger starts is there', () => {
  const { configurations }: { configurations: Launch[] } = JSON.parse(read('.vscode/launch.json'));
  const words = configurations.flatMap(({ runtimeExecutable, program, args }) => [
    runtimeExecutable,
    program,
    ...args,
  ]);
  const paths = words
    .map(word => word.replace(/^\$\{workspaceFolder\}\//, ''))
    .filter(path => /^[^$].*\//.test(path));
  expect(paths.length).toBeGreaterThan(6);
  expect(paths.filter(path => !existsSync(`${root}${path}`))).toEqual([]);
});

test('the scripts that CONTRIBUTING names are there', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/npm run (?:-s )?([\w:]+)/g)].map(
    ([, name = '']) => name,
  );
  expect(named.length).toBeGreaterThan(6);
  expect(named.filter(name => !(name in scripts))).toEqual([]);
});
