import type { Level } from '../levels.ts';
import { reasons } from './reasons.ts';

/** The statements proven by plain code, and one reason for each of those withheld. */
export function withholdWorded<Statement extends { readonly level: Level }>(
  statements: readonly Statement[],
): { proven: Statement[]; withheld: string[] } {
  const proven = statements.filter(({ level }) => level !== 'worded');
  const withheld = Array.from({ length: statements.length - proven.length }, (): string => reasons.withheld);
  return { proven, withheld };
}
