import type { Citation } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import type { Coverage } from '../engine.ts';
import { estimateTokens } from './tokens.ts';

/** A paragraph or comment, or a piece of a very long one, as it is passed to a model. */
interface ArticlePassage {
  /** The label in the prompt: `[12]`, `[comment 2.1]`. */
  readonly mark: string;
  readonly text: string;
  readonly tokens: number;
  /** Passages of a group stay together if there is room: a comment thread, a long quotation. */
  readonly group: number;
}

/** The part of an article that is read at once. */
export interface ArticlePart {
  readonly paragraphs: readonly ArticlePassage[];
  readonly comments: readonly ArticlePassage[];
}

/** All passages of an article, with their approximate size in tokens. */
export function estimateWhole(article: Article): ArticlePart {
  const paragraphs: ArticlePassage[] = [];
  for (const [index, text] of article.paragraphs.entries()) {
    const goesOn = paragraphs.length > 0 && /^["“”„«»‘'「]/.test(text);
    const group = goesOn ? elementAt(paragraphs, -1).group : index;
    paragraphs.push(createPassage(`[${index + 1}]`, text, group));
  }
  const comments = article.comments.map(({ number, paragraphs: texts }) =>
    createPassage(`[comment ${number}]`, texts.join('\n'), Number.parseInt(number, 10)),
  );
  return { paragraphs, comments };
}

function createPassage(mark: string, text: string, group: number): ArticlePassage {
  return { mark, text, group, tokens: estimateTokens(formatPassage({ mark, text })) };
}

const formatPassage = ({ mark, text }: Pick<ArticlePassage, 'mark' | 'text'>) => `${mark} ${text}\n`;

/** The size of a part, in tokens. */
export function tokensOf({ paragraphs, comments }: ArticlePart): number {
  return sizeOf([...paragraphs, ...comments]);
}

/** Packs passages into runs of at most `room` tokens; only what exceeds `room` by itself is split. */
export function packPassages(passages: readonly ArticlePassage[], room: number): ArticlePassage[][] {
  const runs: ArticlePassage[][] = [];
  let left = 0;
  const addPieces = (pieces: readonly ArticlePassage[]) => {
    const size = sizeOf(pieces);
    if (size > left) {
      runs.push([]);
      left = room;
    }
    elementAt(runs, -1).push(...pieces);
    left -= size;
  };
  for (const group of groupPassages(passages.flatMap(passage => splitPassage(passage, room)))) {
    if (sizeOf(group) <= room) addPieces(group);
    else for (const passage of group) addPieces([passage]);
  }
  return runs;
}

const sizeOf = (passages: readonly ArticlePassage[]) => passages.reduce((sum, { tokens }) => sum + tokens, 0);

function groupPassages(passages: readonly ArticlePassage[]): ArticlePassage[][] {
  const groups: ArticlePassage[][] = [];
  for (const passage of passages) {
    const last = groups.at(-1);
    if (last?.[0]?.group === passage.group) last.push(passage);
    else groups.push([passage]);
  }
  return groups;
}

/** Splits a passage that exceeds `room` into pieces that end with a sentence, or else with a word. */
function splitPassage(passage: ArticlePassage, room: number): ArticlePassage[] {
  if (passage.tokens <= room) return [passage];
  // leave a tenth free, because tokens are not spread evenly over a text
  const length = Math.max(1, Math.floor((passage.text.length * room * 0.9) / passage.tokens));
  const pieces: ArticlePassage[] = [];
  for (let at = 0; at < passage.text.length; ) {
    const text = passage.text.slice(at, findPieceEnd(passage.text, at, length));
    at += text.length;
    pieces.push({
      ...passage,
      text: text.trim(),
      tokens: Math.min(room, Math.ceil((passage.tokens * text.length) / passage.text.length)),
    });
  }
  return pieces.filter(({ text }) => text !== '');
}

function findPieceEnd(text: string, start: number, length: number): number {
  if (start + length >= text.length) return text.length;
  const piece = text.slice(start, start + length);
  const sentence = Math.max(
    ...[...piece.matchAll(/[.!?…。]["”’»)]*\s/g)].map(({ index, 0: end }) => index + end.length),
    0,
  );
  const word = piece.lastIndexOf(' ') + 1;
  const end = sentence > length / 2 ? sentence : word > length / 2 ? word : length;
  return start + end;
}

/** The passages with the nearest sentences, as many as fit, then from the beginning; in article order. */
export function selectNearest(
  { paragraphs, comments }: ArticlePart,
  nearest: readonly Citation[],
  room: number,
): ArticlePart {
  const splitAll = (passages: readonly ArticlePassage[]) =>
    passages.flatMap(passage => splitPassage(passage, room));
  const [ofText, ofComments] = [splitAll(paragraphs), splitAll(comments)];
  const pieces = [...ofText, ...ofComments];
  const byMark = Map.groupBy(pieces, ({ mark }) => mark);
  const taken = new Set<ArticlePassage>();
  let left = room;
  const addPassage = (passage: ArticlePassage | undefined) => {
    if (!passage || taken.has(passage) || passage.tokens > left) return;
    taken.add(passage);
    left -= passage.tokens;
  };
  for (const {
    text,
    paragraphs: [paragraph],
    comments: [comment],
  } of nearest) {
    const there = byMark.get(paragraph === undefined ? `[comment ${comment}]` : `[${paragraph}]`) ?? [];
    addPassage(there.find(piece => piece.text.includes(text)) ?? there[0]);
  }
  for (const passage of pieces) addPassage(passage);
  const isTaken = (piece: ArticlePassage) => taken.has(piece);
  return { paragraphs: ofText.filter(isTaken), comments: ofComments.filter(isTaken) };
}

/** Splits a part into two halves; null if it has only one passage. */
export function halvePart(part: ArticlePart): [ArticlePart, ArticlePart] | null {
  const all = [...part.paragraphs, ...part.comments];
  if (all.length < 2) return null;
  const [first = []] = packPassages(all, Math.ceil(sizeOf(all) / 2));
  const inFirst = new Set(first.length < all.length ? first : all.slice(0, Math.ceil(all.length / 2)));
  const keepHalf = (keep: (passage: ArticlePassage) => boolean) => ({
    paragraphs: part.paragraphs.filter(keep),
    comments: part.comments.filter(keep),
  });
  return [keepHalf(passage => inFirst.has(passage)), keepHalf(passage => !inFirst.has(passage))];
}

/** How much of the relevant text was read; null if all of it was read at once. */
export function readingCoverageOf(
  whole: ArticlePart,
  parts: readonly ArticlePart[],
  reads: 'paragraphs' | 'comments' | 'nearest',
): Coverage | null {
  const shareOf = (kind: keyof ArticlePart) => {
    const read = new Set(parts.flatMap(part => part[kind].map(({ mark }) => mark))).size;
    return { read, of: whole[kind].length };
  };
  const paragraphs = reads === 'comments' ? null : shareOf('paragraphs');
  const comments = reads === 'paragraphs' ? null : shareOf('comments');
  const isAll = [paragraphs, comments].every(share => share === null || share.read === share.of);
  return isAll && parts.length === 1 ? null : { parts: parts.length, paragraphs, comments };
}
