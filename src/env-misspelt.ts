import { distance } from 'fastest-levenshtein';
import { Variables } from './env-variables.ts';

/** A variable that is none of ours, and the one of ours that it resembles. */
export interface MisspeltVariable {
  readonly name: string;
  readonly meant: string;
}

/** Variables of others whose names resemble ours: the OpenAI client's and discord.js's own. */
const FOREIGN_VARIABLES = new Set(
  'OPENAI_ORG_ID OPENAI_PROJECT_ID OPENAI_LOG OPENAI_ADMIN_KEY OPENAI_WEBHOOK_SECRET SHARD_ID'.split(' '),
);

/**
 * Names that nobody but us would be meant by, were it not for a slip of the finger: an unknown setting is
 * silent otherwise.
 */
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

/** Names that are compared with ours are not longer. */
const MAX_VARIABLE_NAME_LENGTH = 40;

/**
 * How far a name may be from one of ours: not at all for PORT, a letter in a short one, two in a long one,
 * and more where it begins with the same word.
 */
function maxTyposFor(name: string, meant: string): number {
  const [word = ''] = meant.split('_');
  if (meant.length < 6) return 0;
  if (meant.length < 8) return name.startsWith(meant.slice(0, 2)) ? 1 : 0;
  const isOurs = meant.includes('_') && name.startsWith(word);
  return Math.max(2, isOurs ? Math.floor(meant.length * 0.3) : 0);
}
