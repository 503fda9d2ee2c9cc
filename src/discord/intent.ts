import type { Article } from '../articles/article.ts';
import { isAboutInWorker } from '../engines/in-worker.ts';
import intents from '../language/lexicons/intents.json' with { type: 'json' };
import { trimBoth } from '../language/trimming.ts';
import { oneOf, type Words, wordsOf } from '../language/word-lists.ts';

/**
 * What a message in a conversation is to the bot. Talk and greetings ask nothing, but a greeting of the bot
 * may be returned; what asks about the bot itself no article answers.
 */
export type Intent = 'question' | 'self' | 'greeting' | 'talk';

/**
 * To whom a message speaks: to the bot (by mention or directly), to another member, or to everybody in the
 * thread.
 */
export type Addressee = 'bot' | 'member' | 'all';

// The words of all languages together: a member may write in any of them, whatever the server speaks. Silence
// on a true question is worse than an answer to a remark, so what is not plainly one of these counts as a
// question.

const GREETINGS = wordsOf(intents.greetings.words);

const SMALL_PHRASES = new RegExp(
  `^(?:${oneOf(intents.smallTalk.words)}|good (?:morning|night|evening|afternoon)(?: .{0,12})?)$`,
  'u',
);

/** What is asked of the bot itself. */
const ABOUT_SELF = new RegExp(`^${oneOf(intents.self.words)}$`, 'u');
const isAboutSelf = (text: string) => ABOUT_SELF.test(trimBoth(text.replace(OPENING, ''), /[\s\p{P}]/u));

const CHINESE = /\p{Script=Han}/u;
const CHINESE_QUESTION = new RegExp(oneOf(intents.chineseQuestions.words), 'u');

const startsWithAny = (words: Words) => new RegExp(String.raw`^${oneOf(words)}(?![\p{L}\p{N}])`, 'u');
const containsAny = (words: Words) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])${oneOf(words)}(?![\p{L}\p{N}])`, 'u');

/** What a clause may begin with before it says what it is. */
const OPENING = new RegExp(
  String.raw`^(?:${oneOf([...GREETINGS.filter(word => !CHINESE.test(word)), ...wordsOf(intents.openings.words)])}(?![\p{L}\p{N}])[\s]*)+`,
  'u',
);

const QUESTION_WORD = oneOf(intents.questionWords.words);
const question = new RegExp(
  String.raw`^(?:${oneOf(intents.prepositions.words)}(?![\p{L}\p{N}])\s*)?${QUESTION_WORD}(?![\p{L}\p{N}])`,
  'u',
);
const QUESTION_FORMS: readonly RegExp[] = [
  question,
  startsWithAny(intents.askingVerbs.words),
  startsWithAny(intents.orders.words),
  containsAny(intents.wanting.words),
  /^what about|^how about|\p{L}-(?:t-)?(?:il|elle|ils|elles|on|vous|tu)(?!\p{L})|(?<!\p{L})c'est (?:qui|quoi|quand|où|combien|quel)/u,
  new RegExp(`\\s(?:is|was|are|were|est|ist|war|es) ${QUESTION_WORD}$`, 'u'),
];

/** Exclamations and intentions that begin like a question. */
const EXCLAIMED = new RegExp(
  String.raw`^(?:what an? \p{L}+$|${oneOf(intents.exclaimed.words)}(?!\p{L})|${oneOf(intents.exclaimedBeginnings.words)}|${oneOf(intents.exclaimedWhole.words)}$)`,
  'u',
);

/** What a remark begins with: then it asks nothing unless its form does, whatever it speaks of. */
const REMARK = startsWithAny(intents.remarks.words);
const CHINESE_REMARK = new RegExp(`^${oneOf(intents.chineseRemarks.words)}`, 'u');

/** The marks that cut a message into clauses; what stands in brackets or behind a dash is one of its own. */
const CLAUSES = /(?<![.!,;:…\n()–—。！，；：、])[.!,;:…\n()–—。！，；：、]+(?=\s|$|\p{Script=Han})|\s-\s/u;

/** A message without addresses, emoji, mentions and code, in small letters. */
function normalizeMessage(text: string): string {
  return text
    .replaceAll(/https?:\/\/\S+|<a?:\w+:\d+>|<[@#][!&]?\d+>|(?<!\w):\w+:(?!\w)/g, ' ')
    .replaceAll(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u200d\ufe0f]/gu, ' ')
    .replaceAll('’', "'")
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const smallTalkWords = new Set([...wordsOf(intents.small.words), ...GREETINGS]);
const fillerWords = new Set(wordsOf(intents.beside.words));

/**
 * `haha`, `bwahaha`, `heheh`. Each letter fits in one way only, so a long laugh is read as fast as it is
 * written.
 */
const LAUGH = /^b?w?a?h+[aeiou]+(?:(?:bw?a?|wa?)?h+[aeiou]+)+h*$/u;

/** `looool` as `lol`, `hahahaha` as `haha`: what is drawn out is the same word. */
function collapseRepeats(word: string): string {
  if (LAUGH.test(word)) return 'haha';
  if (/^(?:ja){2,}j?$/u.test(word)) return 'jaja';
  if (smallTalkWords.has(word) || fillerWords.has(word)) return word;
  const once = word.replaceAll(/(\p{L})\1+/gu, '$1');
  return smallTalkWords.has(once) ? once : word.replaceAll(/(\p{L})\1{2,}/gu, '$1$1');
}

const splitMessage = (text: string) =>
  (text.match(/[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}]+)*/gu) ?? []).map(collapseRepeats);

const joinWords = (text: string) => text.replaceAll(/[^\p{L}\p{N}' ]+/gu, '').trim();

/** What is nothing but small talk: thanks, a greeting, a yes, a laugh, an emoji. */
function isSmallTalk(text: string): boolean {
  if (SMALL_PHRASES.test(joinWords(text))) return true;
  const words = splitMessage(text);
  return (
    words.every(word => smallTalkWords.has(word) || fillerWords.has(word)) &&
    (words.length === 0 || words.some(word => smallTalkWords.has(word)))
  );
}

const isGreeting = (text: string) =>
  splitMessage(text).some(word => GREETINGS.includes(word)) || /^(?:good|guten?|buenos) /u.test(text);

/** `right?` and `true?` may ask; a greeting or a thank-you does not, whatever mark stands behind it. */
const isPoliteOnly = (text: string) =>
  isGreeting(text) ||
  /^(?:ok(?:ay)?|lol|test|thanks|danke|merci|gracias)\W*$/.test(text) ||
  SMALL_PHRASES.test(joinWords(text));

function hasQuestionForm(text: string): boolean {
  if (/[?？¿]/u.test(text) || CHINESE_QUESTION.test(text)) return true;
  return text
    .split(CLAUSES)
    .map(clause => clause.trim().replace(OPENING, ''))
    .some(
      clause =>
        clause !== '' &&
        !EXCLAIMED.test(clause) &&
        !isSmallTalk(clause) &&
        QUESTION_FORMS.some(form => form.test(clause)),
    );
}

function isRemark(text: string): boolean {
  const statement = text.replace(OPENING, '').replace(/^[\s\p{P}]+/u, '');
  return EXCLAIMED.test(statement) || REMARK.test(statement) || CHINESE_REMARK.test(statement);
}

/** Of what a statement speaks of, so much must stand in the article for it to be about it. */
const MIN_OVERLAP = 1 / 3;
/** What is said to another member must be about it more plainly. */
const MIN_OVERLAP_TO_MEMBER = 0.5;

interface IntentContext {
  readonly addressee: Addressee;
  /** What the place is about. Where it is about nothing yet every statement may be a question. */
  readonly article: Article | null;
  /**
   * Whether questions in another language than the article's are answered: then its words need not be the
   * article's.
   */
  readonly isTranslated: boolean;
}

/**
 * Words of a statement in another language than the article's, at most, that is taken for a question ("der
 * Preis der Fahrkarte").
 */
const MAX_SHORT_WORDS = 6;

/**
 * What a message asks, by its form: a question mark, a question word, a verb that asks. What has the form of
 * a statement is a question if it names something of the article and does not begin like a remark.
 */
export async function detectIntent(
  message: string,
  { addressee: to, article, isTranslated }: IntentContext,
): Promise<Intent> {
  const text = normalizeMessage(message);
  if (to !== 'member' && isAboutSelf(text)) return 'self';
  if (isSmallTalk(text) && (!/[?？]/u.test(text) || splitMessage(text).length === 0 || isPoliteOnly(text)))
    return isGreeting(text) ? 'greeting' : 'talk';
  if (to === 'bot') return 'question';
  const asks = hasQuestionForm(text);
  if (to === 'member')
    return asks && (article === null || (await isAboutInWorker(article, text, MIN_OVERLAP_TO_MEMBER)))
      ? 'question'
      : 'talk';
  if (asks) return 'question';
  if (isRemark(text)) return 'talk';
  if (article === null || (await isAboutInWorker(article, text, MIN_OVERLAP))) return 'question';
  return isTranslated && splitMessage(text).length <= MAX_SHORT_WORDS ? 'question' : 'talk';
}
