import type { DatabaseSync } from 'node:sqlite';
import type { ServerSettings, SettingsStore } from '../stores/settings.ts';
import { defaultSettings, StoredSettings } from '../stores/settings.ts';

/** The tables of settings on SQLite. */
export const settingsSchema = `
  CREATE TABLE server_settings (
    serverId TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  ) STRICT;
`;

/** Settings of servers on SQLite. */
export function createSettingsStore(database: DatabaseSync): SettingsStore {
  const get = database.prepare('SELECT settings FROM server_settings WHERE serverId = ?');
  const set = database.prepare('INSERT OR REPLACE INTO server_settings (serverId, settings) VALUES (?, ?)');
  const readSettings = (serverId: string | null): ServerSettings => {
    const row = serverId === null ? undefined : (get.get(serverId) as { settings: string } | undefined);
    return row ? StoredSettings.parse(JSON.parse(row.settings)) : defaultSettings;
  };
  return {
    async get(serverId) {
      return readSettings(serverId);
    },
    async update(serverId, change) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const settings = StoredSettings.parse({ ...readSettings(serverId), ...change });
        set.run(serverId, JSON.stringify(settings));
        database.exec('COMMIT');
        return settings;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
