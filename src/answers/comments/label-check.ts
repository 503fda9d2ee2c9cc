import { type Article, commentTextOf } from '../../articles/article.ts';
import { fold, truncate, truncateAtWord } from '../../language/folding.ts';
import labelWords from '../../language/lexicons/label-words.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { splitWords, stem, stemText } from '../../language/stems.ts';
import { hasStrongLanguage } from '../../language/strong-language.ts';
import { getExisting } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { hasInstructions, removeInstructions } from '../verification/instructions.ts';
import { type CommentsCheck, keepTranslation } from './check-context.ts';
import { chooseLabel, createTopicFinder } from './keywords.ts';
import type { Viewpoint } from './schema.ts';
import { themeNames } from './themes.ts';

const MAX_LABEL_LENGTH = 80;

function findFreeLabel(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` (${n})`;
    const label = truncateAtWord(wanted, MAX_LABEL_LENGTH - suffix.length) + suffix;
    if (!taken.has(label.toLowerCase())) return label;
  }
}

/** A label on one line, not insulting, made of words of its comments, and one that no other viewpoint has. */
export function checkLabel(
  { label }: Viewpoint,
  numbers: readonly string[],
  taken: Set<string>,
  check: CommentsCheck,
): string {
  const plain = label.replace(/\s+/g, ' ').trim();
  const error = findLabelError(plain, numbers, check);
  const free = findFreeLabel(error === null ? plain : createBuiltInLabel(numbers, check), taken);
  if (error !== null) check.complaints.push(`The label "${truncate(label)}" ${error}.`);
  else if (free !== label)
    check.complaints.push(`The label "${truncate(label)}" was too long or not unique.`);
  taken.add(free.toLowerCase());
  return free;
}

/** The built-in engine's own name for these comments: it is made of what they are about. */
function createBuiltInLabel(numbers: readonly string[], { article, comments, order }: CommentsCheck): string {
  const telling = numbers.filter(number => !hasInstructions(commentTextOf(getExisting(comments, number))));
  if (telling.length === 0) return 'Other remarks';
  return chooseLabel(
    'unclear',
    getTopics(article)(telling.map(number => getExisting(order, number))),
    new Set(),
  );
}

const getTopics = memoizePerObject(({ comments }: Article) => createTopicFinder(comments.map(commentTextOf)));

/** Words that sort opinions and say nothing of their own. */
const STANCE_WORDS = new Set([...labelWords.words, ...themeNames.flatMap(splitWords)].map(stem));

/** So many words in a row are a passage of a comment, not a name for it. */
const MIN_COPIED_WORDS = 5;

/** Why a label does not name what these comments say, or null. */
function findLabelError(
  label: string,
  numbers: readonly string[],
  { article, comments }: CommentsCheck,
): string | null {
  if (label === '' || hasStrongLanguage(label)) return 'was not neutral';
  const own = removeInstructions(numbers.map(number => commentTextOf(getExisting(comments, number))));
  const known = new Set(
    stemText([...removeInstructions([article.headline, ...article.paragraphs]), ...own].join('\n')),
  );
  // "(2)" tells labels apart
  const all = [...new Set(stemText(label.replace(/ \(\d+\)$/, '')))];
  const strange = all.filter(word => !known.has(word) && !STANCE_WORDS.has(word));
  if (hasInstructions(label) || /[@<>]|\/\/|\b\w+\.[a-z]{2,}\b|\b(?:you|your)\b/i.test(label))
    return 'names no viewpoint';
  if (
    isCopied(
      label,
      numbers.map(number => fold(commentTextOf(getExisting(comments, number))).toLowerCase()),
    )
  )
    return 'is copied, not a name';
  if (isSentence(label)) return 'is a sentence, not a name';
  if (
    /\p{N}/u.test(label.replace(/ \(\d+\)$/, '')) &&
    !own.some(text => text.includes(label.match(/\p{N}+/u)?.[0] ?? ''))
  )
    return 'counts what these comments do not';
  // a new word may sort ("nostalgia"), a new name may not
  const isNamed = capitalizedWordsOf(label).some(word => strange.includes(stem(word)));
  const mayBeNew = all.length >= 2 && !isNamed ? 1 : 0;
  return strange.length > mayBeNew ? `speaks of what these comments do not: ${strange.join(', ')}` : null;
}

/** The words with a capital but the first, in small letters. */
const capitalizedWordsOf = (label: string) =>
  splitWords((label.match(/(?<!^)(?<=[\s“"(-])\p{Lu}[\p{L}\p{M}]*/gu) ?? []).join(' '));

/**
 * What says something of something instead of naming it: "Costs are too high", "The company pays the band".
 */
function isSentence(label: string): boolean {
  if (/[.!?]$/.test(label)) return true;
  const verbs = getNlp()(label)
    .match('(#Noun|#Pronoun) #Adverb? [(#Modal|#Copula|#PastTense|#PresentTense)]', 0)
    .out('array') as string[];
  return verbs.some(verb => !STANCE_WORDS.has(stem(splitWords(verb)[0] ?? '')));
}

function isCopied(label: string, texts: readonly string[]): boolean {
  const said = fold(label).toLowerCase().split(' ');
  for (let at = 0; at + MIN_COPIED_WORDS <= said.length; at++) {
    const run = said.slice(at, at + MIN_COPIED_WORDS).join(' ');
    if (texts.some(text => text.includes(run))) return true;
  }
  return false;
}

/** The translation of a label, where it is faithful, short enough and not insulting; else nothing. */
export function keepLabelTranslation(
  { label, labelTranslation }: Viewpoint,
  check: CommentsCheck,
): { labelTranslation?: string } {
  const { translation } = keepTranslation({ text: label, translation: labelTranslation }, label, check);
  return translation === undefined || translation.length > MAX_LABEL_LENGTH || hasStrongLanguage(translation)
    ? {}
    : { labelTranslation: translation };
}
