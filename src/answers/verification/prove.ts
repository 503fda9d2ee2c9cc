import type { Article } from '../../articles/article.ts';
import { splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import type { Ground, Level } from '../levels.ts';
import { findEvidence } from './evidence.ts';

/** The verdict on a statement that somebody drafted about an article. */
export interface Proof {
  readonly level: Level | 'refused';
  readonly paragraphs: readonly number[];
  readonly ground: readonly Ground[];
  /** Why it is refused, in English; null if it is not. */
  readonly reason: string | null;
}

/** Maximum number of paragraphs that a statement may be attributed to. */
const MAX_PARAGRAPHS = 4;

/**
 * The verdict on a statement, as if a model had drafted it and cited the paragraphs that share most of its
 * words: the level it reaches, with the words of the article it rests on, or why it is refused.
 */
export function proveStatement(article: Article, statement: string): Proof {
  const paragraphs = findBestParagraphs(article, statement);
  const found = findEvidence(article, { text: statement, paragraphs });
  return 'statement' in found
    ? { ...found.statement, reason: null }
    : { level: 'refused', paragraphs, ground: [], reason: found.reason };
}

const getParagraphStems = memoizePerObject(({ paragraphs }: Article) =>
  paragraphs.map(text => ({
    whole: new Set(stemText(text)),
    sentences: splitSentences(text).map(sentence => new Set(stemText(sentence))),
  })),
);

/** The paragraphs that have most of a statement's words, picked greedily; in article order, or empty. */
export function findBestParagraphs(article: Article, statement: string): number[] {
  const all = getParagraphStems(article);
  const left = new Set(stemText(statement));
  const chosen = new Set<number>();
  while (chosen.size < MAX_PARAGRAPHS && left.size > 0) {
    let best = { index: -1, score: 0 };
    for (const [index, { whole, sentences }] of all.entries()) {
      if (chosen.has(index)) continue;
      const inSentence = Math.max(0, ...sentences.map(stems => left.intersection(stems).size));
      const score = inSentence + left.intersection(whole).size / 100;
      if (score > best.score) best = { index, score };
    }
    if (best.index < 0) break;
    chosen.add(best.index);
    for (const stem of all[best.index]?.whole ?? []) left.delete(stem);
  }
  return [...chosen].map(index => index + 1).sort((a, b) => a - b);
}
