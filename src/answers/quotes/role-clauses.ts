import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import { isPossessive } from '../../language/person-names.ts';
import { isClauseOpener, isPreposition } from '../../language/syntax/function-words.ts';
import { isAdverb, isNounWord } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { findRoleEnd } from './role-extent.ts';
import { isRolePhrase } from './role-nouns.ts';

const isOccupationVerb = createWordTest(roles.occupations.words);
const isLedBody = createWordTest(roles.bodies.words);

/** Maximum number of words of a relative clause that gives a role; longer ones tell of actions. */
const MAX_CLAUSE_WORDS = 10;

/** Whether a verb tells what happened, not what is the case: "whose shop reopened in June". */
const tellsEvent = (list: readonly Token[], verb: number) => /ed$/.test(textAt(list, verb));

/** Index of the last token opening a role after "who": verb, or token before its noun; or undefined. */
function findRoleVerb(list: readonly Token[], who: number): number | undefined {
  let verb = who + 1;
  if (textAt(list, who) === 'whose')
    return isLedBody(textAt(list, verb)) && !tellsEvent(list, verb + 1) ? verb + 1 : undefined;
  while (isAdverb(list[verb]) && !/^(?:is|was|has|had)$/.test(textAt(list, verb))) verb++;
  if (!/^(?:is|was)$/.test(textAt(list, verb)))
    return isOccupationVerb(textAt(list, verb)) ? verb : undefined;
  let noun = verb + 1;
  while (isAdverb(list[noun])) noun++;
  const opening = textAt(list, noun);
  const opensNoun = /^(?:the|a|an|his|her|their|its)$/.test(opening) || isPossessive(opening);
  return opensNoun ? noun - 1 : undefined;
}

/** The end of a relative clause that gives a role ("who owns the place", "whose ward is the island"). */
export function findRoleClauseEnd(list: readonly Token[], who: number): number | undefined {
  const verb = findRoleVerb(list, who);
  if (verb === undefined) return undefined;
  const to = findRoleEnd(list, verb + 1);
  if (/^(?:is|was)$/.test(textAt(list, verb)) && !isRolePhrase(list, verb + 1, to)) return undefined;
  // "a sound and lighting company" continues, "the pool and never uses it" does not
  const isJoined = lowerTextAt(list, to) === 'and' && isNounWord(list, to + 1);
  const isWhole = !isWord(list[to]) || (isClauseOpener(textAt(list, to)) && !isJoined);
  const isShort = to - who <= MAX_CLAUSE_WORDS;
  return isWhole && isShort && to - verb > 1 && !isPreposition(textAt(list, to - 1)) ? to : undefined;
}
