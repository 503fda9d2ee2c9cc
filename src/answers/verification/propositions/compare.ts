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

type RuleForWhole = (statement: ReadSentence, sentences: readonly ReadSentence[]) => string | null;

const RULES_FOR_WHOLE: readonly (readonly [string, RuleForWhole])[] = [
  ['direction', findTurnedDirection],
  ['value', findOtherValue],
  ['age', findOtherAge],
  ['segment', findOtherName],
  ['pair', findOtherPair],
  ['denial', findDroppedDenial],
  ['number', findOtherBinding],
  ['role', findOtherRole],
  ['part', findDroppedPart],
  ['hedge', findDroppedHedge],
  ['order', findTurnedOrder],
  ['source', findOtherSource],
];

/** The rules that still hold with a role in place of a name; a role does not tell who the agent is. */
const RULES_FOR_ROLES = RULES.filter(([rule]) => ['polarity', 'mood', 'antonym'].includes(rule));

/** Why a statement contradicts what these sentences say on the same subject, or null. */
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
  const turned = compareClauses(read, texts);
  if (turned) return turned;
  const bound = findTurnedBound(statement, sentences);
  if (bound !== null) return { rule: 'bound', reason: bound };
  for (const [rule, find] of RULES_FOR_WHOLE) {
    const reason = find(read, texts);
    if (reason !== null) return { rule, reason };
  }
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
