import { z } from 'zod';
import type { ServerSettings } from './stores/settings.ts';

const SNOWFLAKE = z.string().regex(/^\d{1,20}$/);

/** What is kept of a server's settings; what is absent has its default. */
export const StoredSettings = z.object({
  maskStrongLanguage: z.boolean().default(true),
  language: z.string().min(2).nullable().default(null),
  askers: z.array(SNOWFLAKE).default([]),
  channels: z.array(SNOWFLAKE).default([]),
  editorRole: SNOWFLAKE.nullable().default(null),
  answersPerMember: z.int().min(0).nullable().default(null),
  engine: z.enum(['automatic', 'built-in']).default('automatic'),
}) satisfies z.ZodType<ServerSettings>;

/** Those of a server that has chosen nothing. */
export const defaultSettings: ServerSettings = StoredSettings.parse({});
