import { openParts, type Parts, type PreviewOptions } from './open.ts';
import type { Violation } from './rest.ts';

export { PreviewError } from './errors.ts';
export { AddressError } from './listen.ts';
export type { Log } from './log.ts';
export type { ChannelName, PreviewOptions } from './open.ts';
export type { Violation } from './rest.ts';

/** A Discord of one's own on loopback, with its page. */
export interface Preview {
  /** The page. */
  readonly url: string;
  /** For discord.js: `new Client({ rest: { api: preview.apiUrl } })`. */
  readonly apiUrl: string;
  readonly token: string;
  /** What did not keep to Discord's document; empty when all is well. */
  readonly violations: readonly Violation[];
  /** Whether a bot is connected. */
  readonly online: boolean;
  close(): Promise<void>;
}

/** Starts the preview. Throws an AddressError if it cannot listen there, for example where the port is taken. */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  return describePreview(await openParts(options));
}

/** What everybody needs of a running preview. */
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
