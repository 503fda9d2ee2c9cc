import type { AppSettings } from '../env.ts';
import { createFetch } from '../web/fetch.ts';
import { version } from './services.ts';

/** Creates a fetch function for the web that identifies itself by the project's name. */
export function createWebFetch({ blockedDomains, contact, allow }: AppSettings['web']) {
  const userAgent = `Standfirst/${version} (article reader${contact === null ? '' : `; +${contact}`})`;
  return createFetch({ userAgent, blockedDomains, allow });
}
