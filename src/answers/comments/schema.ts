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

/** A passage of a comment, verbatim. */
export const CommentPassage = z.object({
  comment: CommentNumber,
  text: z.string().min(1),
  translation: Translation,
});
export type CommentPassage = z.infer<typeof CommentPassage>;

/** Comments that say the same, under a sentence of theirs. */
export const Viewpoint = z.object({
  /** Comment numbers, in reading order; a comment stands in at most one viewpoint. */
  comments: z.array(CommentNumber).min(1),
  /** The most telling passage of another of these comments than the label is of; null where there is none. */
  passage: CommentPassage.nullable(),
  /** What these comments say: a sentence of one of them, verbatim or shortened where no model drafts. */
  label: z.string().min(1),
  labelTranslation: Translation,
  /** The place of its side in `sides`, counted from 0; null where these comments take none. */
  side: z.int().min(0).nullish(),
});
export type Viewpoint = z.infer<typeof Viewpoint>;

/** How a side stands to the proposal that readers debate. */
export const Relation = z.enum(['for', 'against']);
export type Relation = z.infer<typeof Relation>;

/** One side of a debate, as it is drafted, in its own words. */
export const DraftSide = z.object({
  /** The comments that are known to take it; where they are not listed, those of its viewpoints. */
  comments: z.array(CommentNumber).nullish(),
  passage: CommentPassage,
  /** Null where the comments' own words do not say it. */
  relation: Relation.nullish(),
});

/** What a comment does: to the one that it replies to, or, with "starts", on the first level. */
export const CommentAct = z.enum(['starts', 'answers', 'agrees', 'contradicts', 'asks', 'adds']);
export type CommentAct = z.infer<typeof CommentAct>;

/** One comment of a short discussion: its most telling sentence, verbatim or shortened, and what it does. */
export const DraftGist = z.object({
  comment: CommentNumber,
  text: z.string().min(1),
  translation: Translation,
  act: CommentAct,
});
export type DraftGist = z.infer<typeof DraftGist>;

/** A digest of comments as an engine drafts it. */
export const CommentsDraft = z.object({
  viewpoints: z.array(Viewpoint),
  /** Where readers take sides, two or more; else empty. */
  sides: z.array(DraftSide).default([]),
  /** Of a short discussion (see MAX_GISTS), one for each comment in reading order; it has no viewpoints. */
  gists: z.array(DraftGist).default([]),
  /**
   * Who contradicts whom along the reply edges: `reply` answers `to` (its parent) and disagrees; `text` is
   * verbatim from the reply.
   */
  contradictions: z.array(
    z.object({ reply: CommentNumber, to: CommentNumber, text: z.string().min(1), translation: Translation }),
  ),
});
export type CommentsDraft = z.infer<typeof CommentsDraft>;

/** Characters of a viewpoint's title, at most. */
export const MAX_TITLE = 90;

/** Comments up to which a discussion is not grouped: it is told comment by comment. */
export const MAX_GISTS = 8;

/** A viewpoint that passed the check: `level` and `ground` are those of its label. */
export const CheckedViewpoint = Viewpoint.extend({
  ...Standing.shape,
  side: z.int().min(0).nullable(),
  /** The ISO 639-3 code of the comments' language where it is not the article's. */
  language: z.string().nullable(),
});
export type CheckedViewpoint = z.infer<typeof CheckedViewpoint>;

/** A side that passed the check, with its comments in reading order. */
export const CommentsSide = DraftSide.extend({
  comments: z.array(CommentNumber).min(1),
  relation: Relation.nullable(),
  /** How many of its comments say in their own words how they stand to the proposal. */
  plain: z.int().min(0),
});
export type CommentsSide = z.infer<typeof CommentsSide>;

/** A comment of a short discussion after the check; `to` is the comment that it replies to. */
export const Gist = DraftGist.extend({
  to: CommentNumber.nullable(),
  /** The words of the comment that the text is, or is made of with "…"; verbatim. */
  quote: z.string().min(1),
  language: z.string().nullable(),
});
export type Gist = z.infer<typeof Gist>;

/** A digest of comments that passed the check, with its counts. */
export const CommentsAnswer = CommentsDraft.extend({
  viewpoints: z.array(CheckedViewpoint),
  sides: z.array(CommentsSide),
  gists: z.array(Gist),
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
  /** How many comments stand in a viewpoint or are told one by one, of how many. */
  coverage: z.object({ used: z.int().min(0), of: z.int().min(0) }),
});
export type CommentsAnswer = z.infer<typeof CommentsAnswer>;
