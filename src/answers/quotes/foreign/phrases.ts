import { uncapitalize } from '../../../language/capitals.ts';
import { isGivenName } from '../../../language/lexicon.ts';
import { isEmptyWord } from '../../../language/stems.ts';
import { isCapitalAt, isDateAt, isSmallAt, joinPieces, lowerAt, type Piece } from './pieces.ts';
import type { SpeechWords } from './speech-words.ts';

/** A person as a sentence names or describes them: "le maire de Vaurenne, Lucien Tardivel". */
export interface SpeakerPhrase {
  /** The index after it. */
  readonly to: number;
  /** The words of the name without titles; empty for a mere description. */
  readonly name: readonly string[];
  /** "Frau", "M.", or null. */
  readonly title: string | null;
  /** The person's role without a determiner, or null. */
  readonly role: string | null;
  /** The whole phrase as written. */
  readonly text: string;
}

/** Maximum number of words of a role. */
const MAX_ROLE = 8;

/** The subject of a verb of speech, if one begins at an index; or undefined. */
export function readSubject(
  list: readonly Piece[],
  from: number,
  words: SpeechWords,
): SpeakerPhrase | undefined {
  return words.isOblique(lowerAt(list, from)) ? undefined : readSpeaker(list, from, words);
}

/** The phrase for a speaker, if one begins at an index; or undefined. */
export function readSpeaker(
  list: readonly Piece[],
  from: number,
  words: SpeechWords,
): SpeakerPhrase | undefined {
  if (words.isPronoun(lowerAt(list, from)) && !words.isDeterminer(lowerAt(list, from))) return undefined;
  const begun = words.language === 'deu' ? readGerman(list, from, words) : readRomance(list, from, words);
  if (!begun || isDateAt(list, from, words)) return undefined;
  const named =
    begun.name.length === 0 ? readNameBehind(list, begun, words) : readRoleBehind(list, begun, words);
  return named ?? begun;
}

/** The index after a title and its full stop. */
function skipTitle(list: readonly Piece[], at: number, words: SpeechWords): number {
  if (!words.isTitle(lowerAt(list, at))) return at;
  return list[at + 1]?.text === '.' ? at + 2 : at + 1;
}

/** Whether a word may be part of a name: capitalised, and not only because it begins its sentence. */
const isNameAt = (list: readonly Piece[], at: number, words: SpeechWords) =>
  isCapitalAt(list, at) &&
  !words.isTitle(lowerAt(list, at)) &&
  !(isAtHead(list, at) && (isEmptyWord(lowerAt(list, at)) || words.isSource(lowerAt(list, at))));

const isAtHead = (list: readonly Piece[], at: number) => at === 0 || list[at - 1]?.kind !== 'word';

/** The index after a name that begins at an index: capitalised words, with particles only between them. */
function skipName(list: readonly Piece[], from: number, words: SpeechWords): number {
  let at = from;
  for (;;) {
    const behind = isNameAt(list, at, words) ? at + 1 : at > from ? skipParticles(list, at, words) : at;
    if (behind === at) return at;
    at = behind;
  }
}

/** The index after particles and the name word that they belong to: "de la Fuente". */
function skipParticles(list: readonly Piece[], from: number, words: SpeechWords): number {
  let at = from;
  while (at - from < 2 && words.isParticle(lowerAt(list, at))) at += 1;
  // "Angaben von Meyer" is not a name
  const isOfName = words.language !== 'deu' || isGivenName(lowerAt(list, from - 1));
  return at > from && isOfName && isNameAt(list, at, words) ? at + 1 : from;
}

const textsOf = (list: readonly Piece[], from: number, to: number) =>
  list.slice(from, to).map(({ text }) => text);

function phraseOf(
  list: readonly Piece[],
  { from, to }: { from: number; to: number },
  { name, title, role }: Pick<SpeakerPhrase, 'name' | 'title' | 'role'>,
): SpeakerPhrase {
  return { to, name, title, role, text: joinPieces(list.slice(from, to)) };
}

/** French, Spanish, Italian: roles are in lower case, names are capitalised. */
function readRomance(list: readonly Piece[], from: number, words: SpeechWords): SpeakerPhrase | undefined {
  const start = words.isDeterminer(lowerAt(list, from)) ? from + 1 : from;
  const behindTitle = skipTitle(list, start, words);
  const title = behindTitle > start ? joinPieces(list.slice(start, behindTitle)) : null;
  const roleEnd = title === null && start > from ? skipRole(list, behindTitle, words) : behindTitle;
  const end = skipName(list, roleEnd, words);
  const role = roleEnd > behindTitle ? joinPieces(list.slice(behindTitle, roleEnd)) : null;
  if (end === roleEnd && role === null) return undefined;
  return phraseOf(list, { from, to: end }, { name: textsOf(list, roleEnd, end), title, role });
}

/** The index after a role: lower-case words, with names only after a preposition or determiner. */
function skipRole(list: readonly Piece[], from: number, words: SpeechWords): number {
  let at = from;
  while (at - from < MAX_ROLE) {
    const isJoined = words.isPreposition(lowerAt(list, at - 1)) || words.isDeterminer(lowerAt(list, at - 1));
    if (isDateAt(list, at, words)) break;
    if (isSmallAt(list, at) && !isEndOfPhrase(list, at, words)) at += 1;
    else if (at > from + 1 && isJoined && isCapitalAt(list, at)) at = skipName(list, at, words);
    else break;
  }
  while (
    at > from &&
    (words.isPreposition(lowerAt(list, at - 1)) || words.isDeterminer(lowerAt(list, at - 1)))
  )
    at -= 1;
  return at;
}

const CLAUSE_WORDS = new Set(
  'qui que dont où et mais quand lorsque lors pendant devant dans avec sur après avant chez par quien cuando y pero ante durante con tras sobre che cui e ma mentre durante davanti con dopo in a da su und oder aber als wenn weil dass mit bei nach vor auf in im am'.split(
    ' ',
  ),
);

const isEndOfPhrase = (list: readonly Piece[], at: number, words: SpeechWords) => {
  const word = lowerAt(list, at);
  if (words.isPreposition(word) && !CLAUSE_WORDS.has(word)) return false;
  return (
    CLAUSE_WORDS.has(word) ||
    words.isAdverbial(word) ||
    words.isPronoun(word) ||
    words.isAuxiliary(word) ||
    words.isVerb(word) ||
    words.isNaming(word)
  );
};

/** German: nouns are capitalised too, so a role is told from a name by its position and its form. */
function readGerman(list: readonly Piece[], from: number, words: SpeechWords): SpeakerPhrase | undefined {
  const hasDeterminer = words.isDeterminer(lowerAt(list, from));
  let start = hasDeterminer ? from + 1 : from;
  while (hasDeterminer && start - from < 4 && isSmallAt(list, start) && !isEndOfPhrase(list, start, words))
    start += 1;
  const nounsEnd = skipName(list, start, words);
  const behindTitles = skipTitles(list, nounsEnd, words);
  if (behindTitles > nounsEnd) {
    const to = skipName(list, behindTitles, words);
    const role = nounsEnd > start ? germanRole(list, { from, start, to: nounsEnd }, words) : null;
    const title = joinPieces(list.slice(nounsEnd, behindTitles));
    // "eine Frau"
    const isNoun = to === behindTitles && hasDeterminer && role === null;
    if (isNoun)
      return phraseOf(
        list,
        { from, to: nounsEnd + 1 },
        { name: [], title: null, role: textsOf(list, nounsEnd, nounsEnd + 1).join('') },
      );
    if (to === behindTitles) return undefined;
    return phraseOf(list, { from, to }, { name: textsOf(list, behindTitles, to), title, role });
  }
  if (nounsEnd === start) return undefined;
  const nameStart = findGermanName(list, { start, end: nounsEnd, hasDeterminer }, words);
  const to = nameStart === nounsEnd ? skipGenitive(list, nounsEnd, words) : nounsEnd;
  const role =
    nameStart > start
      ? germanRole(list, { from, start, to: nameStart === nounsEnd ? to : nameStart }, words)
      : null;
  return phraseOf(list, { from, to }, { name: textsOf(list, nameStart, nounsEnd), title: null, role });
}

/** A German role from its first noun on, or from an adjective that changes it ("frühere"). */
function germanRole(
  list: readonly Piece[],
  { from, start, to }: { from: number; start: number; to: number },
  words: SpeechWords,
): string {
  const isOther = list.slice(from + 1, start).some(({ text }) => words.isOtherRole(text.toLowerCase()));
  if (!isOther) return joinPieces(list.slice(start, to));
  const role = joinPieces(list.slice(from, to));
  return uncapitalize(role);
}

function skipTitles(list: readonly Piece[], from: number, words: SpeechWords): number {
  let at = from;
  for (let next = skipTitle(list, at, words); next > at; next = skipTitle(list, at, words)) at = next;
  return at;
}

/** The index at which the name begins in a row of nouns; their end if none of them is a name. */
function findGermanName(
  list: readonly Piece[],
  { start, end, hasDeterminer }: { start: number; end: number; hasDeterminer: boolean },
  words: SpeechWords,
): number {
  const isRole = (at: number) => words.isRoleNoun(lowerAt(list, at)) && !isGivenName(lowerAt(list, at));
  const roles = list.slice(start, end).findLastIndex((_, at) => isRole(start + at)) + 1;
  if (roles > 0) return start + roles;
  if (end - start === 1) return hasDeterminer ? end : start;
  if (end - start === 2) return hasDeterminer && !isGivenName(lowerAt(list, start)) ? start + 1 : start;
  return words.isParticle(lowerAt(list, end - 2)) ? Math.max(start, end - 3) : end - 2;
}

/** "die Sprecherin der Polizei". */
function skipGenitive(list: readonly Piece[], at: number, words: SpeechWords): number {
  if (!words.isPreposition(lowerAt(list, at))) return at;
  const noun = words.isDeterminer(lowerAt(list, at + 1)) ? at + 2 : at + 1;
  const end = skipName(list, noun, words);
  return end > noun ? end : at;
}

/** "le maire de Vaurenne, Lucien Tardivel": the name after a description. */
function readNameBehind(
  list: readonly Piece[],
  { to, role, text }: SpeakerPhrase,
  words: SpeechWords,
): SpeakerPhrase | undefined {
  if (list[to]?.text !== ',' || role === null) return undefined;
  const start = skipTitles(list, to + 1, words);
  const end = skipName(list, start, words);
  const isClosed = end >= list.length || list[end]?.kind !== 'word';
  if (end === start || !isClosed) return undefined;
  return {
    to: end,
    name: textsOf(list, start, end),
    title: null,
    role,
    text: `${text}, ${joinPieces(list.slice(to + 1, end))}`,
  };
}

/** "Odile Garrabet, conseillère municipale": the role after a name. */
function readRoleBehind(
  list: readonly Piece[],
  phrase: SpeakerPhrase,
  words: SpeechWords,
): SpeakerPhrase | undefined {
  const { to, role } = phrase;
  if (role !== null || list[to]?.text !== ',') return undefined;
  const start = words.isDeterminer(lowerAt(list, to + 1)) ? to + 2 : to + 1;
  const end =
    words.language === 'deu'
      ? skipGenitive(list, skipName(list, start, words), words)
      : skipRole(list, start, words);
  const kind = list[end]?.kind ?? 'mark';
  const isClosed = kind === 'mark' || (kind === 'quotation' && !isEmptyWord(lowerAt(list, end - 1)));
  if (end === start || !isClosed || (words.language === 'deu' && !words.isRoleNoun(lowerAt(list, start))))
    return undefined;
  return { ...phrase, to: end, role: joinPieces(list.slice(start, end)) };
}
