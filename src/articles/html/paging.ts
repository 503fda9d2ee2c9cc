import { trimEnd } from '../../language/trimming.ts';
import type { TextBlock } from './blocks.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { hasName, isAmongComments } from './element-names.ts';

/** A page number in an address, and the address without it; `sure` if the address marks it as such. */
interface PageNumber {
  readonly stem: string;
  readonly number: number;
  readonly sure: boolean;
}

const LIMITS = { links: 300, number: 100 };
const PAGINATION_NAME =
  /^(?:(?:post|article|entry|content|story|nav|wp) )?(?:pagination|paginator|paging|pager|page ?(?:links|nav|navi|numbers|navigation)|pages|multi ?page|seiten(?:navigation)?)(?: \w+)?$/;
const PAGE_PARAMETER =
  /^(?:page|paged|page[-_]?(?:no|num|number)|pg|p|seite|pagina|página|artikelseite|article[-_]?page|currentpage|_page)$/i;
const SURE_PATH_NUMBER = /[-_/,;.](?:page|seite|pagina|p|pg|part[-_]?page)[-_=/]?(\d{1,3})$/i;
const BARE_PATH_NUMBER = /[-_/,](\d{1,3})$/;
const COUNTED_PAGES =
  /^(?:(?:this is )?page|seite|página|pagina|strona|sida|side|страница|第)\s{0,3}(\d{1,3})\s{0,3}(?:of|\/|von|de|sur|di|van|z|av|af|из|页|頁|,)\s{0,3}(?:共\s?)?(\d{1,3})\b/i;
/** A page count without the word “page”, as inside pagination. */
const COUNTED = /^(\d{1,3}) ?(?:of|\/|von|sur|de|di|van) ?(\d{1,3})$/i;
/** Marks addresses that page through the comments. */
const COMMENTS_NAME = /comment|kommentar|cpage|replies/i;

/** Whether a text says “Page 1 of 4” about the article rather than about its comments. */
export function isPageCount({ text, element }: TextBlock): boolean {
  if (text.length > 80) return false;
  const [, , count = '1'] =
    COUNTED_PAGES.exec(text) ?? (isPagination(element) ? COUNTED.exec(text) : null) ?? [];
  return Number(count) > 1 && !isAmongComments(element);
}

/**
 * Whether the page is one of several that an article was split into: it links to the same address with a
 * different page number. `rel="next"` is not enough, since most sites use it for the next article.
 */
export function isPaginated(document: PageDocument, url: string | null): boolean {
  const own = URL.parse(url ?? '');
  const links = [
    ...document.querySelectorAll('link[rel~="next" i][href], link[rel~="prev" i][href], a[href]'),
  ];
  return links.slice(0, LIMITS.links * 10).some(link => isPageLink(link, own));
}

function isPageLink(link: PageElement, own: URL | null): boolean {
  const href = link.getAttribute('href') ?? '';
  if (href.startsWith('#') || !/\d/.test(href) || href.length > 2000) return false;
  const isStated = /\b(?:next|prev)\b/i.test(link.getAttribute('rel') ?? '');
  const isNumber = /^\d{1,3}$/.test(link.textContent.trim());
  if (
    !isStated &&
    !isNumber &&
    !/^(?:next|continue|go to|read|page \d|seite \d|página \d|nächste|weiter|suivant|siguiente|próxima)/i.test(
      link.textContent.trim().slice(0, 40),
    )
  )
    return false;
  const address = URL.parse(href, own?.href ?? 'https://page.invalid/');
  if (!address || COMMENTS_NAME.test(address.href) || isAmongComments(link)) return false;
  const isPager = isStated || isPagination(link);
  return isPager && parsePageNumbers(address).some(number => isSiblingPage(number, own, isNumber));
}

/**
 * Whether an address is the same page with a different number; if the page's own address is unknown, whether
 * it clearly is a page other than the first.
 */
function isSiblingPage({ stem, number, sure }: PageNumber, own: URL | null, isNumber: boolean): boolean {
  if (number > LIMITS.number) return false;
  if (own === null) return number > 1 && (sure || isNumber);
  const mine = [{ stem: stemOf(own), number: 1 }, ...parsePageNumbers(own)];
  return mine.some(
    other =>
      other.stem === stem && other.number !== number && Math.abs(other.number - number) <= LIMITS.number,
  );
}

function parsePageNumbers(address: URL): PageNumber[] {
  const inQuery = [...address.searchParams].flatMap(([name, value]) => {
    if (!PAGE_PARAMETER.test(name) || !/^\d{1,6}$/.test(value)) return [];
    const rest = new URL(address);
    rest.searchParams.delete(name);
    return [{ stem: stemOf(rest), number: Number(value), sure: true }];
  });
  const path = pathOf(address);
  const inPath = [SURE_PATH_NUMBER, BARE_PATH_NUMBER].flatMap((pattern, at) => {
    const match = pattern.exec(path);
    if (!match) return [];
    return [
      {
        stem: addressWithPath(address, path.slice(0, match.index)),
        number: Number(match[1]),
        sure: at === 0,
      },
    ];
  });
  return [...inQuery, ...inPath];
}

function stemOf(address: URL): string {
  return addressWithPath(address, pathOf(address));
}

function addressWithPath(address: URL, path: string): string {
  const query = [...address.searchParams]
    .filter(([name]) => !/^(?:utm_|fbclid|gclid|ref$)/i.test(name))
    .map(([name, value]) => `${name}=${value}`);
  return [address.hostname.replace(/^www\./, ''), trimEnd(path, /\//), ...query.sort()].join(' ');
}

function pathOf(address: URL): string {
  return trimEnd(address.pathname, /\//).replace(/\.(?:html?|php|aspx?|jsp)$/i, '');
}

/** Whether a link or one of its ancestors is named as pagination. */
function isPagination(element: PageElement): boolean {
  if (hasName(element, /^(?:next|prev(?:ious)?)(?: (?:page|link))?$/)) return true;
  let at: PageElement | null = element;
  for (let steps = 0; at && steps < 6; steps += 1, at = at.parentElement)
    if (hasName(at, PAGINATION_NAME)) return true;
  return false;
}
