import { Parser } from 'htmlparser2';
import { cleanLine } from '../../language/cleaning.ts';
import { splitBlocks } from '../html/blocks.ts';
import type { FoundComment } from '../html/comments/content.ts';
import { parsePage } from '../html/dom.ts';
import { numberComments, sortParentsFirst } from '../html/numbering.ts';
import { parseMarkupLine } from '../title.ts';
import { parseWebUrl } from '../web-url.ts';
import { htmlCommentLinesOf, htmlLinesOf } from './html-text.ts';
import type { FileArticle } from './json.ts';
import { removeShortcodes } from './shortcodes.ts';

type Fields = Map<string, string>;

/** Whether a text is a WordPress export. */
export function isWordpressExport(text: string): boolean {
  return /xmlns:wp\s*=|<wp:wxr_version>/.test(text.slice(0, 20_000));
}

/**
 * Reads a WordPress export: its published posts and pages with their approved comments. Entities defined in
 * the file are not expanded, so a few lines cannot grow to billions. `passedOver` counts drafts, attachments,
 * menus and password-protected posts.
 */
export function parseWordpressExport(xml: string): { articles: FileArticle[]; passedOver: number } {
  const { items, language } = parseItems(xml);
  const taken = items.filter(({ fields }) => isArticle(fields));
  return { articles: taken.map(item => toArticle(item, language)), passedOver: items.length - taken.length };
}

interface WordpressItem {
  readonly fields: Fields;
  readonly comments: Fields[];
}

function parseItems(xml: string): { items: WordpressItem[]; language: string | null } {
  const items: WordpressItem[] = [];
  let item: WordpressItem | null = null;
  let comment: Fields | null = null;
  let text = '';
  let language: string | null = null;
  const parser = new Parser(
    {
      onopentag(name) {
        text = '';
        if (name === 'item') item = { fields: new Map(), comments: [] };
        if (name === 'wp:comment') comment = new Map();
      },
      ontext(piece) {
        text += piece;
      },
      onclosetag(name) {
        if (name === 'item' && item) {
          items.push(item);
          item = null;
        } else if (name === 'wp:comment' && comment) {
          item?.comments.push(comment);
          comment = null;
        } else if (name === 'language' && !item) language = cleanLine(text) || null;
        else (comment ?? item?.fields)?.set(name, text);
        text = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return { items, language };
}

function isArticle(fields: Fields): boolean {
  const type = fields.get('wp:post_type') ?? 'post';
  const status = fields.get('wp:status') ?? 'publish';
  return (
    (type === 'post' || type === 'page') &&
    status === 'publish' &&
    !fields.get('wp:post_password')?.trim() &&
    (fields.get('content:encoded') ?? '').trim() !== ''
  );
}

function toArticle({ fields, comments }: WordpressItem, language: string | null): FileArticle {
  const getField = (name: string) => cleanLine(fields.get(name) ?? '') || null;
  const url = parseWebUrl(getField('link'))?.href ?? null;
  const closed = getField('wp:comment_status') === 'closed';
  return {
    part: getField('wp:post_id') ?? url ?? undefined,
    text: {
      headline: parseMarkupLine(fields.get('title') ?? '') || 'Untitled',
      byline: getField('dc:creator'),
      url,
      published: parseGmtTime(getField('wp:post_date_gmt')) ?? getField('pubDate'),
      paragraphs: parseParagraphs(fields.get('content:encoded') ?? ''),
      comments: numberComments(toFoundComments(comments.filter(isComment))),
      commentsClosed: closed,
      notices: closed ? ['Comments are closed.'] : [],
      ...(language !== null && language.length >= 2 && { language }),
    },
  };
}

/** Splits a post into paragraphs: it is HTML in which a blank line ends a paragraph. */
function parseParagraphs(content: string): string[] {
  const html = removeShortcodes(content)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n{2,}/g, '<br><br>');
  return splitBlocks(parsePage(html).body).map(({ text }) => text);
}

function isComment(fields: Fields): boolean {
  const type = fields.get('wp:comment_type')?.trim() ?? '';
  return (
    fields.get('wp:comment_approved')?.trim() === '1' &&
    (type === '' || type === 'comment') &&
    htmlLinesOf(fields.get('wp:comment_content') ?? '').length > 0
  );
}

function toFoundComments(comments: readonly Fields[]): FoundComment[] {
  // a parent of 0 is none
  const idIn = (fields: Fields, name: string) => cleanLine(fields.get(name) ?? '').replace(/^0$/, '');
  const byId = new Map(comments.map(fields => [idIn(fields, 'wp:comment_id'), fields]));
  byId.delete('');
  const parentOf = (fields: Fields) => byId.get(idIn(fields, 'wp:comment_parent')) ?? null;
  return sortParentsFirst(comments, parentOf).map(({ item, parent }) => ({
    author: cleanLine(item.get('wp:comment_author') ?? '') || null,
    paragraphs: htmlCommentLinesOf(item.get('wp:comment_content') ?? ''),
    time: parseGmtTime(cleanLine(item.get('wp:comment_date_gmt') ?? '')),
    votes: null,
    parent,
  }));
}

/** Turns `2026-03-01 10:00:00` (UTC) into ISO 8601; null where WordPress writes zeros for an unknown time. */
function parseGmtTime(gmt: string | null): string | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(gmt ?? '');
  if (!match) return null;
  const [, day = '', time = ''] = match;
  return day.startsWith('0000') ? null : `${day}T${time}Z`;
}
