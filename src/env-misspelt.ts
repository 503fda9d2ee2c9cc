import { distance } from 'fastest-levenshtein';
import { Variables } from './env-variables.ts';

/** An unknown variable, and the setting that its name resembles. */
export interface MisspeltVariable {
  readonly name: string;
  readonly meant: string;
}

/** Variables whose names resemble our settings but belong to the OpenAI client and discord.js. */
const FOREIGN_VARIABLES = new Set(
  'OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_LOG OPENAI_ADMIN_KEY OPENAI_WEBHOOK_SECRET SHARD_ID'.split(' '),
);

/** Finds variables that are most likely misspelt settings, which would be ignored silently. */
export function findMisspelt(environment: Readonly<Record<string, string | undefined>>): MisspeltVariable[] {
  const ownNames = Object.keys(Variables.shape);
  return Object.keys(environment)
    .filter(
      name =>
        !ownNames.includes(name) && !FOREIGN_VARIABLES.has(name) && name.length <= MAX_VARIABLE_NAME_LENGTH,
    )
    .flatMap(name => {
      const written = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
      const [nearest] = ownNames
        .map(meant => ({ name, meant, slips: distance(written, meant) }))
        .filter(({ meant, slips }) => slips <= maxTyposFor(written, meant))
        .toSorted((a, b) => a.slips - b.slips);
      return nearest ? [{ name, meant: nearest.meant }] : [];
    });
}

/** Longer names are not compared with the settings. */
const MAX_VARIABLE_NAME_LENGTH = 40;

/** The maximum edit distance between a name and a setting: none for PORT, more for long or like ones. */
function maxTyposFor(name: string, meant: string): number {
  const [word = ''] = meant.split('_');
  if (meant.length < 6) return 0;
  if (meant.length < 8) return name.startsWith(meant.slice(0, 2)) ? 1 : 0;
  const isOurs = meant.includes('_') && name.startsWith(word);
  return Math.max(2, isOurs ? Math.floor(meant.length * 0.3) : 0);
}
