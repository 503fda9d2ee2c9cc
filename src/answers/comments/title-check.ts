import { type Article, type Comment, commentTextOf } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import labelWords from '../../language/lexicons/label-words.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { splitWords, stem, stemText } from '../../language/stems.ts';
import { hasStrongLanguage } from '../../language/strong-language.ts';
import { getExisting } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { candidatePassagesOf, firstWordsOf } from '../passage.ts';
import { findEvidence } from '../verification/evidence.ts';
import { hasInstructions, removeInstructions } from '../verification/instructions.ts';
import { findRefusal } from '../verification/refusal.ts';
import { readSource } from '../verification/source.ts';
import { type CommentsCheck, keepTranslation } from './check-context.ts';
import { isReaders, readComments } from './readings.ts';
import { type CheckedViewpoint, type CommentPassage, MAX_TITLE, type Viewpoint } from './schema.ts';
import { isInPieces } from './title-shortening.ts';
import { createTitle, takeFreeTitle } from './titles.ts';

/** A title as shown, with its level and the comments' words that it rests on. */
type CheckedTitle = Pick<CheckedViewpoint, 'label' | 'level' | 'ground'>;

/** A viewpoint as its title is checked. */
interface TitledViewpoint {
  readonly label: string;
  /** The comments in it. */
  readonly numbers: readonly string[];
  /** The passage below it, which a title in other words rests on. */
  readonly passage: CommentPassage | null;
}

/**
 * Checks that a title is unique among the viewpoints and supported by these comments: a sentence of theirs,
 * whole or shortened, or their words paraphrased. Otherwise replaces it with a sentence of theirs. Returns
 * one line.
 */
export function checkTitle(given: TitledViewpoint, taken: Set<string>, check: CommentsCheck): CheckedTitle {
  const label = given.label.replace(/\s+/g, ' ').trim();
  const standing = findTitleStanding({ ...given, label }, check);
  const error = findTitleError({ ...given, label }, standing.level, taken, check);
  if (error === null) {
    taken.add(label.toLowerCase());
    return { label, ...standing };
  }
  check.complaints.push(`The label "${truncate(label)}" ${error}.`);
  const own = createOwnTitle(given.numbers, taken, check);
  return { label: own, ...findTitleStanding({ ...given, label: own }, check) };
}

/** The built-in title of these comments, using those without instructions to machines if there are any. */
function createOwnTitle(numbers: readonly string[], taken: Set<string>, check: CommentsCheck): string {
  const { readings, space } = getReadings(check.article);
  const wanted = new Set(numbers);
  const own = readings.filter(({ comment }) => wanted.has(comment.number));
  const telling = own.filter(({ text }) => !hasInstructions(text));
  const members = telling.length > 0 ? telling : own;
  if (members.length > 0) return createTitle(members, space, taken).label;
  const [first = ''] = numbers;
  return takeFreeTitle(firstWordsOf(getExisting(check.comments, first)).slice(0, MAX_TITLE - 5), taken);
}

const getReadings = memoizePerObject((article: Article) =>
  readComments(article.comments.filter(isReaders), article),
);

/** How many comments with all words of a title to search for a sentence that proves it. */
const MAX_LOOKED_THROUGH = 5;

/**
 * How a title relates to its comments: verbatim if it is a sentence of theirs, shortened if it shortens one
 * without changing it, else worded, resting on the passage.
 */
function findTitleStanding(
  { label, numbers, passage }: TitledViewpoint,
  { article, comments }: Pick<CommentsCheck, 'article' | 'comments'>,
): Pick<CheckedTitle, 'level' | 'ground'> {
  const said = label.replace(NUMBERED, '');
  for (const wanted of new Set([label, said])) {
    for (const number of numbers) {
      const found = findSentence(wanted, getExisting(comments, number));
      if (found) return { level: found.level, ground: [{ comment: number, quote: found.quote }] };
    }
  }
  const words = stemText(said);
  const holding = numbers.filter(number => {
    const there = new Set(stemText(commentTextOf(getExisting(comments, number))));
    return words.length > 0 && words.every(word => there.has(word));
  });
  for (const number of holding.slice(0, MAX_LOOKED_THROUGH)) {
    const found = findProof(said, getExisting(comments, number), article);
    if (found) return { level: found.level, ground: [{ comment: number, quote: found.quote }] };
  }
  const first = passage?.comment ?? numbers[0] ?? '';
  const quote = passage?.text ?? firstWordsOf(getExisting(comments, first));
  return { level: 'worded', ground: [{ comment: first, quote }] };
}

/** A number that distinguishes a title from others with the same words. */
const NUMBERED = / \(\d{1,4}\)$/;

interface TitleProof {
  readonly level: 'verbatim' | 'shortened';
  readonly quote: string;
}

/** The sentence of a comment that a title repeats or, with "…", shortens. */
function findSentence(label: string, comment: Comment): TitleProof | null {
  const wanted = fold(label);
  const isCut = label.includes('…');
  for (const quote of candidatePassagesOf(comment)) {
    const sentence = fold(quote);
    if (sentence === wanted) return { level: 'verbatim', quote };
    if (isCut && isInPieces(wanted.replaceAll('...', '…'), sentence)) return { level: 'shortened', quote };
  }
  return null;
}

/** The sentence of a comment that a title shortens without loss. */
function findProof(label: string, { paragraphs }: Comment, article: Article): TitleProof | null {
  const found = findEvidence(
    { ...article, paragraphs: [...paragraphs], comments: [] },
    { text: label, paragraphs: paragraphs.map((_, index) => index + 1) },
  );
  if (!('statement' in found) || found.statement.level === 'worded') return null;
  const { level, ground, text } = found.statement;
  return { level, quote: ground[0]?.quote ?? text };
}

/** Words that classify opinions and say nothing themselves. */
const SORTING_STEMS = new Set(labelWords.words.map(stem));

/** Why a title does not say what these comments say, or null. */
function findTitleError(
  { label, numbers }: TitledViewpoint,
  level: CheckedTitle['level'],
  taken: ReadonlySet<string>,
  { article, comments }: CommentsCheck,
): string | null {
  if (taken.has(label.toLowerCase())) return 'is not the only one of its words';
  if (hasInstructions(label)) return 'names no viewpoint';
  if (label.length > MAX_TITLE) return `is longer than ${MAX_TITLE} characters`;
  if (level !== 'worded') return null;
  if (label === '' || hasStrongLanguage(label)) return 'was not neutral';
  if (/[@<>]|\/\/|\b\w+\.[a-z]{2,}\b|\b(?:you|your)\b/i.test(label)) return 'names no viewpoint';
  const own = removeInstructions(numbers.map(number => commentTextOf(getExisting(comments, number))));
  const known = new Set(
    stemText([...removeInstructions([article.headline, ...article.paragraphs]), ...own].join('\n')),
  );
  const all = [...new Set(stemText(label))];
  const strange = all.filter(word => !known.has(word) && !SORTING_STEMS.has(word));
  const numerals = label.match(/\p{N}+/gu) ?? [];
  if (numerals.some(numeral => !own.some(text => text.includes(numeral))))
    return 'counts what these comments do not';
  const names = capitalizedWordsOf(label).map(stem);
  if (all.length > 0 && all.every(word => names.includes(word)))
    return 'says not what these comments say, but of whom';
  if (isSentence(label)) {
    const reason = findRefusal(label, readSource(own));
    return reason === null ? null : `is not borne out by these comments: ${reason}`;
  }
  // a new word may classify ("nostalgia"), a new name may not
  const mayBeNew = all.length >= 2 && !names.some(word => strange.includes(word)) ? 1 : 0;
  return strange.length > mayBeNew ? `speaks of what these comments do not: ${strange.join(', ')}` : null;
}

/** Whether a label states something: "Costs are too high", "The company pays the band". */
function isSentence(label: string): boolean {
  if (/[.!?]$/.test(label)) return true;
  const verbs = getNlp()(label)
    .match('(#Noun|#Pronoun) #Adverb? [(#Modal|#Copula|#PastTense|#PresentTense)]', 0)
    .out('array') as string[];
  return verbs.some(verb => !SORTING_STEMS.has(stem(splitWords(verb)[0] ?? '')));
}

/** The capitalized words except the first, in lowercase. */
const capitalizedWordsOf = (label: string) =>
  splitWords((label.match(/(?<!^)(?<=[\s“"(-])\p{Lu}[\p{L}\p{M}]*/gu) ?? []).join(' '));

/** The translation of a title, if it is faithful, short enough and not insulting; else nothing. */
export function keepTitleTranslation(
  { label, labelTranslation }: Viewpoint,
  check: CommentsCheck,
): { labelTranslation?: string } {
  const { translation } = keepTranslation({ text: label, translation: labelTranslation }, label, check);
  return translation === undefined || translation.length > MAX_TITLE || hasStrongLanguage(translation)
    ? {}
    : { labelTranslation: translation };
}

/** Whether two texts are equal apart from white space, quotation marks and case. */
export const isSameText = (a: string, b: string) => fold(a).toLowerCase() === fold(b).toLowerCase();
