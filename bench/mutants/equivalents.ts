import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Mutation } from './mutations.ts';

const Equivalent = z.strictObject({
  file: z.string(),
  /** The trimmed text of the line, so that the entry stays valid when the line moves. */
  line: z.string(),
  before: z.string(),
  after: z.string(),
  because: z.string(),
});
/** A change without any observable effect. */
export type Equivalent = z.infer<typeof Equivalent>;

const equivalents = z
  .array(Equivalent)
  .parse(JSON.parse(readFileSync(new URL('./equivalents.json', import.meta.url), 'utf8')));

/** The entry in equivalents.json for a change, or null. */
export function findEquivalent({ file, line, before, after }: Mutation, source: string): Equivalent | null {
  const text = source.split('\n')[line - 1]?.trim();
  const isSame = (one: Equivalent) =>
    one.file === file && one.line === text && one.before === before && one.after === after;
  return equivalents.find(isSame) ?? null;
}
