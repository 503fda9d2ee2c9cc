import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ServerSettings, SettingsStore } from '../storage.ts';

export const settingsSchema = `
  CREATE TABLE server_settings (
    serverId TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  ) STRICT;
`;

const id = z.string().regex(/^\d{1,20}$/);

/** What is kept of a server's settings; what is absent has its default. */
export const KeptSettings = z.object({
  maskStrongLanguage: z.boolean().default(true),
  language: z.string().min(2).nullable().default(null),
  askers: z.array(id).default([]),
  channels: z.array(id).default([]),
  editorRole: id.nullable().default(null),
  answersPerMember: z.int().min(0).nullable().default(null),
  engine: z.enum(['automatic', 'built-in']).default('automatic'),
}) satisfies z.ZodType<ServerSettings>;

export function settingsStore(database: DatabaseSync): SettingsStore {
  const get = database.prepare('SELECT settings FROM server_settings WHERE serverId = ?');
  const set = database.prepare('INSERT OR REPLACE INTO server_settings (serverId, settings) VALUES (?, ?)');
  const read = (serverId: string | null): ServerSettings => {
    const row = serverId === null ? undefined : (get.get(serverId) as { settings: string } | undefined);
    return KeptSettings.parse(row ? JSON.parse(row.settings) : {});
  };
  return {
    async get(serverId) {
      return read(serverId);
    },
    async change(serverId, change) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const settings = KeptSettings.parse({ ...read(serverId), ...change });
        set.run(serverId, JSON.stringify(settings));
        database.exec('COMMIT');
        return settings;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
}
