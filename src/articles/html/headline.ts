import { cleanLine } from '../../language/cleaning.ts';
import { foldedWords } from '../../language/similarity.ts';
import { withoutEnd } from '../../language/trimming.ts';
import { lineOf } from './blocks.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { isNamed } from './element-names.ts';

/** What a page calls itself, and its site. */
export interface Names {
  /** In its metadata, the most trusted first. */
  readonly stated: readonly string[];
  /** What it says that its site is called. */
  readonly sites: readonly string[];
}

interface Heading {
  readonly text: string;
  readonly level: number;
  readonly element: PageElement;
}

const separator = /(?<!\s)\s+[|–—·•»\-:]+\s+/;
const logoName =
  /^(?:(?:site|page|blog|main|header|nav ?bar) )?(?:logo(?: \w+)?|site ?(?:title|name)|brand(?:ing)?(?: \w+)?|masthead|wordmark)$/;
const homeWords =
  /^(?:home(?:page)?|start(?:seite)?|accueil|inicio|início|back|menu|skip\b.*|zur startseite)$/i;
const most = { headings: 300, links: 100, letters: 300 };

/**
 * The headline: the heading that the page is called after, else its own name without that of its site. Never
 * the site's name where there is another.
 */
export function headlineOf(document: PageDocument, { stated, sites }: Names): string | null {
  const title = cleanLine(document.title.replace(/\s+/g, ' '));
  const headings = headingsIn(document);
  const logos = headings.filter(({ element }) => isLogo(element)).map(({ text }) => text);
  const sure = new Set(
    [...sites, ...logos, ...partsThatAreSite(title, headings)].map(joined).filter(Boolean),
  );
  // what a link to the front page shows is the site's name, but some themes put the page's own there
  const shown = new Set(headings.map(({ text }) => joined(text)));
  const known = new Set([
    ...sure,
    ...namesOfHome(document)
      .map(joined)
      .filter(name => name !== '' && !shown.has(name)),
  ]);
  const isSite = (name: string) => known.has(joined(name));
  const own = headings.filter(({ text }) => !isSite(text));
  const named = stated.map(name => withoutSite(name, known)).filter(name => name !== '' && !isSite(name));
  const core = withoutSite(title, known);
  const lone = own.filter(({ level }) => level === 1);
  const names = [...named, ...(isSite(core) ? [] : [core])];
  return (
    [
      own.find(({ text, level }) => level === 1 && [...names, title].some(name => isSameName(text, name)))
        ?.text,
      named[0] !== undefined && own.some(({ text, level }) => level > 1 && joined(text) === joined(named[0]!))
        ? named[0]
        : undefined,
      named[0],
      own.find(
        ({ text, level }) =>
          level > 1 &&
          (joined(text) === joined(core) || partsOf(title).some(part => joined(part) === joined(text))),
      )?.text,
      lone.length === 1 ? lone[0]!.text : undefined,
      isSite(core) ? undefined : core,
      lone[0]?.text,
      ...stated,
      title,
      own[0]?.text,
      headings[0]?.text,
    ].find(Boolean) ?? null
  );
}

function headingsIn(document: PageDocument): Heading[] {
  const all: Heading[] = [];
  for (const element of document.querySelectorAll('h1, h2, h3')) {
    if (all.length >= most.headings) break;
    const text = lineOf(element);
    if (text !== '' && text.length <= most.letters && !element.closest('nav, aside, footer'))
      all.push({ text, level: Number(element.localName[1]), element });
  }
  return all;
}

/** Names under which the page leads to its site's front page. */
function namesOfHome(document: PageDocument): string[] {
  const links = [...document.querySelectorAll('a[href="/"], a[rel~="home"]')].slice(0, most.links);
  const images = links.flatMap(link =>
    [...link.querySelectorAll('img[alt]')].slice(0, 3).map(image => image.getAttribute('alt') ?? ''),
  );
  return [...links.map(lineOf), ...images]
    .map(cleanLine)
    .filter(name => name.length <= 60 && !homeWords.test(name));
}

/** A heading that is called a logo, or leads to the front page. */
function isLogo(heading: PageElement): boolean {
  const link = heading.querySelector('a[href]') ?? heading.closest('a[href]');
  const isHome =
    link !== null && (link.getAttribute('rel') === 'home' || isFront(link.getAttribute('href')!));
  return (
    isHome ||
    isNamed(heading, logoName) ||
    (heading.parentElement !== null && isNamed(heading.parentElement, logoName))
  );
}

function isFront(link: string): boolean {
  const address = URL.parse(link, 'https://page.invalid/article');
  return address !== null && address.pathname === '/' && address.search === '' && address.hash === '';
}

/**
 * Where a heading of the first level is one part of the title, and a longer one below it another, the first
 * is the site's.
 */
function partsThatAreSite(title: string, headings: readonly Heading[]): string[] {
  const parts = partsOf(title);
  if (parts.length < 2) return [];
  const shown = headings.filter(({ text }) => parts.some(part => joined(part) === joined(text)));
  const longest = Math.max(0, ...shown.filter(({ level }) => level > 1).map(({ text }) => text.length));
  return shown.filter(({ level, text }) => level === 1 && text.length < longest).map(({ text }) => text);
}

function partsOf(title: string): string[] {
  return title.split(separator).filter(Boolean);
}

/** One is the other, or its greater part: `Bridge opens` and `Bridge opens | The Arrel Post`. */
function isSameName(heading: string, name: string): boolean {
  const [a, b] = [foldedWords(heading).join(' '), foldedWords(name).join(' ')];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  return (
    a.length >= 8 &&
    ((b.startsWith(a) && a.length * 3 >= b.length) || (a.startsWith(b) && b.length * 2 >= a.length))
  );
}

/** A title without the site's name at its end or its beginning. */
function withoutSite(title: string, sites: ReadonlySet<string>): string {
  const parts = title.split(separator);
  if (parts.length < 2) return title;
  if (sites.has(joined(parts.at(-1)!))) return withoutMark(title.slice(0, title.lastIndexOf(parts.at(-1)!)));
  if (sites.has(joined(parts[0]!))) return title.slice(parts[0]!.length).replace(/^\s*[|–—·•»\-:]+\s+/, '');
  const bar = title.search(/(?<!\s)\s+[|»]\s/);
  return bar > 0 && bar * 2 > title.length ? title.slice(0, bar) : title;
}

/** `Bridge opens |` as `Bridge opens`. */
function withoutMark(title: string): string {
  const words = withoutEnd(title.trimEnd(), /[|–—·•»\-:]/);
  return /\s$/.test(words) && words.length < title.trimEnd().length ? words.trimEnd() : title;
}

function joined(name: string): string {
  return foldedWords(name).join('');
}
