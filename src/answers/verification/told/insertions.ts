import { isHuman } from '../../../language/animacy.ts';
import type { ReadSentence } from '../propositions/clause.ts';
import { hasBreak, type Phrase } from '../propositions/phrases.ts';
import { HEDGING } from '../propositions/verb-kinds.ts';
import { isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { placeBehind, readAdded } from '../shortening/rewritings/rewriting.ts';
import { isAlternative, isAntecedent, isDetermined, isJoint, isOpener, type Words } from './pieces.ts';

/** "A crane pulled out the tram" for "It was a crane that pulled out the tram". */
export function tellCleft({ words, clauses }: ReadSentence): SentenceWord[][] {
  const [be] = clauses;
  const named = be?.patients[0];
  if (be?.verb !== 'be' || be.isNegated || words[0]?.lower !== 'it' || !named) return [];
  const relative = words.findIndex(({ lower }, at) => at >= named.to && /^(?:that|who)$/.test(lower));
  const verb = words[relative + 1];
  if (relative < 0 || hasBreak(words[relative]) || !(isVerbForm(verb) || /ed$/.test(verb?.lower ?? '')))
    return [];
  return [
    [...placeBehind('', words.slice(named.from, relative)), ...placeBehind(' ', words.slice(relative + 1))],
  ];
}

function splitAtJoints(words: Words): Words[] {
  const joint = words.findIndex(isJoint);
  return joint < 1 ? [words] : [words.slice(0, joint), words.slice(joint + 1)];
}

/** Whether a piece between commas is followed by the verb of the phrase before it, or ends the sentence. */
function isInserted(end: number, words: Words): boolean {
  const next = words[end];
  if (end === words.length) return true;
  // "The cook, Tom Orr, 41, sold"
  if (next?.kind === 'number' && /^\s*,/.test(words[end + 1]?.before ?? ''))
    return isInserted(end + 1, words);
  const verb = next?.kind === 'adverb' || next?.kind === 'negation' ? words[end + 1] : next;
  return /^\s*,/.test(next?.before ?? '') && (isVerbForm(verb) || next?.kind === 'relative');
}

const isNameOnly = (words: Words) => words.every(({ kind, isOwner }) => kind === 'name' && !isOwner);
/** Whether words behind a comma say what somebody or something is: an age, a measure, a participle, a role. */
function describes(words: Words, { isName }: Phrase, isLast: boolean): boolean {
  const [first, second] = words;
  if (isDetermined(words)) return !words.some(isVerbForm) && (isName || !isLast);
  if (isLast) return false;
  if (first?.kind === 'number') return words.length === 1 ? isName : words.at(-1)?.kind === 'adjective';
  return (first?.kind === 'participle' || first?.kind === 'gerund') && second !== undefined;
}

/** Whether a name stands behind a preposition that belongs to nobody else: "from Ann Lee", not "the son of Ann Lee". */
function isNameBehind({ from, isName, words: own }: Phrase, words: Words): boolean {
  const [before, preposition] = [words[from - 2], words[from - 1]];
  return (
    isName &&
    own.every(({ isOwner }) => !isOwner) &&
    preposition?.kind === 'preposition' &&
    preposition.lower !== 'of' &&
    before?.kind !== 'name' &&
    !isHuman(before?.lower ?? '')
  );
}

/** "Lee is the vet" and "Lee saved the dog" for "Lee, the vet who saved the dog, left". */
function tellDeed(name: Words, piece: Words): SentenceWord[][] {
  const at = piece.findIndex(({ lower }) => /^(?:who|that|which)$/.test(lower));
  const [role, deed] = [piece.slice(0, at), piece.slice(at + 1)];
  const isPlain = isDetermined(role) && !role.some(isVerbForm) && isVerbForm(deed[0]);
  if (at < 1 || !isPlain || deed.some(({ lower }) => HEDGING.has(lower))) return [];
  return [
    [...placeBehind('', name), ...readAdded('is'), ...placeBehind(' ', role)],
    [...placeBehind('', name), ...placeBehind(' ', deed)],
  ];
}

/** "The boat was built in 1988" for "the boat, built in 1988, sank"; "Lee is 24" for "Lee, 24, left". */
export function tellInsertions({ words, phrases }: ReadSentence): SentenceWord[][] {
  return phrases.flatMap(phrase => {
    const from = phrase.to;
    const first = words[from];
    const before = words[phrase.from - 1];
    if (!first || !/^\s*,\s*$/.test(first.before) || phrase.isPronoun) return [];
    const isHead =
      isAntecedent(phrase, words) ||
      (isJoint(before) && hasBreak(before)) ||
      // "one that Ann Lee, a vet, found"
      (phrase.isName && before?.kind === 'relative' && isDetermined(words.slice(from)));
    if (!isHead && !isNameBehind(phrase, words)) return [];
    const isBehind = !hasBreak(words[phrase.from]) && before?.kind === 'preposition' && !isOpener(before);
    if (isBehind && !(phrase.isName && isDetermined(words.slice(from)))) return [];
    const isListed = isJoint(before) && !hasBreak(before);
    if (isListed || (!phrase.isName && !isDetermined(phrase.words))) return [];
    let end = from + 1;
    while (end < words.length && !hasBreak(words[end])) end++;
    const piece = words.slice(from, end);
    if (piece.some(isAlternative) || isJoint(first)) return [];
    // "Tess Ridley, 24, who" and "Ann Lee, 24, a vet, left"
    if (isJoint(before) && !isNameOnly(piece)) return [];
    const isAge =
      phrase.isName &&
      piece.length === 1 &&
      first.kind === 'number' &&
      /^\s*,/.test(words[end]?.before ?? '');
    if (!isAge && !isInserted(end, words)) return [];
    const name =
      isNameOnly(piece) && isDetermined(phrase.words)
        ? [[...placeBehind('', piece), ...readAdded('is'), ...placeBehind(' ', phrase.words)]]
        : [];
    const deed = phrase.isName ? tellDeed(phrase.words, piece) : [];
    if (deed.length > 0) return deed;
    const isSaid = (part: Words) => isAge || name.length > 0 || describes(part, phrase, end === words.length);
    const parts = splitAtJoints(piece);
    const told = (parts.every(isSaid) ? parts : [piece])
      .filter(isSaid)
      .map(part => [...placeBehind('', phrase.words), ...readAdded('is'), ...placeBehind(' ', part)]);
    return [...told, ...name];
  });
}

/** "Ann Lee is a vet" for "a vet named Ann Lee". */
const tellNamed = ({ words, phrases }: ReadSentence): SentenceWord[][] =>
  phrases.flatMap(({ words: role, head, to }) => {
    const name = phrases.find(({ from }) => from === to + 1);
    const isNamed = /^(?:named|called)$/.test(words[to]?.lower ?? '') && !hasBreak(words[to]);
    return isNamed &&
      name &&
      isNameOnly(name.words) &&
      /^an?$/.test(role[0]?.lower ?? '') &&
      isHuman(head.lower)
      ? [[...placeBehind('', name.words), ...readAdded('is'), ...placeBehind(' ', role)]]
      : [];
  });

/** "Ann Lee is a former bishop" for "the former bishop Ann Lee". */
export function tellTitles(read: ReadSentence): SentenceWord[][] {
  const titled = read.phrases.flatMap(({ words }) => {
    const name = words.findIndex(({ kind }) => kind === 'name');
    const role = words.slice(0, Math.max(0, name));
    const isTitle =
      role.at(-1)?.kind === 'noun' &&
      isHuman(role.at(-1)?.lower ?? '') &&
      !role.some(({ isOwner }) => isOwner);
    return isTitle && isNameOnly(words.slice(name))
      ? [[...placeBehind('', words.slice(name)), ...readAdded('is'), ...placeBehind(' ', role)]]
      : [];
  });
  return [...tellNamed(read), ...titled];
}
