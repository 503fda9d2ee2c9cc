import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const FOLDERS = new URL('../src/folders.ts', import.meta.url).href;

test('processes that create the same folders at once all succeed', async () => {
  const root = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const at = Date.now() + 3000;
  const code = `const { createFolder } = await import('${FOLDERS}');
    while (Date.now() < ${at});
    for (let i = 0; i < 500; i++) createFolder('${root}/' + i + '/a/b/c/d');`;
  const runs = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]),
  );
  await expect(Promise.all(runs)).resolves.toHaveLength(4);
}, 30_000);
