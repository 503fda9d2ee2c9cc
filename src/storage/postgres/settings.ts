import { KeptSettings } from '../server-settings.ts';
import type { ServerSettings, SettingsStore } from '../storage.ts';
import { type Database, lockNumber } from './database.ts';

export const settingsSchema = `
  CREATE TABLE server_settings (
    serverId TEXT COLLATE "C" PRIMARY KEY,
    settings TEXT NOT NULL
  );
`;

export function settingsStore(database: Database): SettingsStore {
  return {
    get: serverId => read(database, serverId),
    change: (serverId, change) =>
      database.together(async transaction => {
        // One change after the other: two of different settings both hold.
        await transaction.rows('SELECT pg_advisory_xact_lock($1::bigint)', [
          lockNumber(`settings ${serverId}`),
        ]);
        const settings = KeptSettings.parse({ ...(await read(transaction, serverId)), ...change });
        await transaction.write(
          'INSERT INTO server_settings (serverId, settings) VALUES ($1, $2) ON CONFLICT (serverId) DO UPDATE SET settings = $2',
          [serverId, JSON.stringify(settings)],
        );
        return settings;
      }),
  };
}

async function read(database: Database, serverId: string | null): Promise<ServerSettings> {
  const sql = 'SELECT settings FROM server_settings WHERE serverId = $1';
  const row = serverId === null ? undefined : await database.row<{ settings: string }>(sql, [serverId]);
  return KeptSettings.parse(row ? JSON.parse(row.settings) : {});
}
