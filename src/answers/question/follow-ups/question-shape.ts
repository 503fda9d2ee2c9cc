import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { getNlp } from '../../../language/nlp.ts';
import { canBeVerb } from '../../../language/thesaurus.ts';
import { trimEnd } from '../../../language/trimming.ts';
import { createWordTest, oneOf } from '../../../language/word-lists.ts';

/** A word of an English question, by compromise's tags. */
export interface QuestionWord {
  readonly text: string;
  /** In small letters. */
  readonly lower: string;
  readonly tags: ReadonlySet<string>;
  /** Its base form, where it is a verb. */
  readonly base: string;
  /** The marks before it, and the marks and spaces behind it. */
  readonly pre: string;
  readonly post: string;
}

/** Some of a question's words: from the index `from` to the one before `to`. */
export interface WordRange {
  readonly from: number;
  readonly to: number;
}

/**
 * How an English question is built: `polar` ("Did he resign?"), `inverted` ("When did he resign?"), `subject` ("Who
 * resigned?"), `elliptic` ("Why?", "Which party?"), or `other`.
 */
export interface QuestionShape {
  readonly words: readonly QuestionWord[];
  readonly form: 'polar' | 'inverted' | 'subject' | 'elliptic' | 'other';
  /** How many words ask at its head: "how many people", "in which year"; 0 where none does. */
  readonly asking: number;
  /** The index of the auxiliary or copula before the subject; of the verb itself where the question word is the subject. */
  readonly auxiliary: number;
  readonly subject: WordRange | null;
  /** The index of the main verb behind the subject; -1 where there is none ("Who is the mayor?"). */
  readonly verb: number;
}

/** Characters of a question whose grammar is read; what is longer stands for itself. */
export const MAX_READ = 300;

const isQuestionWord = createWordTest(lexicon.questionWords.words.en, { ignoreCase: true });
const isAuxiliary = createWordTest(lexicon.auxiliaries.words, { ignoreCase: true });
const isPreposition = createWordTest(lexicon.prepositions.words, { ignoreCase: true });
const isBeforeInfinitive = createWordTest(lexicon.beforeInfinitives.words, { ignoreCase: true });
const isPersonalPronoun = createWordTest(lexicon.subjectPronouns.words, { ignoreCase: true });
const isMeasure = createWordTest(lexicon.measures.words, { ignoreCase: true });

/** "who's" and "it's", but no possessive of a noun. */
const SHORT_IS = new RegExp(String.raw`\b${oneOf(lexicon.beforeShortIs.words)}['’]s\b`, 'gi');

interface Term {
  readonly text: string;
  readonly pre: string;
  readonly post: string;
  readonly tags: ReadonlySet<string>;
  readonly root?: string;
}

/** The words of an English text with their tags; of one longer than `MAX_READ` those at its head. */
export function readQuestionWords(text: string): QuestionWord[] {
  const whole = text.slice(0, MAX_READ).replaceAll(/\s+/g, ' ').replaceAll(SHORT_IS, spellOut);
  const read = getNlp()(whole);
  read.compute('root');
  const { docs } = read as unknown as { docs: Term[][] };
  return docs
    .flat()
    .filter(({ text: word }) => word !== '')
    .map(({ text: word, pre, post, tags, root }) => {
      const lower = word.toLowerCase();
      return { text: word, lower, base: root ?? lower, tags, pre: pre.trim(), post };
    });
}

const spellOut = (short: string) => short.replace(/['’]s$/i, ' is');

export { isAuxiliary, isMeasure, isPreposition };

const isTimeWord = createWordTest(lexicon.times.words, { ignoreCase: true });

/** Whether some words name a time: their last one does, or what "of" belongs to. "The night train" is none. */
export function isTime(words: readonly QuestionWord[]): boolean {
  const belonging = words.findIndex(({ lower }) => lower === 'of');
  return [words.at(-1), words[belonging - 1]].some(
    word => word !== undefined && (isTimeWord(word.lower) || /^(?:1[5-9]|20)\d\d$/.test(word.lower)),
  );
}

/** Whether a noun, and so its phrase, is of several. */
export const isPluralNoun = ({ tags, lower }: QuestionWord): boolean =>
  tags.has('Plural') || (/[^s]s$/.test(lower) && !tags.has('ProperNoun') && !tags.has('Singular'));

const isDeterminer = ({ tags, lower }: QuestionWord) =>
  tags.has('Determiner') ||
  (tags.has('Possessive') && tags.has('Pronoun')) ||
  /^(?:no|many|few)$/.test(lower);

function isOfPhrase(word: QuestionWord): boolean {
  if (isQuestionWord(word.text) || isAuxiliary(word.text) || isPreposition(word.text)) return false;
  if (isPersonalPronoun(word.text)) return false;
  const { tags } = word;
  if (tags.has('Verb')) return false;
  return ['Noun', 'Adjective', 'Value', 'Determiner', 'Possessive'].some(tag => tags.has(tag));
}

const isHead = ({ tags, lower }: QuestionWord) =>
  tags.has('Noun') || tags.has('Value') || /^(?:others?|both|all)$/.test(lower);

const isClosed = (word: QuestionWord | undefined) => word === undefined || /[,;:?!.()]/.test(word.post);

/** The noun phrase that begins at an index, or null; with what belongs to it by "of". */
export function findNounPhrase(words: readonly QuestionWord[], from: number): WordRange | null {
  const first = words[from];
  if (!first) return null;
  if (isPersonalPronoun(first.text)) return { from, to: from + 1 };
  let to = from;
  for (let word = words[to]; word && isOfPhrase(word); word = words[to]) {
    const before = to > from ? words[to - 1] : undefined;
    if (before && isDeterminer(word) && !word.tags.has('Possessive')) break;
    // "birds nest": nothing is made of several
    if (before?.tags.has('Plural') && !before.tags.has('Possessive') && !word.tags.has('Plural')) break;
    to += 1;
    if (isClosed(word)) break;
  }
  // "the primary delayed": what stands behind a determiner is a noun, whatever it looks like
  const least = isDeterminer(first) && to - from > 1 ? from + 2 : from;
  while (to > least && !isHead(words[to - 1] as QuestionWord)) to -= 1;
  if (to === from || (to - from === 1 && isDeterminer(first) && !isHead(first))) return null;
  const isOpen = !isClosed(words[to - 1]);
  const belonging = isOpen && words[to]?.lower === 'of' ? findNounPhrase(words, to + 1) : null;
  return { from, to: belonging ? belonging.to : to };
}

/** All noun phrases of a question from an index on, in order. */
export function listNounPhrases(words: readonly QuestionWord[], start: number): WordRange[] {
  const found: WordRange[] = [];
  for (let at = start; at < words.length; ) {
    const phrase = findNounPhrase(words, at);
    if (phrase) found.push(phrase);
    at = phrase ? phrase.to : at + 1;
  }
  return found;
}

/** How many words ask at the head: the question word, with a preposition before it and what it asks for behind it. */
function countAsking(words: readonly QuestionWord[]): number {
  const at = words[0] && isPreposition(words[0].text) ? 1 : 0;
  const asking = words[at];
  if (!asking || !isQuestionWord(asking.text)) return 0;
  let to = at + 1;
  if (/^how$/.test(asking.lower)) {
    const next = words[to];
    if (next && (isMeasure(next.text) || (!isAuxiliary(next.text) && next.tags.has('Adverb')))) to += 1;
    return /^(?:many|much)$/.test(words[to - 1]?.lower ?? '') ? endOfAskedNoun(words, to) : to;
  }
  return /^(?:which|what|whose)$/.test(asking.lower) ? endOfAskedNoun(words, to) : to;
}

function endOfAskedNoun(words: readonly QuestionWord[], from: number): number {
  // "which party": the last word is what is asked for, even if it may be a verb
  if (from === words.length - 1 && !isAuxiliary(words[from]?.text ?? '') && words[from]?.lower !== 'not')
    return words.length;
  const phrase = findNounPhrase(words, from);
  const isNoun =
    phrase && !isDeterminer(words[from] as QuestionWord) && !isPersonalPronoun(words[from]?.text ?? '');
  return isNoun ? phrase.to : from;
}

/** The verb among words that look like one phrase, "the city order hives": the last that may be one in its base form. */
function findHiddenVerb(words: readonly QuestionWord[], { from, to }: WordRange): number {
  const next = words[to];
  if (next && !isPreposition(next.text) && !next.tags.has('Adverb')) return to;
  const within = words.slice(from + 1, to);
  const at = within.findLastIndex(({ lower }) => !lower.endsWith('s') && canBeVerb(lower));
  return at < 0 ? to - 1 : from + 1 + at;
}

/** What follows an auxiliary: the subject, and the main verb behind it. */
function readBehindAuxiliary(
  words: readonly QuestionWord[],
  auxiliary: number,
): Pick<QuestionShape, 'subject' | 'verb'> {
  const subject = findNounPhrase(words, auxiliary + 1);
  if (!subject) return { subject: null, verb: -1 };
  const isDoing = isBeforeInfinitive(words[auxiliary]?.text ?? '');
  const verb = words.findIndex(
    ({ tags, text }, index) => index >= subject.to && tags.has('Verb') && !isPreposition(text),
  );
  if (verb >= 0 || !isDoing) return { subject, verb };
  // "does the council refuse": what does not look like a verb is one where there is no other
  const behind = findHiddenVerb(words, subject);
  return { subject: { from: subject.from, to: Math.min(subject.to, behind) }, verb: behind };
}

/** Reads how an English question is built. */
export function readQuestion(text: string): QuestionShape {
  const words = readQuestionWords(text);
  const asking = countAsking(words);
  const next = words[asking];
  const none = { words, asking, auxiliary: -1, subject: null, verb: -1 };
  if (words.length === 0) return { ...none, form: 'other' };
  if (!next) return { ...none, form: 'elliptic' };
  if (isAuxiliary(next.text)) {
    const behind = readBehindAuxiliary(words, asking);
    const isSubject = asking > 0 && behind.subject === null;
    const form = asking === 0 ? 'polar' : isSubject ? 'subject' : 'inverted';
    return { words, asking, auxiliary: asking, ...behind, form };
  }
  if (asking === 0) return { ...none, form: 'other' };
  if (next.lower === 'not' && words.length === asking + 1) return { ...none, form: 'elliptic' };
  const isVerb = next.tags.has('Verb') || next.tags.has('Adverb');
  return { ...none, auxiliary: asking, form: isVerb ? 'subject' : 'other' };
}

/** The phrases of a question that name somebody or something, its subject first. */
export function listNamed({ words, asking, subject, verb, auxiliary }: QuestionShape): WordRange[] {
  const start = Math.max(asking, auxiliary + 1, subject?.to ?? 0, verb + 1);
  // of a question about its subject the words behind it begin with the verb
  return [...(subject ? [subject] : []), ...listNounPhrases(words, start)];
}

/** The text of some words, without the marks behind the last one. */
export function textOf(words: readonly QuestionWord[]): string {
  return words
    .map(({ pre, text, post }, index) => pre + text + (index === words.length - 1 ? '' : post || ' '))
    .join('');
}

/** Words as a question: one space between them, a capital at the head, one mark at the end. */
export function toQuestion(...parts: readonly string[]): string {
  const text = parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim();
  return `${text.charAt(0).toUpperCase()}${trimEnd(text.slice(1), /[\s?.!,;:]/)}?`;
}
