import { z } from 'zod';
import { type Article, type Comment, parentOf } from '../article/article.ts';
import { extractComments } from '../engines/extractive/comments.ts';
import { isStrong } from '../engines/extractive/language/strong.ts';
import { beginning, passagesOf } from '../engines/extractive/passage.ts';
import { evidenceFor } from './evidence.ts';
import { fold, shortened } from './folding.ts';
import { type Language, LanguageOption } from './languages.ts';
import type { Checked, Recipe } from './recipe.ts';
import { type Translatable, translated, translationTask } from './translation.ts';

export const CommentsOptions = z.strictObject({ language: LanguageOption });
export type CommentsOptions = z.infer<typeof CommentsOptions>;

const number = z.string().min(1);
/** In the language that was asked for, to stand beside the readers' own words. Absent where none was, or where it is not faithful. */
const translation = z.string().min(1).nullish();

export const Viewpoint = z.object({
  /** A neutral name of what these comments say, a few words. */
  label: z.string().min(1),
  labelTranslation: translation,
  /** Comment numbers, in reading order; a comment stands in at most one viewpoint. */
  comments: z.array(number).min(1),
  /** One verbatim passage of one of these comments. */
  passage: z.object({ comment: number, text: z.string().min(1), translation }),
});
export type Viewpoint = z.infer<typeof Viewpoint>;

export const CommentsDraft = z.object({
  viewpoints: z.array(Viewpoint),
  /** Who contradicts whom along the reply edges: `reply` answers `to` (its parent) and disagrees; `text` is verbatim from the reply. */
  contradictions: z.array(z.object({ reply: number, to: number, text: z.string().min(1), translation })),
});
export type CommentsDraft = z.infer<typeof CommentsDraft>;

export const CommentsAnswer = CommentsDraft.extend({
  /** Computed from the tree, never drafted: threads are comments on the first level, levels the depth of the tree. */
  counts: z.object({ comments: z.int().min(0), threads: z.int().min(0), replies: z.int().min(0), levels: z.int().min(0) }),
  /** How many comments stand in a viewpoint, of how many. */
  coverage: z.object({ used: z.int().min(0), of: z.int().min(0) }),
});
export type CommentsAnswer = z.infer<typeof CommentsAnswer>;

/** The stored text of a passage that stands verbatim in one paragraph of a comment, or null. */
export function verbatimIn(article: Article, comment: Comment, text: string): string | null {
  const found = evidenceFor({ ...article, paragraphs: comment.paragraphs }, { text, paragraphs: [] });
  return 'statement' in found ? found.statement.text : null;
}

const LONGEST_LABEL = 80;

const firstWords = (comment: Comment) => passagesOf(comment)[0] ?? beginning(comment.paragraphs[0]!);

/** What the check of one answer works with. */
interface Check {
  readonly article: Article;
  readonly comments: ReadonlyMap<string, Comment>;
  readonly order: ReadonlyMap<string, number>;
  readonly language: Language | null;
  readonly complaints: string[];
}

/** The comment numbers that exist and are not yet in a viewpoint, in reading order. */
function numbersOf(viewpoint: Viewpoint, taken: Set<string>, { order, complaints }: Check): string[] {
  const kept = viewpoint.comments.filter(each => {
    if (!order.has(each)) complaints.push(`There is no comment ${shortened(each)}.`);
    else if (taken.has(each)) complaints.push(`Comment ${each} stood in a viewpoint already.`);
    else return taken.add(each);
    return false;
  });
  return kept.toSorted((a, b) => order.get(a)! - order.get(b)!);
}

/** The translation of what a reader wrote, where it is faithful. */
function inLanguage(given: Translatable, stored: string, { article, language, complaints }: Check): { translation?: string } {
  return translated(given, stored, { article, language, say: complaint => void complaints.push(complaint) });
}

/** The passage with the stored text if a comment of the viewpoint has it, else the first words of its first comment. */
function passageOf({ passage }: Viewpoint, numbers: readonly string[], check: Check): Viewpoint['passage'] {
  const { article, comments, complaints } = check;
  for (const each of [...new Set([passage.comment, ...numbers])].filter(each => numbers.includes(each))) {
    const text = verbatimIn(article, comments.get(each)!, passage.text);
    if (text === null) continue;
    if (each !== passage.comment) complaints.push(`A passage is from comment ${each}, not from ${shortened(passage.comment)}.`);
    return { comment: each, text, ...inLanguage(passage, text, check) };
  }
  complaints.push(`No comment of its viewpoint says "${shortened(passage.text)}".`);
  return { comment: numbers[0]!, text: firstWords(comments.get(numbers[0]!)!) };
}

function freeLabel(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : ` (${n})`;
    const label = beginning(wanted, LONGEST_LABEL - suffix.length) + suffix;
    if (!taken.has(label.toLowerCase())) return label;
  }
}

/** A label on one line, not insulting, and one that no other viewpoint has. */
function labelOf({ label }: Viewpoint, taken: Set<string>, { complaints }: Check): string {
  const plain = label.replace(/\s+/g, ' ').trim();
  const proper = plain !== '' && !isStrong(plain);
  const free = freeLabel(proper ? plain : 'Viewpoint', taken);
  if (free !== label)
    complaints.push(proper ? `The label "${shortened(label)}" was too long or not unique.` : 'A label was not neutral.');
  taken.add(free.toLowerCase());
  return free;
}

function labelInLanguage({ label, labelTranslation }: Viewpoint, check: Check): { labelTranslation?: string } {
  const { translation } = inLanguage({ text: label, translation: labelTranslation }, label, check);
  return translation === undefined || translation.length > LONGEST_LABEL || isStrong(translation)
    ? {}
    : { labelTranslation: translation };
}

function checkViewpoints(draft: CommentsDraft, check: Check): Viewpoint[] {
  const [comments, labels] = [new Set<string>(), new Set<string>()];
  return draft.viewpoints.flatMap(viewpoint => {
    const numbers = numbersOf(viewpoint, comments, check);
    if (numbers.length === 0) return [];
    const label = labelOf(viewpoint, labels, check);
    const translation = label === viewpoint.label ? labelInLanguage(viewpoint, check) : {};
    return [{ label, ...translation, comments: numbers, passage: passageOf(viewpoint, numbers, check) }];
  });
}

function checkContradictions(draft: CommentsDraft, check: Check): CommentsDraft['contradictions'] {
  const { article, comments, order, complaints } = check;
  const seen = new Set<string>();
  const kept = draft.contradictions.flatMap(given => {
    const { reply, to, text } = given;
    const comment = comments.get(reply);
    if (!comment || parentOf(reply) !== to || !comments.has(to)) {
      complaints.push(`Comment ${shortened(reply)} is no reply to ${shortened(to)}.`);
      return [];
    }
    if (seen.has(reply)) {
      complaints.push(`The contradiction of ${reply} stood there twice.`);
      return [];
    }
    seen.add(reply);
    const stored = verbatimIn(article, comment, text);
    if (stored === null) complaints.push(`Comment ${reply} does not say "${shortened(text)}".`);
    return [{ reply, to, text: stored ?? firstWords(comment), ...(stored !== null && inLanguage(given, stored, check)) }];
  });
  return kept.toSorted((a, b) => order.get(a.reply)! - order.get(b.reply)!);
}

/** Computed from the numbers of the comments. */
export function countsOf(comments: readonly Comment[]): CommentsAnswer['counts'] {
  const levels = comments.map(comment => comment.number.split('.').length);
  const threads = levels.filter(level => level === 1).length;
  return {
    comments: comments.length,
    threads,
    replies: comments.length - threads,
    levels: levels.reduce((most, level) => Math.max(most, level), 0),
  };
}

function check(
  draft: CommentsDraft,
  article: Article,
  { language }: CommentsOptions = { language: null },
): Checked<CommentsAnswer> {
  const comments = new Map(article.comments.map(comment => [comment.number, comment]));
  const order = new Map(article.comments.map((comment, i) => [comment.number, i]));
  const context: Check = { article, comments, order, language, complaints: [] };
  const viewpoints = checkViewpoints(draft, context);
  const contradictions = checkContradictions(draft, context);
  const used = viewpoints.reduce((sum, viewpoint) => sum + viewpoint.comments.length, 0);
  const coverage = { used, of: article.comments.length };
  return { answer: { viewpoints, contradictions, counts: countsOf(article.comments), coverage }, complaints: context.complaints };
}

/** What a model is asked for at most. */
const MOST_VIEWPOINTS = 8;

const Groups = z.object({ groups: z.array(z.object({ viewpoints: z.array(z.int()) })) });

/** The viewpoints of all parts; those of one name are one. A comment counts where it stands first. */
function merged(drafts: readonly CommentsDraft[]): CommentsDraft {
  const byName = Map.groupBy(
    drafts.flatMap(({ viewpoints }) => viewpoints),
    ({ label }) => fold(label).toLowerCase(),
  );
  const taken = new Set<string>();
  const viewpoints = [...byName.values()].map(joined).flatMap(viewpoint => {
    const comments = viewpoint.comments.filter(each => !taken.has(each) && taken.add(each));
    return comments.length > 0 ? [{ ...viewpoint, comments }] : [];
  });
  return { viewpoints: bySize(viewpoints), contradictions: drafts.flatMap(({ contradictions }) => contradictions) };
}

/** Viewpoints that are one, with the name and the passage of the largest. */
function joined(viewpoints: readonly Viewpoint[]): Viewpoint {
  return { ...bySize(viewpoints)[0]!, comments: viewpoints.flatMap(({ comments }) => comments) };
}

/** Each group as one viewpoint; what is in no group stays by itself. */
function together(viewpoints: readonly Viewpoint[], groups: z.infer<typeof Groups>['groups']): Viewpoint[] {
  const left = new Map(viewpoints.map((viewpoint, index) => [index + 1, viewpoint]));
  const grouped = groups.flatMap(({ viewpoints: numbers }) => {
    const members = numbers.flatMap(each => {
      const member = left.get(each);
      left.delete(each);
      return member ? [member] : [];
    });
    return members.length > 0 ? [joined(members)] : [];
  });
  return bySize([...grouped, ...left.values()]);
}

function bySize(viewpoints: readonly Viewpoint[]): Viewpoint[] {
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
    `Group the readers' comments into viewpoints (at most 8, the largest first); each comment stands in at most one. "label": a neutral name of the viewpoint in a few words. "comments": the numbers of its comments. "passage": one telling passage copied exactly from one of them. In "contradictions" list each reply that disagrees with the comment it answers ("reply", and "to", its parent), with the words of the reply that show it, copied exactly.${translationTask(language, 'labels and passages')}`,
  check,
  statements: ({ viewpoints }) => viewpoints.length,
  grounds: ({ viewpoints, contradictions }) => [
    ...viewpoints.map(({ passage, comments }) => ({ text: passage.text, paragraphs: [], comments })),
    ...contradictions.map(({ text, reply }) => ({ text, paragraphs: [], comments: [reply] })),
  ],
  emptyIsAnswer: false,
  long: {
    reads: 'comments',
    options: options => options,
    merge: merged,
    condense: {
      schema: Groups,
      instructions: ({ viewpoints }) =>
        viewpoints.length <= MOST_VIEWPOINTS
          ? null
          : `These viewpoints were found in one part of the readers' comments after another:\n${viewpoints.map(({ label, comments, passage }, index) => `[${index + 1}] ${JSON.stringify(label)} (${comments.length} comments, such as ${JSON.stringify(passage.text)})`).join('\n')}\nPut those together that say the same, into at most ${MOST_VIEWPOINTS} groups. "groups": for each the numbers of its "viewpoints"; each number stands in one group.`,
      apply: (draft, choice) => ({ ...draft, viewpoints: together(draft.viewpoints, choice?.groups ?? []) }),
    },
  },
} satisfies Recipe<CommentsOptions, CommentsDraft, CommentsAnswer>;
