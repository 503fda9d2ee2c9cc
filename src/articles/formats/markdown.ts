import { createRequire } from 'node:module';
import { UserError } from '../../errors.ts';
import { cleanLine } from '../../language/cleaning.ts';
import { createLazy } from '../../lazy.ts';
import type { ArticleText } from '../article.ts';
import { splitBlocks } from '../html/blocks.ts';
import { parsePage } from '../html/dom.ts';
import { parseWebUrl } from '../web-url.ts';
import { stripMarkdown } from './markdown-marks.ts';
import { parseText } from './text.ts';

const require = createRequire(import.meta.url);
const loadMarked = createLazy(() => (require('marked') as typeof import('marked')).marked);
const loadYaml = createLazy(() => require('yaml') as typeof import('yaml'));

const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/** Whether a text is certainly Markdown: it begins with front matter. */
export function hasFrontMatter(text: string): boolean {
  return FRONT_MATTER.test(normalizeText(text));
}

/**
 * Reads Markdown (CommonMark and GitHub's tables), with optional YAML front matter: `title` or `headline`,
 * `author` or `authors`, `date` or `published`, `url` or `canonical`, `lang` or `language`. Without a title
 * there, the first heading is the headline.
 */
export function parseMarkdown(text: string): ArticleText {
  const plain = parseText(stripMarkdown(text.trim() === '' ? '-' : text));
  const article = parseArticle(text);
  if (plain.comments.length === 0) return article;
  // numbered comments after the article, as in the plain-text form
  const { headline, paragraphs, comments, commentsClosed, notices } = plain;
  const body = headline === article.headline ? paragraphs : [headline, ...paragraphs];
  return { ...article, paragraphs: body, comments, commentsClosed, notices };
}

function parseArticle(text: string): ArticleText {
  const source = normalizeText(text);
  const [front = '', yaml = ''] = FRONT_MATTER.exec(source) ?? [];
  if (/^\+\+\+[ \t]*\n/.test(source))
    throw new UserError('its front matter is TOML, and only YAML (between lines of ---) is read');
  const fields = parseFields(yaml);
  const blocks = splitBlocks(
    parsePage(loadMarked().parse(partRuns(source.slice(front.length)), { async: false })).body,
  );
  const heading = blocks.find(({ element }) => /^h[1-6]$/.test(element.localName));
  const headline = toLine(fields.title ?? fields.headline) ?? heading?.text ?? blocks[0]?.text;
  if (headline === undefined) throw new UserError('there is no text in it');
  const language = toLine(fields.lang ?? fields.language);
  const first = blocks[0];
  const body =
    first && (first === heading || heading === undefined) && first.text === headline
      ? blocks.slice(1)
      : blocks;
  return {
    headline,
    byline: toLine(fields.author ?? fields.authors ?? fields.byline),
    url: parseWebUrl(toLine(fields.url ?? fields.canonical ?? fields.link))?.href ?? null,
    published: toLine(fields.date ?? fields.published),
    paragraphs: body.map(block => block.text),
    comments: [],
    commentsClosed: false,
    notices: [],
    ...(language !== null && language.length >= 2 && { language }),
  };
}

/**
 * Inserts spaces into runs of address characters that are too long to be an address: marked restarts its
 * search for the end of an address at each character, which takes quadratic time.
 */
const partRuns = (text: string) =>
  text.replaceAll(/[a-zA-Z0-9.!#$%&'*+/=?_`{|}~-]{2000}(?=[a-zA-Z0-9.!#$%&'*+/=?_`{|}~-])/g, '$& ');

function normalizeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/^\s*(?=(?:---|\+\+\+)[ \t]*\n)/, '');
}

/** Parses the YAML of front matter. Aliases are limited, so that a few lines cannot expand to billions. */
function parseFields(text: string): Record<string, unknown> {
  try {
    const value: unknown = loadYaml().parse(text, { schema: 'core', maxAliasCount: 100 });
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch (error) {
    const { linePos, message } = error as { linePos?: [{ line: number }]; message: string };
    const line = linePos ? { line: linePos[0].line + 1 } : undefined;
    const [firstLine = ''] = message.split('\n', 1);
    const [fault = ''] = firstLine.split(/ at line \d/, 1);
    throw new UserError(
      'its front matter is not valid YAML ({{fault}})',
      { fault: cleanLine(fault) },
      { cause: line },
    );
  }
}

/** A word, a number or a list of them as one line; a person may be an object with a name. */
function toLine(value: unknown): string | null {
  const all = (Array.isArray(value) ? value : [value]).map(one =>
    typeof one === 'object' && one !== null ? (one as { name?: unknown }).name : one,
  );
  const words = all
    .filter(one => ['string', 'number'].includes(typeof one))
    .map(one => cleanLine(String(one)));
  return words.filter(Boolean).join(', ') || null;
}
