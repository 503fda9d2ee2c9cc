import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { defineMessage } from '../../i18n/define-message.ts';
import { createMessage, joinValues, type MessageDescriptor } from '../../i18n/template-values.ts';
import { createLazy } from '../../lazy.ts';

const require = createRequire(import.meta.url);
const loadParser = createLazy(() => (require('htmlparser2') as typeof import('htmlparser2')).Parser);

/** The root element of an XML text. */
interface XmlRoot {
  /** The name without its prefix, in lower case. */
  readonly name: string;
  /** The name as written. */
  readonly written: string;
  readonly namespace: string;
}

/** How many feeds of a list are named. */
const MAX_SHOWN_FEEDS = 5;
/** How far into a text the end of the prolog and the feeds of a list are looked for, in characters. */
const MAX_PROLOG = 100_000;
const ROOT_NAME = /^<([a-z_][\w.:-]{0,200})[\s/>]/i;
const NAMESPACE_DECLARATION = /\s(xmlns(?::[\w.-]{1,100})?)=["']([^"']*)["']/gi;
/** The root elements of web pages; XHTML may have a declaration before them. */
const PAGE_ROOTS = new Set('html head body div main p h1 h2'.split(' '));

/**
 * Kinds of XML that hold no article we can read, by the name of the root element, and by part of its
 * namespace where several kinds share a name.
 */
const KINDS: readonly (readonly [name: RegExp, namespace: RegExp, kind: string])[] = [
  [/^svg$/, /./, 'SVG'],
  [/^plist$/, /^/, 'plist'],
  [/^envelope$/, /soap|^$/i, 'SOAP'],
  [/^kml$/, /^/, 'KML'],
  [/^gpx$/, /^/, 'GPX'],
  [/^(?:book|article|chapter|section|set|part|refentry)$/, /docbook/, 'DocBook'],
  [/^(?:article|book|pmc-articleset)$/, /^$/, 'DocBook, JATS'],
  [/^(?:tei|teicorpus)$/, /^/, 'TEI'],
  [/^fictionbook$/, /^/, 'FictionBook'],
  [/^(?:package|ncx|container)$/, /idpf|daisy|opendocument/, 'EPUB'],
  [/^(?:document|styles)$/, /wordprocessingml/, 'WordprocessingML'],
  [/^(?:document|document-content)$/, /opendocument/, 'OpenDocument'],
  [/^mediawiki$/, /^/, 'MediaWiki'],
  [/^(?:newsml|newsitem|newsmessage|packageitem)$/, /^/, 'NewsML'],
  [/^nitf$/, /^/, 'NITF'],
  [/^xliff$/, /^/, 'XLIFF'],
  [/^(?:stylesheet|transform)$/, /xsl/i, 'XSLT'],
  [/^schema$/, /xmlschema/i, 'XML Schema'],
  [/^entry$/, /atom/i, 'Atom'],
  [/^rdf$/, /^/, 'RDF'],
];

/** The root of an XML text; null for a web page and for anything that is not XML. */
export function detectXml(file: string, text: string): XmlRoot | null {
  const prolog = findProlog(text);
  const root = parseRoot(text, prolog.end);
  if (root === null || isPageRoot(root, prolog)) return null;
  const isNamedSo = /^\.(?:xml|opml|svg|plist|rdf|kml|gpx|xsd|xslt?)$/i.test(extname(file));
  if (
    prolog.isDeclared ||
    isNamedSo ||
    root.namespace !== '' ||
    /^(?:rss|feed|rdf|opml|urlset|sitemapindex|svg|plist|disqus)$/.test(root.name)
  )
    return root;
  return !/^\s*<(?:article|section)[\s>]/i.test(text) && text.trimEnd().endsWith(`</${root.written}>`)
    ? root
    : null;
}

/** Whether a text is a feed (RSS, Atom), which lists articles but is not one. */
export function isFeedFile(file: string, text: string): boolean {
  const name = detectXml(file, text)?.name;
  return (
    name === 'rss' ||
    name === 'feed' ||
    (name === 'rdf' && /purl\.org\/rss|netscape\.com\/rdf/i.test(text.slice(0, 5000)))
  );
}

/** Explains why an XML text of a kind we cannot read is not an article, and what to do instead. */
export function explainXml(root: XmlRoot, text: string): MessageDescriptor {
  if (root.name === 'opml') {
    const { feeds, count } = listOpmlFeeds(text.slice(0, MAX_PROLOG), MAX_SHOWN_FEEDS);
    if (count === 0 && text.length <= MAX_PROLOG)
      return createMessage(defineMessage('this is a list of feeds (OPML) with no feed in it'));
    return createMessage(
      defineMessage(
        'this is a list of feeds (OPML), not an article; editors add them with /feed import: {{feeds}}',
      ),
      {
        feeds: joinValues(
          [...feeds, ...(count > feeds.length || text.length > MAX_PROLOG ? ['…'] : [])],
          ', ',
        ),
      },
    );
  }
  if (/^(?:urlset|sitemapindex)$/.test(root.name))
    return createMessage(
      defineMessage('this is a sitemap, which only lists addresses; give me the address of one article'),
    );
  return createMessage(
    defineMessage('this is XML ({{kind}}) without an article I can read; give me a web page or the text'),
    { kind: kindOf(root) },
  );
}

/** A human-readable name for a kind of XML: `SVG`, or the root element if the kind is unknown. */
function kindOf({ name, written, namespace }: XmlRoot): string {
  const kind = KINDS.find(([names, spaces]) => names.test(name) && spaces.test(namespace));
  return kind?.[2] ?? `<${written.slice(0, 60)}>`;
}

interface Prolog {
  readonly end: number;
  readonly isDeclared: boolean;
  /** Whether the document type says that the text is a web page. */
  readonly isPage: boolean;
}

/** Finds the end of the prolog: declarations, processing instructions, comments and the document type. */
function findProlog(text: string): Prolog {
  let [at, isDeclared, isPage] = [0, false, false];
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    const end = findNoteEnd(text, at);
    if (end === null || end > MAX_PROLOG) return { end: at, isDeclared, isPage };
    isDeclared ||= text.startsWith('<?xml', at);
    isPage ||= /^<!doctype\s+html/i.test(text.slice(at, at + 30));
    at = end;
  }
}

function findNoteEnd(text: string, at: number): number | null {
  if (text.startsWith('<?', at)) return findEndAfter(text, '?>', at);
  if (text.startsWith('<!--', at)) return findEndAfter(text, '-->', at);
  if (!/^<!doctype/i.test(text.slice(at, at + 9))) return null;
  const end = text.indexOf('>', at);
  const inner = text.indexOf('[', at);
  return inner < 0 || end < inner
    ? findEndAfter(text, '>', at)
    : (findEndAfter(text, ']>', at) ?? findEndAfter(text, ']', at));
}

function findEndAfter(text: string, mark: string, at: number): number | null {
  const found = text.indexOf(mark, at);
  return found < 0 ? null : found + mark.length;
}

function parseRoot(text: string, at: number): XmlRoot | null {
  const end = text.indexOf('>', at);
  const [, written] = ROOT_NAME.exec(text.slice(at, at + 300)) ?? [];
  if (written === undefined || end < 0 || end - at > MAX_PROLOG) return null;
  const [name = '', prefix] = written.split(':').toReversed();
  const declared = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  const spaces = [...text.slice(at, end).matchAll(NAMESPACE_DECLARATION)];
  return {
    name: name.toLowerCase(),
    written,
    namespace: spaces.find(([, key]) => key === declared)?.[2] ?? '',
  };
}

function isPageRoot({ name, namespace }: XmlRoot, { isDeclared, isPage }: Prolog): boolean {
  if (isPage || /\/xhtml$/i.test(namespace)) return true;
  if (namespace !== '') return false;
  return isDeclared
    ? PAGE_ROOTS.has(name)
    : PAGE_ROOTS.has(name) ||
        /^(?:article|section|meta|link|title|a|b|i|em|strong|span|ul|ol|table|blockquote|header|nav|h\d)$/.test(
          name,
        );
}

/** The addresses of the feeds in an OPML list, at most `most`, and how many feeds there are in total. */
function listOpmlFeeds(text: string, most: number): { feeds: string[]; count: number } {
  const feeds: string[] = [];
  let count = 0;
  const Parser = loadParser();
  const parser = new Parser(
    {
      onopentag(_, attributes) {
        const entry = Object.entries(attributes).find(
          ([name, value]) => name.toLowerCase() === 'xmlurl' && value.trim() !== '',
        );
        if (!entry) return;
        count += 1;
        if (feeds.length < most) feeds.push(entry[1].trim().slice(0, 200));
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  return { feeds, count };
}
