import { z } from 'zod';
import { type Article, type Comment, commentTextOf, parentNumberOf } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import labelWords from '../../language/lexicons/label-words.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { splitWords, stem, stemText } from '../../language/stems.ts';
import { hasStrongLanguage } from '../../language/strong-language.ts';
import { candidatePassagesOf, truncateAtWord } from '../passage.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { findVerbatimEvidence } from '../verification/evidence.ts';
import { hasInstructions, removeInstructions } from '../verification/instructions.ts';
import {
  createTranslationTask,
  keepFaithfulTranslation,
  type TranslatableStatement,
} from '../verification/translation.ts';
import { extractComments } from './extract.ts';
import { chooseLabel, createTopicFinder } from './keywords.ts';
import { CommentsAnswer, CommentsDraft, CommentsOptions, type Viewpoint } from './schema.ts';
import { themeNames } from './themes.ts';

/** The stored text of a passage that stands verbatim in one paragraph of a comment, or null. */
export function findVerbatim(article: Article, comment: Comment, text: string): string | null {
  const found = findVerbatimEvidence(
    { ...article, paragraphs: comment.paragraphs },
    { text, paragraphs: [] },
  );
  return 'statement' in found ? found.statement.text : null;
}

const MAX_LABEL_LENGTH = 80;

const firstWordsOf = (comment: Comment) =>
  candidatePassagesOf(comment)[0] ?? truncateAtWord(comment.paragraphs[0]!);

/** What the check of one answer works with. */
interface CommentsCheck {
  readonly article: Article;
  readonly comments: ReadonlyMap<string, Comment>;
  readonly order: ReadonlyMap<string, number>;
  readonly language: Language | null;
  readonly complaints: string[];
}

/** The comment numbers that exist and are not yet in a viewpoint, in reading order. */
function takeNumbers(
  viewpoint: Viewpoint,
  taken: Set<string>,
  { comments, order, complaints }: CommentsCheck,
): string[] {
  const kept = viewpoint.comments.filter(each => {
    if (!order.has(each)) complaints.push(`There is no comment ${truncate(each)}.`);
    else if (comments.get(each)!.paragraphs.length === 0)
      complaints.push(`Comment ${each} only quotes another.`);
    else if (taken.has(each)) complaints.push(`Comment ${each} stood in a viewpoint already.`);
    else return taken.add(each);
    return false;
  });
  return kept.toSorted((a, b) => order.get(a)! - order.get(b)!);
}

/** The translation of what a reader wrote, where it is faithful. */
function keepTranslation(
  given: TranslatableStatement,
  stored: string,
  { article, language, complaints }: CommentsCheck,
): { translation?: string } {
  return keepFaithfulTranslation(given, stored, {
    article,
    language,
    say: complaint => void complaints.push(complaint),
  });
}

/**
 * The passage with the stored text if a comment of the viewpoint has it, else the first words of its first
 * comment.
 */
function checkPassage(
  { passage }: Viewpoint,
  numbers: readonly string[],
  check: CommentsCheck,
): Viewpoint['passage'] {
  const { article, comments, complaints } = check;
  for (const each of [...new Set([passage.comment, ...numbers])].filter(each => numbers.includes(each))) {
    const text = findVerbatim(article, comments.get(each)!, passage.text);
    if (text === null) continue;
    if (each !== passage.comment)
      complaints.push(`A passage is from comment ${each}, not from ${truncate(passage.comment)}.`);
    return { comment: each, text, ...keepTranslation(passage, text, check) };
  }
  complaints.push(`No comment of its viewpoint says "${truncate(passage.text)}".`);
  return { comment: numbers[0]!, text: firstWordsOf(comments.get(numbers[0]!)!) };
}

function findFreeLabel(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` (${n})`;
    const label = truncateAtWord(wanted, MAX_LABEL_LENGTH - suffix.length) + suffix;
    if (!taken.has(label.toLowerCase())) return label;
  }
}

/** A label on one line, not insulting, made of words of its comments, and one that no other viewpoint has. */
function checkLabel(
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
  const telling = numbers.filter(number => !hasInstructions(commentTextOf(comments.get(number)!)));
  if (telling.length === 0) return 'Other remarks';
  return chooseLabel('unclear', getTopics(article)(telling.map(number => order.get(number)!)), new Set());
}

const topicsByArticle = new WeakMap<Article, ReturnType<typeof createTopicFinder>>();

function getTopics(article: Article): ReturnType<typeof createTopicFinder> {
  const made = topicsByArticle.get(article) ?? createTopicFinder(article.comments.map(commentTextOf));
  topicsByArticle.set(article, made);
  return made;
}

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
  const own = removeInstructions(numbers.map(number => commentTextOf(comments.get(number)!)));
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
      numbers.map(number => fold(commentTextOf(comments.get(number)!)).toLowerCase()),
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

function keepLabelTranslation(
  { label, labelTranslation }: Viewpoint,
  check: CommentsCheck,
): { labelTranslation?: string } {
  const { translation } = keepTranslation({ text: label, translation: labelTranslation }, label, check);
  return translation === undefined || translation.length > MAX_LABEL_LENGTH || hasStrongLanguage(translation)
    ? {}
    : { labelTranslation: translation };
}

function checkViewpoints(draft: CommentsDraft, check: CommentsCheck): Viewpoint[] {
  const [comments, labels] = [new Set<string>(), new Set<string>()];
  return draft.viewpoints.flatMap(viewpoint => {
    const numbers = takeNumbers(viewpoint, comments, check);
    if (numbers.length === 0) return [];
    const label = checkLabel(viewpoint, numbers, labels, check);
    const translation = label === viewpoint.label ? keepLabelTranslation(viewpoint, check) : {};
    return [{ label, ...translation, comments: numbers, passage: checkPassage(viewpoint, numbers, check) }];
  });
}

function checkContradictions(draft: CommentsDraft, check: CommentsCheck): CommentsDraft['contradictions'] {
  const { article, comments, order, complaints } = check;
  const seen = new Set<string>();
  const kept = draft.contradictions.flatMap(given => {
    const { reply, to, text } = given;
    const comment = comments.get(reply);
    if (!comment || parentNumberOf(reply) !== to || !comments.has(to)) {
      complaints.push(`Comment ${truncate(reply)} is no reply to ${truncate(to)}.`);
      return [];
    }
    if (seen.has(reply)) {
      complaints.push(`The contradiction of ${reply} stood there twice.`);
      return [];
    }
    seen.add(reply);
    const stored = findVerbatim(article, comment, text);
    if (stored === null) complaints.push(`Comment ${reply} does not say "${truncate(text)}".`);
    return [
      {
        reply,
        to,
        text: stored ?? firstWordsOf(comment),
        ...(stored !== null && keepTranslation(given, stored, check)),
      },
    ];
  });
  return kept.toSorted((a, b) => order.get(a.reply)! - order.get(b.reply)!);
}

/** Computed from the numbers of the comments. */
export function countComments(comments: readonly Comment[]): CommentsAnswer['counts'] {
  const levels = comments.map(comment => comment.number.split('.').length);
  const threads = levels.filter(level => level === 1).length;
  return {
    comments: comments.length,
    threads,
    replies: comments.length - threads,
    levels: levels.reduce((most, level) => Math.max(most, level), 0),
  };
}

function checkDraft(
  draft: CommentsDraft,
  article: Article,
  { language }: CommentsOptions = { language: null },
): CheckResult<CommentsAnswer> {
  const comments = new Map(article.comments.map(comment => [comment.number, comment]));
  const order = new Map(article.comments.map((comment, i) => [comment.number, i]));
  const context: CommentsCheck = { article, comments, order, language, complaints: [] };
  const viewpoints = checkViewpoints(draft, context);
  const contradictions = checkContradictions(draft, context);
  const used = viewpoints.reduce((sum, viewpoint) => sum + viewpoint.comments.length, 0);
  const coverage = { used, of: article.comments.length };
  return {
    answer: { viewpoints, contradictions, counts: countComments(article.comments), coverage },
    complaints: context.complaints,
  };
}

/** What a model is asked for at most. */
const MAX_VIEWPOINTS = 8;

const GroupChoice = z.object({ groups: z.array(z.object({ viewpoints: z.array(z.int()) })) });

/** The viewpoints of all parts; those of one name are one. A comment counts where it stands first. */
function mergeDrafts(drafts: readonly CommentsDraft[]): CommentsDraft {
  const byName = Map.groupBy(
    drafts.flatMap(({ viewpoints }) => viewpoints),
    ({ label }) => fold(label).toLowerCase(),
  );
  const taken = new Set<string>();
  const viewpoints = [...byName.values()].map(joinViewpoints).flatMap(viewpoint => {
    const comments = viewpoint.comments.filter(each => !taken.has(each) && taken.add(each));
    return comments.length > 0 ? [{ ...viewpoint, comments }] : [];
  });
  return {
    viewpoints: sortBySize(viewpoints),
    contradictions: drafts.flatMap(({ contradictions }) => contradictions),
  };
}

/** Viewpoints that are one, with the name and the passage of the largest. */
function joinViewpoints(viewpoints: readonly Viewpoint[]): Viewpoint {
  return { ...sortBySize(viewpoints)[0]!, comments: viewpoints.flatMap(({ comments }) => comments) };
}

/** Each group as one viewpoint; what is in no group stays by itself. */
function groupViewpoints(
  viewpoints: readonly Viewpoint[],
  groups: z.infer<typeof GroupChoice>['groups'],
): Viewpoint[] {
  const left = new Map(viewpoints.map((viewpoint, index) => [index + 1, viewpoint]));
  const grouped = groups.flatMap(({ viewpoints: numbers }) => {
    const members = numbers.flatMap(each => {
      const member = left.get(each);
      left.delete(each);
      return member ? [member] : [];
    });
    return members.length > 0 ? [joinViewpoints(members)] : [];
  });
  return sortBySize([...grouped, ...left.values()]);
}

function sortBySize(viewpoints: readonly Viewpoint[]): Viewpoint[] {
  return viewpoints.toSorted((a, b) => b.comments.length - a.comments.length);
}

/** The digest of the readers' comments. An article without comments gives zero counts and empty lists. */
export const commentsRecipe = {
  kind: 'comments',
  options: CommentsOptions,
  draft: CommentsDraft,
  answer: CommentsAnswer,
  extract: article => extractComments(article),
  instructions: ({ language }) =>
    `Group the readers' comments into viewpoints (at most 8, the largest first); each comment stands in at most one. "label": a neutral name of the viewpoint in a few words of the comments, a noun phrase and no sentence. "comments": the numbers of its comments. "passage": one telling passage copied exactly from one of them. In "contradictions" list each reply that disagrees with the comment it answers ("reply", and "to", its parent), with the words of the reply that show it, copied exactly.${createTranslationTask(language, 'labels and passages')}`,
  check: checkDraft,
  countStatements: ({ viewpoints }) => viewpoints.length,
  citations: ({ viewpoints, contradictions }) => [
    ...viewpoints.map(({ passage, comments }) => ({ text: passage.text, paragraphs: [], comments })),
    ...contradictions.map(({ text, reply }) => ({ text, paragraphs: [], comments: [reply] })),
  ],
  emptyIsAnswer: false,
  longArticle: {
    reads: 'comments',
    options: options => options,
    merge: mergeDrafts,
    condense: {
      schema: GroupChoice,
      instructions: ({ viewpoints }) =>
        viewpoints.length <= MAX_VIEWPOINTS
          ? null
          : `These viewpoints were found in one part of the readers' comments after another:\n${viewpoints.map(({ label, comments, passage }, index) => `[${index + 1}] ${JSON.stringify(label)} (${comments.length} comments, such as ${JSON.stringify(passage.text)})`).join('\n')}\nPut those together that say the same, into at most ${MAX_VIEWPOINTS} groups. "groups": for each the numbers of its "viewpoints"; each number stands in one group.`,
      apply: (draft, choice) => ({
        ...draft,
        viewpoints: groupViewpoints(draft.viewpoints, choice?.groups ?? []),
      }),
    },
  },
} satisfies Recipe<CommentsOptions, CommentsDraft, CommentsAnswer>;
