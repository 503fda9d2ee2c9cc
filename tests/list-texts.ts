import { parseArgs } from 'node:util';
import { catalogs } from '../src/i18n/catalogs.ts';
import { catalogNames } from '../src/i18n/languages.ts';
import { findGaps } from './catalog-gaps.ts';
import { collectSentences } from './sentences.ts';

/**
 * `npm run texts`: lists for each language the sentences shown in English because they are not translated,
 * and the translations no longer used. With `--strict`, as in the release check, it exits with 1 if there are
 * any.
 */
const { strict } = parseArgs({ options: { strict: { type: 'boolean', default: false } } }).values;
const sentences = collectSentences();
let gaps = 0;
for (const name of catalogNames.filter(each => each !== 'en')) {
  const { missing, unused } = findGaps(name, catalogs[name], sentences);
  console.log(`${name}: ${missing.length} missing (said in English), ${unused.length} unused`);
  for (const key of missing) console.log(`  missing  ${JSON.stringify(key)}`);
  for (const key of unused) console.log(`  unused   ${JSON.stringify(key)}`);
  gaps += missing.length + unused.length;
}
if (strict && gaps > 0) process.exitCode = 1;
