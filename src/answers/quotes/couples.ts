import { getNameGender } from '../../language/lexicon.ts';
import type { PersonMention } from '../../language/people.ts';
import { type NameRun, nameWordsOf, surnameOf } from '../../language/person-names.ts';
import { lowerTextAt, type Token } from '../../language/tokens.ts';

/** The people who share the surname of the one named behind them: "Tom" in "Tom and Ann Reed". */
export function findCoupled(list: readonly Token[], runs: readonly NameRun[]): PersonMention[] {
  return runs.slice(1).flatMap((run, index) => {
    const before = runs[index];
    const [given = '', ...others] = before ? nameWordsOf(list, before) : [];
    const words = nameWordsOf(list, run);
    const isJoined = before?.to === run.from - 1 && /^(?:and|&)$/.test(lowerTextAt(list, run.from - 1));
    const areGiven = getNameGender(given) !== null && getNameGender(words[0] ?? '') !== null;
    if (!isJoined || !areGiven || others.length > 0 || words.length < 2) return [];
    const coupled = [given, surnameOf(words)];
    return [{ words: coupled, titles: [], role: null, human: true, gender: getNameGender(given) }];
  });
}
