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
  type BulkTarget,
  type Checksums,
  computeChecksums,
  createChecksum,
  type RawRow,
  refuseDifference,
  refuseNonEmpty,
  type TableChecksum,
} from './bulk-copy.ts';

/** The version of the backup format, incremented whenever the format changes. */
const FORMAT = 1;

/** Rows per insert. */
const BATCH_SIZE = 200;

/** `schema` is the version of the schema the rows are in; earlier programs did not write it. */
const BackupHeader = z.object({
  standfirst: z.literal('backup'),
  form: z.int(),
  schema: z.int().min(1).optional(),
  at: z.string(),
});
const BackupLine = z.union([
  z.object({ table: z.string(), row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
  z.object({ end: z.record(z.string(), z.object({ rows: z.int(), hash: z.string() })) }),
]);

type BackupHeader = z.infer<typeof BackupHeader>;
type BackupLine = z.infer<typeof BackupLine>;

/**
 * Writes the whole storage to a file of JSON lines (a header, one line per row, and a trailer with row counts
 * and hashes), gzipped if its name ends in `.gz`. The file only appears under its name once it is complete.
 * Throws a `UserError` if a file of that name exists, unless `replace` is set.
 */
export async function writeBackup(
  copies: BulkAccess,
  file: string,
  { replace, at }: { replace: boolean; at: string },
): Promise<Checksums> {
  if (!replace && existsSync(file))
    throw new UserError(
      '{{file}} exists already. Name another file, or say --replace to put the new backup in its place.',
      { file },
    );
  const part = `${file}.part`;
  try {
    const sums = await copies.read(async snapshot => {
      const { write, end } = createWriter(part, file);
      await write({ standfirst: 'backup', form: FORMAT, schema: copies.schema, at });
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
    // system errors name the call that failed, but a write to a full disk does not name the path
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
  // the next write or end rethrows it
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
 * Restores a backup into an empty storage, reads it back and compares; an older schema is migrated to the
 * newest. Throws a `UserError` that says what is wrong with the file, in which case nothing is written.
 */
export async function restoreBackup(copies: BulkAccess, file: string): Promise<Checksums> {
  await copies.read(snapshot => refuseNonEmpty(snapshot, 'restore'));
  const schema = await readSchema(file);
  if (schema > copies.schema)
    throw new UserError('{{file}} was written by a newer program: use that one. Nothing was restored.', {
      file,
    });
  return copies.fill(schema, async target => {
    const sums = await copyRows(file, target);
    refuseDifference(
      sums,
      await computeChecksums(target),
      `${file} was changed since it was made. Nothing was restored; take another backup.`,
    );
    return sums;
  });
}

/** Inserts the rows of a backup. Returns the checksums from its trailer. */
async function copyRows(file: string, target: BulkTarget): Promise<Checksums> {
  let waiting: RawRow[] = [];
  let current = '';
  const flush = async () => {
    if (waiting.length === 0) return;
    await target.add(current, waiting).catch((error: Error) => {
      throw new UserError(
        '{{file}} is damaged: what stands in it under {{current}} does not fit ({{message}}). Nothing was restored.',
        { file, current, message: error.message },
        { cause: error },
      );
    });
    waiting = [];
  };
  for await (const line of readLines(file)) {
    if ('standfirst' in line) continue;
    if ('end' in line) {
      await flush();
      return line.end;
    }
    if (!target.tables.includes(line.table))
      throw new UserError(
        '{{file}} holds “{{table}}”, which this program does not know: use the newer program that wrote it.',
        { file, table: line.table },
      );
    if (line.table !== current || waiting.length >= BATCH_SIZE) await flush();
    current = line.table;
    waiting.push(line.row);
  }
  throw new UserError('{{file}} is cut: it has no end. Nothing was restored; take another backup.', {
    file,
  });
}

/**
 * The schema version of a backup. A header without one was written by a program at schema 7 or earlier, and
 * the version is inferred from the tables and columns.
 */
async function readSchema(file: string): Promise<number> {
  let hasTurns = true;
  for await (const line of readLines(file)) {
    if ('standfirst' in line && line.schema !== undefined) return line.schema;
    if ('table' in line && line.table === 'thread_question') hasTurns = 'turn' in line.row;
    if ('end' in line) return 'audit' in line.end ? (hasTurns ? 7 : 6) : 2;
  }
  // the file is truncated, which is reported when its rows are read
  return 7;
}

async function* readLines(file: string): AsyncGenerator<BackupLine | BackupHeader> {
  const createReadError = (why: string, cause?: unknown) =>
    new UserError('{{file}} {{why}}. Nothing was restored.', { file, why }, { cause });
  const source = createReadStream(file);
  const stream: Readable = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  // forward a read error to the gunzip stream
  source.on('error', error => stream.destroy(error));
  let number = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      yield number > 1 ? parseLine(text) : parseHeader(text);
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

  function parseHeader(text: string): BackupHeader {
    const head = BackupHeader.safeParse(parseJson(text));
    if (!head.success) throw createReadError('is no backup of Standfirst');
    if (head.data.form > FORMAT) throw createReadError('was written by a newer program: use that one');
    return head.data;
  }

  function parseLine(text: string): BackupLine {
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
