import { isGivenName } from '../../language/lexicon.ts';
import { findNameRuns, isNameWord, isPossessive, type NameRun } from '../../language/person-names.ts';
import { isDeterminer, isPreposition } from '../../language/syntax/function-words.ts';
import {
  findPhraseEnding,
  findPhraseFrom,
  isEndingInName,
  type NounPhrase,
} from '../../language/syntax/noun-phrases.ts';
import { isNounWord } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { isPersonPhrase } from './role-nouns.ts';

/** Maximum number of tokens in a name with the words that introduce it. */
const MAX_NAME = 9;

const isNaming = (word: string) => /^(?:called|named)$/.test(word);

const NAMING =
  /^(?:(?:, )?(?:who )?(?:is|was) (?:called|named) |by the name of |(?:, )?who (?:gave|would give) (?:only )?(?:his|her|their) (?:first |full |own )?name (?:only |simply |just )?as |(?:, )?who (?:identified|introduced) (?:himself|herself|themselves) (?:only |simply |just )?as )/;

/** The index after words that name a phrase ending before `to` ("a woman called"), or undefined. */
function findNamingEnd(list: readonly Token[], { from, to }: NounPhrase): number | undefined {
  // in "the band leader called Holt" the leader calls somebody else
  if (isNaming(lowerTextAt(list, to)) && isIndefinite(textAt(list, from))) return to + 1;
  const words = list.slice(to, to + MAX_NAME).map(({ text }) => text.toLowerCase());
  const naming = NAMING.exec(`${words.join(' ')} `)?.[0];
  return naming === undefined ? undefined : to + naming.trimEnd().split(' ').length;
}

const isIndefinite = (word: string) => /^(?:an?|one|another|some)$/i.test(word);

/** Maximum number of role tokens before the name in an apposition: "the lad, apprentice Jordan Pyle,". */
const MAX_ROLE = 4;

/** The name that begins at an index, or after the words of a role there; or undefined. */
function findNameInApposition(list: readonly Token[], at: number): NameRun | undefined {
  let from = at;
  while (from - at < MAX_ROLE && /^\p{Ll}/u.test(textAt(list, from)) && isNounWord(list, from)) from++;
  return findNameAt(list, from);
}

/** Maximum number of tokens in a noun's complement before the comma: "the consultant on call,". */
const MAX_COMPLEMENT = 6;

/** The index of the comma or dash after a phrase and its noun's complement or clause ("who fetched them"), or undefined. */
function findCommaBehind(list: readonly Token[], to: number): number | undefined {
  if (textAt(list, to) === ',') return to;
  // "the third panelist -- Marc Hill -- jumped in"
  let dash = to;
  while (/^[—–-]$/.test(textAt(list, dash))) dash++;
  if (dash > to) return dash - 1;
  if (lowerTextAt(list, to) === 'who') {
    const end = list.slice(to, to + MAX_COMPLEMENT).findIndex(({ kind }) => kind !== 'word');
    return end > 0 && textAt(list, to + end) === ',' ? to + end : undefined;
  }
  if (!isPreposition(textAt(list, to))) return undefined;
  const offset = list.slice(to, to + MAX_COMPLEMENT).findIndex(({ kind }) => kind !== 'word');
  const comma = offset < 0 ? undefined : to + offset;
  const isPhrase = list
    .slice(to, comma)
    .every((token, at) => isPreposition(token.text) || isNounWord(list, to + at));
  return comma !== undefined && textAt(list, comma) === ',' && isPhrase ? comma : undefined;
}

/** The name that begins at an index, or undefined. */
function findNameAt(list: readonly Token[], at: number): NameRun | undefined {
  const [run] = findNameRuns(list.slice(at, at + MAX_NAME));
  return run?.from === 0 ? { from: at, name: at + run.name, to: at + run.to } : undefined;
}

/**
 * The name given right after a description: in apposition ("Its chairwoman, Beatrix Nolan, told ..."), or by
 * words that give the phrase, or an apposition to it, a name ("The bride, a nurse named Ann Lee, ...").
 */
export function findNameBehind(list: readonly Token[], nounPhrase: NounPhrase): NameRun | undefined {
  const { from, to } = nounPhrase;
  // "her editor at Tern Press" is not a name
  const isDescription = isDeterminer(textAt(list, from)) && isPersonPhrase(list.slice(from, to));
  if (isNameWord(textAt(list, to - 1)) && !isDescription) return undefined;
  const named = findNamingEnd(list, nounPhrase);
  if (named !== undefined) return findNameAt(list, named);
  const comma = findCommaBehind(list, to);
  if (comma === undefined) return undefined;
  const run = findNameInApposition(list, comma + 1);
  if (run) return (list[run.to]?.kind ?? 'mark') === 'mark' ? run : undefined;
  const addition = isDeterminer(textAt(list, comma + 1)) ? findPhraseFrom(list, comma + 1) : undefined;
  const end = addition && findNamingEnd(list, addition);
  return end === undefined ? undefined : findNameAt(list, end);
}

/**
 * The description to which a name is an apposition: "her brother" in "her brother Tom" and in "her
 * brother, Tom, said". Undefined if it does not describe a person.
 */
export function findDescriptionBefore(
  list: readonly Token[],
  { from, name, to }: NameRun,
): NounPhrase | undefined {
  const isAdded = textAt(list, from - 1) === ',';
  const nounPhrase = findPhraseEnding(list, isAdded ? from - 1 : from);
  if (!nounPhrase || isEndingInName(list, nounPhrase)) return undefined;
  const words = list.slice(nounPhrase.from, nounPhrase.to);
  const isOpened = isDeterminer(textAt(words, 0)) || words.some(({ text }) => isPossessive(text));
  // "the striker Cameroon lost", "the 38-year-old Swede": without a comma it must be a full or given name
  const isName = isAdded ? isOpened && !isWord(list[to]) : to - name > 1 || isGivenName(textAt(list, from));
  if (!isName) return undefined;
  return isPersonPhrase(words) ? nounPhrase : undefined;
}

/** Whether words before an index give a name there: "a man called Rachid", "gave her name as Leonie". */
export function isGivenNameAt(list: readonly Token[], at: number): boolean {
  if (isNaming(lowerTextAt(list, at - 1))) {
    // "asks to be called Fox"
    if (lowerTextAt(list, at - 2) === 'be' && lowerTextAt(list, at - 3) === 'to') return true;
    const end = /^(?:is|was)$/.test(lowerTextAt(list, at - 2)) ? at - 2 : at - 1;
    const nounPhrase = findPhraseEnding(list, end);
    if (!nounPhrase || !isPersonPhrase(list.slice(nounPhrase.from, nounPhrase.to))) return false;
    // "a tall, sorrowful person called"
    const isEnumerated = textAt(list, nounPhrase.from - 1) === ',';
    return end === at - 2 || isEnumerated || isIndefinite(textAt(list, nounPhrase.from));
  }
  if (lowerTextAt(list, at - 1) !== 'as') return false;
  return list
    .slice(Math.max(0, at - 5), at - 1)
    .some(({ text }) => /^(?:name|identified|introduced)$/.test(text));
}
