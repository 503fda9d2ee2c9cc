import { Readability } from '@mozilla/readability';
import { blocksOf } from './blocks.ts';
import { removeBoilerplate } from './boilerplate.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { keptBlocks } from './lines.ts';

/** The article's paragraphs in a page, in order. Takes the document apart. */
export function paragraphsOf(document: PageDocument, headline: string | null): string[] {
  removeBoilerplate(document);
  const reader = new Readability<PageElement>(document as never, {
    serializer: node => node as unknown as PageElement,
    keepClasses: true,
  });
  const content = reader.parse()?.content;
  return content ? keptBlocks(blocksOf(content), headline).map(({ text }) => text) : [];
}
