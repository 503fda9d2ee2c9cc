import type { Preview } from 'discord-preview';
import type { AppSettings } from '../env.ts';
import { UserError } from '../errors.ts';
import type { OpenResources } from './open.ts';

/** Printed when the bot logs in to a local preview instead of Discord. */
export const NO_TOKEN_NOTICE =
  'No DISCORD_TOKEN was found, in the environment or in .env, so this is a local preview of Discord.';

/** The Discord that the bot logs in to. */
interface DiscordTarget {
  readonly token: string;
  readonly apiUrl: string;
  /** The local preview, if it is one. */
  readonly preview: Preview | null;
}

/**
 * Returns Discord itself, or without a token a local preview; all of Discord's schemas are loaded only for
 * the preview.
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

/** Explains a missing preview: `npm ci --omit=dev` installs what a bot with a token needs, without it. */
function explainAbsence(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
  throw new UserError(
    'No DISCORD_TOKEN was found, in the environment or in .env, and the local preview of Discord is not installed, for npm ci --omit=dev leaves it out. Set DISCORD_TOKEN; or, for the preview, run npm ci',
    {},
    { cause },
  );
}
