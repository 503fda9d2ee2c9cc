import works from '../../language/lexicons/works.json' with { type: 'json' };
import { isPossessive, isTitle } from '../../language/person-names.ts';
import { isCueVerb, isNamingVerb } from '../../language/speech.ts';
import { getReadingLanguage } from '../../language/stems.ts';
import {
  isDeterminer,
  isFreeAfterQuotation,
  isPreposition,
  isSmallInTitles,
} from '../../language/syntax/function-words.ts';
import { findPhraseFrom } from '../../language/syntax/noun-phrases.ts';
import { isPassive } from '../../language/syntax/voice.ts';
import { isNounWord } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { findAdjacentWord } from './attribution/unattributed.ts';
import { findWindow } from './context-window.ts';

const isWorkNoun = createWordTest(works.words);

/** Whether a word is a common noun: "a hall called “...”"; not "she called “...”", "Holt called “...”". */
function isCommonNounAt(list: readonly Token[], at: number): boolean {
  const word = textAt(list, at);
  return /^\p{Ll}/u.test(word) && isNounWord(list, at) && !isTitle(word);
}

/** Whether the words before a quotation make it a name: "a book called “...”", "will be called “...”". */
function isNameGiven(list: readonly Token[], quotation: number): boolean {
  const verb = findAdjacentWord(list, quotation);
  const word = lowerTextAt(list, verb);
  if (/^(?:titled|entitled|christened)$/.test(word)) return true;
  return /^(?:called|named|dubbed)$/.test(word) && (isPassive(list, verb) || isCommonNounAt(list, verb - 1));
}

/** Whether the noun for a kind of work stands next to a quotation: "the march “...”", "“...”, the march". */
function isBesideWork(list: readonly Token[], quotation: number): boolean {
  const before = textAt(list, quotation - 1) === ',' ? quotation - 2 : quotation - 1;
  if (isWorkNoun(lowerTextAt(list, before))) return true;
  if (textAt(list, quotation + 1) !== ',' || !isDeterminer(textAt(list, quotation + 2))) return false;
  const addition = findPhraseFrom(list, quotation + 2);
  const words = addition ? list.slice(addition.from, addition.to) : [];
  return words.some(({ text }) => isWorkNoun(text.toLowerCase()));
}

/** Whether a text looks like the title of a film, a song or a day: all words but small ones have capitals. */
function isTitleLike(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}’'-]+/gu) ?? [];
  const [first = '', ...others] = words;
  return (
    others.length > 0 &&
    // German nouns have capitals too
    getReadingLanguage() !== 'deu' &&
    /^\p{Lu}/u.test(first) &&
    words.every(word => /^[\p{Lu}\p{N}]/u.test(word) || isSmallInTitles(word)) &&
    !/[.!?]/.test(text.replace(/[,.]$/, ''))
  );
}

/** Words in quotation marks, with what is known about them. */
interface MarkedWords {
  readonly text: string;
  /** The tokens of their sentence, and the index of the token that stands for them. */
  readonly tokens: readonly Token[];
  readonly at: number;
  /** Whether their sentence has no words besides quotations. */
  readonly onlyQuoted: boolean;
  /** The cue in their sentence that attributes them to a speaker, or null. */
  readonly cue: number | null;
  /** Whether they are attributed to a speaker, by their own sentence or by others. */
  readonly isAttributed: boolean;
  /** Whether that is their own sentence. */
  readonly isDirect: boolean;
}

/** A rule that decides whether marked words are scare quotes or a title; undefined if it does not apply. */
interface ScareQuoteRule {
  readonly name: string;
  readonly apply: (marked: MarkedWords) => boolean | undefined;
}

/** Number of tokens before marked words that are searched for a naming verb, and for a reporting verb. */
const REACH = { naming: 6, cue: 2 };

/** Maximum number of words in scare quotes. */
const MAX_WORDS = 3;

const wordsBefore = ({ tokens, at }: MarkedWords, count: number) =>
  tokens.slice(Math.max(0, at - count), Math.max(0, at)).map(({ text }) => text.toLowerCase());
const isGivenAsName = (marked: MarkedWords) => wordsBefore(marked, REACH.naming).some(isNamingVerb);
const isBehindCue = (marked: MarkedWords) => wordsBefore(marked, REACH.cue).some(isCueVerb);

function isTitleOfWork({ text, tokens, at }: MarkedWords): boolean {
  const { near, start } = findWindow(tokens, at);
  if (/^(?:en)?titled$/.test(lowerTextAt(near, at - start - 1))) return true;
  if (!isTitleLike(text)) return false;
  return isNameGiven(near, at - start) || isBesideWork(near, at - start);
}

/** Whether marked words modify the word after them: the “green” plan. */
function isModifier({ text, tokens, at }: MarkedWords): boolean {
  const next = tokens[at + 1];
  if (!/^\p{Ll}/u.test(text) || /[.,!?]$/.test(text)) return false;
  return next?.kind === 'word' && !isFreeAfterQuotation(next.text);
}

/** Whether marked words are a short sentence after a colon: Holt, from the door: “I heard that!” */
const isAnnouncedSentence = ({ text, tokens, at }: MarkedWords) =>
  textAt(tokens, at - 1) === ':' && /^\p{Lu}.*[.!?]$/u.test(text);

/** Whether marked words open their sentence and end as before a tag: “Load-bearing,” came the answer. */
const isBeforeTag = ({ text, tokens, at }: MarkedWords) =>
  /^\p{Lu}.*[,!?]$/u.test(text) && !tokens.slice(0, Math.max(0, at)).some(isWord);

/** The rules that tell scare quotes and titles from what somebody said, in order of precedence. */
export const SCARE_QUOTE_RULES: readonly ScareQuoteRule[] = [
  { name: 'title of a work', apply: marked => (isTitleOfWork(marked) ? true : undefined) },
  {
    name: 'title that nobody says',
    apply: marked => {
      const isBehindPreposition = isPreposition(textAt(marked.tokens, marked.at - 1));
      const isTagged = marked.isDirect && marked.cue !== null && marked.cue > marked.at;
      const isSaid = isTagged && !isBehindPreposition;
      const isFree = !isGivenAsName(marked) && !isBehindCue(marked) && !isSaid;
      // "told the BBC's “...”": a title with an owner
      const isOwned = isPossessive(textAt(marked.tokens, marked.at - 1));
      return isTitleLike(marked.text) && (isFree || isOwned) ? true : undefined;
    },
  },
  {
    name: 'more than a few words',
    apply: ({ text }) => (text.split(/\s+/).length > MAX_WORDS ? false : undefined),
  },
  { name: 'announced sentence', apply: marked => (isAnnouncedSentence(marked) ? false : undefined) },
  { name: 'before a tag', apply: marked => (isBeforeTag(marked) ? false : undefined) },
  { name: 'words alone', apply: ({ onlyQuoted }) => (onlyQuoted ? false : undefined) },
  { name: 'given as a name', apply: marked => (isGivenAsName(marked) ? false : undefined) },
  { name: 'modifier', apply: marked => (isModifier(marked) ? true : undefined) },
  { name: 'no cue', apply: ({ isAttributed, cue }) => !isAttributed || cue === null },
];

/** Whether marked words quote nobody, being a title or scare quotes; with the name of the deciding rule. */
export function judgeScareQuote(marked: MarkedWords): { readonly isScare: boolean; readonly rule: string } {
  for (const { name, apply } of SCARE_QUOTE_RULES) {
    const isScare = apply(marked);
    if (isScare !== undefined) return { isScare, rule: name };
  }
  return { isScare: false, rule: 'none' };
}
