import type { Preview } from 'discord-preview';
import type { AppSettings } from '../env.ts';
import { UserError } from '../errors.ts';
import type { OpenResources } from './open.ts';

/** Said where it is not Discord itself that is logged in to. */
export const NO_TOKEN_NOTICE =
  'No DISCORD_TOKEN was found, in the environment or in .env, so this is a local preview of Discord.';

/** The Discord that is logged in to. */
export interface DiscordTarget {
  readonly token: string;
  readonly apiUrl: string;
  /** Where it is one of our own. */
  readonly preview: Preview | null;
}

/**
 * Discord itself, or without a token a local preview of it; all of Discord's schemas are loaded for that
 * alone.
 */
export async function openDiscordTarget(
  settings: AppSettings,
  opened: OpenResources,
): Promise<DiscordTarget> {
  const { discordToken: token, discordApiUrl: apiUrl } = settings;
  if (token !== null) return { token, apiUrl, preview: null };
  const { openPreview } = await import('./preview.ts').catch(explainAbsence);
  const preview = await openPreview(settings, opened);
  return { token: preview.token, apiUrl: preview.apiUrl, preview };
}

/** `npm ci --omit=dev` installs what a bot with a token needs, and no preview. */
function explainAbsence(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
  throw new UserError(
    'No DISCORD_TOKEN was found, in the environment or in .env, and the local preview of Discord is not installed, for npm ci --omit=dev leaves it out. Set DISCORD_TOKEN; or, for the preview, run npm ci',
    {},
    { cause },
  );
}
