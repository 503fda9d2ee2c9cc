import { removeElements } from '../../language/elements.ts';

/** `[name]`, `[name key="value"]`, `[name /]`, `[/name]`; doubled brackets escape the shortcode. */
const SHORTCODE = /(\[?)\[(\/?)([a-z][\w-]{0,60})((?:[\s=:/][^[\]]{0,2000})?)\](\]?)/gi;
/** Shortcodes removed with their content, which is no text: pictures, videos, captions, forms, code. */
const ENCLOSED =
  /\[(\/?)(caption|wp_caption|gallery|playlist|audio|video|embed|youtube|vimeo|iframe|googlemaps?|vc_raw_html|vc_raw_js|raw_html|raw_js|script|style)\b[^[\]]{0,2000}\]/g;
/** The longest content removed with its shortcode; anything longer means that it was never closed. */
const MAX_ENCLOSED = 5000;

/** Shortcodes that need neither attributes nor a closing tag. */
const STANDALONE_NAMES = new Set(
  'ad ads adsense archives audio caption clear contact-form divider embed gallery gap hr latest-posts line more nextpage pagebreak playlist poll recent-posts sidebar sitemap spacer subscribe toc video'.split(
    ' ',
  ),
);
/** Names of inline shortcodes; any other name made of several words encloses paragraphs. */
const INLINE_NAME =
  /drop_?-?cap|high_?-?light|tooltip|label|abbr|span|inline|colou?r|size|bold|italic|strong|underline|strike|icon|footnote|badge|popover|anchor|^(?:b|i|u|s|em|sup|sub|small|url|link|a|code|kbd|ref)$/i;
const BLOCK_NAME =
  /_|row|col|section|box|tab|accordion|toggle|panel|slide|item|block|group|list|quote|half|third|fourth|content|container|wrap|card|step|faq|alert|notice|message|spoiler|button|heading|title/i;
const TITLED_NAME = /tab|accordion|toggle|panel|spoiler|collapse|expand|faq|heading|title/i;
const ATTRIBUTE = /\s[\w:-]+=\s?(?:["'“”″‘’«]|&quot;|[^\s=])/;
const TITLE_ATTRIBUTE = /\s(?:title|heading|text)=(?:"([^"]{1,300})"|'([^']{1,300})'|“([^”]{1,300})”)/i;

interface Shortcode {
  readonly whole: string;
  readonly name: string;
  readonly rest: string;
  readonly isEnd: boolean;
  readonly isEscaped: boolean;
  readonly from: number;
}

/**
 * The text of a post without the shortcodes of WordPress plugins; the content they enclose stays. Words in
 * brackets (“[sic]”, “[the bridge]”) are text: a shortcode is closed again, has attributes, or has a name
 * that is not a word.
 */
export function removeShortcodes(content: string): string {
  const text = removeElements(content, ENCLOSED, MAX_ENCLOSED);
  const marks = [...text.matchAll(SHORTCODE)].map(
    ({ 0: whole, 1: before, 2: slash, 3: name = '', 4: rest = '', 5: after, index }): Shortcode => ({
      whole,
      name,
      rest,
      isEnd: slash === '/',
      isEscaped: before === '[' && after === ']',
      from: index,
    }),
  );
  const closed = new Set(marks.filter(({ isEnd }) => isEnd).map(({ name }) => name.toLowerCase()));
  let [kept, at] = ['', 0];
  for (const one of marks) {
    const { whole, from, isEscaped } = one;
    const said = isEscaped ? whole.slice(1, -1) : isShortcode(one, closed, text) ? replacementOf(one) : whole;
    kept += text.slice(at, from) + said;
    at = from + whole.length;
  }
  return kept + text.slice(at);
}

function isShortcode(
  { whole, name, rest, isEnd, from }: Shortcode,
  closed: ReadonlySet<string>,
  text: string,
): boolean {
  if (isEnd || closed.has(name.toLowerCase()) || name.includes('_') || rest.endsWith('/')) return true;
  if (ATTRIBUTE.test(rest) || (rest.trim() === '' && STANDALONE_NAMES.has(name.toLowerCase()))) return true;
  const isOwnLine =
    /(?:^|[\n>])[ \t]*$/.test(text.slice(Math.max(0, from - 40), from)) &&
    /^[ \t]*(?:$|[\r\n<])/.test(text.slice(from + whole.length).slice(0, 40));
  return isOwnLine && rest.trim() === '' && /[-\d]/.test(name);
}

/** The replacement of a shortcode: a paragraph break, with the title that the shortcode shows, if any. */
function replacementOf({ whole, name, rest, isEnd }: Shortcode): string {
  const before = whole.startsWith('[[') ? '[' : '';
  const after = whole.endsWith(']]') ? ']' : '';
  if (INLINE_NAME.test(name) || !BLOCK_NAME.test(name)) return before + after;
  const shown = isEnd || !TITLED_NAME.test(name) ? null : TITLE_ATTRIBUTE.exec(rest);
  return `${before}\n\n${shown ? `${shown[1] ?? shown[2] ?? shown[3]}\n\n` : ''}${after}`;
}
