import { createMessage, type MessageDescriptor } from '../../i18n/template-values.ts';
import type { ArticleText } from '../article.ts';
import { htmlLinesOf } from '../formats/html-text.ts';
import { detectXml, explainXml, isFeedFile } from '../formats/xml.ts';
import { extractParagraphs } from './body.ts';
import { detachSiteComments } from './comments/sites.ts';
import { detachComments } from './comments/tree.ts';
import { decodePage } from './decode.ts';
import { parsePage } from './dom.ts';
import { extractMetadata, type PageMetadata } from './metadata.ts';
import { numberComments } from './numbering.ts';
import { inspectPage, judgePage, removeWall } from './verdict.ts';

/** A fetched page: its text, or its raw bytes with the header that declares their encoding. */
export interface FetchedPage {
  readonly content: string | Uint8Array;
  /** The whole `Content-Type` header: `text/html; charset=windows-1252`. */
  readonly contentType?: string | null;
  /** The address of the page after redirects; null for a file. */
  readonly url: string | null;
}

/** The result of reading a page: an article, or a sentence that explains why there is none. */
export type PageResult = PageArticle | RefusedPage;

/** A page that was read as an article. */
interface PageArticle {
  readonly kind: 'article';
  readonly article: ArticleText;
  /** The canonical address that the page declares; null if it declares none. */
  readonly canonicalUrl: string | null;
}

/** A page that could not be read as an article, and why. */
interface RefusedPage {
  readonly kind: 'refused';
  /** A sentence for the user. */
  readonly reason: MessageDescriptor;
}

/** The longest text and comments that are taken for an article, in characters: several novels. */
const MAX_LENGTH = 2_000_000;

/** The minimum length at which the text in a page's JSON-LD is used, in characters. */
const MIN_STATED_LENGTH = 200;

/**
 * Extracts the article from a page. Pure, but a hostile page can take much time and memory, so strangers'
 * pages are read with `readPageInWorker`.
 */
export function readPage({ content, contentType = null, url }: FetchedPage): PageResult {
  const html = typeof content === 'string' ? content : decodePage(content, contentType);
  const notPage = explainOtherXml(html);
  if (notPage !== null) return { kind: 'refused', reason: notPage };
  const document = parsePage(html);
  const metadata = extractMetadata(document, url);
  const snapshot = inspectPage(document, metadata.canonicalUrl ?? url);
  const thread = detachSiteComments(document) ?? detachComments(document);
  const comments = numberComments(thread.comments);
  const shown = thread.opener ? [...thread.opener.paragraphs] : extractParagraphs(document, metadata);
  const paragraphs = metadata.access === 'paid' ? shown : preferStatedText(shown, metadata);
  const { headline, published, language, canonicalUrl, image } = metadata;
  const article: ArticleText = {
    headline: headline ?? 'Untitled',
    byline: metadata.byline ?? thread.opener?.author ?? null,
    url: canonicalUrl ?? url,
    published,
    paragraphs,
    comments,
    commentsClosed: snapshot.closed !== null,
    notices: snapshot.closed === null ? [] : [snapshot.closed],
    ...(language !== null && { language }),
    ...(image !== null && { image }),
  };
  if (lengthOf(article) > MAX_LENGTH)
    return {
      kind: 'refused',
      reason: createMessage(
        'This page holds more than {{most}} characters of text. No article is that long.',
        { most: MAX_LENGTH },
      ),
    };
  const verdict = judgePage(snapshot, metadata, article);
  if ('refused' in verdict) return { kind: 'refused', reason: verdict.refused };
  const isPart = verdict.partial || (thread.opener === null && snapshot.isOneOfSeveral);
  const read = isPart ? { ...article, paragraphs: removeWall(paragraphs), partial: true as const } : article;
  return { kind: 'article', article: read, canonicalUrl };
}

/** Why an XML text that is not a web page is not read as one; null if it is one. */
function explainOtherXml(text: string): MessageDescriptor | null {
  if (isFeedFile('', text))
    return createMessage('This is a feed, not an article. An editor can add it with `/feed add`.');
  const xml = detectXml('', text);
  return xml && createMessage('I couldn’t add this page: {{why}}.', { why: explainXml(xml, text) });
}

/** Uses the text in the page's JSON-LD if the page would show it only by script. */
function preferStatedText(shown: string[], { stated, headline }: PageMetadata): string[] {
  if (stated.length < MIN_STATED_LENGTH || textLengthOf(shown) * 2 > stated.length) return shown;
  const lines = htmlLinesOf(stated);
  const told = lines.some(line => /<\/?(?:p|br|div)\b/i.test(line)) ? htmlLinesOf(lines.join('\n')) : lines;
  const body = told[0] === headline ? told.slice(1) : told;
  return textLengthOf(body) > 2 * textLengthOf(shown) ? body : shown;
}

function lengthOf({ paragraphs, comments }: ArticleText): number {
  return comments.reduce((sum, comment) => sum + textLengthOf(comment.paragraphs), textLengthOf(paragraphs));
}

function textLengthOf(paragraphs: readonly string[]): number {
  return paragraphs.reduce((sum, text) => sum + text.length, 0);
}
