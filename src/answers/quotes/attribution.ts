import { isAdjective, isFiniteVerb, isPastTense } from '../../language/lexicon.ts';
import {
  findNameRuns,
  isNameWord,
  isOrganisation,
  isPossessive,
  isTitle,
} from '../../language/person-names.ts';
import {
  canInvert,
  isCueVerb,
  isMannerOfSpeaking,
  isNamingVerb,
  isSpeechNoun,
  isWeakCueVerb,
} from '../../language/speech.ts';
import type { Token } from '../../language/tokens.ts';

/** A phrase that names somebody: `from..to` are indexes into the tokens of its sentence. */
export interface NounPhrase {
  readonly from: number;
  readonly to: number;
}

/**
 * Whom a sentence gives as the speaker of a quotation in it, and the word that says so (its index), if there
 * is one.
 */
export interface Attribution {
  /**
   * Null where the sentence tells that nobody named in it says so: "reporters were told", "she never said".
   */
  readonly speaker: NounPhrase | null;
  readonly cue: number | null;
}

const PRONOUN = /^(?:he|she|they|it|we|I|you|who)$/i;
const DETERMINER =
  /^(?:the|a|an|this|that|these|those|his|her|their|its|our|my|your|one|two|three|four|five|six|some|several|many|another|other|others|both|all|most|no|each|few|any|such)$/i;
const PREPOSITION =
  /^(?:of|for|at|from|with|in|on|to|by|about|after|before|during|since|until|under|over|between|among|against|into|near|outside|inside|through|without|within|via|despite|amid|following|toward|towards|upon|like|as|than)$/i;
const CLAUSE =
  /^(?:and|or|but|nor|yet|that|which|who|whom|whose|when|while|where|why|how|if|because|although|though|as|whether|what|until|unless|than|then|so|before|after|since)$/i;
const SKIPPED =
  /^(?:also|later|then|once|now|still|even|just|never|not|has|had|have|is|was|were|are|been|be|being|would|will|could|can|did|does|do|should|may|might|again|only|first|further|once|soon|often|always|once|today|yesterday|tonight|earlier|himself|herself|themselves|quickly|simply|ever|further|too|meanwhile|however|instead|perhaps|rather|underneath|indeed|though)$/i;
const TIME =
  /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|morning|afternoon|evening|night|week|month|year|last|this|late|early|\d{1,4})\.?$/;
const SUBORDINATE =
  /^(?:When|While|After|Before|As|If|Because|Since|Although|Though|Once|Until|Whether|Asked|Given|Speaking|Like|Unlike|Here|There)$/i;

const MODAL =
  /^(?:to|will|would|can|could|may|might|must|should|did|do|does|didn['’]t|don['’]t|not|also|now|still|even)$/i;

const lowerCaseOf = (token: Token | undefined) => token?.text.toLowerCase() ?? '';
const isWord = (token: Token | undefined): token is Token => token?.kind === 'word';

/** The index of the last token before `end` that is such a one, or -1. */
function findLastBefore(list: readonly Token[], end: number, is: (token: Token) => boolean): number {
  let at = Math.min(end, list.length) - 1;
  while (at >= 0 && !is(list[at]!)) at--;
  return at;
}

function isAdverb(token: Token | undefined): boolean {
  return (
    isWord(token) &&
    (SKIPPED.test(token.text) || /^\p{Ll}{3,}ly$/u.test(token.text)) &&
    !/^(?:family|ally|assembly|bully|reply)$/.test(token.text)
  );
}

/** Whether a verb of saying stands here and not a noun ("the report", "his claims"). */
function isCueVerbAt(list: readonly Token[], at: number): boolean {
  const token = list[at];
  if (!isWord(token) || !/^\p{Ll}/u.test(token.text)) return false;
  const word = lowerCaseOf(token);
  const before = list[at - 1];
  if (isWeakCueVerb(word))
    return /^(?:went|goes|put|puts)$/.test(word) && /^(?:on|it)$/.test(lowerCaseOf(list[at + 1]));
  if (!isCueVerb(word)) return false;
  const mayBeNoun = !/ed$|ing$|^(?:said|says|told|wrote|thought|sang)$/.test(word);
  if (!mayBeNoun || !isWord(before)) return true;
  if (DETERMINER.test(before.text) || isPossessive(before.text) || before.text === 'own') return false;
  if (/^(?:of|in|for|with|by|from|at|on)$/i.test(before.text)) return false;
  if (/^\p{Ll}/u.test(before.text) && (before.text.includes('-') || isAdjective(before.text))) return false;
  // "they claim", "police say", but "his mental state"
  const isBase = !/s$/.test(word) || word === 'stress';
  return (
    !isBase ||
    PRONOUN.test(before.text) ||
    MODAL.test(before.text) ||
    /s$/.test(before.text) ||
    isNameWord(before.text) ||
    /^(?:police|people|and|that)$/.test(before.text)
  );
}

function isNounWord(list: readonly Token[], at: number): boolean {
  const token = list[at];
  if (!isWord(token) || PREPOSITION.test(token.text) || CLAUSE.test(token.text) || PRONOUN.test(token.text))
    return false;
  if (isNameWord(token.text) || isTitle(token.text)) return true;
  if (/ed$/.test(token.text) && isNameWord(list[at - 1]?.text ?? '') && !isPossessive(list[at - 1]!.text))
    return false;
  if (isAdverb(token) || isCueVerbAt(list, at)) return false;
  // "the judge", "an engineer": verbs elsewhere, nouns after an article.
  if (/^(?:the|a|an|his|her|their|its|own)$/i.test(list[at - 1]?.text ?? '')) return true;
  return !isFiniteVerb(token.text) || isRoleOfName(list, at);
}

/** Pronouns for no one in particular: no part of anybody's name or role. */
const INDEFINITE = /^(?:(?:some|any|no|every)(?:thing|body|one)|none)$/i;

/**
 * Words between a verb and the name that its noun is the role of, at most: "said security guard Lena Ruiz".
 */
const ROLE_WORDS = 5;

/**
 * Whether a word that may be a verb is the role of the name behind it: "said coach Lena Ruiz", "…, guard Tom
 * Reed said". A verb in its bare form needs a subject before it, and here a verb of saying, a quotation, a
 * mark or nothing stands there.
 */
function isRoleOfName(list: readonly Token[], at: number): boolean {
  const { text } = list[at]!;
  if (isCueVerb(text) || isWeakCueVerb(text) || AUXILIARY.test(text)) return false;
  if (!/^\p{Ll}[\p{L}-]+$/u.test(text) || /(?:ing|[^s]s)$/.test(text) || isPastTense(text)) return false;
  let to = at + 1;
  while (
    to - at < ROLE_WORDS &&
    (canBeRole(list[to]) || (lowerCaseOf(list[to]) === 'and' && canBeRole(list[to + 1])))
  )
    to++;
  if (!isNameWord(list[to]?.text ?? '')) return false;
  let from = at;
  const isContinued = (end: number) =>
    canBeRole(list[end - 1]) || (lowerCaseOf(list[end - 1]) === 'and' && canBeRole(list[end - 2]));
  while (at - from < ROLE_WORDS && isContinued(from) && !isCueVerbAt(list, from - 1)) from--;
  const before = list[from - 1];
  if (before?.kind === 'quotation')
    return list.slice(to, to + MAX_TAG_DISTANCE).some((_, index) => isCueVerbAt(list, to + index));
  if (!isWord(before) || DETERMINER.test(list[from]!.text)) return true;
  return /^(?:and|but|while|as|when|that)$/i.test(before.text) || isCueVerbAt(list, from - 1);
}

/** How far behind the role of a name its verb of saying may stand. */
const MAX_TAG_DISTANCE = 12;

function canBeRole(token: Token | undefined): boolean {
  return (
    isWord(token) &&
    /^\p{Ll}/u.test(token.text) &&
    !isAdverb(token) &&
    !NOT_A_ROLE.some(kind => kind.test(token.text))
  );
}

const NOT_A_ROLE = [PREPOSITION, CLAUSE, PRONOUN, INDEFINITE];
const AUXILIARY =
  /^(?:do|does|did|has|have|had|is|are|was|were|be|been|can|could|may|might|must|shall|should|will|would|let|please)$/i;

/** The noun phrase that ends before `end`, or undefined. */
function findPhraseEnding(list: readonly Token[], end: number): NounPhrase | undefined {
  const last = list[end - 1];
  if (!isWord(last)) return undefined;
  if (PRONOUN.test(last.text) || /^(?:others|some|many|both|this)$/i.test(last.text))
    return { from: end - 1, to: end };
  if (TIME.test(last.text)) return undefined;
  let from = end;
  while (from > 0 && isNounWord(list, from - 1) && !TIME.test(list[from - 1]!.text)) {
    from--;
    const word = list[from]!.text;
    if (DETERMINER.test(word) && !isPossessive(list[from - 1]?.text ?? '')) break;
  }
  if (from === end) return undefined;
  if (end - from === 1 && DETERMINER.test(last.text))
    return lowerCaseOf(list[from - 1]) === 'of' ? { from, to: end } : undefined;
  return { from, to: end };
}

function isEndingInName(list: readonly Token[], { to }: NounPhrase): boolean {
  return isNameWord(list[to - 1]!.text);
}

/** "the director of the FBI": from "the FBI" on to the noun that it belongs to. */
function extendToHead(list: readonly Token[], phrase: NounPhrase): NounPhrase {
  const preposition = lowerCaseOf(list[phrase.from - 1]);
  if (!/^(?:of|for|at|from|with|in|to|on|and)$/.test(preposition) || phrase.from < 2) return phrase;
  const head = findPhraseEnding(list, phrase.from - 1);
  if (!head) return phrase;
  if (preposition === 'and') {
    const isOneDescription =
      !isEndingInName(list, phrase) &&
      DETERMINER.test(list[head.from]!.text) &&
      !DETERMINER.test(list[phrase.from]!.text);
    if (isOneDescription) return { from: extendToHead(list, head).from, to: phrase.to };
    return isEndingInName(list, head) && isEndingInName(list, phrase)
      ? { from: head.from, to: phrase.to }
      : phrase;
  }
  const opensSentence = /^(?:in|on|at|during|after|before|for|from|with)$/i.test(
    list[head.from - 1]?.text ?? '',
  );
  if (opensSentence) return phrase;
  // "Secretary of State John Kerry"
  const isOffice = isTitle(list[head.to - 1]!.text) && isEndingInName(list, phrase);
  if (isOffice) return { from: head.from, to: phrase.to };
  const longer = extendToHead(list, head);
  // A name is whole without what follows it; "a spokesman for Clinton" is not.
  return isEndingInName(list, head) && (preposition !== 'of' || !isOrganisation([list[head.to - 1]!.text]))
    ? longer
    : { from: longer.from, to: phrase.to };
}

/**
 * The comma that begins the additions ("Smith, a lawyer from Ohio, the father of two, said") that end at the
 * comma `at`: the nearest one, or one further left before which a name stands free.
 */
function findAppositionBefore(list: readonly Token[], at: number): number | undefined {
  let nearest: number | undefined;
  for (let comma = at - 2; comma > 0 && at - comma < 40; comma--) {
    if (list[comma]!.kind === 'quotation' || /[;:?!]/.test(list[comma]!.text)) break;
    const next = list[comma + 1];
    if (list[comma]!.text !== ',' || !isWord(next)) continue;
    const before = list[comma - 1];
    const opensAddition = /^(?:who|whose|which|a|an|the|himself|herself|former|\d+)$/.test(next.text);
    const namedBefore = isWord(before) && isNameWord(before.text);
    if (nearest === undefined) {
      if (namedBefore || (opensAddition && isNounWord(list, comma - 1))) nearest = comma;
    } else if (opensAddition && (namedBefore || before?.text === ')')) {
      const phrase = findPhraseEnding(list, comma);
      if (!phrase || !PREPOSITION.test(list[phrase.from - 1]?.text ?? '')) nearest = comma;
    }
  }
  return nearest ?? findInsertionBefore(list, at);
}

/**
 * The comma before "the naturalists, in a letter to the council, called it": a noun phrase at the head of its
 * clause stands before it.
 */
function findInsertionBefore(list: readonly Token[], at: number): number | undefined {
  const comma = findLastBefore(
    list,
    at,
    ({ text, kind }) => text === ',' || text === ';' || kind === 'quotation',
  );
  if (list[comma]?.text !== ',' || !PREPOSITION.test(list[comma + 1]?.text ?? '')) return undefined;
  const phrase = findPhraseEnding(list, comma);
  const before = phrase && list[phrase.from - 1];
  return phrase && (before === undefined || /^(?:[;:]|and|but|while)$/i.test(before.text))
    ? comma
    : undefined;
}

/**
 * "His former partner, Lawrence B. Cummings, called him": a name between the commas is the subject itself.
 */
function findNameBetween(list: readonly Token[], comma: number, at: number): NounPhrase | undefined {
  const phrase = at - comma > 2 ? findPhraseEnding(list, at) : undefined;
  const isWholeName =
    phrase?.from === comma + 1 && list.slice(phrase.from, phrase.to).every(({ text }) => isNameWord(text));
  return isWholeName ? phrase : undefined;
}

/** The subject of the verb at `verb`, to its left. */
function findSubjectBefore(list: readonly Token[], verb: number): NounPhrase | undefined {
  let end = verb;
  for (let step = 0; step < 12; step++) {
    const last = list[end - 1];
    if (!last) return undefined;
    if (isAdverb(last)) end--;
    else if (last.text === ')') {
      const opening = findLastBefore(list, end - 1, token => token.text === '(');
      if (opening < 0) return undefined;
      end = opening;
    } else if (isWord(last) && TIME.test(last.text)) {
      end--;
      if (/^(?:on|in|of|at)$/.test(lowerCaseOf(list[end - 1]))) end--;
    } else if (last.text === ',' || last.text === '—' || last.text === '–') {
      const opening =
        last.text === ','
          ? findAppositionBefore(list, end - 1)
          : findLastBefore(list, end - 1, token => token.text === last.text);
      if (opening === undefined || opening < 0) return undefined;
      const name = last.text === ',' ? findNameBetween(list, opening, end - 1) : undefined;
      if (name) return name;
      end = opening;
    } else break;
  }
  if (/^(?:who|which|that)$/.test(lowerCaseOf(list[end - 1]))) {
    let antecedent = list[end - 2]?.text === ',' ? end - 2 : end - 1;
    if (list[antecedent - 1]?.text === ')')
      antecedent = Math.max(
        0,
        findLastBefore(list, antecedent, token => token.text === '('),
      );
    const phrase = findPhraseEnding(list, antecedent);
    return phrase ? extendToHead(list, phrase) : undefined;
  }
  const phrase = findPhraseEnding(list, end);
  return phrase && extendToHead(list, phrase);
}

/** The noun phrase that begins at `start`. */
function findPhraseFrom(list: readonly Token[], start: number): NounPhrase | undefined {
  let from = start;
  while (isAdverb(list[from])) from++;
  const first = list[from];
  if (!isWord(first) || TIME.test(first.text)) return undefined;
  if (/^who$/i.test(first.text)) return undefined;
  if (PRONOUN.test(first.text)) return { from, to: from + 1 };
  const isParticiple = /^\p{Ll}+ed$/u.test(first.text) && isNounWord(list, from + 1);
  if (!DETERMINER.test(first.text) && !isParticiple && !isNounWord(list, from)) return undefined;
  let to = from + 1;
  while (
    to < list.length &&
    (isNounWord(list, to) ||
      (lowerCaseOf(list[to]) === 'and' &&
        /^\p{Ll}/u.test(list[to + 1]?.text ?? '') &&
        isNounWord(list, to + 1))) &&
    !TIME.test(list[to]!.text)
  ) {
    // After a name in full a small letter begins something else.
    if (
      isNameWord(list[to - 1]!.text) &&
      !isPossessive(list[to - 1]!.text) &&
      !isNameWord(list[to]!.text) &&
      !isTitle(list[to]!.text) &&
      /ed$|ing$/.test(list[to]!.text)
    )
      break;
    to++;
  }
  if (
    to - from === 1 &&
    DETERMINER.test(first.text) &&
    !/^(?:others|some|many|both|this|that)$/i.test(first.text)
  )
    return undefined;
  if (!isNameWord(list[to - 1]!.text) && /^(?:of|for|from|at|with)$/.test(lowerCaseOf(list[to]))) {
    const rest = findPhraseFrom(list, to + 1);
    if (rest && rest.to - rest.from <= 8) return { from, to: rest.to };
  }
  return { from, to };
}

/**
 * The comma that ends the opening phrase or clause at `start`, or -1. In "On the day that his colleague,
 * Peter Lang, left, ..." the clause has no verb before its first comma: what follows stands in it, so that
 * its own verb and the comma after that are looked for.
 */
function findOpeningEnd(list: readonly Token[], start: number, limit: number): number {
  const commas = list.slice(0, limit).flatMap(({ text }, at) => (at > start && text === ',' ? [at] : []));
  const [first, second, third] = commas;
  if (first === undefined) return -1;
  const conjunction = list
    .slice(0, first)
    .findLastIndex(token => /^(?:that|when|while|where|because|although|though|if)$/i.test(token.text));
  const subject = conjunction < start ? undefined : findPhraseFrom(list, conjunction + 1);
  const isOpen = subject?.to === first && third !== undefined;
  const addition = isOpen ? findPhraseFrom(list, first + 1) : undefined;
  return addition?.to === second && isWord(list[second! + 1]) && !DETERMINER.test(list[second! + 1]!.text)
    ? third!
    : first;
}

/** The subject of the sentence up to `limit`: the first noun phrase after opening phrases and clauses. */
export function findMainSubject(list: readonly Token[], limit: number): NounPhrase | undefined {
  let at = 0;
  for (let step = 0; step < 6; step++) {
    while (
      at < limit &&
      (!isWord(list[at]) ||
        isAdverb(list[at]) ||
        /^(?:and|but|so|or|yet|meanwhile|however|instead|now)$/i.test(list[at]!.text))
    )
      at++;
    if (at >= limit) break;
    const opening = list[at]!.text;
    const isOpening =
      PREPOSITION.test(opening) ||
      SUBORDINATE.test(opening) ||
      /^(?:To|\p{Lu}\p{Ll}+(?:ing|ed))$/u.test(opening);
    if (!isOpening) break;
    const comma = findOpeningEnd(list, at, limit);
    if (comma < 0) {
      const pronounOrName = list
        .slice(0, limit)
        .findIndex(
          (token, index) =>
            index > at + 1 &&
            isWord(token) &&
            (PRONOUN.test(token.text) || (isNameWord(token.text) && !TIME.test(token.text))),
        );
      if (pronounOrName < 0) return undefined;
      at = pronounOrName;
      break;
    }
    at = comma + 1;
  }
  const phrase = at < limit ? findPhraseFrom(list, at) : undefined;
  const isFragment =
    phrase &&
    list[phrase.to]?.text === ',' &&
    /^\p{Ll}/u.test(list[phrase.from]!.text) &&
    !DETERMINER.test(list[phrase.from]!.text);
  const rest = isFragment && phrase.to + 1 < limit ? findPhraseFrom(list, phrase.to + 1) : undefined;
  if (phrase) return rest ?? phrase;
  const run = findNameRuns(list.slice(0, limit))[0];
  return run && { from: run.from, to: run.to };
}

/** "Trump's campaign manager" is no subject but for its head; "Trump's claim" gives Trump. */
function findPossessor(list: readonly Token[], noun: number): NounPhrase | undefined {
  let at = noun - 1;
  while (
    at > 0 &&
    noun - at < 4 &&
    isWord(list[at]) &&
    !isPossessive(list[at]!.text) &&
    !PREPOSITION.test(list[at]!.text)
  )
    at--;
  const owner = list[at];
  if (!isWord(owner)) return undefined;
  if (/^(?:his|her|their|its)$/i.test(owner.text)) return { from: at, to: at + 1 };
  return isPossessive(owner.text) ? findPhraseEnding(list, at + 1) : undefined;
}

/** "per Holt", "per the mayor", but not "31 per cent" or "a pound per head". */
function isPerSource(list: readonly Token[], at: number): boolean {
  const next = list[at + 1]?.text ?? '';
  const isWritten = list[at]!.text === 'per' || (list[at]!.text === 'Per' && at === 0);
  return isWritten && (isNameWord(next) || DETERMINER.test(next));
}

function findAccordingTo(list: readonly Token[], quotation: number): Attribution | undefined {
  const quotationIndexes = list.flatMap((token, at) =>
    lowerCaseOf(token) === 'according' && lowerCaseOf(list[at + 1]) === 'to'
      ? [at + 2]
      : isPerSource(list, at)
        ? [at + 1]
        : [],
  );
  const at = quotationIndexes.find(index => index > quotation) ?? quotationIndexes.at(-1);
  const speaker = at === undefined ? undefined : findPhraseFrom(list, at);
  return speaker && { speaker, cue: at! - 1 };
}

/**
 * Whether nothing but additions stands between a name and its verb: "Scott Pruitt (R), the attorney general,
 * one of many, said".
 */
function isApposition(list: readonly Token[], from: number, verb: number): boolean {
  let last = verb - 1;
  while (isAdverb(list[last])) last--;
  return /^[,(]$/.test(list[from]?.text ?? '') && /^[,)]$/.test(list[last]?.text ?? '');
}

/** “...” — Maria Holt, as under a letter. */
function findSignature(list: readonly Token[], quotation: number): Attribution | undefined {
  let at = quotation + 1;
  while (/^[.,]$/.test(list[at]?.text ?? '')) at++;
  if (!/^[―—–-]$/.test(list[at]?.text ?? '') || !isNameWord(list[at + 1]?.text ?? '')) return undefined;
  const speaker = findPhraseFrom(list, at + 1);
  const rest = list.slice(speaker?.to ?? 0).filter(({ text }) => text !== '.');
  return speaker &&
    (rest.length === 0 || rest[0]!.text === ',') &&
    !list.slice(at).some((_, index) => isCueVerbAt(list, at + index))
    ? { speaker, cue: at }
    : undefined;
}

/** “...” to the end, she said: the tag that closes the sentence. */
function findTagAtEnd(list: readonly Token[], quotation: number): Attribution | undefined {
  for (let verb = list.length - 1; verb > quotation; verb--) {
    if (list[verb]!.kind === 'quotation') return undefined;
    if (!isCueVerbAt(list, verb) || /ing$/.test(lowerCaseOf(list[verb]))) continue;
    const speaker = findSubjectBefore(list, verb);
    if (speaker && list[speaker.from - 1]?.text === ',' && !/^who$/i.test(list[speaker.from]!.text))
      return { speaker, cue: verb };
  }
  return undefined;
}

/** What a quotation ends in where it goes on with who says it. */
interface QuotationEnding {
  /** A comma, or a question or exclamation mark: what stands for the full stop before "she said". */
  readonly isTag: boolean;
}

/**
 * Whether the verb right behind a quotation stands before its subject. Only what tells of speech does so
 * there ("…,” sighed Maud"), so beside a quotation that expects its tag any past tense may.
 */
function canInvertAt(list: readonly Token[], at: number, { isTag }: QuotationEnding): boolean {
  const word = lowerCaseOf(list[at]);
  if (isCueVerbAt(list, at) && canInvert(word)) return true;
  if (!isTag || !isWord(list[at]) || !/^\p{Ll}/u.test(list[at].text)) return false;
  return (
    (isMannerOfSpeaking(word) || isPastTense(word)) &&
    !AUXILIARY.test(word) &&
    !/^(?:him|her|them|us|me|it)$/i.test(lowerCaseOf(list[at + 1]))
  );
}

/**
 * “...!” Maud sighed · “...,” the old man smiles: a tag of its own with a verb that tells of speech beside a
 * quotation alone.
 */
function findMannerTag(
  list: readonly Token[],
  phrase: NounPhrase,
  { isTag }: QuotationEnding,
): Attribution | undefined {
  if (!isTag) return undefined;
  let at = phrase.to;
  while (isAdverb(list[at])) at++;
  // a form in -s may be taken for a noun of the phrase
  if (phrase.to - phrase.from > 1 && !isMannerOfSpeaking(lowerCaseOf(list[at]))) at = phrase.to - 1;
  const next = list[at + 1];
  const isWhole = !isWord(next) || isAdverb(next) || PREPOSITION.test(next.text) || CLAUSE.test(next.text);
  if (!isWhole || !isMannerOfSpeaking(lowerCaseOf(list[at]))) return undefined;
  return { speaker: { from: phrase.from, to: Math.min(phrase.to, at) }, cue: at };
}

/** “...,” said Maria Holt · “...,” she said · “...,” the mayor of the town, a farmer, said. */
function findTagAfter(
  list: readonly Token[],
  quotation: number,
  { isTag }: QuotationEnding = { isTag: false },
): Attribution | undefined {
  let at = quotation + 1;
  while (/^(?:[,—–-]|as)$/.test(list[at]?.text ?? '')) at++;
  let first = at;
  while (isAdverb(list[first])) first++;
  if (canInvertAt(list, first, { isTag })) {
    const speaker = findPhraseFrom(list, lowerCaseOf(list[first + 1]) === 'on' ? first + 2 : first + 1);
    return speaker && { speaker, cue: first };
  }
  if (isCueVerbAt(list, first)) return undefined;
  const start = findPhraseFrom(list, at);
  if (!start) return undefined;
  const opening = list.slice(0, quotation).some(isWord) ? undefined : findMannerTag(list, start, { isTag });
  if (opening) return opening;
  for (let verb = start.from + 1; verb < list.length && verb - start.from < 45; verb++) {
    if (list[verb]!.kind === 'quotation' || /^[;:?!]$/.test(list[verb]!.text)) return undefined;
    if (!isCueVerbAt(list, verb)) continue;
    if (isReportedPassive(list, verb)) return { speaker: findAgentAfter(list, verb) ?? null, cue: verb };
    const speaker = findSubjectBefore(list, verb);
    if (speaker && speaker.from <= start.from + 2 && speaker.to > start.from) return { speaker, cue: verb };
    return isApposition(list, start.to, verb) ? { speaker: start, cue: verb } : undefined;
  }
  return undefined;
}

/** The agent of "was called “...” by critics". */
function findAgentAfter(list: readonly Token[], from: number): NounPhrase | undefined {
  const by = list.findIndex((token, at) => at > from && lowerCaseOf(token) === 'by');
  return by < 0 ? undefined : findPhraseFrom(list, by + 1);
}

function isPassive(list: readonly Token[], verb: number): boolean {
  let at = verb - 1;
  while (isAdverb(list[at]) && !/^(?:was|were|is|are|been|be|being)$/.test(lowerCaseOf(list[at]))) at--;
  return (
    /ed$|^(?:told|written|sung)$/.test(lowerCaseOf(list[verb])) &&
    /^(?:was|were|is|are|been|be|being)$/.test(lowerCaseOf(list[at]))
  );
}

/**
 * "reporters were told", "it was announced": the subject does not speak, as it does where it "was quoted as
 * saying".
 */
function isReportedPassive(list: readonly Token[], verb: number): boolean {
  if (!isPassive(list, verb) || /^(?:quoted|cited|heard)$/.test(lowerCaseOf(list[verb]))) return false;
  return !/^(?:as|saying)$/.test(lowerCaseOf(list[verb + 1]));
}

const NEGATION = /^(?:not|never|nor|neither|cannot|hardly|scarcely)$|n['’]t$/i;
/**
 * Verbs that say of another verb that it was not done: "refused to say", "denied having said", "stopped short
 * of calling".
 */
const NEGATING_VERB =
  /^(?:den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|fail(?:s|ed|ing)?|avoid(?:s|ed|ing)?|short|without|instead)$/i;

/**
 * Whether the sentence says that it was not said: the negation stands with the verb, or in what the verb
 * depends on.
 */
function isNegated(list: readonly Token[], { speaker, cue }: Attribution): boolean {
  if (cue === null || speaker === null) return false;
  if (
    speaker.to <= cue &&
    /^(?:nobody|none|neither)$|^no one$/i.test(
      list
        .slice(speaker.from, speaker.to)
        .map(({ text }) => text)
        .join(' '),
    )
  )
    return true;
  let at = cue - 1;
  while (
    isAdverb(list[at]) ||
    NEGATION.test(lowerCaseOf(list[at])) ||
    /^(?:to|of|having|ever)$/.test(lowerCaseOf(list[at]))
  ) {
    if (NEGATION.test(lowerCaseOf(list[at]))) return true;
    at--;
  }
  const dependsOnIt = at < cue - 1 || /ing$/.test(lowerCaseOf(list[cue]));
  return dependsOnIt && NEGATING_VERB.test(lowerCaseOf(list[at]));
}

/** The verb right before a quotation, behind an article, "as" or "of"; or -1. */
function findAdjacentVerb(list: readonly Token[], quotation: number): number {
  let at = quotation - 1;
  while (/^(?:a|an|the|as|of)$/.test(lowerCaseOf(list[at]))) at--;
  return at;
}

/**
 * "which was to be called “...”", "was described as “...”": nobody is told who says so, least of all the one
 * of whom it is said.
 */
export function hasNoSpeaker(list: readonly Token[], quotation: number): boolean {
  const verb = findAdjacentVerb(list, quotation);
  if (!isNamingVerb(lowerCaseOf(list[verb])) || !isPassive(list, verb)) return false;
  return !findAgentAfter(list, verb) && !findTagAfter(list, quotation) && !findTagAtEnd(list, quotation);
}

const WORK_NOUN =
  /^(?:book|novel|poem|play|film|movie|song|march|album|opera|hymn|ballad|tune|single|musical|symphony|waltz|painting|exhibition|show|series|episode|programme|program|podcast|documentary|magazine|newspaper|essay|memoir|course|lecture|game|sculpture)$/;

/**
 * Whether the quotation is the title of a work: "“...”, the march", "a book called “...”", "will be called
 * “...”".
 */
export function isTitleOfWork(list: readonly Token[], quotation: number): boolean {
  const verb = findAdjacentVerb(list, quotation);
  const isName = /^(?:titled|entitled|christened)$/.test(lowerCaseOf(list[verb]));
  if (
    isName ||
    (/^(?:called|named|dubbed)$/.test(lowerCaseOf(list[verb])) &&
      (isPassive(list, verb) || isNounAt(list, verb - 1)))
  )
    return true;
  if (
    WORK_NOUN.test(lowerCaseOf(list[quotation - 1])) ||
    (list[quotation - 1]?.text === ',' && WORK_NOUN.test(lowerCaseOf(list[quotation - 2])))
  )
    return true;
  if (list[quotation + 1]?.text !== ',' || !DETERMINER.test(list[quotation + 2]?.text ?? '')) return false;
  const addition = findPhraseFrom(list, quotation + 2);
  return (
    addition !== undefined &&
    list.slice(addition.from, addition.to).some(token => WORK_NOUN.test(lowerCaseOf(token)))
  );
}

/** "a hall called “...”", but not "she called “...”" or "Holt called “...”". */
function isNounAt(list: readonly Token[], at: number): boolean {
  return /^\p{Ll}/u.test(list[at]?.text ?? '') && isNounWord(list, at) && !isTitle(list[at]!.text);
}

/** Verbs of one sentence that may share a subject; more are a list of words. */
const MAX_SHARING = 8;

/** Whose verb it is, if it has no subject of its own: “..., calling him”, “went out and said”. */
function findSharedSubject(list: readonly Token[], verb: number): NounPhrase | undefined {
  let heard = 0;
  for (let earlier = verb - 1; earlier >= 0 && heard < MAX_SHARING; earlier--) {
    if (!isCueVerbAt(list, earlier) || /ing$/.test(lowerCaseOf(list[earlier]))) continue;
    heard++;
    if (list[earlier - 1]?.kind === 'quotation' || list[earlier - 2]?.kind === 'quotation') {
      const inverted = canInvert(lowerCaseOf(list[earlier])) ? findPhraseFrom(list, earlier + 1) : undefined;
      if (inverted && inverted.to <= verb) return inverted;
    }
    const subject = findSubjectBefore(list, earlier);
    if (subject) return subject;
  }
  return findMainSubject(list, verb);
}

/**
 * "told a woman who suggested that ...": the verb belongs to a clause about somebody without a name, and
 * another one stands before it.
 */
function isAboutSomebody(list: readonly Token[], verb: number): boolean {
  let at = verb - 1;
  while (isAdverb(list[at])) at--;
  if (lowerCaseOf(list[at]) !== 'who' || list[at - 1]?.text === ',' || isNameWord(list[at - 1]?.text ?? ''))
    return false;
  return list.slice(0, at).some((_, earlier) => isCueVerbAt(list, earlier));
}

/** "Maud sighed: “...”" */
function isMannerAnnouncement(list: readonly Token[], verb: number, quotation: number): boolean {
  return (
    isMannerOfSpeaking(lowerCaseOf(list[verb])) &&
    /^[:,]$/.test(list[verb + 1]?.text ?? '') &&
    verb + 2 >= quotation
  );
}

function findVerbBefore(list: readonly Token[], quotation: number): Attribution | undefined {
  let tried = 0;
  for (let verb = quotation - 1; verb >= 0 && tried < MAX_SHARING; verb--) {
    const introduces =
      verb === quotation - 1 || /^(?:that|of|as|about|is|was|:|,)$/.test(lowerCaseOf(list[verb + 1]));
    if (introduces && isSpeechNoun(lowerCaseOf(list[verb])) && !isCueVerbAt(list, verb)) {
      const owner = findPossessor(list, verb);
      if (owner) return { speaker: owner, cue: verb };
    }
    if (!isCueVerbAt(list, verb) && !isMannerAnnouncement(list, verb, quotation)) continue;
    if (isPassive(list, verb)) {
      const agent = findAgentAfter(list, verb);
      if (agent) return { speaker: agent, cue: verb };
      if (!/^(?:quoted|cited|accused|heard)$/.test(lowerCaseOf(list[verb]))) continue;
    }
    const followsQuotation =
      list[verb - 1]?.kind === 'quotation' ||
      (list[verb - 1]?.text === ',' && list[verb - 2]?.kind === 'quotation');
    const inverted =
      followsQuotation && canInvert(lowerCaseOf(list[verb])) ? findPhraseFrom(list, verb + 1) : undefined;
    if (inverted && inverted.to <= quotation) return { speaker: inverted, cue: verb };
    if (/ing$/.test(lowerCaseOf(list[verb]))) {
      const own = findPhraseEnding(list, verb);
      if (own && isEndingInName(list, own) && !isPossessive(list[own.to - 1]!.text))
        return { speaker: own, cue: verb };
    }
    if (
      /ing$/.test(lowerCaseOf(list[verb])) &&
      verb === 1 &&
      /^(?:after|before|while|when|by|in)$/.test(lowerCaseOf(list[0]))
    ) {
      const later = findPhraseFrom(list, quotation + (list[quotation + 1]?.text === ',' ? 2 : 1));
      if (later) return { speaker: later, cue: verb };
    }
    tried++;
    if (isAboutSomebody(list, verb)) continue;
    const hasNoSubject =
      /ing$/.test(lowerCaseOf(list[verb])) ||
      /^(?:to|and|or|but|by|of|for)$/.test(lowerCaseOf(list[verb - 1]));
    const speaker = hasNoSubject
      ? findSharedSubject(list, verb)
      : (findSubjectBefore(list, verb) ?? findSharedSubject(list, verb));
    if (speaker) return { speaker, cue: verb };
  }
  return undefined;
}

/** The main clause around the token at `at`: from the semicolon before it to the one after. */
export function findClauseAround(list: readonly Token[], at: number): NounPhrase {
  const from = findLastBefore(list, at, ({ text }) => text === ';') + 1;
  const end = list.findIndex(({ text }, index) => index > at && text === ';');
  return { from, to: end < 0 ? list.length : end };
}

/**
 * Whom this sentence gives as the speaker of its quotation at index `quotation`: beside it ("..., she said"),
 * before it (the nearest verb of saying and its subject), "according to", and failing these the subject of
 * the sentence.
 */
export function attribute(
  list: readonly Token[],
  quotation: number,
  options: { expectsTag: boolean },
): Attribution | undefined {
  const found = findAttribution(list, quotation, options);
  return found && isNegated(list, found) ? { speaker: null, cue: found.cue } : found;
}

function findAttribution(
  list: readonly Token[],
  quotation: number,
  { expectsTag }: { expectsTag: boolean },
): Attribution | undefined {
  const after = findSignature(list, quotation) ?? findTagAfter(list, quotation, { isTag: expectsTag });
  if (after && expectsTag) return after;
  const before = findVerbBefore(list, quotation);
  const isNear =
    before?.cue !== null &&
    before?.cue !== undefined &&
    list
      .slice(before.cue + 1, quotation)
      .every(token => !isWord(token) || /^(?:that|is|was|it|a|the|an)$/.test(token.text));
  if (before && isNear) return before;
  return (
    after ??
    findTagAtEnd(list, quotation) ??
    findAccordingTo(list, quotation) ??
    before ??
    findOwnSubject(list, quotation)
  );
}

function findOwnSubject(list: readonly Token[], quotation: number): Attribution | undefined {
  const before = list.slice(0, quotation).some(isWord);
  const speaker = before ? findMainSubject(list, quotation) : undefined;
  return speaker && { speaker, cue: null };
}

/** Whom a sentence without a quotation announces as the next speaker: "The letter continues:". */
export function findAnnouncedSpeaker(list: readonly Token[]): Attribution | undefined {
  return findAccordingTo(list, -1) ?? findVerbBefore(list, list.length) ?? findOwnSubject(list, list.length);
}

function sliceText(text: string, list: readonly Token[], from: number, to: number): string | null {
  const role = from < to ? text.slice(list[from]!.start, list[to - 1]!.end) : '';
  const bare = role.replace(/^(?:the|a|an|his|her|their|its|our|one|another)\s+/i, '').trim();
  return bare === '' ||
    /^(?:the|a|an|mrs?|ms|miss|mx|dr|prof|sir)\.?$/i.test(bare) ||
    bare.split(/\s+/).length > 10
    ? null
    : bare;
}

/** “...,” snapped Maud: the word between a quotation and a name. */
function isInvertedVerb(list: readonly Token[], at: number): boolean {
  const before = list[at - 1]?.text === ',' ? list[at - 2] : list[at - 1];
  return (
    before?.kind === 'quotation' &&
    (isMannerOfSpeaking(lowerCaseOf(list[at])) || isPastTense(lowerCaseOf(list[at])))
  );
}

/** The words before a name that tell the person's role: "Trump campaign chief Michael Glassner". */
export function findRoleBefore(
  list: readonly Token[],
  run: { from: number; name: number },
  text: string,
): string | null {
  let from = run.from;
  while (from > 0 && run.name - from < 10) {
    const before = list[from - 1]!;
    const joins =
      lowerCaseOf(before) === 'and' &&
      from < run.from &&
      isNounWord(list, from - 2) &&
      /^\p{Ll}/u.test(list[from - 2]!.text);
    if (!joins && (!isNounWord(list, from - 1) || TIME.test(before.text) || INDEFINITE.test(before.text)))
      break;
    if (from === run.from && isInvertedVerb(list, from - 1)) break;
    from--;
    if (DETERMINER.test(before.text)) break;
  }
  const role = sliceText(text, list, from, run.name);
  return role !== null && from === 0 && role.startsWith(list[0]!.text) ? lowerInitial(role) : role;
}

/**
 * "Its chairwoman, Maria Holt, ...": a description at the head of a clause to which the name between commas
 * belongs.
 */
export function findAppositionRole(
  list: readonly Token[],
  run: { from: number; to: number },
  text: string,
): string | null {
  if (list[run.from - 1]?.text !== ',' || list[run.to]?.text !== ',') return null;
  const phrase = findPhraseEnding(list, run.from - 1);
  const isDescription =
    phrase && /^(?:its|his|her|their|the)$/i.test(list[phrase.from]!.text) && !isEndingInName(list, phrase);
  const opens = isDescription && (phrase.from === 0 || list[phrase.from - 1]!.kind === 'mark');
  return opens ? sliceText(text, list, phrase.from, phrase.to) : null;
}

/** The words that open a sentence without its capital, if it is no name's: words of rank, age and trade. */
function lowerInitial(words: string): string {
  const isCommon =
    /^(?:Former|Long-?time|Veteran|Retired|Senior|Junior|Deputy|Acting|Assistant|Head|Chief|Local|Fellow|Late|Outgoing|Incoming|Co-founder|Co-author|Founder|Owner|Author|Campaign|Spokes\p{L}+)\b/u.test(
      words,
    );
  return isCommon ? words[0]!.toLowerCase() + words.slice(1) : words;
}

function isRoleWord(list: readonly Token[], at: number): boolean {
  return (
    isNounWord(list, at) ||
    isBareRole(list, at) ||
    PREPOSITION.test(list[at]!.text) ||
    (isPossessive(list[at - 1]!.text) && isWord(list[at + 1]))
  );
}

/**
 * Verbs for what somebody does in life: "Maria Holt, who owns the place". What somebody did once is no role.
 */
const OCCUPATION =
  /^(?:owns?|runs?|leads?|led|heads?|headed|chairs?|chaired|manages?|teaches|teach|stud(?:y|ies)|sells?|keeps?|represents?|directs?|edits?|founded|coaches|coach|trains?|works?|serves?|served|oversees?|drives?|farms?|cooks?|builds?|makes?)$/;
const BODY_NOUN =
  /^(?:ward|district|constituency|firm|company|group|organi[sz]ation|team|farm|shop|office|charity|foundation|business)$/;

/** The first token of what is added after a name: behind its comma and, if it is told, the age. */
function findAppositionAfter(list: readonly Token[], { to }: { to: number }): number | undefined {
  if (list[to]?.text !== ',') return undefined;
  const isAge = /^[1-9]\d?$/.test(list[to + 1]?.text ?? '') && list[to + 2]?.text === ',';
  return isAge ? to + 3 : to + 1;
}

/**
 * The end of a role that begins at `from`: where its clause ends. "And" between two capitals stands in a
 * name.
 */
function findRoleEnd(list: readonly Token[], from: number): number {
  const isInName = (at: number) =>
    lowerCaseOf(list[at]) === 'and' &&
    isNameWord(list[at - 1]!.text) &&
    /^\p{Lu}/u.test(list[at + 1]?.text ?? '');
  let to = from;
  while (isWord(list[to]) && (isInName(to) || isRoleWord(list, to))) to++;
  return to;
}

/**
 * "who owns the place", "who was then the town's secretary", "whose ward includes the island": the clause as
 * it stands.
 */
function findRoleClauseEnd(list: readonly Token[], from: number): number | undefined {
  let verb = from + 1;
  if (list[from]!.text === 'whose') {
    if (!BODY_NOUN.test(list[verb]?.text ?? '')) return undefined;
    verb++;
  } else {
    while (isAdverb(list[verb]) && !/^(?:is|was|has|had)$/.test(list[verb]!.text)) verb++;
    if (/^(?:is|was)$/.test(list[verb]?.text ?? '')) {
      let noun = verb + 1;
      while (isAdverb(list[noun])) noun++;
      const opens = list[noun]?.text ?? '';
      if (!/^(?:the|a|an|his|her|their|its)$/.test(opens) && !isPossessive(opens)) return undefined;
      verb = noun - 1;
    } else if (!OCCUPATION.test(list[verb]?.text ?? '')) return undefined;
  }
  const to = findRoleEnd(list, verb + 1);
  const isWhole = !isWord(list[to]) || CLAUSE.test(list[to].text);
  return isWhole && to - verb > 1 && !PREPOSITION.test(list[to - 1]!.text) ? to : undefined;
}

/**
 * The addition after a name that tells the person's role: "Maria Holt, the mayor of Greenfield, ...", "Maria
 * Holt, who owns the place".
 */
export function findRoleAfter(list: readonly Token[], run: { to: number }, text: string): string | null {
  const from = findAppositionAfter(list, run);
  const first = from === undefined ? undefined : list[from];
  if (from === undefined || !isWord(first)) return null;
  if (/^whos?e?$/.test(first.text)) {
    const to = findRoleClauseEnd(list, from);
    return to === undefined ? null : sliceText(text, list, from, to);
  }
  const isNoun =
    /^(?:the|a|an|his|her|their)$/.test(first.text) ||
    (/^\p{Ll}/u.test(first.text) &&
      (isNounWord(list, from) || isBareRole(list, from)) &&
      !/(?:ing|ed)$/.test(first.text));
  if (!isNoun) return null;
  const to = findRoleEnd(list, from + 1);
  return list[to] === undefined || !isWord(list[to]) || /^(?:who|which|whose|and)$/.test(list[to]!.text)
    ? sliceText(text, list, from, to)
    : null;
}

/** "Lena Ruiz, coach of the team,": a verb in its bare form cannot follow a name and its comma. */
function isBareRole(list: readonly Token[], at: number): boolean {
  const { text } = list[at]!;
  if (
    /s$/.test(text) ||
    isPastTense(text) ||
    isAdverb(list[at]) ||
    INDEFINITE.test(text) ||
    AUXILIARY.test(text) ||
    CLAUSE.test(text)
  )
    return false;
  return (
    !PREPOSITION.test(text) &&
    (!isWord(list[at + 1]) || /^(?:of|at|for|from|with|in|to|and)$/.test(list[at + 1]!.text))
  );
}

/** Whether what follows a name is said of people only: "Jun Ashdown, 11", "Jun Ashdown, who ...". */
export function isSaidOfPeople(list: readonly Token[], run: { to: number }): boolean {
  return list[run.to]?.text === ',' && /^(?:who|whose|[1-9]\d?)$/.test(list[run.to + 1]?.text ?? '');
}
