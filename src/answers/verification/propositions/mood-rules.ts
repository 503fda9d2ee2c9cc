import { fillTemplate } from '../../../i18n/templates.ts';
import { areAntonyms, areSynonyms } from '../../../language/antonyms.ts';
import { reasons } from '../reasons.ts';
import type { ReadSentence } from './clause.ts';
import { compareAny, textOf } from './likeness.ts';
import { contentOf, findSameTold, type Rule, writtenIn } from './rule.ts';

/** Finds reversed polarity: all clauses about the same thing deny what is claimed, or the reverse. */
export const findTurnedPolarity: Rule = (claimed, given) => {
  if (!claimed.isFinite) return null;
  const same = findSameTold(claimed, given);
  if (same.length === 0 || same.some(({ clause }) => clause.isNegated === claimed.isNegated)) return null;
  return claimed.isNegated ? reasons.denies : fillTemplate(reasons.denied, { word: claimed.written });
};

const CONDITION = /^(?:if|unless|when|provided|until|once|case|conditional|depend\w*|without)$/;

const isUnsure = ({ words }: ReadSentence) =>
  words.some(({ lower, kind }) => kind === 'modal' && /^(?:could|would|might|may)$/.test(lower));

/** Finds something possible, wanted, conditional or merely claimed that is stated as a fact. */
export const findDroppedMood: Rule = (claimed, given, statement) => {
  if (claimed.mood === 'condition' || claimed.mood === 'conditional' || claimed.mood === 'wanted')
    return null;
  if (!claimed.isFinite || claimed.isRelative || statement.words.some(({ lower }) => CONDITION.test(lower)))
    return null;
  const same = findSameTold(claimed, given);
  if (same.length === 0) return null;
  const [first] = same;
  if (same.some(({ clause }) => clause.mood === 'fact' && !clause.source?.isClaim) || !first) return null;
  const { clause } = first;
  const isConditional = same.every(each => /^condition/.test(each.clause.mood));
  // a statement that attributes or supposes something may do so; dropping a condition is wrong all the same
  if (!isConditional && (claimed.mood !== 'fact' || claimed.source || isUnsure(statement))) return null;
  if (clause.mood === 'wanted') return fillTemplate(reasons.onlyWanted, { word: claimed.written });
  if (clause.mood === 'condition' || clause.mood === 'conditional')
    return fillTemplate(reasons.onlyIf, { word: claimed.written });
  if (clause.mood === 'possible')
    return fillTemplate(reasons.onlyPossible, { other: clause.written, word: claimed.written });
  const who = clause.source?.phrase;
  return fillTemplate(reasons.onlyClaimed, { word: claimed.written, who: who ? textOf([who]) : '?' });
};

/** Finds the opposite said of an agent: "went so loud" for "went so quiet", "made a profit" for "a loss". */
export const findAntonym: Rule = (claimed, given, statement) => {
  const same = given.filter(
    ({ clause }) =>
      compareAny(claimed.agents, clause.agents) === 'same' && clause.isNegated === claimed.isNegated,
  );
  for (const { clause, sentence } of same) {
    const [said, there] = [contentOf(claimed), contentOf(clause)];
    for (const word of said) {
      if (there.has(word)) continue;
      const other = [...there].find(each => !said.has(each) && areAntonyms(word, each));
      if (other !== undefined && ![...there].some(each => areSynonyms(word, each)))
        return fillTemplate(reasons.other, {
          other: writtenIn(sentence, other),
          word: writtenIn(statement, word),
        });
    }
  }
  return null;
};
