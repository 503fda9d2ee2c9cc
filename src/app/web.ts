import type { AppSettings } from '../env.ts';
import { createFetch } from '../web/fetch.ts';
import { version } from './services.ts';

/** Texts from the web, asked for under the project's own name. */
export function createWebFetch({ blockedDomains, contact, allow }: AppSettings['web']) {
  const userAgent = `Standfirst/${version} (article reader${contact === null ? '' : `; +${contact}`})`;
  return createFetch({ userAgent, blockedDomains, allow });
}
