import type { Entry } from '../articles/library.ts';
import { createMessage, formatPlain } from '../i18n/template-values.ts';

type Version = Pick<Entry, 'version'>;

/** A notice that an answer is about a version of its article that is not the newest. */
export const formatVersionNotice = (shown: Version, newest: Version): string =>
  formatPlain(
    createMessage('This is about version {{version}}; the library has version {{newest}}.', {
      version: shown.version,
      newest: newest.version,
    }),
  );
