import { Readability } from '@mozilla/readability';
import { splitBlocks } from './blocks.ts';
import { removeBoilerplate } from './boilerplate.ts';
import { filterBlocks } from './boilerplate-lines.ts';
import { completeBlocks } from './completion.ts';
import type { PageDocument, PageElement } from './dom.ts';
import type { PageMetadata } from './metadata.ts';
import { createOutline } from './outline.ts';

/** The paragraphs of the article in a page, in order. Modifies the document. */
export function extractParagraphs(document: PageDocument, metadata: PageMetadata): string[] {
  const { headline, language } = metadata;
  removeBoilerplate(document);
  const outline = createOutline(document.body, language);
  const reader = new Readability<PageElement>(document as never, {
    serializer: node => node as unknown as PageElement,
    keepClasses: true,
  });
  const content = reader.parse()?.content;
  if (!content) return [];
  const found = completeBlocks(splitBlocks(content, { language }), outline, metadata);
  return filterBlocks(found, headline).map(({ text }) => text);
}
