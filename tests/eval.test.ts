import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PROJECT = join(import.meta.dirname, '..');
const run = promisify(execFile);

test('the evaluation says where its data belongs when it is missing, and ends with exit code 2', async () => {
  const args = ['bench/eval.ts', '/no/such/folder'];
  const refused = await run(process.execPath, args, { cwd: PROJECT }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused).toMatchObject({ stderr: expect.stringContaining('npm run eval -- FOLDER') });
});

test('the evaluation of questions names a folder that holds none, and ends with exit code 2', async () => {
  const args = ['bench/eval.ts', 'questions', '/no/such/folder'];
  const refused = await run(process.execPath, args, { cwd: PROJECT }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused).toMatchObject({ stderr: expect.stringContaining('no questions.jsonl in /no/such/folder') });
});
