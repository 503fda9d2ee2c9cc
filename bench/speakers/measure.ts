import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainArticleQuotes } from '../../src/answers/quotes/explain.ts';
import type { ExplainedQuote } from '../../src/answers/quotes/extract.ts';
import type { Quote } from '../../src/answers/quotes/schema.ts';
import { type Article, identifyArticle } from '../../src/articles/article.ts';

/** The articles that rules may be based on, those written to measure them, and those in other languages. */
export const PARTS = ['development', 'held-out', 'foreign'] as const;
export type Part = (typeof PARTS)[number];

/** A quotation of an article, marked with its speaker. */
interface MarkedQuotation {
  /** The number of the paragraph, counted from 1. */
  readonly paragraph: number;
  /** The paragraph up to the quotation's end. */
  readonly before: string;
  /** The names and descriptions by which an answer is right, or `nobody`. */
  readonly speakers: readonly string[];
}

/** An invented article whose quotations are marked with their speakers. */
export interface SpeakerCase {
  readonly name: string;
  readonly article: Article;
  readonly quotations: readonly MarkedQuotation[];
}

/** A judged quotation; `found` is null if the reader of quotations missed it. */
export interface JudgedQuotation extends MarkedQuotation {
  readonly name: string;
  readonly found: ExplainedQuote | null;
  readonly verdict: 'right' | 'wrong' | 'nobody named';
}

export interface SpeakerFigures {
  readonly articles: number;
  readonly quotations: number;
  /** Quotations whose speaker the text names or describes. */
  readonly spoken: number;
  readonly right: number;
  /** Quotations that were attributed to somebody, and those of them that are right. */
  readonly named: number;
  readonly namedRightly: number;
  readonly misjudged: readonly JudgedQuotation[];
}

/** The mark for a quotation that is rightly attributed to nobody. */
const NOBODY = 'nobody';

const MARK = / ?\{([^}]*)\}/g;

/** Splits a marked paragraph into its plain text and its quotations. */
function readParagraph(marked: string, paragraph: number): { text: string; quotations: MarkedQuotation[] } {
  let text = '';
  let last = 0;
  const quotations: MarkedQuotation[] = [];
  for (const match of marked.matchAll(MARK)) {
    text += marked.slice(last, match.index);
    last = match.index + match[0].length;
    const speakers = (match[1] || NOBODY).split('|');
    quotations.push({ paragraph, before: text, speakers });
  }
  return { text: text + marked.slice(last), quotations };
}

function readCase(path: string, name: string): SpeakerCase {
  const [headline = '', ...marked] = readFileSync(path, 'utf8')
    .trim()
    .split(/\n{2,}/);
  const read = marked.map((each, at) => readParagraph(each, at + 1));
  const article = identifyArticle({
    headline,
    byline: null,
    url: null,
    published: null,
    paragraphs: read.map(({ text }) => text),
    comments: [],
    commentsClosed: false,
    notices: [],
  });
  return { name, article, quotations: read.flatMap(({ quotations }) => quotations) };
}

/** The articles of a part, ordered by name. */
export function readCases(part: Part): SpeakerCase[] {
  const folder = join(import.meta.dirname, part);
  return globSync('*.txt', { cwd: folder })
    .toSorted()
    .map(file => readCase(join(folder, file), file.replace(/\.txt$/, '')));
}

const trimMarks = (text: string) => text.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');

/** A quotation's text in its last paragraph, which its mark stands behind. */
const lastPartOf = ({ text }: Quote) => trimMarks(text.split('\n\n').at(-1) ?? '');

/** The words of a name or a description up to its complements, in lower case. */
function headWordsOf(phrase: string): string[] {
  const [head = ''] = phrase
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[,(]|(?<=\S) (?:of|for|from|at|in|on|with|who|to) /);
  return head.match(/[\p{L}\p{N}]+(?:[.'-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** Whether a speaker is called by a name or a description, regardless of preceding titles and adjectives. */
export function isCalled(speaker: string, name: string): boolean {
  const [words, expected] = [headWordsOf(speaker), headWordsOf(name)];
  return words.at(-1) === expected.at(-1) && expected.every(word => words.includes(word));
}

/** Matches each marked quotation of an article with the one found, and judges it. */
export function judgeCase({ name, article, quotations }: SpeakerCase): JudgedQuotation[] {
  const left = explainArticleQuotes(article);
  return quotations.map(quotation => {
    const before = trimMarks(quotation.before);
    const at = left.findIndex(
      ({ quote }) => quote.paragraphs.includes(quotation.paragraph) && before.endsWith(lastPartOf(quote)),
    );
    const found = left.splice(at, at < 0 ? 0 : 1)[0] ?? null;
    return {
      ...quotation,
      name,
      found,
      verdict: judgeSpeaker(found?.quote.speaker ?? null, quotation.speakers),
    };
  });
}

function judgeSpeaker(speaker: string | null, expected: readonly string[]): JudgedQuotation['verdict'] {
  if (speaker === null) return expected.includes(NOBODY) ? 'right' : 'nobody named';
  return expected.some(each => isCalled(speaker, each)) ? 'right' : 'wrong';
}

/** Counts the right speakers of a part. */
export function measureSpeakers(cases: readonly SpeakerCase[]): SpeakerFigures {
  const judged = cases.flatMap(judgeCase);
  const spoken = judged.filter(({ speakers }) => !speakers.includes(NOBODY));
  const named = judged.filter(({ found }) => found !== null && found.quote.speaker !== null);
  return {
    articles: cases.length,
    quotations: judged.length,
    spoken: spoken.length,
    right: spoken.filter(({ verdict }) => verdict === 'right').length,
    named: named.length,
    namedRightly: named.filter(({ verdict }) => verdict === 'right').length,
    misjudged: judged.filter(({ verdict }) => verdict !== 'right'),
  };
}
