import { Readability } from '@mozilla/readability';
import { blocksOf } from './blocks.ts';
import type { PageDocument, PageElement } from './dom.ts';

/** The article's paragraphs in a page, in order. Takes the document apart. */
export function paragraphsOf(document: PageDocument): string[] {
  const reader = new Readability<PageElement>(document as never, { serializer: node => node as unknown as PageElement });
  const content = reader.parse()?.content;
  return content ? blocksOf(content).map(({ text }) => text) : [];
}
