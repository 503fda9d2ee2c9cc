import { existsSync } from 'node:fs';
import { openResources } from '../app/open.ts';
import { readSettings, SettingsError } from '../env.ts';
import { UserError } from '../errors.ts';
import { createLog } from '../log.ts';
import { eraseServerData } from '../privacy/erasure.ts';
import { formatMemberJson } from '../privacy/member-export.ts';
import { formatTimestamp, systemClock, utcDayOf } from '../scheduling/clock.ts';
import { restoreBackup, writeBackup } from '../storage/backup.ts';
import { type BulkAccess, type MoveProgress, type MoveResult, moveStorage } from '../storage/bulk-copy.ts';
import { type DatabaseTarget, targetNameOf } from '../storage/database-target.ts';
import { LOCKED } from '../storage/locks.ts';
import { openStorage } from '../storage/open.ts';
import type { Storage } from '../storage/storage.ts';
import type { StoredDataActions } from './cli-actions.ts';
import type { Terminal } from './terminal.ts';

/** Creates the actions on the whole database, using the database configured in the terminal's environment. */
export function createStorageActions(terminal: Terminal): StoredDataActions {
  const runWithStorage = <Result>(work: (storage: Storage) => Promise<Result>) =>
    runWithOpened(terminal, { mustExist: true }, work);
  const runWithCopies = <Result>(
    how: { mustExist: boolean },
    work: (copies: BulkAccess) => Promise<Result>,
  ) => runWithOpened(terminal, how, ({ bulk: copies }) => work(copies));
  return {
    backUp: (file, { replace }) =>
      runWithCopies({ mustExist: true }, copies =>
        writeBackup(copies, file, { replace, at: formatTimestamp(systemClock) }),
      ),
    restore: file => runWithCopies({ mustExist: false }, copies => restoreBackup(copies, file)),
    move: (to, progress) =>
      runWithCopies({ mustExist: true }, copies => moveTo(copies, { to, progress }, terminal)),
    forgetServer: serverId =>
      runWithStorage(async ({ servers }) => {
        const had = (await servers.listKnown()).includes(serverId);
        await eraseServerData(servers, serverId, systemClock);
        return had;
      }),
    forgetMember: memberId =>
      runWithStorage(({ members }) => members.forget(memberId, utcDayOf(systemClock))),
    memberJson: memberId =>
      runWithStorage(async ({ members }) =>
        formatMemberJson(await members.listMentions(memberId), {
          memberId,
          at: formatTimestamp(systemClock),
        }),
      ),
    changes: serverId =>
      runWithStorage(({ audit }) => audit.list(serverId, { offset: 0, limit: MAX_CHANGES })),
  };
}
async function moveTo(
  copies: BulkAccess,
  { to, progress }: { to: string; progress: MoveProgress },
  { env, stderr }: Terminal,
): Promise<MoveResult> {
  const settings = readSettings(env);
  const target = parseDatabaseTarget(to);
  const source = targetNameOf(settings.database);
  const log = createLog(settings.logLevel, stderr);
  const storage = await openStorage(target, log, { isMoving: true }).catch(renameSettingInError);
  try {
    const work = () => moveStorage(copies, storage.bulk, { source, progress });
    const moved = await storage.locks.runUnlessLocked('move', work);
    if (moved === LOCKED)
      throw new UserError('Another move into that database is running. Wait for its end, or end it.');
    return moved;
  } finally {
    await storage.close();
  }
}

/** The database that `--to` refers to. Throws a UserError if the value is invalid. */
function parseDatabaseTarget(to: string): DatabaseTarget {
  try {
    return readSettings({ DATABASE_URL: to }).database;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new UserError(
      '{{fault}}',
      { fault: error.message.replace('DATABASE_URL', `--to ${to}`) },
      { cause: error },
    );
  }
}

/** Errors about a database mention the setting that locates it; here that is `--to`. */
function renameSettingInError(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  const sentence = error.said.sentence.replace(/(DATA_DIR and )?DATABASE_URL says? where/, '--to says where');
  throw new UserError({ ...error.said, sentence }, {}, { cause: error });
}

/** The most changes listed. */
const MAX_CHANGES = 100_000;

/** Runs `work` on the storage and closes it. With `mustExist`, a missing database file is an error. */
async function runWithOpened<Result>(
  { env, stderr }: Terminal,
  { mustExist }: { mustExist: boolean },
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings(env);
  const { database: target } = settings;
  if (mustExist && target.kind === 'sqlite' && !existsSync(target.path) && !existsSync(`${target.path}-wal`))
    throw new UserError('There is no database {{place}}. DATA_DIR and DATABASE_URL say where it lies.', {
      place: targetNameOf(target),
    });
  const { storage } = await openResources(settings, stderr);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
