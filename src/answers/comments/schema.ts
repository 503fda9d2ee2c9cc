import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { Grounding, LeftOut } from '../levels.ts';

/** Options of a digest of comments. */
export const CommentsOptions = z.strictObject({ language: LanguageOption });
export type CommentsOptions = z.infer<typeof CommentsOptions>;

const CommentNumber = z.string().min(1);

/** A translation shown beside the readers' words; absent if not requested or not faithful. */
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
  /** Comment numbers, in reading order; a comment is in at most one viewpoint. */
  comments: z.array(CommentNumber).min(1),
  /** The most telling passage, from another comment than the label; null if there is none. */
  passage: CommentPassage.nullable(),
  /** What these comments say: without a model, a sentence of one of them, verbatim or shortened. */
  label: z.string().min(1),
  labelTranslation: Translation,
  /** The index of its side in `sides`, from 0; null if these comments take none. */
  side: z.int().min(0).nullish(),
});
export type Viewpoint = z.infer<typeof Viewpoint>;

/** How a side stands on the proposal that readers debate. */
export const Relation = z.enum(['for', 'against']);
export type Relation = z.infer<typeof Relation>;

/** One side of a debate as drafted, in its own words. */
export const DraftSide = z.object({
  /** The comments known to take it; if not listed, those of its viewpoints. */
  comments: z.array(CommentNumber).nullish(),
  passage: CommentPassage,
  /** Null if the comments' own words do not tell. */
  relation: Relation.nullish(),
});

/** What a comment does to its parent; "starts" on the first level. */
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

/** A comment that disputes a sentence of the article, as a model names it. */
export const DraftDispute = z.object({
  comment: CommentNumber,
  /** The comment's words that dispute it, verbatim. */
  text: z.string().min(1),
  /** The number of the paragraph. */
  paragraph: z.int().min(1),
  /** The article's words that are disputed, verbatim. */
  disputed: z.string().min(1),
});
export type DraftDispute = z.infer<typeof DraftDispute>;

/** A digest of comments as an engine drafts it. */
export const CommentsDraft = z.object({
  viewpoints: z.array(Viewpoint),
  /** Two or more if readers take sides; else empty. */
  sides: z.array(DraftSide).default([]),
  /** For a short discussion (see MAX_GISTS), one per comment in reading order; it has no viewpoints. */
  gists: z.array(DraftGist).default([]),
  /** Who contradicts whom: `reply` answers its parent `to` and disagrees; `text` is verbatim from it. */
  contradictions: z.array(
    z.object({ reply: CommentNumber, to: CommentNumber, text: z.string().min(1), translation: Translation }),
  ),
  /** What comments dispute; empty without a model, whose plain signs are found apart (`findDisputes`). */
  disputes: z.array(DraftDispute).default([]),
});
export type CommentsDraft = z.infer<typeof CommentsDraft>;

/** Maximum characters of a viewpoint's title. */
export const MAX_TITLE = 90;
/** Maximum number of viewpoints: few, so that a reader gets an overview. */
export const MAX_VIEWPOINTS = 8;

/** A discussion of at most this many comments is told comment by comment instead of being grouped. */
export const MAX_GISTS = 8;

/** A viewpoint that passed the check; `level` and `ground` are those of its label. */
export const CheckedViewpoint = Viewpoint.extend({
  ...Grounding.shape,
  side: z.int().min(0).nullable(),
  /** The ISO 639-3 code of the comments' language, if it is not the article's. */
  language: z.string().nullable(),
});
export type CheckedViewpoint = z.infer<typeof CheckedViewpoint>;

/** A side that passed the check, with its comments in reading order. */
export const CommentsSide = DraftSide.extend({
  comments: z.array(CommentNumber).min(1),
  relation: Relation.nullable(),
  /** How many of its comments state their stance on the proposal in their own words. */
  plain: z.int().min(0),
});
export type CommentsSide = z.infer<typeof CommentsSide>;

/** A comment of a short discussion after the check; `to` is its parent. */
export const Gist = DraftGist.extend({
  to: CommentNumber.nullable(),
  /** The comment's words that the text repeats or, with "…", shortens; verbatim. */
  quote: z.string().min(1),
  language: z.string().nullable(),
});
export type Gist = z.infer<typeof Gist>;

/** A digest of comments that passed the check, with its counts. */
export const CommentsAnswer = CommentsDraft.extend({
  viewpoints: z.array(CheckedViewpoint),
  sides: z.array(CommentsSide),
  gists: z.array(Gist),
  /** Why titles are not shown, on a server that withholds those in a model's words. */
  leftOut: LeftOut,
  /** Computed from the tree, never drafted: `threads` counts first-level comments, `levels` is its depth. */
  counts: z.object({
    comments: z.int().min(0),
    threads: z.int().min(0),
    replies: z.int().min(0),
    levels: z.int().min(0),
  }),
  /** How many comments are in a viewpoint or told one by one, out of how many. */
  coverage: z.object({ used: z.int().min(0), of: z.int().min(0) }),
});
export type CommentsAnswer = z.infer<typeof CommentsAnswer>;
