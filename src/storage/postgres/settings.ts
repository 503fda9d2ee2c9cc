import type { ServerSettings, SettingsStore } from '../stores/settings.ts';
import { StoredSettings } from '../stores/settings.ts';
import { type Database, lockNumberOf } from './database.ts';

/** The tables of settings on PostgreSQL. */
export const settingsSchema = `
  CREATE TABLE server_settings (
    serverId TEXT COLLATE "C" PRIMARY KEY,
    settings TEXT NOT NULL
  );
`;

/** Settings of servers on PostgreSQL. */
export function createSettingsStore(database: Database): SettingsStore {
  return {
    get: serverId => readSettings(database, serverId),
    update: (serverId, change) =>
      database.transaction(async transaction => {
        // One change after the other: two of different settings both hold.
        await transaction.rows('SELECT pg_advisory_xact_lock($1::bigint)', [
          lockNumberOf(`settings ${serverId}`),
        ]);
        const settings = StoredSettings.parse({ ...(await readSettings(transaction, serverId)), ...change });
        await transaction.write(
          'INSERT INTO server_settings (serverId, settings) VALUES ($1, $2) ON CONFLICT (serverId) DO UPDATE SET settings = $2',
          [serverId, JSON.stringify(settings)],
        );
        return settings;
      }),
  };
}

async function readSettings(database: Database, serverId: string | null): Promise<ServerSettings> {
  const sql = 'SELECT settings FROM server_settings WHERE serverId = $1';
  const row = serverId === null ? undefined : await database.row<{ settings: string }>(sql, [serverId]);
  return StoredSettings.parse(row ? JSON.parse(row.settings) : {});
}
