import { Parser } from 'htmlparser2';
import { cleanLine } from '../../language/cleaning.ts';
import { blocksOf } from '../html/blocks.ts';
import type { Found } from '../html/comments/content.ts';
import { parsePage } from '../html/dom.ts';
import { webAddress } from '../html/metadata.ts';
import { numbered, parentsFirst } from '../html/numbering.ts';
import { lineInMarkup } from '../title.ts';
import { linesIn, linesOfComment } from './html-text.ts';
import type { ArticleInFile } from './json.ts';
import { withoutShortcodes } from './shortcodes.ts';

type Fields = Map<string, string>;

/** Whether a text is an export of WordPress. */
export function isWxr(text: string): boolean {
  return /xmlns:wp\s*=|<wp:wxr_version>/.test(text.slice(0, 20_000));
}

/**
 * Reads a WordPress export: its published posts and pages with their approved comments. No entity of its own
 * is expanded, so a few lines cannot grow to billions. `passedOver` counts drafts, attachments, menus and
 * what needs a password.
 */
export function parseWxr(xml: string): { articles: ArticleInFile[]; passedOver: number } {
  const { items, language } = itemsIn(xml);
  const taken = items.filter(({ fields }) => isArticle(fields));
  return { articles: taken.map(item => articleOf(item, language)), passedOver: items.length - taken.length };
}

interface Item {
  readonly fields: Fields;
  readonly comments: Fields[];
}

function itemsIn(xml: string): { items: Item[]; language: string | null } {
  const items: Item[] = [];
  let item: Item | null = null;
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

function articleOf({ fields, comments }: Item, language: string | null): ArticleInFile {
  const field = (name: string) => cleanLine(fields.get(name) ?? '') || null;
  const url = webAddress(field('link'), undefined)?.href ?? null;
  const closed = field('wp:comment_status') === 'closed';
  return {
    part: field('wp:post_id') ?? url ?? undefined,
    text: {
      headline: lineInMarkup(fields.get('title') ?? '') || 'Untitled',
      byline: field('dc:creator'),
      url,
      published: time(field('wp:post_date_gmt')) ?? field('pubDate'),
      paragraphs: paragraphsIn(fields.get('content:encoded') ?? ''),
      comments: numbered(found(comments.filter(isComment))),
      commentsClosed: closed,
      notices: closed ? ['Comments are closed.'] : [],
      ...(language !== null && language.length >= 2 && { language }),
    },
  };
}

/** A post is HTML in which an empty line ends a paragraph. */
function paragraphsIn(content: string): string[] {
  const html = withoutShortcodes(content)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n{2,}/g, '<br><br>');
  return blocksOf(parsePage(html).body).map(({ text }) => text);
}

function isComment(fields: Fields): boolean {
  const type = fields.get('wp:comment_type')?.trim() ?? '';
  return (
    fields.get('wp:comment_approved')?.trim() === '1' &&
    (type === '' || type === 'comment') &&
    linesIn(fields.get('wp:comment_content') ?? '').length > 0
  );
}

function found(comments: readonly Fields[]): Found[] {
  const byId = new Map(comments.map(fields => [fields.get('wp:comment_id')?.trim() ?? '', fields]));
  const parentOf = (fields: Fields) => byId.get(fields.get('wp:comment_parent')?.trim() ?? '0') ?? null;
  return parentsFirst(comments, parentOf).map(({ item, parent }) => ({
    author: cleanLine(item.get('wp:comment_author') ?? '') || null,
    paragraphs: linesOfComment(item.get('wp:comment_content') ?? ''),
    time: time(cleanLine(item.get('wp:comment_date_gmt') ?? '')),
    votes: null,
    parent,
  }));
}

/** `2026-03-01 10:00:00`, in UTC; WordPress writes zeros where it does not know. */
function time(gmt: string | null): string | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(gmt ?? '');
  return match && !match[1]!.startsWith('0000') ? `${match[1]}T${match[2]}Z` : null;
}
