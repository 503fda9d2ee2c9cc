import type { Article } from '../../articles/article.ts';
import { trimBoth } from '../../language/trimming.ts';
import { memoizePerObject } from '../../memo.ts';
import { findContradictions } from '../comments/extract.ts';
import type { Quote } from '../quotes/schema.ts';
import { getExtractedQuotes } from '../quotes/text-attributions.ts';
import { countWords } from './answer-words.ts';
import type { ArticleFact, DraftStatement, FactName } from './schema.ts';

/** Maximum number of speakers listed by name. */
const MAX_NAMES = 12;

type FactReader = (article: Article) => Omit<ArticleFact, 'name'> | null;

const countOf = (number: number): Omit<ArticleFact, 'name'> => ({ number, texts: [] });
const wordsOf = (text: string | null) => (text === null ? null : { number: null, texts: [text] });

/** The quotations of an article that are somebody's words (not scare quotes); read once per article. */
export const getSpokenQuotes: (article: Article) => readonly Quote[] = memoizePerObject(article =>
  getExtractedQuotes(article).quotes.filter(({ scare }) => !scare),
);

/** Finds the speakers of quotations that share the words of a statement in one of its paragraphs. */
export function findSpeakers(article: Article, { text, paragraphs }: DraftStatement): string[] {
  return getSpokenQuotes(article).flatMap(quote =>
    quote.speaker !== null && paragraphs.includes(quote.paragraph) && sharesWords(text, quote.text)
      ? [quote.speaker]
      : [],
  );
}

const MARK = /["“”„«»'‘’]/u;

/**
 * Whether a quotation, or one of its paragraphs, contains the statement or is contained in it. A sentence of
 * several in one quotation may have the mark at one of its ends.
 */
function sharesWords(text: string, quoted: string): boolean {
  const bare = trimBoth(text, MARK);
  return (bare !== '' && quoted.includes(bare)) || quoted.split('\n\n').some(part => text.includes(part));
}

/** Lists the speakers quoted by name or description, in the order of the text. */
function listSpeakers(article: Article): string[] {
  return [...new Set(getSpokenQuotes(article).flatMap(({ speaker }) => speaker ?? []))];
}

const readers: { readonly [Name in FactName]: FactReader } = {
  comments: ({ comments }) => countOf(comments.length),
  readers: ({ comments }) => {
    const named = new Set(comments.flatMap(({ author }) => author ?? []));
    return named.size === 0 ? null : countOf(named.size);
  },
  quotes: article => countOf(getSpokenQuotes(article).length),
  speakers: article => {
    const names = listSpeakers(article);
    return names.length === 0 ? null : { number: names.length, texts: names.slice(0, MAX_NAMES) };
  },
  mostQuoted: article => {
    const spoken = getSpokenQuotes(article).filter(({ speaker }) => speaker !== null);
    const counts = [...Map.groupBy(spoken, ({ speaker }) => speaker ?? '')];
    const most = Math.max(0, ...counts.map(([, quotes]) => quotes.length));
    const texts = counts.filter(([, quotes]) => quotes.length === most).map(([speaker]) => speaker);
    return most === 0 ? null : { number: most, texts: texts.slice(0, MAX_NAMES) };
  },
  author: ({ byline }) => wordsOf(byline),
  source: ({ url }) => wordsOf(url),
  published: ({ published }) => wordsOf(published),
  length: ({ paragraphs }) => countOf(paragraphs.reduce((sum, text) => sum + countWords(text), 0)),
  headline: ({ headline }) => wordsOf(headline),
  disagreements: ({ comments }) => countOf(findContradictions(comments).length),
};

/** Computes a fact about the stored article; null if the article does not tell. */
export function computeFact(article: Article, name: FactName): ArticleFact | null {
  const read = readers[name](article);
  return read && { name, ...read };
}
