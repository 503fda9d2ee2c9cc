import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SettingsStore } from '../storage.ts';

export const settingsSchema = `
  CREATE TABLE server_settings (
    serverId TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  ) STRICT;
`;

const Settings = z.object({ maskStrongLanguage: z.boolean().default(true) });

export function settingsStore(database: DatabaseSync): SettingsStore {
  const get = database.prepare('SELECT settings FROM server_settings WHERE serverId = ?');
  const set = database.prepare('INSERT OR REPLACE INTO server_settings (serverId, settings) VALUES (?, ?)');
  return {
    async get(serverId) {
      const row = serverId === null ? undefined : (get.get(serverId) as { settings: string } | undefined);
      return Settings.parse(row ? JSON.parse(row.settings) : {});
    },
    async set(serverId, settings) {
      set.run(serverId, JSON.stringify(Settings.parse(settings)));
    },
  };
}
