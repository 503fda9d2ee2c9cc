import type { Article } from '../../../articles/article.ts';
import { memoizePerObject } from '../../../memo.ts';

/** A full name and the abbreviation that a text gives for it: "World Health Organization (WHO)". */
interface Abbreviation {
  readonly full: string;
  readonly short: string;
}

const BRACKETED = /\s\((\p{Lu}{2,8})\)/gu;
/** How many characters before the bracket may be the full name. */
const MAX_FULL = 120;

/** The words right before the bracket that begin with its letters, skipping function words; else null. */
function findFull(before: string, short: string): string | null {
  const words = before.slice(-MAX_FULL).split(/\s+/);
  let at = words.length;
  for (const letter of [...short].reverse()) {
    at--;
    while (at > 0 && /^(?:of|for|and|the|in|on|to|de)$/.test(words[at] ?? '')) at--;
    if (at < 0 || !words[at]?.startsWith(letter)) return null;
  }
  const full = words.slice(at);
  return full.length > 1 ? full.join(' ') : null;
}

/** The abbreviations that an article introduces, without those that stand for two names. */
const getAbbreviations: (article: Pick<Article, 'paragraphs'>) => readonly Abbreviation[] = memoizePerObject(
  article => {
    const found = new Map<string, string | null>();
    for (const text of article.paragraphs)
      for (const { 1: short = '', index } of text.matchAll(BRACKETED)) {
        const full = findFull(text.slice(Math.max(0, index - MAX_FULL), index), short);
        if (full) found.set(short, !found.has(short) || found.get(short) === full ? full : null);
      }
    return [...found].flatMap(([short, full]) => (full ? [{ full, short }] : []));
  },
);

/** A text with each full name replaced by the abbreviation that the article introduces for it. */
export const abbreviate = (article: Pick<Article, 'paragraphs'>, text: string): string =>
  getAbbreviations(article).reduce(
    (given, { full, short }) => given.replaceAll(`${full} (${short})`, short).replaceAll(full, short),
    text,
  );
