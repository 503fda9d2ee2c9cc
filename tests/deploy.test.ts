import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Environment } from '../src/env.ts';
import { createMetrics } from '../src/observability/metrics.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const files = globSync('deploy/*', { cwd: new URL('..', import.meta.url) });

test('alerts and dashboard ask for figures that there are', async () => {
  const known = new Set((await createMetrics().text()).matchAll(/^# TYPE (\w+)/gm).map(([, name]) => name));
  const asked = ['deploy/alerts.yaml', 'deploy/dashboard.json']
    .flatMap(file => [...read(file).matchAll(/\b(?:standfirst|nodejs|process)_\w+/g)])
    .map(([name]) => name.replace(/_(?:bucket|sum|count)$/, ''));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter(name => !known.has(name))).toEqual([]);
});

test('the service, the image and npm start the same program in the same way', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const flags = (scripts.start as string).replace(/^node /, '');
  expect(read('deploy/standfirst.service')).toContain(flags);
  const words = read('deploy/Dockerfile').match(/^CMD (\[.*\])$/m)?.[1] ?? '[]';
  expect(JSON.parse(words)).toEqual(['node', ...flags.split(' ')]);
});

test('what is deployed sets variables that there are', () => {
  const names = Object.keys(Environment.shape);
  const set = files.flatMap(file => [
    ...read(file).matchAll(/\b(?:DATA_DIR|DATABASE_URL|DISCORD_\w+|OPERATIONS_\w+)\b/g),
  ]);
  expect(set.length).toBeGreaterThan(3);
  for (const [name] of set) expect(names).toContain(name);
});
