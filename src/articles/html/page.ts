import type { Said } from '../../i18n/template-values.ts';
import type { ArticleText } from '../article.ts';
import { linesIn } from '../formats/html-text.ts';
import { paragraphsOf } from './body.ts';
import { takeComments } from './comments/tree.ts';
import { decodePage } from './decode.ts';
import { parsePage } from './dom.ts';
import { type FeedLink, type Metadata, metadataOf } from './metadata.ts';
import { numbered } from './numbering.ts';
import { judge, lookAt, withoutWall } from './verdict.ts';

/** What was fetched: the text, or its bytes as they came, with the header that says what they are. */
export interface Page {
  readonly content: string | Uint8Array;
  /** The whole header: `text/html; charset=windows-1252`. */
  readonly contentType?: string | null;
  /** The address at which it was found, after redirects; null for a file. */
  readonly url: string | null;
}

export type ReadPage = ReadArticle | Refused;

export interface ReadArticle {
  readonly kind: 'article';
  readonly article: ArticleText;
  /** The address that the page gives itself; null where it gives none. */
  readonly canonicalUrl: string | null;
  readonly site: string | null;
  readonly feeds: readonly FeedLink[];
}

export interface Refused {
  readonly kind: 'refused';
  /** For the person who asked. */
  readonly reason: Said;
}

/** What a page states as its text is one from so many letters on. */
const least = 200;

/**
 * The article in a page. Pure; a hostile page takes long and much memory, so strangers' pages are read with
 * readPageInThread.
 */
export function readPage({ content, contentType = null, url }: Page): ReadPage {
  const html = typeof content === 'string' ? content : decodePage(content, contentType);
  const document = parsePage(html);
  const metadata = metadataOf(document, url);
  const look = lookAt(document, metadata.canonicalUrl ?? url);
  const thread = takeComments(document);
  const comments = numbered(thread.comments);
  const shown = thread.opener ? [...thread.opener.paragraphs] : paragraphsOf(document, metadata);
  const paragraphs = metadata.access === 'paid' ? shown : wholeOf(shown, metadata);
  const { headline, published, language, canonicalUrl, site, feeds } = metadata;
  const article: ArticleText = {
    headline: headline ?? 'Untitled',
    byline: metadata.byline ?? thread.opener?.author ?? null,
    url: canonicalUrl ?? url,
    published,
    paragraphs,
    comments,
    commentsClosed: look.closed !== null,
    notices: look.closed === null ? [] : [look.closed],
    ...(language !== null && { language }),
  };
  const verdict = judge(look, metadata, article);
  if ('refused' in verdict) return { kind: 'refused', reason: verdict.refused };
  const isPart = verdict.partial || (thread.opener === null && look.isOneOfSeveral);
  const read = isPart ? { ...article, paragraphs: withoutWall(paragraphs), partial: true as const } : article;
  return { kind: 'article', article: read, canonicalUrl, site, feeds };
}

/** A text that only a script would show is taken from the page's JSON-LD. */
function wholeOf(shown: string[], { stated, headline }: Metadata): string[] {
  if (stated.length < least || lengthOf(shown) * 2 > stated.length) return shown;
  const lines = linesIn(stated);
  const told = lines.some(line => /<\/?(?:p|br|div)\b/i.test(line)) ? linesIn(lines.join('\n')) : lines;
  const body = told[0] === headline ? told.slice(1) : told;
  return lengthOf(body) > 2 * lengthOf(shown) ? body : shown;
}

function lengthOf(paragraphs: readonly string[]): number {
  return paragraphs.reduce((sum, text) => sum + text.length, 0);
}
