import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import {
  type BulkAccess,
  type Checksums,
  computeChecksums,
  createChecksum,
  type RawRow,
  refuseDifference,
  refuseNonEmpty,
  type TableChecksum,
} from './bulk-copy.ts';

/** The form of a backup; a program that writes another form counts it up. */
const FORMAT = 1;

/** Rows that are written at once. */
const BATCH_SIZE = 200;

const HeaderLine = z.object({ standfirst: z.literal('backup'), form: z.int(), at: z.string() });
const BackupLine = z.union([
  z.object({ table: z.string(), row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
  z.object({ end: z.record(z.string(), z.object({ rows: z.int(), hash: z.string() })) }),
]);

/**
 * Writes all that is kept to a file of JSON lines (a head, one line for each row, an end with counts and
 * hashes), compressed where its name ends in `.gz`. The file has its name only when it is complete. Throws a
 * `UserError` where there is a file of that name.
 */
export async function writeBackup(
  copies: BulkAccess,
  file: string,
  { replace, at }: { replace: boolean; at: string },
): Promise<Checksums> {
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
      const { write, end } = createWriter(part, file);
      await write({ standfirst: 'backup', form: FORMAT, at });
      const sums: Record<string, TableChecksum> = {};
      for (const table of snapshot.tables) {
        const { add, sum } = createChecksum();
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
    await syncToDisk(part);
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

function createWriter(
  part: string,
  file: string,
): { write(line: object): Promise<void>; end(): Promise<void> } {
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

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

/**
 * Fills an empty storage from a backup, reads it back and compares. A column that a table has got since the
 * backup was made is left to its default. Throws a `UserError` that says what is wrong with the file; then
 * nothing is kept.
 */
export function restoreBackup(copies: BulkAccess, file: string): Promise<Checksums> {
  return copies.fill(async target => {
    await refuseNonEmpty(target, 'restore');
    let waiting: RawRow[] = [];
    let current = '';
    const columns: Record<string, readonly string[]> = {};
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
    let sums: Checksums | undefined;
    for await (const line of readLines(file)) {
      if ('end' in line) {
        sums = line.end;
        break;
      }
      if (!target.tables.includes(line.table))
        throw new UserError(
          '{{file}} holds “{{table}}”, which this program does not know: use the newer program that wrote it.',
          { file, table: line.table },
        );
      if (line.table !== current || waiting.length >= BATCH_SIZE) await flush();
      current = line.table;
      columns[current] ??= Object.keys(line.row);
      waiting.push(line.row);
    }
    if (!sums)
      throw new UserError('{{file}} is cut: it has no end. Nothing was restored; take another backup.', {
        file,
      });
    await flush();
    refuseDifference(
      sums,
      await computeChecksums(target, columns),
      `${file} was changed since it was made. Nothing was restored; take another backup.`,
    );
    return sums;
  });
}

async function* readLines(file: string): AsyncGenerator<z.infer<typeof BackupLine>> {
  const createReadError = (why: string, cause?: unknown) =>
    new UserError('{{file}} {{why}}. Nothing was restored.', { file, why }, { cause });
  const source = createReadStream(file);
  const stream: Readable = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  // an error of the file ends the unpacking too
  source.on('error', error => stream.destroy(error));
  let number = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (number > 1) yield parseLine(text);
      else checkHeader(text);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message, path } = error as NodeJS.ErrnoException;
    throw createReadError(
      path === undefined ? `is cut or damaged (${message})` : `cannot be read: ${message}`,
      error,
    );
  } finally {
    stream.destroy();
    source.destroy();
  }

  function checkHeader(text: string): void {
    const head = HeaderLine.safeParse(parseJson(text));
    if (!head.success) throw createReadError('is no backup of Standfirst');
    if (head.data.form > FORMAT) throw createReadError('was written by a newer program: use that one');
  }

  function parseLine(text: string): z.infer<typeof BackupLine> {
    const line = BackupLine.safeParse(parseJson(text));
    if (!line.success) throw createReadError(`is damaged in line ${number}`);
    return line.data;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
