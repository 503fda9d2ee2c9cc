import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import type { Clause, ReadSentence } from '../propositions/clause.ts';
import { hasBreak, isDate, type Phrase } from '../propositions/phrases.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { placeBehind, readAdded } from '../shortening/rewritings/rewriting.ts';

/* A sentence with one verb, turned round so that it says the same: the active for the passive, "to" for a dative. */

/** The end of a phrase with the "of" phrases that belong to it: "the mayor of Hull". */
function findOwnEnd({ to }: Phrase, { words, phrases }: ReadSentence): number {
  const complement = words[to]?.lower === 'of' && phrases.find(({ from }) => from === to + 1);
  return complement ? findOwnEnd(complement, { words, phrases } as ReadSentence) : to;
}

/** Whether a phrase behind "by" can be who does it: no time, number or means ("by Friday", "by hand"). */
function isAgent({ words, head, isName }: Phrase): boolean {
  if (words.some(isDate) || !/^(?:noun|name)$/.test(head.kind)) return false;
  return (
    isName || /^(?:determiner|possessive|number)$/.test(words[0]?.kind ?? '') || /[^s]s$/.test(head.lower)
  );
}

/** "A brewery gave a motor to the church" for "A motor was given to the church by a brewery". */
export function turnPassive(read: ReadSentence): SentenceWord[] | null {
  const { words, clauses } = read;
  const [clause, other] = clauses;
  const [agent, another] = clause?.agents ?? [];
  if (
    !clause ||
    other ||
    !agent ||
    another ||
    words[agent.from - 1]?.lower !== 'by' ||
    agent.from <= clause.to
  )
    return null;
  const subject = words.slice(0, clause.from);
  if (!isAgent(agent) || subject.length === 0 || subject.some((word, at) => at > 0 && hasBreak(word)))
    return null;
  const end = findOwnEnd(agent, read);
  const group = words.slice(clause.from, clause.to);
  const between = words.slice(clause.to, agent.from - 1);
  // "was pulled out by"
  const particle = between.length === 1 ? between : [];
  const kept = [...group.filter(({ kind }) => kind !== 'be' && kind !== 'auxiliary'), ...particle];
  return [
    ...placeBehind('', words.slice(agent.from, end)),
    ...placeBehind(' ', kept),
    ...placeBehind(' ', subject),
    ...between.slice(particle.length),
    ...words.slice(end),
  ];
}

const GIVING = new Set(lexicon.giving.words.map(stem));

/** "gave a motor to the church" for "gave the church a motor". */
export function turnDative(read: ReadSentence): SentenceWord[] | null {
  const { words, clauses } = read;
  const clause = clauses.find((each: Clause) => GIVING.has(each.verb) && each.from > 0);
  const [receiver, thing] = clause?.patients ?? [];
  if (!clause || !receiver || !thing || clause.agents.length === 0) return null;
  const end = findOwnEnd(receiver, read);
  if (receiver.from !== clause.to || thing.from !== end || hasBreak(words[thing.from])) return null;
  const last = findOwnEnd(thing, read);
  return [
    ...words.slice(0, receiver.from),
    ...placeBehind(' ', words.slice(thing.from, last)),
    ...readAdded('to'),
    ...placeBehind(' ', words.slice(receiver.from, end)),
    ...words.slice(last),
  ];
}
