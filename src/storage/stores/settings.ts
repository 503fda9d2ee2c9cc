import { z } from 'zod';
import { SNOWFLAKE } from '../../snowflake.ts';
import type { Database, Dialect, Statements } from '../database.ts';

/** A server's stored settings; absent ones have their defaults. */
const StoredSettings = z.object({
  /** Mask strong language in comments and quotes. */
  maskStrongLanguage: z.boolean().default(true),
  /** Leave out statements in a model's own words. */
  provenOnly: z.boolean().default(false),
  /** The language of texts and answers (`de`); null for each member's own. */
  language: z.string().min(2).nullable().default(null),
  /** The roles whose members may ask questions; empty for everybody. */
  askers: z.array(SNOWFLAKE).readonly().default([]),
  /** The channels in which questions are answered; empty for all. */
  channels: z.array(SNOWFLAKE).readonly().default([]),
  /** The role whose members are editors, in addition to those who manage the server. */
  editorRole: SNOWFLAKE.nullable().default(null),
  /** How many answers by the model a member may have per day; null for the operator's limit alone. */
  answersPerMember: z.int().min(0).nullable().default(null),
  /** `built-in` means that the model is never used. */
  engine: z.enum(['automatic', 'built-in']).default('automatic'),
});

/** A server's settings, as its editors have chosen. */
export type ServerSettings = Readonly<z.infer<typeof StoredSettings>>;

/** The settings for how answers are shown. */
export type DisplaySettings = Pick<ServerSettings, 'maskStrongLanguage'>;

/** The settings of a server that has chosen none. */
export const defaultSettings: ServerSettings = StoredSettings.parse({});

/** The settings of servers. */
export interface SettingsStore {
  /** Returns a server's settings, with defaults for absent ones; `null` is a direct message. */
  get(serverId: string | null): Promise<ServerSettings>;
  /** Changes the given settings, even if two editors do so at once. Returns all of them. */
  update(serverId: string, change: Partial<ServerSettings>): Promise<ServerSettings>;
}

/** The settings table. */
export const createSettingsSchema = ({ text, end }: Dialect) => `
  CREATE TABLE server_settings (
    server_id ${text} PRIMARY KEY,
    settings TEXT NOT NULL
  ${end};
`;

/** Creates the store of settings on a database. */
export function createSettingsStore(database: Database): SettingsStore {
  return {
    get: serverId => readSettings(database, serverId),
    update: (serverId, change) =>
      database.transaction(
        async transaction => {
          const settings = StoredSettings.parse({
            ...(await readSettings(transaction, serverId)),
            ...change,
          });
          await transaction.write(
            `INSERT INTO server_settings (server_id, settings) VALUES ($1, $2)
             ON CONFLICT (server_id) DO UPDATE SET settings = excluded.settings`,
            [serverId, JSON.stringify(settings)],
          );
          return settings;
        },
        // if two editors change different settings at once, both changes are kept
        { lock: `settings ${serverId}` },
      ),
  };
}

async function readSettings({ row }: Statements, serverId: string | null): Promise<ServerSettings> {
  if (serverId === null) return defaultSettings;
  const sql = 'SELECT settings FROM server_settings WHERE server_id = $1';
  const found = await row<{ settings: string }>(sql, [serverId]);
  return found ? StoredSettings.parse(JSON.parse(found.settings)) : defaultSettings;
}
