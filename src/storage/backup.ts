import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import {
  type Copies,
  createSum,
  type Row,
  refuseDifference,
  refuseFull,
  type Sum,
  type Sums,
  sumsOf,
} from './copy.ts';

/** The form of a backup; a program that writes another form counts it up. */
const FORM = 1;

/** Rows that are written at once. */
const AT_ONCE = 200;

const Head = z.object({ standfirst: z.literal('backup'), form: z.int(), at: z.string() });
const Line = z.union([
  z.object({ table: z.string(), row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
  z.object({ end: z.record(z.string(), z.object({ rows: z.int(), hash: z.string() })) }),
]);

/**
 * Writes all that is kept to a file of JSON lines (a head, one line for each row, an end with counts and
 * hashes), compressed where its name ends in `.gz`. The file has its name only when it is complete. Throws a
 * `UserError` where there is a file of that name.
 */
export async function backUp(
  copies: Copies,
  file: string,
  { replace, at }: { replace: boolean; at: string },
): Promise<Sums> {
  if (!replace && existsSync(file))
    throw new UserError(
      '{{file}} exists already. Name another file, or say --replace to put the new backup in its place.',
      {
        file,
      },
    );
  const part = `${file}.part`;
  try {
    const sums = await copies.read(async snapshot => {
      const { write, end } = writerOf(part, file);
      await write({ standfirst: 'backup', form: FORM, at });
      const sums: Record<string, Sum> = {};
      for (const table of snapshot.tables) {
        const { add, sum } = createSum();
        for await (const rows of snapshot.rows(table)) {
          add(rows);
          for (const row of rows) await write({ table, row });
        }
        sums[table] = sum();
      }
      await write({ end: sums });
      await end();
      return sums;
    });
    await onDisk(part);
    await rename(part, file);
    return sums;
  } catch (error) {
    await rm(part, { force: true });
    // what the system refuses names its call, but a write that finds the disk full no path
    throw error instanceof Error && 'syscall' in error && ('path' in error || error.syscall === 'write')
      ? new UserError(
          '{{file}} cannot be written: {{message}}',
          { file, message: error.message },
          { cause: error },
        )
      : error;
  }
}

function writerOf(part: string, file: string): { write(line: object): Promise<void>; end(): Promise<void> } {
  const target = createWriteStream(part);
  const stream: Writable = file.endsWith('.gz') ? createGzip() : new PassThrough();
  const done = pipeline(stream as PassThrough, target);
  // Who writes next hears of it.
  done.catch(() => undefined);
  return {
    async write(line) {
      if (stream.destroyed) await done;
      if (!stream.write(`${JSON.stringify(line)}\n`))
        await Promise.race([new Promise(resolve => stream.once('drain', resolve)), done]);
    },
    async end() {
      stream.end();
      await done;
    },
  };
}

async function onDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

/**
 * Fills an empty storage from a backup, reads it back and compares. Throws a `UserError` that says what is
 * wrong with the file; then nothing is kept.
 */
export function restore(copies: Copies, file: string): Promise<Sums> {
  return copies.fill(async target => {
    await refuseFull(target, 'restore');
    let waiting: Row[] = [];
    let current = '';
    const flush = async () => {
      const rows = waiting;
      waiting = [];
      if (rows.length === 0) return;
      await target.add(current, rows).catch((error: Error) => {
        throw new UserError(
          '{{file}} is damaged: what stands in it under {{current}} does not fit ({{message}}). Nothing was restored.',
          { file, current, message: error.message },
          {
            cause: error,
          },
        );
      });
    };
    let sums: Sums | undefined;
    for await (const line of linesOf(file)) {
      if ('end' in line) {
        sums = line.end;
        break;
      }
      if (!target.tables.includes(line.table))
        throw new UserError(
          '{{file}} holds “{{table}}”, which this program does not know: use the newer program that wrote it.',
          { file, table: line.table },
        );
      if (line.table !== current || waiting.length >= AT_ONCE) await flush();
      current = line.table;
      waiting.push(line.row);
    }
    if (!sums)
      throw new UserError('{{file}} is cut: it has no end. Nothing was restored; take another backup.', {
        file,
      });
    await flush();
    refuseDifference(
      sums,
      await sumsOf(target),
      `${file} was changed since it was made. Nothing was restored; take another backup.`,
    );
    return sums;
  });
}

async function* linesOf(file: string): AsyncGenerator<z.infer<typeof Line>> {
  const unreadable = (why: string, cause?: unknown) =>
    new UserError('{{file}} {{why}}. Nothing was restored.', { file, why }, { cause });
  const source = createReadStream(file);
  const stream: Readable = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  // an error of the file ends the unpacking too
  source.on('error', error => stream.destroy(error));
  let number = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (number > 1) yield lineOf(text);
      else readHead(text);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, path } = error as NodeJS.ErrnoException;
    throw unreadable(
      path === undefined ? `is cut or damaged (${message})` : `cannot be read: ${message}`,
      error,
    );
  } finally {
    stream.destroy();
    source.destroy();
  }

  function readHead(text: string): void {
    const head = Head.safeParse(parsed(text));
    if (!head.success) throw unreadable('is no backup of Standfirst');
    if (head.data.form > FORM) throw unreadable('was written by a newer program: use that one');
  }

  function lineOf(text: string): z.infer<typeof Line> {
    const line = Line.safeParse(parsed(text));
    if (!line.success) throw unreadable(`is damaged in line ${number}`);
    return line.data;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
