import { Readability } from '@mozilla/readability';
import { blocksOf } from './blocks.ts';
import { removeBoilerplate } from './boilerplate.ts';
import { completed } from './completion.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { keptBlocks } from './lines.ts';
import type { Metadata } from './metadata.ts';
import { outlineOf } from './outline.ts';

/** The article's paragraphs in a page, in order. Takes the document apart. */
export function paragraphsOf(document: PageDocument, metadata: Metadata): string[] {
  const { headline, language } = metadata;
  removeBoilerplate(document);
  const outline = outlineOf(document.body, language);
  const reader = new Readability<PageElement>(document as never, {
    serializer: node => node as unknown as PageElement,
    keepClasses: true,
  });
  const content = reader.parse()?.content;
  if (!content) return [];
  const found = completed(blocksOf(content, { language }), outline, metadata);
  return keptBlocks(found, headline).map(({ text }) => text);
}
