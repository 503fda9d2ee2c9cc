import { z } from 'zod';
import type { Database, Dialect, Statements } from '../database.ts';

const SNOWFLAKE = z.string().regex(/^\d{1,20}$/);

/** What is kept of a server's settings; what is absent has its default. */
export const StoredSettings = z.object({
  /** Mask strong language in comments and quotes. */
  maskStrongLanguage: z.boolean().default(true),
  /** Leave out statements that are in a model's words. */
  provenOnly: z.boolean().default(false),
  /** The language of texts and answers (`de`); null: each member's own. */
  language: z.string().min(2).nullable().default(null),
  /** The roles whose members may ask; empty: everybody. */
  askers: z.array(SNOWFLAKE).readonly().default([]),
  /** The channels in which answers are given; empty: all. */
  channels: z.array(SNOWFLAKE).readonly().default([]),
  /** The role whose members are editors, beside those who manage the server. */
  editorRole: SNOWFLAKE.nullable().default(null),
  /**
   * Answers by the model for one member in one day, within the operator's limit; null: no other limit than
   * the operator's.
   */
  answersPerMember: z.int().min(0).nullable().default(null),
  /** `built-in`: the model is never asked. */
  engine: z.enum(['automatic', 'built-in']).default('automatic'),
});

/** What the editors of a server have decided. */
export type ServerSettings = Readonly<z.infer<typeof StoredSettings>>;

/** How answers are shown. */
export type DisplaySettings = Pick<ServerSettings, 'maskStrongLanguage'>;

/** The settings of a server that has chosen nothing. */
export const defaultSettings: ServerSettings = StoredSettings.parse({});

/** The settings of servers. */
export interface SettingsStore {
  /** The settings of a server, defaults where it has none; `null` is a direct message. */
  get(serverId: string | null): Promise<ServerSettings>;
  /**
   * Changes what is named and leaves the rest, also where two editors change something at once; returns how
   * all stands then.
   */
  update(serverId: string, change: Partial<ServerSettings>): Promise<ServerSettings>;
}

/** The table of settings. */
export const createSettingsSchema = ({ text, end }: Dialect) => `
  CREATE TABLE server_settings (
    server_id ${text} PRIMARY KEY,
    settings TEXT NOT NULL
  ${end};
`;

/** Settings of servers on a database. */
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
        // two editors who change different settings: both hold
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
