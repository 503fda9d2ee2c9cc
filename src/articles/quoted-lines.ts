import { memoizePerObject } from '../memo.ts';
import { type Article, type Comment, parentNumberOf } from './article.ts';

/** A quoted line as mail, Markdown and forums mark it: `> …`. */
const QUOTED_LINE = /^\s*(?:>|&gt;)/;
/** A line that introduces a quotation: "On Tuesday Ada wrote:". */
const ANNOUNCEMENT = /\p{L}:$/u;
/** The opening or closing quote tag of bulletin boards: `[quote=Ada]…[/quote]`. */
const BOARD_MARK = /\[(?<close>\/?)quote(?:[=\s:][^\]\n]{0,100})?\]/gi;
/** The minimum number of words of a copied paragraph; shorter ones may match by chance: "Says who?" */
const MIN_COPIED_WORDS = 4;

/**
 * The article with its comments reduced to their authors' own words, without the quotations, with which they
 * may well disagree. A paragraph counts as quoted if it is marked as such, or if it repeats a whole paragraph
 * of a comment that it answers and the comment has other text besides. The comments keep their numbers; one
 * that only quotes has no paragraphs left. Memoized for as long as the article is in use.
 */
export const removeQuotedLines: (article: Article) => Article = memoizePerObject(article => {
  const isParagraphOf = createParagraphTest(article.comments);
  const comments = article.comments.map(comment => removeCommentQuotes(comment, isParagraphOf));
  const isSame = comments.every((comment, at) => comment === article.comments[at]);
  return isSame ? article : { ...article, comments };
});

function removeCommentQuotes(
  comment: Comment,
  isParagraphOf: ReturnType<typeof createParagraphTest>,
): Comment {
  const unmarked = dropMarkedLines(comment.paragraphs);
  const copied = unmarked.filter(text => !isCopied(text, comment.number, isParagraphOf));
  const paragraphs = copied.length > 0 ? copied : unmarked;
  return paragraphs.length === comment.paragraphs.length &&
    paragraphs.every((text, at) => text === comment.paragraphs[at])
    ? comment
    : { ...comment, paragraphs };
}

/** The paragraphs of a comment outside of marked quotations; all of them if there are no others. */
export function ownParagraphsOf({ paragraphs }: Comment): readonly string[] {
  const own = dropMarkedLines(paragraphs);
  return own.length > 0 ? own : paragraphs;
}

function dropMarkedLines(paragraphs: readonly string[]): string[] {
  const outside = dropBoardQuotes(paragraphs);
  return outside.filter((text, at) => {
    if (QUOTED_LINE.test(text)) return false;
    return !(ANNOUNCEMENT.test(text) && QUOTED_LINE.test(outside[at + 1] ?? ''));
  });
}

/** The text outside `[quote]` tags; one that is never closed ends with its paragraph. */
function dropBoardQuotes(paragraphs: readonly string[]): readonly string[] {
  if (!paragraphs.some(text => text.includes('['))) return paragraphs;
  const closing = paragraphs.findLastIndex(text => /\[\/quote\]/i.test(text));
  let depth = 0;
  return paragraphs.flatMap((text, at) => {
    if (at > closing) depth = 0;
    const pieces: string[] = [];
    let from = 0;
    for (const mark of text.matchAll(BOARD_MARK)) {
      if (depth === 0) pieces.push(text.slice(from, mark.index));
      depth = mark.groups?.close ? Math.max(0, depth - 1) : depth + 1;
      from = mark.index + mark[0].length;
    }
    if (depth === 0) pieces.push(text.slice(from));
    return pieces.map(piece => piece.trim()).filter(piece => piece !== '');
  });
}

/** Normalizes a paragraph for comparison: white space, quotation marks and case are ignored. */
const foldParagraph = (text: string) =>
  text
    .toLowerCase()
    .replace(/[“”„"«»‘’'*_]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** How many ancestors of a comment are searched for the paragraph. */
const MAX_ANCESTORS = 3;

/** Creates a test of whether a folded text is a whole paragraph of the comment with a given number. */
function createParagraphTest(comments: readonly Comment[]): (text: string, number: string) => boolean {
  const byNumber = new Map(comments.map(comment => [comment.number, comment]));
  const known = new Map<string, ReadonlySet<string>>();
  return (text, number) => {
    const all = known.get(number) ?? new Set(byNumber.get(number)?.paragraphs.map(foldParagraph));
    known.set(number, all);
    return all.has(text);
  };
}

function isCopied(
  text: string,
  number: string,
  isParagraphOf: ReturnType<typeof createParagraphTest>,
): boolean {
  const wanted = foldParagraph(text);
  if (wanted.split(' ').length < MIN_COPIED_WORDS) return false;
  let above = parentNumberOf(number);
  for (let step = 0; above !== null && step < MAX_ANCESTORS; step++, above = parentNumberOf(above))
    if (isParagraphOf(wanted, above)) return true;
  return false;
}
