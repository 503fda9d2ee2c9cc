import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { LeftOut, Standing } from '../levels.ts';

/** What a digest of comments is asked with. */
export const CommentsOptions = z.strictObject({ language: LanguageOption });
export type CommentsOptions = z.infer<typeof CommentsOptions>;

const CommentNumber = z.string().min(1);

/**
 * In the language that was asked for, to stand beside the readers' own words. Absent where none was, or where
 * it is not faithful.
 */
const Translation = z.string().min(1).nullish();

/** Comments that say the same, with a passage and then a name. */
export const Viewpoint = z.object({
  /** Comment numbers, in reading order; a comment stands in at most one viewpoint. */
  comments: z.array(CommentNumber).min(1),
  /** One verbatim passage of one of these comments. */
  passage: z.object({ comment: CommentNumber, text: z.string().min(1), translation: Translation }),
  /** A neutral name of what these comments say, a few words. */
  label: z.string().min(1),
  labelTranslation: Translation,
});
export type Viewpoint = z.infer<typeof Viewpoint>;

/** A digest of comments as an engine drafts it. */
export const CommentsDraft = z.object({
  viewpoints: z.array(Viewpoint),
  /**
   * Who contradicts whom along the reply edges: `reply` answers `to` (its parent) and disagrees; `text` is
   * verbatim from the reply.
   */
  contradictions: z.array(
    z.object({ reply: CommentNumber, to: CommentNumber, text: z.string().min(1), translation: Translation }),
  ),
});
export type CommentsDraft = z.infer<typeof CommentsDraft>;

/** A viewpoint that passed the check: `level` and `ground` are those of its label. */
const CheckedViewpoint = Viewpoint.extend(Standing.shape);
export type CheckedViewpoint = z.infer<typeof CheckedViewpoint>;

/** A digest of comments that passed the check, with its counts. */
export const CommentsAnswer = CommentsDraft.extend({
  viewpoints: z.array(CheckedViewpoint),
  /** Why titles are not shown, where a server does without those in a model's words. */
  leftOut: LeftOut,
  /**
   * Computed from the tree, never drafted: threads are comments on the first level, levels the depth of the
   * tree.
   */
  counts: z.object({
    comments: z.int().min(0),
    threads: z.int().min(0),
    replies: z.int().min(0),
    levels: z.int().min(0),
  }),
  /** How many comments stand in a viewpoint, of how many. */
  coverage: z.object({ used: z.int().min(0), of: z.int().min(0) }),
});
export type CommentsAnswer = z.infer<typeof CommentsAnswer>;
