import type { Article } from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import { findQuotations, type QuotationPart } from '../../language/quotations.ts';
import { appendTo, countLeading, elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { type TextSpan, textOfSpan } from './spans.ts';

interface QuotationIndex {
  /** Parts of quotations by paragraph number, in order. */
  readonly parts: ReadonlyMap<number, readonly QuotationPart[]>;
  /** Every place where exactly these words are quoted. Keys: folded words, with and without the paragraph. */
  readonly exact: ReadonlyMap<string, readonly TextSpan[]>;
}

const getQuotationIndex: (article: Article) => QuotationIndex = memoizePerObject(article => {
  const parts = new Map<number, QuotationPart[]>();
  const exact = new Map<string, TextSpan[]>();
  for (const { parts: all } of findQuotations(article.paragraphs)) {
    for (const part of all) appendTo(parts, part.paragraph + 1, part);
    const { paragraph, from, to } = elementAt(all, 0);
    const span = { paragraph: paragraph + 1, start: from, end: to };
    const words = fold(textOfSpan(article, span));
    appendTo(exact, words, span);
    appendTo(exact, `${span.paragraph}\n${words}`, span);
  }
  return { parts, exact };
});

/** Where exactly these words stand between quotation marks, in order: in the article, or a paragraph. */
export function findExactQuotations(
  article: Article,
  passage: string,
  paragraph?: number,
): readonly TextSpan[] {
  const words = fold(passage);
  return (
    getQuotationIndex(article).exact.get(paragraph === undefined ? words : `${paragraph}\n${words}`) ?? []
  );
}

/** The last part that begins at or before `start`; parts are in order and do not overlap. */
function findPartAt(parts: readonly QuotationPart[], start: number): QuotationPart | undefined {
  return parts[countLeading(parts, part => part.start <= start) - 1];
}

/** Whether each place lies within one quotation; verbatim words outside are nobody's quotation. */
export function isWithinQuotation(article: Article, at: readonly TextSpan[]): boolean {
  return at.every(({ paragraph, start, end }) => {
    const part = findPartAt(getQuotationIndex(article).parts.get(paragraph) ?? [], start);
    return part !== undefined && end <= part.end;
  });
}
