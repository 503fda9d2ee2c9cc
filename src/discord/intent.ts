import type { Article } from '../articles/article.ts';
import { runOnArticle } from '../engines/in-worker.ts';
import intents from '../language/lexicons/intents.json' with { type: 'json' };
import { trimBoth } from '../language/trimming.ts';
import { oneOf, type Words, wordsOf } from '../language/word-lists.ts';

/**
 * What a message in a conversation means to the bot. Talk and greetings ask nothing, but a greeting to the
 * bot may be returned; questions about the bot itself are not answered from an article.
 */
export type Intent = 'question' | 'self' | 'greeting' | 'talk';

/** Whom a message addresses: the bot (by mention or directly), another member, or everybody in the thread. */
export type Addressee = 'bot' | 'member' | 'all';

// The words of all languages together: a member may write in any of them, whatever the server's language.
// Silence on a real question is worse than an answer to a remark, so anything that is not clearly something
// else counts as a question.

const GREETINGS = wordsOf(intents.greetings.words);

const SMALL_PHRASES = new RegExp(
  `^(?:${oneOf(intents.smallTalk.words)}|good (?:morning|night|evening|afternoon)(?: .{0,12})?)$`,
  'u',
);

/** Questions about the bot itself. */
const ABOUT_SELF = new RegExp(`^${oneOf(intents.self.words)}$`, 'u');
const isAboutSelf = (text: string) => ABOUT_SELF.test(trimBoth(text.replace(OPENING, ''), /[\s\p{P}]/u));

const CHINESE = /\p{Script=Han}/u;
const CHINESE_QUESTION = new RegExp(oneOf(intents.chineseQuestions.words), 'u');

const startsWithAny = (words: Words) => new RegExp(String.raw`^${oneOf(words)}(?![\p{L}\p{N}])`, 'u');
const containsAny = (words: Words) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])${oneOf(words)}(?![\p{L}\p{N}])`, 'u');

/** Words that a clause may open with before its content. */
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

/** How a remark begins: it then asks nothing unless it has the form of a question, whatever it is about. */
const REMARK = startsWithAny(intents.remarks.words);
const CHINESE_REMARK = new RegExp(`^${oneOf(intents.chineseRemarks.words)}`, 'u');

/** The marks that split a message into clauses; text in brackets or after a dash is a clause of its own. */
const CLAUSES = /(?<![.!,;:…\n()–—。！，；：、])[.!,;:…\n()–—。！，；：、]+(?=\s|$|\p{Script=Han})|\s-\s/u;

/** A message in lower case, without links, mentions and emoji (as characters or as `:name:`). */
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

/** `haha`, `bwahaha`, `heheh`. Each letter can match in only one way, so matching takes linear time. */
const LAUGH = /^b?w?a?h+[aeiou]+(?:(?:bw?a?|wa?)?h+[aeiou]+)+h*$/u;

/** Collapses a drawn-out word: `looool` to `lol`, `hahahaha` to `haha`. */
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

/** Whether a text is nothing but small talk: thanks, a greeting, a yes, a laugh, an emoji. */
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

/** Whether a text is mere politeness. `right?` may ask; a greeting does not, whatever mark follows. */
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

/** The share of a statement's content words that article or comments must have for it to be about them. */
const MIN_OVERLAP = 1 / 3;
/** The same share for a message to another member, which must be about the article more clearly. */
const MIN_OVERLAP_TO_MEMBER = 0.5;

interface IntentContext {
  readonly addressee: Addressee;
  /** The article that the place is about. If there is none yet, every statement may be a question. */
  readonly article: Article | null;
  /** Whether questions in another language are answered; their words need not occur in the article. */
  readonly isTranslated: boolean;
}

/** Maximum words of a statement in another language that counts as a question ("der Preis der Fahrkarte"). */
const MAX_SHORT_WORDS = 6;

/**
 * Detects what a message asks from its form: a question mark, a question word, a verb that asks. A statement
 * is a question if it mentions something in the article and does not begin like a remark.
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
    return asks &&
      (article === null || (await runOnArticle('isAbout', article, { text, least: MIN_OVERLAP_TO_MEMBER })))
      ? 'question'
      : 'talk';
  if (asks) return 'question';
  if (isRemark(text)) return 'talk';
  if (article === null || (await runOnArticle('isAbout', article, { text, least: MIN_OVERLAP })))
    return 'question';
  return isTranslated && splitMessage(text).length <= MAX_SHORT_WORDS ? 'question' : 'talk';
}
