import { fillTemplate } from '../../../i18n/templates.ts';
import { reasons } from '../reasons.ts';
import type { Clause } from './clause.ts';
import { compareAny, shares, textOf } from './likeness.ts';
import type { Phrase } from './phrases.ts';
import { contentOf, type Given, type Rule, stemsOf } from './rule.ts';
import { LIGHT } from './verb-kinds.ts';

/** The text's clauses that seem to be about the same event: they share the patient, place or time. */
function findSameEvent(claimed: Clause, given: readonly Given[]): Given[] {
  const wanted = contentOf(claimed);
  if (wanted.size === 0) return [...given];
  return given.filter(
    ({ clause }) => shares(wanted, contentOf(clause)) || shares(wanted, stemsOf(clause.agents)),
  );
}

/** Finds swapped roles: every clause that has both with that verb has agent and patient reversed. */
export const findTurnedRoles: Rule = (claimed, given) => {
  if (claimed.verb === 'be') return null;
  const isSame = (a: readonly Phrase[], b: readonly Phrase[]) => compareAny(a, b) === 'same';
  const both = given.flatMap(({ clause }) => {
    const straight = isSame(claimed.agents, clause.agents) || isSame(claimed.patients, clause.patients);
    const turned = isSame(claimed.agents, clause.patients) && isSame(claimed.patients, clause.agents);
    return straight ? [false] : turned ? [true] : [];
  });
  if (both.length === 0 || both.includes(false)) return null;
  return fillTemplate(reasons.roles, {
    doer: textOf(claimed.agents),
    verb: claimed.written,
    sufferer: textOf(claimed.patients),
  });
};

/** Whether a sentence mentions something, but not as the agent of a clause. */
function isNamedBeside(phrases: readonly Phrase[], { clause, sentence }: Given): boolean {
  return sentence.phrases.some(
    phrase => !clause.agents.includes(phrase) && phrases.some(one => shares(one.core, phrase.core)),
  );
}

/** Whether the claimed agent has another clause in it: "Lumara plans it, but residents oppose it". */
function isToldApart({ agents }: Clause, { clause, sentence }: Given): boolean {
  if (agents.length === 0 || clause.agents.length === 0) return false;
  if ([...agents, ...clause.agents].some(({ isPronoun }) => isPronoun)) return false;
  if (compareAny(agents, clause.agents) === 'same') return false;
  return sentence.clauses.some(
    other =>
      other !== clause &&
      !other.agents.some(each => clause.agents.includes(each)) &&
      compareAny(agents, other.agents) === 'same',
  );
}

/** Finds an agent other than the text's, in every clause about the same event. */
export const findOtherAgent: Rule = (claimed, given) => {
  if (!claimed.isFinite) return null;
  const same = findSameEvent(
    claimed,
    given.filter(({ clause }) => clause.isFinite),
  );
  // a passive is compared with a passive: who was fined
  const isPassive = claimed.agents.length === 0;
  const subjectsOf = ({ agents, subjects }: Clause) =>
    isPassive ? (agents.length === 0 ? subjects : []) : agents;
  const compared = same.map(each => ({
    each,
    likeness: isToldApart(claimed, each) ? 'other' : compareAny(subjectsOf(claimed), subjectsOf(each.clause)),
  }));
  if (compared.length === 0 || compared.some(({ likeness }) => likeness !== 'other')) return null;
  // two names mean two people; two nouns do so only if one sentence tells them apart
  const areNames = subjectsOf(claimed).every(({ isName }) => isName);
  const isLight = LIGHT.has(claimed.verb);
  const beside = compared.find(
    ({ each }) =>
      (!isLight && isNamedBeside(subjectsOf(claimed), each)) ||
      (areNames && isSameTelling(claimed, each.clause, isLight)),
  );
  if (!beside) return null;
  return fillTemplate(reasons.otherAgent, {
    verb: claimed.written,
    other: textOf(subjectsOf(beside.each.clause)),
    word: textOf(subjectsOf(claimed)),
  });
};

/** Whether clauses tell one event, whoever the agent: by two words, or a number or patient of their verb. */
function isSameTelling(claimed: Clause, given: Clause, isLight: boolean): boolean {
  const subjects = stemsOf(claimed.subjects);
  const there = contentOf(given);
  const shared = [...contentOf(claimed)].filter(stem => there.has(stem) && !subjects.has(stem));
  if (isLight) return shared.length >= 2;
  return (
    shared.length >= 2 ||
    shared.some(stem => /^\p{N}/u.test(stem)) ||
    (!isPassiveClause(given) && shares(stemsOf(claimed.patients), stemsOf(given.patients)))
  );
}

const isPassiveClause = ({ agents, subjects, patients }: Clause) =>
  agents.length === 0 && subjects.some(each => patients.includes(each));

/** Swapped complements: "from 400 to 900" for "from 900 to 400", "before the vote" for "after the vote". */
export const findTurnedComplements: Rule = (claimed, given) => {
  const at = (clause: Clause, preposition: string) =>
    stemsOf(clause.complements.filter(each => each.preposition === preposition).map(({ phrase }) => phrase));
  for (const [one, other] of [
    ['from', 'to'],
    ['before', 'after'],
  ] as const) {
    const [first, second] = [at(claimed, one), at(claimed, other)];
    for (const { clause } of given) {
      const [there, beyond] = [at(clause, one), at(clause, other)];
      const isTurned =
        (shares(first, beyond) && !shares(first, there)) ||
        (shares(second, there) && !shares(second, beyond));
      if (isTurned && (one === 'before' || (shares(first, beyond) && shares(second, there))))
        return fillTemplate(reasons.otherWay, { word: one });
    }
  }
  // "The election ended before the strike" for "the strike ended before the election": subject and complement
  // are swapped
  for (const { clause } of given)
    for (const { preposition, phrase } of claimed.complements) {
      const facing = clause.complements.find(each => each.preposition === preposition);
      if (!facing) continue;
      if (
        compareAny([phrase], clause.agents) === 'same' &&
        compareAny(claimed.agents, [facing.phrase]) === 'same' &&
        compareAny(claimed.agents, clause.agents) !== 'same'
      )
        return fillTemplate(reasons.otherWay, { word: preposition });
    }
  // "Pell learned of it from Hollin" where the text has "learned of it from Pell"
  const isGiver = given.some(
    ({ clause }) =>
      clause.complements.some(
        each =>
          /^(?:from|by|against|to)$/.test(each.preposition) &&
          compareAny(claimed.agents, [each.phrase]) === 'same' &&
          claimed.agents.every(({ isName }) => isName),
      ) && compareAny(claimed.agents, clause.agents) !== 'same',
  );
  const isDoer = given.some(({ clause }) => compareAny(claimed.agents, clause.agents) === 'same');
  if (isGiver && !isDoer && claimed.isFinite)
    return fillTemplate(reasons.otherWay, { word: claimed.written });
  // "joined Dunmore from Rovers" where the text has "joined from Dunmore"
  const from = claimed.patients.find(phrase =>
    given.some(
      ({ clause }) =>
        clause.complements.some(
          each => each.preposition === 'from' && compareAny([phrase], [each.phrase]) === 'same',
        ) && compareAny([phrase], clause.patients) !== 'same',
    ),
  );
  return from ? fillTemplate(reasons.otherWay, { word: 'from' }) : null;
};
