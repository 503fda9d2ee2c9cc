import { getReadingLanguage } from '../../../language/stems.ts';
import { elementAt } from '../../../lists.ts';
import { applyRules, type Decided, type Rule } from '../attribution/rules.ts';
import { hostAt, type QuotationAttribution, type QuotationContext, UNATTRIBUTED } from '../reading.ts';
import { NO_SPEAKER } from '../speakers.ts';
import { getKnownPeople } from './known-people.ts';
import { readSpeaker, readSubject, type SpeakerPhrase } from './phrases.ts';
import { firstPieces, isWordAt, lastPieces, lowerAt, type Piece, skipAdverbials } from './pieces.ts';
import { getSpeechWords, type SpeechWords } from './speech-words.ts';
import { findVerbBefore, readVerb } from './verbs.ts';

/** A quotation in a language other than English, with the pieces of its sentence on either side. */
interface ForeignContext extends QuotationContext {
  readonly words: SpeechWords;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

/** Attributes a quotation in German, French, Spanish or Italian; undefined if nothing tells for certain. */
export function attributeForeign(context: QuotationContext): Decided<QuotationAttribution> | undefined {
  const words = getSpeechWords(getReadingLanguage());
  if (!words) return undefined;
  const { reading, first, last, host, lastHost } = context;
  const [begin, end] = [hostAt(reading, host), hostAt(reading, lastHost)];
  const before = begin.narration.slice(0, Math.max(0, first.start - begin.start));
  const after = end.narration.slice(Math.max(0, last.end - end.start));
  return applyRules(FOREIGN_RULES, {
    ...context,
    words,
    before: lastPieces(before),
    after: firstPieces(after),
  });
}

/** The index after the punctuation between a quotation and its tag. */
function skipMarks(list: readonly Piece[]): number {
  let at = 0;
  while (at < 3 && list[at]?.kind === 'mark' && /[.,;!?…—–-]/.test(list[at]?.text ?? '')) at += 1;
  return at;
}

function attributeTo(context: ForeignContext, phrase: SpeakerPhrase): QuotationAttribution {
  const { reading, words, first } = context;
  const { speaker, role } = getKnownPeople(reading.layout, words).resolve(phrase);
  // „…“, sagte Jutta Brandner. „…“, so die Rathauschefin: the one who is quoted in the paragraph already
  const isVaried =
    phrase.name.length === 0 && words.isDefinite(phrase.text.split(/[\s’']/)[0]?.toLowerCase() ?? '');
  const quoted = isVaried
    ? reading.history.filter(({ quote }) => quote.paragraph === first.paragraph + 1).map(({ who }) => who)
    : [];
  const [only] = quoted;
  const isNamed = /^\p{Lu}\S* \p{L}/u.test(only?.speaker ?? '');
  if (
    only &&
    isNamed &&
    speaker !== only.speaker &&
    role === null &&
    quoted.every(who => who.speaker === only.speaker)
  )
    return { ...UNATTRIBUTED, who: { ...only, mention: phrase.text }, cue: 0 };
  return {
    ...UNATTRIBUTED,
    who: { ...NO_SPEAKER, speaker, role, mention: phrase.text, isOne: true },
    cue: 0,
  };
}

/** The rules in order of precedence. A tag whose speaker is unclear leaves the quotation without one. */
const FOREIGN_RULES: readonly Rule<ForeignContext, QuotationAttribution>[] = [
  { name: 'verb behind it', apply: readTagBehind },
  {
    name: 'source behind it',
    apply: context => readSource(context, context.after, skipMarks(context.after)),
  },
  { name: 'behind the tag of its first part', apply: repeatWithinSentence },
  { name: 'verb before it', apply: readIntroduction },
  { name: 'subject before a colon', apply: readSubjectBeforeColon },
  { name: 'tag inside it', apply: readTagInside },
  { name: 'source before it', apply: context => readSource(context, context.before, 0) },
  { name: 'same paragraph', apply: repeatWithinParagraph },
];

/** “…”, sagte Frau Meyer; « … », a déclaré hier le maire; «…», dijo; « … », dit-il. */
function readTagBehind(context: ForeignContext): QuotationAttribution | null | undefined {
  const { after, words } = context;
  const verb = readVerb(after, skipMarks(after), words);
  const parted = verb ? undefined : readPartedVerb(after, skipMarks(after), words);
  if (parted) return attributeTo(context, parted);
  if (!verb) return undefined;
  const subject = skipAdverbials(after, verb.to, words);
  const phrase = verb.hasPronoun ? undefined : readSubject(after, subject, words);
  const isPronoun = verb.hasPronoun || words.isPronoun(lowerAt(after, subject));
  return phrase ? attributeTo(context, phrase) : (attributeToNamed(context, { isPronoun }) ?? null);
}

/** „…“, hat Meyer gesagt: the subject stands between an auxiliary and its participle. */
function readPartedVerb(list: readonly Piece[], at: number, words: SpeechWords): SpeakerPhrase | undefined {
  if (words.language !== 'deu' || !words.isAuxiliary(lowerAt(list, at))) return undefined;
  const phrase = readSubject(list, at + 1, words);
  const end = phrase ? skipAdverbials(list, phrase.to, words) : 0;
  return phrase && words.isParticiple(lowerAt(list, end)) ? phrase : undefined;
}

/** „…“, so Meyer; « … », selon le maire; Secondo Rossi «…». */
function readSource(
  context: ForeignContext,
  list: readonly Piece[],
  at: number,
): QuotationAttribution | undefined {
  if (!context.words.isSource(lowerAt(list, at))) return undefined;
  // after a comma comes the source's statement or an apposition, neither of which names the source
  const comma = list.findIndex(({ text }, place) => place > at && text === ',');
  const phrase = readSpeaker(comma < 0 ? list : list.slice(0, comma), at + 1, context.words);
  return phrase && attributeTo(context, phrase);
}

/** „…“, sagte Meyer, „…“. */
function repeatWithinSentence(context: ForeignContext): QuotationAttribution | undefined {
  const { before, reading, host } = context;
  const spoken = reading.history.at(-1);
  const from = before.findLastIndex(({ kind }) => kind === 'quotation');
  if (from < 0 || spoken?.host !== host) return undefined;
  const between = before.slice(from + 1);
  const isTag = readVerb(between, skipMarks(between), context.words) !== undefined;
  return isTag ? { ...UNATTRIBUTED, who: spoken.who, cue: 0 } : undefined;
}

/** Meyer sagte am Montag: „…“; Am Montag sagte Meyer: „…“; Rossi ha definito il progetto «…». */
function readIntroduction(context: ForeignContext): QuotationAttribution | null | undefined {
  const { before, words } = context;
  const isColon = before.at(-1)?.text === ':';
  const verb = findVerbBefore(before, words, { isColon });
  if (!verb) return undefined;
  const behind = readSubject(before, skipAdverbials(before, verb.to, words), words);
  // "nannte ihr Album „…“": what is named, and not who names it
  const isObject = behind?.to === before.length && words.isNaming(lowerAt(before, verb.from));
  const phrase = readSubjectBefore(before, verb.from, words) ?? (isObject ? undefined : behind);
  if (phrase) return attributeTo(context, phrase);
  const isPronoun = [verb.from - 1, verb.to].some(at => words.isPronoun(lowerAt(before, at)));
  return attributeToNamed(context, { isPronoun }) ?? null;
}

/** The phrase right before a verb, or before an apposition's end: "Odile Garrabet, élue, a répondu". */
function readSubjectBefore(
  list: readonly Piece[],
  verb: number,
  words: SpeechWords,
): SpeakerPhrase | undefined {
  const end = lowerAt(list, verb - 1) === ',' ? verb - 1 : verb;
  for (let from = Math.max(0, end - 16); from < end; from++) {
    if (!isWordAt(list, from) || isWordBeforePhrase(list, from - 1, words)) continue;
    const phrase = readSubject(list, from, words);
    if (phrase?.to === end) return phrase;
  }
  return undefined;
}

/** Whether no phrase can begin after a word, because the word belongs to the same phrase. */
const isWordBeforePhrase = (list: readonly Piece[], at: number, words: SpeechWords) =>
  words.isPreposition(lowerAt(list, at)) ||
  words.isDeterminer(lowerAt(list, at)) ||
  words.isTitle(lowerAt(list, at)) ||
  /^\p{Lu}/u.test(list[at]?.text ?? '');

/** Whom a pronoun, or a verb without subject, means: the only one named or quoted before in its paragraph. */
function attributeToNamed(
  context: ForeignContext,
  { isPronoun }: { readonly isPronoun: boolean },
): QuotationAttribution | undefined {
  const { reading, first, host, words, before } = context;
  const { hosts, firstOf } = reading.layout;
  const people = getKnownPeople(reading.layout, words);
  const listNamedIn = (from: number, to: number) =>
    hosts.slice(from, to).flatMap(({ narration }) => people.listNamed(lastPieces(narration)));
  const start = elementAt(firstOf, first.paragraph);
  const own = [...listNamedIn(start, host), ...people.listNamed(before)];
  // a pronoun, and nobody in its own paragraph: whoever the paragraph before is about
  const isOpen = isPronoun && own.length === 0 && first.paragraph > 0;
  const named = new Set(isOpen ? listNamedIn(elementAt(firstOf, first.paragraph - 1), start) : own);
  const quoted = reading.history.filter(({ quote }) => quote.paragraph === first.paragraph + 1);
  const nearest = isPronoun && named.size > 0 ? listNamedIn(Math.max(start, host - 1), host) : [];
  const speakers = new Set(
    nearest.length === 1 ? nearest : [...named, ...quoted.flatMap(({ who }) => who.speaker ?? [])],
  );
  const [only, ...others] = speakers;
  const described = isOpen || only === undefined ? findDescribedBefore(context) : undefined;
  if (described && quoted.length === 0) return attributeTo(context, described);
  if (only === undefined || others.length > 0) return undefined;
  const lastSpeaker = quoted.at(-1)?.who;
  if (lastSpeaker?.speaker === only) return { ...UNATTRIBUTED, who: lastSpeaker, cue: 0 };
  return attributeTo(context, phraseOfName(only));
}

/** Whom the sentence before a quotation in its paragraph introduces without a name: "Ein Rentner nahm es hin." */
function findDescribedBefore({ reading, first, host, words }: ForeignContext): SpeakerPhrase | undefined {
  const before = reading.layout.hosts[host - 1];
  if (before?.paragraph !== first.paragraph) return undefined;
  const list = firstPieces(before.narration);
  const phrase = words.isIndefinite(lowerAt(list, 0)) ? readSubject(list, 0, words) : undefined;
  return phrase?.name.length === 0 ? phrase : undefined;
}

/** Solberg winkte ab: „…“; Sa voisine, Colette, hausse les épaules : « … »: whoever the sentence is about. */
function readSubjectBeforeColon(context: ForeignContext): QuotationAttribution | undefined {
  const { before, words, reading } = context;
  if (before.at(-1)?.text !== ':') return undefined;
  const from = before.findLastIndex(({ text }) => /^[.;!?]$/.test(text)) + 1;
  const sentence = before.slice(from);
  const [only, ...others] = getKnownPeople(reading.layout, words).listNamed(sentence);
  if (only !== undefined) return others.length === 0 ? attributeTo(context, phraseOfName(only)) : undefined;
  const start = skipAdverbials(sentence, 0, words);
  const phrase = readSubject(sentence, start, words);
  // "su hermana no pierde la esperanza": a description goes on only behind a preposition
  const isLong = phrase && phrase.to > start + 2 && !words.isPreposition(lowerAt(sentence, start + 2));
  const own = isLong ? readSubject(sentence.slice(0, start + 2), start, words) : phrase;
  return own && attributeTo(context, own);
}

/** « Là-bas, dit-elle, le pain est mauvais. »: French papers put the tag inside the quotation marks. */
function readTagInside(context: ForeignContext): QuotationAttribution | undefined {
  const { reading, first, words } = context;
  if (words.language !== 'fra') return undefined;
  const text = elementAt(reading.paragraphs, first.paragraph).slice(first.from, first.to);
  const list = firstPieces(text);
  const comma = list.findIndex(({ text: mark }, at) => mark === ',' && readVerb(list, at + 1, words));
  const verb = comma < 0 ? undefined : readVerb(list, comma + 1, words);
  if (!verb) return undefined;
  if (verb.hasPronoun)
    return list[verb.to]?.text === ',' ? attributeToNamed(context, { isPronoun: true }) : undefined;
  const phrase = readSubject(list, verb.to, words);
  return phrase && phrase.name.length > 0 && list[phrase.to]?.text === ','
    ? attributeTo(context, phrase)
    : undefined;
}

const phraseOfName = (name: string): SpeakerPhrase => ({
  to: 0,
  name: name.split(' '),
  title: null,
  role: null,
  text: name,
});

/** Attributes a quotation that stands alone right after another one of its paragraph to the same speaker. */
function repeatWithinParagraph(context: ForeignContext): QuotationAttribution | undefined {
  const { reading, host, first } = context;
  const spoken = reading.history.at(-1);
  const isAlone = hostAt(reading, host).onlyQuoted;
  const isNext = spoken?.host === host - 1 && spoken.quote.paragraphs.at(-1) === first.paragraph + 1;
  return spoken && isAlone && isNext ? { ...UNATTRIBUTED, who: spoken.who, direct: false } : undefined;
}
