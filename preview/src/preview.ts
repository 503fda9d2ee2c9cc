import { openParts, type Parts, type PreviewOptions } from './open.ts';
import type { Violation } from './rest.ts';

export { PreviewError } from './errors.ts';
export { AddressError } from './listen.ts';
export type { Log } from './log.ts';
export type { ChannelName, PreviewOptions } from './open.ts';
export type { Violation } from './rest.ts';

/** A local Discord with its web page. */
export interface Preview {
  /** The page's address. */
  readonly url: string;
  /** The API's address for discord.js: `new Client({ rest: { api: preview.apiUrl } })`. */
  readonly apiUrl: string;
  readonly token: string;
  /** Deviations from Discord's OpenAPI document; normally empty. */
  readonly violations: readonly Violation[];
  /** Whether a bot is connected. */
  readonly online: boolean;
  close(): Promise<void>;
}

/** Starts the preview. Throws an AddressError if it cannot listen, for example on a taken port. */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  return describePreview(await openParts(options));
}

/** The public interface of a running preview. */
export function describePreview({ world, rest, token, origin, close }: Parts): Preview {
  return {
    url: `${origin}/`,
    apiUrl: `${origin}/api`,
    token,
    violations: rest.violations,
    get online() {
      return world.online;
    },
    close,
  };
}
