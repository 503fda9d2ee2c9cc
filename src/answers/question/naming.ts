import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { isReadingEnglish } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan } from './answer-kinds.ts';
import { countWords } from './answer-words.ts';
import { findGivenNames } from './name-spans.ts';
import { termStemsOf } from './question-terms.ts';
import { writeOut } from './route.ts';
import { type DraftStatement, MAX_WORDS, type QuestionDraft } from './schema.ts';
import { fits, getSentenceIndex, type SentenceIndex } from './sentence-index.ts';

/*
 * What something is called. Such a question has one word to look for, the thing, so it is answered only where
 * the text gives that very thing its name: "the hut, now called the Growler", "her book, The Patient Lawn".
 */

const WHEN = '(?: (?:now|today|nowadays|before|originally|formerly|previously|then|first))?';
const ASKS_NAME = [
  `what (?:is|are|was|were) (?<thing>[^?!,;:]{2,60}?)${WHEN} (?:called|named|known as)${WHEN}`,
  `what (?:is|are|was|were) the (?:name|title)s? of (?<thing>[^?!,;:]{2,60}?)${WHEN}`,
].map(form => new RegExp(`^(?:(?:and|so|but) )?${form}[\\s?!.]*$`, 'iu'));
const ASKS_FORMER = /\b(?:before|originally|formerly|previously)\b/i;

const NAMING = new RegExp(
  `(?<![\\p{L}\\p{N}])${oneOf(lexicon.naming.words)} (?:it |him |her |the )?[“"‘]?$`,
  'u',
);
/** What stands between a thing and what it is called, if it does not stand right before: "was renamed". */
const JOINING = new RegExp(`(?:^|[,;:(“"] ?|\\b${oneOf(lexicon.namingJoins.words)} )$`, 'iu');
const FORMER_BEFORE = /\b(?:once|formerly|originally|previously|first) $/iu;
const FORMER_BEHIND = /^[”"’]? (?:until|till|before)\b/iu;
const POINTS_BACK = /\b(?:it|they|he|she)\b/i;
/** Longest stretch between a thing and its name, in characters. */
const WINDOW = 140;

interface GivenName {
  readonly name: string;
  readonly isFormer: boolean;
  readonly statement: DraftStatement;
}

const lastPhraseOf = (text: string) => text.split(/[,;:.(] ?/).at(-1) ?? '';

/** The words before a name that must hold the thing it is given to; undefined if it is no thing's name. */
function readNamed(text: string, { start }: AnswerSpan): { readonly words: string; readonly rest: string } {
  const before = text.slice(Math.max(0, start - WINDOW), start);
  const phrase = NAMING.exec(before);
  // "her book, The Patient Lawn"
  if (!phrase) return { words: lastPhraseOf(before.replace(/, [“"‘]?$/u, '')), rest: '' };
  const rest = before.slice(0, phrase.index);
  // "a man named Fergus" names the man, whatever else the sentence is about
  return { words: JOINING.test(rest) ? rest : (rest.trimEnd().split(' ').at(-1) ?? ''), rest };
}

function findNamesIn(index: SentenceIndex, at: number, thing: readonly string[]): GivenName[] {
  const { all } = index;
  const sentence = all[at];
  const before = all[at - 1];
  if (!sentence || countWords(sentence.text) > MAX_WORDS) return [];
  const { text, evidence } = sentence;
  const head = thing.at(-1) ?? '';
  return findGivenNames(text).flatMap((span): GivenName[] => {
    const { words, rest } = readNamed(text, span);
    const isBack = POINTS_BACK.test(words) && fits(all, { first: at - 1, last: at }, MAX_WORDS);
    const context = isBack && before ? sentence.whole.slice(before.start, sentence.end) : text;
    const known = new Set(termStemsOf(context));
    const isHead = termStemsOf(words).includes(head) || isBack;
    if (!isHead || !thing.every(stem => known.has(stem))) return [];
    const name = text.slice(span.start, span.end);
    const isFormer = FORMER_BEFORE.test(rest) || FORMER_BEHIND.test(text.slice(span.end, span.end + 12));
    return [{ name, isFormer, statement: { text: context, answer: name, ...evidence } }];
  });
}

/** Answers what a thing is or was called with the sentence that says so; null if none does outright. */
export function findGivenName(article: Article, question: string): QuestionDraft | null {
  if (!isReadingEnglish()) return null;
  const written = writeOut(question);
  const asked = ASKS_NAME.map(form => form.exec(written)?.groups?.thing).find(Boolean);
  const thing = asked === undefined ? [] : termStemsOf(asked);
  if (thing.length === 0) return null;
  const index = getSentenceIndex(article, 'paragraphs');
  const asksFormer = ASKS_FORMER.test(written);
  const named = index.all
    .flatMap((_, at) => findNamesIn(index, at, thing))
    .find(
      ({ isFormer, name }) =>
        isFormer === asksFormer && termStemsOf(name).some(stem => !thing.includes(stem)),
    );
  return named ? { found: true, statements: [named.statement], nearest: null } : null;
}
