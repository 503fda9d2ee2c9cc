import type { ReadSentence } from './clause.ts';
import { readSentence } from './clauses.ts';
import { findOtherRole, renameRoles } from './facts.ts';
import { findDroppedHedge } from './hedges.ts';
import { findDroppedDenial, findOtherPair } from './lists.ts';
import { findAntonym, findDroppedMood, findTurnedPolarity } from './mood-rules.ts';
import {
  findOtherAge,
  findOtherBinding,
  findOtherName,
  findOtherValue,
  findTurnedBound,
  findTurnedDirection,
} from './numbers.ts';
import { findTurnedOrder } from './order-rules.ts';
import { findDroppedPart } from './quantities.ts';
import { findOtherAgent, findTurnedComplements, findTurnedRoles } from './role-rules.ts';
import type { Rule } from './rule.ts';
import { findOtherSource, findOtherTeller } from './source-rules.ts';

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
