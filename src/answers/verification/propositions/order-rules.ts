import { fillTemplate } from '../../../i18n/templates.ts';
import { reasons } from '../reasons.ts';
import type { Clause, ReadSentence } from './clause.ts';

/** Pairs of clauses in which the first happens before the second. */
function readOrder({ clauses }: ReadSentence): [Clause, Clause][] {
  return clauses.flatMap((clause, index): [Clause, Clause][] => {
    if (clause.subordinator !== 'after' && clause.subordinator !== 'before') return [];
    const main = clauses[index - 1] ?? clauses[index + 1];
    if (!main) return [];
    return clause.subordinator === 'after' ? [[clause, main]] : [[main, clause]];
  });
}

/** Finds a reversed order of events: "published after he resigned" if he resigned after it was published. */
export function findTurnedOrder(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const given = sentences.flatMap(readOrder);
  const turned = readOrder(statement).find(
    ([first, second]) =>
      given.some(([early, late]) => early.verb === second.verb && late.verb === first.verb) &&
      !given.some(([early, late]) => early.verb === first.verb && late.verb === second.verb),
  );
  return turned
    ? fillTemplate(reasons.otherWay, { word: turned[0].subordinator ?? turned[1].subordinator ?? '' })
    : null;
}
