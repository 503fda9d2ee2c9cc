import type { Ground } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import type { Coverage } from '../engine.ts';
import { countTokens, tokensAbout } from './tokens.ts';

/** A paragraph or a comment, or a piece of a very long one, as a model is given it. */
export interface Passage {
  /** `[12]`, `[comment 2.1]`. */
  readonly mark: string;
  readonly text: string;
  readonly tokens: number;
  /**
   * Passages of the same group stay together where there is room: a comment's tree, a quotation over several
   * paragraphs.
   */
  readonly group: number;
}

/** What of an article is read at once. */
export interface Part {
  readonly paragraphs: readonly Passage[];
  readonly comments: readonly Passage[];
}

const known = new WeakMap<Article, Promise<Part>>();

/** All of an article, with its size in tokens, counted once. */
export function wholeOf(article: Article): Promise<Part> {
  const counted = known.get(article) ?? count(aboutWholeOf(article));
  known.set(article, counted);
  return counted;
}

/** The same with about its size, at once. */
export function aboutWholeOf(article: Article): Part {
  const paragraphs: Passage[] = [];
  for (const [index, text] of article.paragraphs.entries()) {
    const goesOn = paragraphs.length > 0 && /^["“”„«»‘'「]/.test(text);
    const group = goesOn ? paragraphs.at(-1)!.group : index;
    paragraphs.push(passageOf(`[${index + 1}]`, text, group));
  }
  const comments = article.comments.map(({ number, paragraphs: texts }) =>
    passageOf(`[comment ${number}]`, texts.join('\n'), Number.parseInt(number, 10)),
  );
  return { paragraphs, comments };
}

function passageOf(mark: string, text: string, group: number): Passage {
  return { mark, text, group, tokens: tokensAbout(given({ mark, text })) };
}

const given = ({ mark, text }: Pick<Passage, 'mark' | 'text'>) => `${mark} ${text}\n`;

async function count({ paragraphs, comments }: Part): Promise<Part> {
  const counted = async (passages: readonly Passage[]) => {
    const all: Passage[] = [];
    for (const passage of passages) all.push({ ...passage, tokens: await countTokens(given(passage)) });
    return all;
  };
  return { paragraphs: await counted(paragraphs), comments: await counted(comments) };
}

export function tokensOf({ paragraphs, comments }: Part): number {
  return [...paragraphs, ...comments].reduce((sum, { tokens }) => sum + tokens, 0);
}

/**
 * Runs of passages, each within the room (in tokens). A group is parted only where it is larger than that by
 * itself, and so is a passage.
 */
export function runsOf(passages: readonly Passage[], room: number): Passage[][] {
  const runs: Passage[][] = [];
  let left = 0;
  const put = (pieces: readonly Passage[]) => {
    const size = sizeOf(pieces);
    if (size > left) {
      runs.push([]);
      left = room;
    }
    runs.at(-1)!.push(...pieces);
    left -= size;
  };
  for (const group of groupsOf(passages.flatMap(passage => piecesOf(passage, room)))) {
    if (sizeOf(group) <= room) put(group);
    else for (const passage of group) put([passage]);
  }
  return runs;
}

const sizeOf = (passages: readonly Passage[]) => passages.reduce((sum, { tokens }) => sum + tokens, 0);

function groupsOf(passages: readonly Passage[]): Passage[][] {
  const groups: Passage[][] = [];
  for (const passage of passages) {
    const last = groups.at(-1);
    if (last?.[0]?.group === passage.group) last.push(passage);
    else groups.push([passage]);
  }
  return groups;
}

/** A passage that is larger than the room, in pieces that end with a sentence, or else with a word. */
function piecesOf(passage: Passage, room: number): Passage[] {
  if (passage.tokens <= room) return [passage];
  // a tenth is left free, for tokens are not spread evenly over a text
  const length = Math.max(1, Math.floor((passage.text.length * room * 0.9) / passage.tokens));
  const pieces: Passage[] = [];
  for (let at = 0; at < passage.text.length; ) {
    const text = passage.text.slice(at, endOfPiece(passage.text, at, length));
    at += text.length;
    pieces.push({
      ...passage,
      text: text.trim(),
      tokens: Math.min(room, Math.ceil((passage.tokens * text.length) / passage.text.length)),
    });
  }
  return pieces.filter(({ text }) => text !== '');
}

function endOfPiece(text: string, start: number, length: number): number {
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

/**
 * The passages that hold the nearest sentences, as many as there is room for, in the order of the article;
 * then those from its beginning.
 */
export function nearestPart({ paragraphs, comments }: Part, nearest: readonly Ground[], room: number): Part {
  const pieces = [...paragraphs, ...comments].flatMap(passage => piecesOf(passage, room));
  const byMark = Map.groupBy(pieces, ({ mark }) => mark);
  const taken = new Set<Passage>();
  let left = room;
  const take = (passage: Passage | undefined) => {
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
    take(there.find(piece => piece.text.includes(text)) ?? there[0]);
  }
  for (const passage of pieces) take(passage);
  const [first, second] = [
    new Set(paragraphs.map(({ mark }) => mark)),
    new Set(comments.map(({ mark }) => mark)),
  ];
  const among = (marks: ReadonlySet<string>) =>
    pieces.filter(piece => taken.has(piece) && marks.has(piece.mark));
  return { paragraphs: among(first), comments: among(second) };
}

/** Two halves of a part, or null where there is only one passage. */
export function halvesOf(part: Part): [Part, Part] | null {
  const all = [...part.paragraphs, ...part.comments];
  if (all.length < 2) return null;
  const [first] = runsOf(all, Math.ceil(sizeOf(all) / 2));
  const inFirst = new Set(first!.length < all.length ? first : all.slice(0, Math.ceil(all.length / 2)));
  const half = (keep: (passage: Passage) => boolean) => ({
    paragraphs: part.paragraphs.filter(keep),
    comments: part.comments.filter(keep),
  });
  return [half(passage => inFirst.has(passage)), half(passage => !inFirst.has(passage))];
}

/** How much of what an answer is made from was read, or null where it was all of it at once. */
export function coverageOf(
  whole: Part,
  parts: readonly Part[],
  reads: 'paragraphs' | 'comments' | 'nearest',
): Coverage | null {
  const shareOf = (kind: keyof Part) => {
    const read = new Set(parts.flatMap(part => part[kind].map(({ mark }) => mark))).size;
    return { read, of: whole[kind].length };
  };
  const paragraphs = reads === 'comments' ? null : shareOf('paragraphs');
  const comments = reads === 'paragraphs' ? null : shareOf('comments');
  const isAll = [paragraphs, comments].every(share => share === null || share.read === share.of);
  return isAll && parts.length === 1 ? null : { parts: parts.length, paragraphs, comments };
}
