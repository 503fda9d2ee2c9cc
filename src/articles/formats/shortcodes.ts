import { withoutElements } from '../../language/elements.ts';

/** `[name]`, `[name key="value"]`, `[name /]`, `[/name]`; doubled brackets mean the mark itself. */
const mark = /(\[?)\[(\/?)([a-z][\w-]{0,60})((?:[\s=:/][^[\]]{0,2000})?)\](\]?)/gi;
/** What is no text: pictures, films, captions, forms and code. They go with what stands in them. */
const enclosed =
  /\[(\/?)(caption|wp_caption|gallery|playlist|audio|video|embed|youtube|vimeo|iframe|googlemaps?|vc_raw_html|vc_raw_js|raw_html|raw_js|script|style)\b[^[\]]{0,2000}\]/g;
/**
 * What stands between two of them goes with them up to this length; more is text in which one was not closed.
 */
const longestInside = 5000;

/** Marks that need neither words of their own nor a closing one. */
const alone = new Set(
  'ad ads adsense archives audio caption clear contact-form divider embed gallery gap hr latest-posts line more nextpage pagebreak playlist poll recent-posts sidebar sitemap spacer subscribe toc video'.split(
    ' ',
  ),
);
/** Within a line; all others that are made of several words stand around paragraphs. */
const inline =
  /drop_?-?cap|high_?-?light|tooltip|label|abbr|span|inline|colou?r|size|bold|italic|strong|underline|strike|icon|footnote|badge|popover|anchor|^(?:b|i|u|s|em|sup|sub|small|url|link|a|code|kbd|ref)$/i;
const around =
  /_|row|col|section|box|tab|accordion|toggle|panel|slide|item|block|group|list|quote|half|third|fourth|content|container|wrap|card|step|faq|alert|notice|message|spoiler|button|heading|title/i;
const titled = /tab|accordion|toggle|panel|spoiler|collapse|expand|faq|heading|title/i;
const attribute = /\s[\w:-]+=\s?(?:["'“”″‘’«]|&quot;|[^\s=])/;
const title = /\s(?:title|heading|text)=(?:"([^"]{1,300})"|'([^']{1,300})'|“([^”]{1,300})”)/i;

interface Mark {
  readonly whole: string;
  readonly name: string;
  readonly rest: string;
  readonly isEnd: boolean;
  readonly isEscaped: boolean;
  readonly from: number;
}

/**
 * A post's text without the marks that plugins of WordPress put into it; what stands between them stays.
 * Words in brackets (“[sic]”, “[the bridge]”) are text: a mark is closed again, or has attributes, or a name
 * that no word has.
 */
export function withoutShortcodes(content: string): string {
  const text = withoutElements(content, enclosed, longestInside);
  const marks = [...text.matchAll(mark)].map(
    ({ 0: whole, 1: before, 2: slash, 3: name, 4: rest, 5: after, index }): Mark => ({
      whole,
      name: name!,
      rest: rest!,
      isEnd: slash === '/',
      isEscaped: before === '[' && after === ']',
      from: index,
    }),
  );
  const closed = new Set(marks.filter(({ isEnd }) => isEnd).map(({ name }) => name.toLowerCase()));
  let [kept, at] = ['', 0];
  for (const one of marks) {
    const { whole, from, isEscaped } = one;
    const said = isEscaped ? whole.slice(1, -1) : isShortcode(one, closed, text) ? replacement(one) : whole;
    kept += text.slice(at, from) + said;
    at = from + whole.length;
  }
  return kept + text.slice(at);
}

function isShortcode(
  { whole, name, rest, isEnd, from }: Mark,
  closed: ReadonlySet<string>,
  text: string,
): boolean {
  if (isEnd || closed.has(name.toLowerCase()) || name.includes('_') || rest.endsWith('/')) return true;
  if (attribute.test(rest) || (rest.trim() === '' && alone.has(name.toLowerCase()))) return true;
  const isOwnLine =
    /(?:^|[\n>])[ \t]*$/.test(text.slice(Math.max(0, from - 40), from)) &&
    /^[ \t]*(?:$|[\r\n<])/.test(text.slice(from + whole.length).slice(0, 40));
  return isOwnLine && rest.trim() === '' && /[-\d]/.test(name);
}

/** What stands in a mark's place: a border of paragraphs, with the title that it shows. */
function replacement({ whole, name, rest, isEnd }: Mark): string {
  const before = whole.startsWith('[[') ? '[' : '';
  const after = whole.endsWith(']]') ? ']' : '';
  if (inline.test(name) || !around.test(name)) return before + after;
  const shown = isEnd || !titled.test(name) ? null : title.exec(rest);
  return `${before}\n\n${shown ? `${shown[1] ?? shown[2] ?? shown[3]}\n\n` : ''}${after}`;
}
