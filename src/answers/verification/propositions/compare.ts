import { fillTemplate } from '../../../i18n/templates.ts';
import { areAntonyms, areSynonyms } from '../../../language/antonyms.ts';
import { reasons } from '../reasons.ts';
import { type Clause, type ReadSentence, readSentence } from './clauses.ts';
import { findOtherRole, renameRoles } from './facts.ts';
import { findDroppedHedge } from './hedges.ts';
import { compareAny, shares, textOf } from './likeness.ts';
import { findDroppedDenial, findOtherPair } from './lists.ts';
import {
  findOtherAge,
  findOtherBinding,
  findOtherName,
  findOtherValue,
  findTurnedBound,
  findTurnedDirection,
} from './numbers.ts';
import type { Phrase } from './phrases.ts';
import { findDroppedPart } from './quantities.ts';

const stemsOf = (phrases: readonly Phrase[]) => new Set(phrases.flatMap(({ stems }) => [...stems]));

/** What a clause says besides who does it. */
const contentOf = ({ patients, complements, predicate }: Clause) =>
  new Set([...stemsOf(patients), ...stemsOf(complements.map(({ phrase }) => phrase)), ...predicate]);

/** Verbs that say so little that two clauses with one of them are about different things. */
const LIGHT = new Set([
  'be',
  'have',
  'do',
  'get',
  'go',
  'make',
  'take',
  'sai',
  'tell',
  'come',
  'includ',
  'us',
  'see',
]);

/** A clause of the text with its sentence. */
interface Given {
  readonly clause: Clause;
  readonly sentence: ReadSentence;
}

/** What is asked of a clause of a statement and the clauses of the text that have its verb. */
type Rule = (claimed: Clause, given: readonly Given[], statement: ReadSentence) => string | null;

/** Clauses of the text that seem to speak of the same: they share what is done to whom, or where and when. */
function findSameEvent(claimed: Clause, given: readonly Given[]): Given[] {
  const wanted = contentOf(claimed);
  if (wanted.size === 0) return [...given];
  return given.filter(
    ({ clause }) => shares(wanted, contentOf(clause)) || shares(wanted, stemsOf(clause.agents)),
  );
}

/** Who did it to whom stands the other way round, in each clause that names both with that verb. */
const findTurnedRoles: Rule = (claimed, given) => {
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

/** Whether a sentence names something as another thing than the doer of a clause. */
function isNamedBeside(phrases: readonly Phrase[], { clause, sentence }: Given): boolean {
  return sentence.phrases.some(
    phrase => !clause.agents.includes(phrase) && phrases.some(one => shares(one.core, phrase.core)),
  );
}

/** Whether a sentence has whom a clause speaks of as the doer of something else: "Lumara plans it, but residents oppose it". */
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

/** Somebody or something else does it in the text, in each clause that speaks of the same. */
const findOtherAgent: Rule = (claimed, given) => {
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
  // two names are two people; two nouns only where one sentence tells them apart
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

/** Whether two clauses tell the same of whomever: they share what is done, or two words, or a name or a number. */
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

const isOfSameThing = (claimed: Clause, { clause }: Given) =>
  compareAny(claimed.agents, clause.agents) === 'same' ||
  compareAny(claimed.patients, clause.patients) === 'same' ||
  shares(contentOf(claimed), contentOf(clause));

/** The text denies what is claimed, or affirms what is denied, wherever it says it of the same. */
const findTurnedPolarity: Rule = (claimed, given) => {
  if (!claimed.isFinite) return null;
  const same = given.filter(
    each => isOfSameThing(claimed, each) && compareAny(claimed.agents, each.clause.agents) !== 'other',
  );
  if (same.length === 0 || same.some(({ clause }) => clause.isNegated === claimed.isNegated)) return null;
  return claimed.isNegated ? reasons.denies : fillTemplate(reasons.denied, { word: claimed.written });
};

const CONDITION = /^(?:if|unless|when|provided|until|once|case|conditional|depend\w*|without)$/;
const isUnsure = ({ words }: ReadSentence) =>
  words.some(({ lower, kind }) => kind === 'modal' && /^(?:could|would|might|may)$/.test(lower));

/** What may be, is wanted, holds on a condition or is only claimed is said as a fact. */
const findDroppedMood: Rule = (claimed, given, statement) => {
  if (claimed.mood === 'condition' || claimed.mood === 'conditional' || claimed.mood === 'wanted')
    return null;
  if (!claimed.isFinite || claimed.isRelative || statement.words.some(({ lower }) => CONDITION.test(lower)))
    return null;
  const same = given.filter(
    each => isOfSameThing(claimed, each) && compareAny(claimed.agents, each.clause.agents) !== 'other',
  );
  if (same.length === 0) return null;
  const [first] = same;
  if (same.some(({ clause }) => clause.mood === 'fact' && !clause.source?.isClaim) || !first) return null;
  const { clause } = first;
  const isConditional = same.every(each => /^condition/.test(each.clause.mood));
  // who says or supposes something may do so; a condition is dropped all the same
  if (!isConditional && (claimed.mood !== 'fact' || claimed.source || isUnsure(statement))) return null;
  if (clause.mood === 'wanted') return fillTemplate(reasons.onlyWanted, { word: claimed.written });
  if (clause.mood === 'condition' || clause.mood === 'conditional')
    return fillTemplate(reasons.onlyIf, { word: claimed.written });
  if (clause.mood === 'possible')
    return fillTemplate(reasons.onlyPossible, { other: clause.written, word: claimed.written });
  const who = clause.source?.phrase;
  return fillTemplate(reasons.onlyClaimed, { word: claimed.written, who: who ? textOf([who]) : '?' });
};

/** "from 400 to 900" and "from 900 to 400"; "after the vote" and "before the vote". */
const findTurnedComplements: Rule = (claimed, given) => {
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
  // "The election ended before the strike": what stands behind the preposition is what the text says it of
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
  return from && given.length > 0 ? fillTemplate(reasons.otherWay, { word: 'from' }) : null;
};

/** The opposite is said of the same: "went so loud" for "went so quiet", "made a profit" where it "made a loss". */
const findAntonym: Rule = (claimed, given) => {
  const same = given.filter(
    ({ clause }) =>
      compareAny(claimed.agents, clause.agents) === 'same' && clause.isNegated === claimed.isNegated,
  );
  for (const { clause } of same) {
    const [said, there] = [contentOf(claimed), contentOf(clause)];
    for (const word of said) {
      if (there.has(word)) continue;
      const other = [...there].find(each => !said.has(each) && areAntonyms(word, each));
      if (other !== undefined && ![...there].some(each => areSynonyms(word, each)))
        return fillTemplate(reasons.other, { other, word });
    }
  }
  return null;
};

/** Who says it is somebody else in the text: each clause with the same verb of the same has another source. */
const findOtherTeller: Rule = (claimed, given) => {
  const who = claimed.source?.phrase;
  if (!who || who.isPronoun) return null;
  const same = given.filter(
    each => isOfSameThing(claimed, each) && compareAny(claimed.agents, each.clause.agents) !== 'other',
  );
  const tellers = same.map(({ clause }) => clause.source?.phrase ?? null);
  if (
    tellers.length === 0 ||
    tellers.some(teller => teller === null || compareAny([who], [teller]) !== 'other')
  )
    return null;
  const [teller] = tellers;
  if (!teller?.isName || !who.isName) return null;
  return fillTemplate(reasons.otherAgent, {
    verb: claimed.written,
    other: textOf([teller]),
    word: textOf([who]),
  });
};

const RULES: readonly (readonly [string, Rule])[] = [
  ['roles', findTurnedRoles],
  ['complements', findTurnedComplements],
  ['agent', findOtherAgent],
  ['polarity', findTurnedPolarity],
  ['teller', findOtherTeller],
  ['mood', findDroppedMood],
  ['antonym', findAntonym],
];

/** What holds where a role stands for a name: who does it is not told by a role. */
const RULES_FOR_ROLES = RULES.filter(([rule]) => ['polarity', 'mood', 'antonym'].includes(rule));

/** Who says or thinks it is somebody else in the text. */
function findOtherSource(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const said = sentences.flatMap(readAttributions);
  for (const claimed of readAttributions(statement)) {
    const same = said.filter(
      ({ about, what }) =>
        compareAny(claimed.about, about) !== 'other' &&
        [...claimed.what].every(stem => what.has(stem)) &&
        claimed.what.size > 0,
    );
    const likeness = same.map(({ source }) => compareAny([claimed.source], [source]));
    if (same.length === 0 || likeness.some(each => each !== 'other')) continue;
    const [other] = same;
    if (other)
      return fillTemplate(reasons.otherAgent, {
        verb: claimed.written,
        other: textOf([other.source]),
        word: textOf([claimed.source]),
      });
  }
  return null;
}

interface Attribution {
  readonly source: Phrase;
  readonly about: readonly Phrase[];
  readonly what: ReadonlySet<string>;
  readonly written: string;
}

/** What somebody calls, or says that somebody or something is: "called the plan reckless", "“The plan is reckless,” said Quill". */
function readAttributions({ clauses }: ReadSentence): Attribution[] {
  return clauses.flatMap(({ verb, agents, patients, predicate, source, written }) => {
    const [agent] = agents;
    if (
      verb === 'call' ||
      verb === 'describ' ||
      verb === 'brand' ||
      verb === 'label' ||
      verb === 'consid' ||
      verb === 'find'
    )
      return agent && predicate.length > 0
        ? [
            {
              source: agent,
              about: patients,
              what: new Set(predicate),
              written: `${written} ${predicate.join(' ')}`,
            },
          ]
        : [];
    const isOf = verb === 'be' && source?.phrase && predicate.length > 0;
    return isOf && source.phrase
      ? [{ source: source.phrase, about: agents, what: new Set(predicate), written: predicate.join(' ') }]
      : [];
  });
}

/** Pairs of verbs of which the first happens before the second. */
function readOrder({ clauses }: ReadSentence): [Clause, Clause][] {
  return clauses.flatMap((clause, index): [Clause, Clause][] => {
    if (clause.subordinator !== 'after' && clause.subordinator !== 'before') return [];
    const main = clauses[index - 1] ?? clauses[index + 1];
    if (!main) return [];
    return clause.subordinator === 'after' ? [[clause, main]] : [[main, clause]];
  });
}

/** "published after he resigned" where he resigned after it was published. */
function findTurnedOrder(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
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

/** Why a statement says something else than these sentences do of the same, or null. */
export function findTurnedProposition(
  statement: string,
  sentences: readonly string[],
): { rule: string; reason: string } | null {
  const texts = sentences.map(readSentence);
  const found = compareStatement(statement, texts, sentences);
  if (found) return found;
  return (
    renameRoles(statement, texts)
      .map(renamed => compareClauses(readSentence(renamed), texts, RULES_FOR_ROLES))
      .find(each => each !== null) ?? null
  );
}

function compareStatement(
  statement: string,
  texts: readonly ReadSentence[],
  sentences: readonly string[],
): { rule: string; reason: string } | null {
  const read = readSentence(statement);
  const whole: readonly (readonly [string, string | null])[] = [
    ['bound', findTurnedBound(statement, sentences)],
    ['direction', findTurnedDirection(read, texts)],
    ['value', findOtherValue(read, texts)],
    ['age', findOtherAge(read, texts)],
    ['segment', findOtherName(read, texts)],
    ['pair', findOtherPair(read, texts)],
    ['denial', findDroppedDenial(read, texts)],
    ['number', findOtherBinding(read, texts)],
    ['role', findOtherRole(read, texts)],
    ['part', findDroppedPart(read, texts)],
    ['hedge', findDroppedHedge(read, texts)],
    ['order', findTurnedOrder(read, texts)],
    ['source', findOtherSource(read, texts)],
  ];
  const turned = compareClauses(read, texts);
  if (turned) return turned;
  for (const [rule, reason] of whole) if (reason !== null) return { rule, reason };
  return null;
}

function compareClauses(
  read: ReadSentence,
  texts: readonly ReadSentence[],
  rules = RULES,
): { rule: string; reason: string } | null {
  const given = texts.flatMap(sentence => sentence.clauses.map(clause => ({ clause, sentence })));
  for (const claimed of read.clauses) {
    const withVerb = given.filter(({ clause }) => clause.verb === claimed.verb);
    if (withVerb.length === 0) continue;
    for (const [rule, find] of rules) {
      const reason = find(claimed, withVerb, read);
      if (reason !== null) return { rule, reason };
    }
  }
  return null;
}
