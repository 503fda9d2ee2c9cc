import { cleanLine } from '../../language/cleaning.ts';
import { foldText, foldWords } from '../../language/similarity.ts';
import { trimEnd } from '../../language/trimming.ts';
import { elementAt } from '../../lists.ts';
import { isFrontPage } from '../web-url.ts';
import { lineTextOf } from './blocks.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { hasName } from './element-names.ts';

/** The names that a page gives to itself and to its site. */
export interface PageNames {
  /** The page's titles in its metadata, most trusted first. */
  readonly stated: readonly string[];
  /** The site's names according to the page. */
  readonly sites: readonly string[];
}

interface Heading {
  readonly text: string;
  readonly level: number;
  readonly element: PageElement;
}

const SEPARATOR = /(?<!\s)\s+[|–—·•»\-:]+\s+/;
const LOGO_NAME =
  /^(?:(?:site|page|blog|main|header|nav ?bar) )?(?:logo(?: \w+)?|site ?(?:title|name)|brand(?:ing)?(?: \w+)?|masthead|wordmark)$/;
const HOME_WORDS =
  /^(?:home(?:page)?|start(?:seite)?|accueil|inicio|início|back|menu|skip\b.*|zur startseite)$/i;
const LIMITS = { headings: 300, links: 100, letters: 300 };

/**
 * The headline: the heading that matches the page's title, or else the title without the site's name. Never
 * the site's name if there is an alternative.
 */
export function findHeadline(document: PageDocument, { stated, sites }: PageNames): string | null {
  const title = cleanLine(document.title.replace(/\s+/g, ' '));
  const headings = findHeadings(document);
  const logos = headings.filter(({ element }) => isLogo(element)).map(({ text }) => text);
  const sure = new Set(
    [...sites, ...logos, ...findSiteParts(title, headings)].map(compactName).filter(Boolean),
  );
  // a link to the front page shows the site's name, but some themes link the article's own headline
  const shown = new Set(headings.map(({ text }) => compactName(text)));
  const known = new Set([
    ...sure,
    ...findHomeNames(document)
      .map(compactName)
      .filter(name => name !== '' && !shown.has(name)),
  ]);
  const isSite = (name: string) => known.has(compactName(name));
  const own = headings.filter(({ text }) => !isSite(text));
  const named = stated.map(name => removeSiteName(name, known)).filter(name => name !== '' && !isSite(name));
  const core = removeSiteName(title, known);
  const lone = own.filter(({ level }) => level === 1);
  const names = [...named, ...(isSite(core) ? [] : [core])];
  return (
    [
      own.find(({ text, level }) => level === 1 && [...names, title].some(name => isSameName(text, name)))
        ?.text,
      named[0] !== undefined &&
      own.some(({ text, level }) => level > 1 && compactName(text) === compactName(elementAt(named, 0)))
        ? named[0]
        : undefined,
      named[0],
      own.find(
        ({ text, level }) =>
          level > 1 &&
          (compactName(text) === compactName(core) ||
            splitTitle(title).some(part => compactName(part) === compactName(text))),
      )?.text,
      lone.length === 1 ? elementAt(lone, 0).text : undefined,
      isSite(core) ? undefined : core,
      lone[0]?.text,
      ...stated,
      title,
      own[0]?.text,
      headings[0]?.text,
    ].find(Boolean) ?? null
  );
}

function findHeadings(document: PageDocument): Heading[] {
  const all: Heading[] = [];
  for (const element of document.querySelectorAll('h1, h2, h3')) {
    if (all.length >= LIMITS.headings) break;
    const text = lineTextOf(element);
    if (text !== '' && text.length <= LIMITS.letters && !element.closest('nav, aside, footer'))
      all.push({ text, level: Number(element.localName[1]), element });
  }
  return all;
}

/** The names under which a page links to the front page of its site. */
function findHomeNames(document: PageDocument): string[] {
  const links = [...document.querySelectorAll('a[href="/"], a[rel~="home"]')].slice(0, LIMITS.links);
  const images = links.flatMap(link =>
    [...link.querySelectorAll('img[alt]')].slice(0, 3).map(image => image.getAttribute('alt') ?? ''),
  );
  return [...links.map(lineTextOf), ...images]
    .map(cleanLine)
    .filter(name => name.length <= 60 && !HOME_WORDS.test(name));
}

/** Whether a heading is named as a logo or links to the front page. */
function isLogo(heading: PageElement): boolean {
  const link = heading.querySelector('a[href]') ?? heading.closest('a[href]');
  const href = link?.getAttribute('href') ?? null;
  const isHome = href !== null && (link?.getAttribute('rel') === 'home' || isFrontPageLink(href));
  return (
    isHome ||
    hasName(heading, LOGO_NAME) ||
    (heading.parentElement !== null && hasName(heading.parentElement, LOGO_NAME))
  );
}

function isFrontPageLink(link: string): boolean {
  const address = URL.parse(link, 'https://page.invalid/article');
  return address !== null && isFrontPage(address) && address.hash === '';
}

/** The parts of the title that name the site: first-level headings in it, where another is longer. */
function findSiteParts(title: string, headings: readonly Heading[]): string[] {
  const parts = splitTitle(title);
  if (parts.length < 2) return [];
  const shown = headings.filter(({ text }) => parts.some(part => compactName(part) === compactName(text)));
  const longest = Math.max(0, ...shown.filter(({ level }) => level > 1).map(({ text }) => text.length));
  return shown.filter(({ level, text }) => level === 1 && text.length < longest).map(({ text }) => text);
}

function splitTitle(title: string): string[] {
  return title.split(SEPARATOR).filter(Boolean);
}

/** Whether one name equals the other or is most of it: `Bridge opens` and `Bridge opens | The Arrel Post`. */
function isSameName(heading: string, name: string): boolean {
  const [a, b] = [foldText(heading), foldText(name)];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  return (
    a.length >= 8 &&
    ((b.startsWith(a) && a.length * 3 >= b.length) || (a.startsWith(b) && b.length * 2 >= a.length))
  );
}

/** A title without the site's name at either end. */
function removeSiteName(title: string, sites: ReadonlySet<string>): string {
  const parts = title.split(SEPARATOR);
  if (parts.length < 2) return title;
  const [first, last] = [elementAt(parts, 0), elementAt(parts, -1)];
  if (sites.has(compactName(last))) return trimSeparator(title.slice(0, title.lastIndexOf(last)));
  if (sites.has(compactName(first))) return title.slice(first.length).replace(/^\s*[|–—·•»\-:]+\s+/, '');
  const bar = title.search(/(?<!\s)\s+[|»]\s/);
  return bar > 0 && bar * 2 > title.length ? title.slice(0, bar) : title;
}

/** Turns `Bridge opens |` into `Bridge opens`. */
function trimSeparator(title: string): string {
  const words = trimEnd(title.trimEnd(), /[|–—·•»\-:]/);
  return /\s$/.test(words) && words.length < title.trimEnd().length ? words.trimEnd() : title;
}

function compactName(name: string): string {
  return foldWords(name).join('');
}
