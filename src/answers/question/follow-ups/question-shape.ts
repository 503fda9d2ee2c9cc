import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { getNlp } from '../../../language/nlp.ts';
import { canBeVerb } from '../../../language/thesaurus.ts';
import { trimEnd } from '../../../language/trimming.ts';
import { createWordTest, oneOf } from '../../../language/word-lists.ts';

/** A word of an English question, with compromise's tags. */
export interface QuestionWord {
  readonly text: string;
  /** In lower case. */
  readonly lower: string;
  readonly tags: ReadonlySet<string>;
  /** Its base form if it is a verb. */
  readonly base: string;
  /** Punctuation before it, and punctuation and spaces after it. */
  readonly pre: string;
  readonly post: string;
}

/** A range of a question's words: from the index `from` up to, but not including, `to`. */
export interface WordRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The structure of an English question: `polar` ("Did he resign?"), `inverted` ("When did he resign?"),
 * `subject` ("Who resigned?"), `elliptic` ("Why?", "Which party?"), or `other`.
 */
export interface QuestionShape {
  readonly words: readonly QuestionWord[];
  readonly form: 'polar' | 'inverted' | 'subject' | 'elliptic' | 'other';
  /** Number of words in the question phrase at its head ("how many people", "in which year"), or 0. */
  readonly asking: number;
  /** Index of the auxiliary or copula before the subject; of the verb if the question word is the subject. */
  readonly auxiliary: number;
  readonly subject: WordRange | null;
  /** Index of the main verb after the subject; -1 if there is none ("Who is the mayor?"). */
  readonly verb: number;
}

/** Maximum length, in characters, of a question that is parsed; a longer one stands for itself. */
export const MAX_READ = 300;

const isQuestionWord = createWordTest(lexicon.questionWords.words.en, { ignoreCase: true });
const isAuxiliary = createWordTest(lexicon.auxiliaries.words, { ignoreCase: true });
const isPreposition = createWordTest(lexicon.prepositions.words, { ignoreCase: true });
const isBeforeInfinitive = createWordTest(lexicon.beforeInfinitives.words, { ignoreCase: true });
const isPersonalPronoun = createWordTest(lexicon.subjectPronouns.words, { ignoreCase: true });
const isMeasure = createWordTest(lexicon.measures.words, { ignoreCase: true });

/** "who's" and "it's", but not a noun's possessive. */
const SHORT_IS = new RegExp(String.raw`\b${oneOf(lexicon.beforeShortIs.words)}['’]s\b`, 'gi');

interface Term {
  readonly text: string;
  readonly pre: string;
  readonly post: string;
  readonly tags: ReadonlySet<string>;
  readonly root?: string;
}

/** The words of an English text with their tags; only the first `MAX_READ` characters are read. */
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

/** Whether words name a time, judged by the last one or the one before "of". "The night train" does not. */
export function isTime(words: readonly QuestionWord[]): boolean {
  const belonging = words.findIndex(({ lower }) => lower === 'of');
  return [words.at(-1), words[belonging - 1]].some(
    word => word !== undefined && (isTimeWord(word.lower) || /^(?:1[5-9]|20)\d\d$/.test(word.lower)),
  );
}

/** Whether a noun, and so its phrase, is plural. */
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

/** Whether a phrase ends with a word: a mark follows it, or there is none. */
export const isClosed = (word: QuestionWord | undefined): boolean =>
  word === undefined || /[,;:?!.()]/.test(word.post);

/** The noun phrase that begins at an index, including an "of" phrase; null if there is none. */
export function findNounPhrase(words: readonly QuestionWord[], from: number): WordRange | null {
  const first = words[from];
  if (!first) return null;
  if (isPersonalPronoun(first.text)) return { from, to: from + 1 };
  let to = from;
  for (let word = words[to]; word && isOfPhrase(word); word = words[to]) {
    const before = to > from ? words[to - 1] : undefined;
    if (before && isDeterminer(word) && !word.tags.has('Possessive')) break;
    // "birds nest": a plural does not modify a noun
    if (before?.tags.has('Plural') && !before.tags.has('Possessive') && !word.tags.has('Plural')) break;
    to += 1;
    if (isClosed(word)) break;
  }
  // "the primary delayed": the word after a determiner is a noun, whatever its tags
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

/** Words in the question phrase: the question word, a preposition before it, what it asks for after it. */
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

/** The verb among words that look like one phrase, "the city order hives": the last possible base form. */
function findHiddenVerb(words: readonly QuestionWord[], { from, to }: WordRange): number {
  const next = words[to];
  if (next && !isPreposition(next.text) && !next.tags.has('Adverb')) return to;
  const within = words.slice(from + 1, to);
  const at = within.findLastIndex(({ lower }) => !lower.endsWith('s') && canBeVerb(lower));
  return at < 0 ? to - 1 : from + 1 + at;
}

/** Finds the subject after an auxiliary, and the main verb after the subject. */
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
  // "does the council refuse": if no other word is the verb, one that does not look like one must be
  const behind = findHiddenVerb(words, subject);
  return { subject: { from: subject.from, to: Math.min(subject.to, behind) }, verb: behind };
}

/** Parses the structure of an English question. */
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

/** The noun phrases of a question outside its question phrase, the subject first. */
export function listNamed({ words, asking, subject, verb, auxiliary }: QuestionShape): WordRange[] {
  const start = Math.max(asking, auxiliary + 1, subject?.to ?? 0, verb + 1);
  // in a question about its subject, the words after the question phrase begin with the verb
  return [...(subject ? [subject] : []), ...listNounPhrases(words, start)];
}

/** The text of some words, without the punctuation after the last one. */
export function textOf(words: readonly QuestionWord[]): string {
  return words
    .map(({ pre, text, post }, index) => pre + text + (index === words.length - 1 ? '' : post || ' '))
    .join('');
}

/** Joins parts into a question: single spaces, a capital at the start, one question mark at the end. */
export function toQuestion(...parts: readonly string[]): string {
  const text = parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim();
  return `${text.charAt(0).toUpperCase()}${trimEnd(text.slice(1), /[\s?.!,;:]/)}?`;
}
