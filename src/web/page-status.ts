import { UserError } from '../errors.ts';
import { createMessage } from '../i18n/template-values.ts';
import type { FetchedText } from './fetch.ts';

/** Throws a UserError if a response holds no page. */
export function refuseStatus({ status, url }: Pick<FetchedText, 'status' | 'url'>): void {
  if (status >= 200 && status < 300 && status !== 204) return;
  const { host } = new URL(url);
  const answer = createMessage('{{host}} answered {{status}}', { host, status });
  if (status === 404 || status === 410)
    throw new UserError('There is no page at this address: {{said}}.', { said: answer });
  if (status === 401 || status === 402 || status === 403)
    throw new UserError('The page is not public: {{said}}. I only read what everyone can read.', {
      said: answer,
    });
  if (status === 429)
    throw new UserError('{{said}}: it wants fewer requests. Please try again later.', {
      said: answer,
    });
  if (status >= 500)
    throw new UserError('The site’s server has a problem: {{said}}. Please try again later.', {
      said: answer,
    });
  throw new UserError('There is no page to read: {{said}}.', { said: answer });
}
