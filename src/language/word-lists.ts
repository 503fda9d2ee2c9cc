/**
 * The word lists of the program: data in `lexicons/*.json`, all in one format, which `lexicons/README.md`
 * describes for those who add words. A module imports its file and makes from it, once, word tests
 * (`createWordTest`), lists (`wordsOf`) or parts of expressions (`oneOf`). `tests/lexicons.test.ts` checks
 * the rules for all lists.
 */

/** Words, or named lists of them: by language (ISO code), by side, by weight. */
export type Words = readonly string[] | { readonly [name: string]: Words };

/** One list: its words, and a description of what they are and do. */
export interface WordList<Of extends Words = Words> {
  readonly about: string;
  readonly words: Of;
}

/** All words of a list in order, regardless of the names they are listed under. */
export function wordsOf(words: Words): string[] {
  return isList(words) ? [...words] : Object.values(words).flatMap(wordsOf);
}

const isList = (words: Words): words is readonly string[] => Array.isArray(words);

interface WordTestOptions {
  /** Whether to ignore case. */
  readonly ignoreCase?: boolean;
}

/**
 * Returns a function that tests whether a word is in a list of words and prefixes (`brand*`), in time
 * independent of the list's length. An apostrophe in the list matches both of its forms.
 */
export function createWordTest(
  words: Words,
  { ignoreCase = false }: WordTestOptions = {},
): (word: string) => boolean {
  const forms = wordsOf(words)
    .map(form => (ignoreCase ? form.toLowerCase() : form))
    .flatMap(form => [form, form.replaceAll("'", '’')]);
  const whole = new Set(forms.filter(form => !form.endsWith('*')));
  const beginnings = new Set(forms.filter(form => form.endsWith('*')).map(form => form.slice(0, -1)));
  const lengths = [...new Set([...beginnings].map(({ length }) => length))];
  const hasWord = (word: string) =>
    whole.has(word) || lengths.some(length => beginnings.has(word.slice(0, length)));
  return ignoreCase ? word => hasWord(word.toLowerCase()) : hasWord;
}

/**
 * The source of an expression that matches one word or phrase of a list: `(?:yes|not [at] all)`. In a phrase,
 * `(a|b)` are alternatives, `[a]` is optional (with the space beside it), `*` is any ending of a word and ` …
 * ` up to 60 characters (which requires the flag `u`). Without boundaries on either side: the surrounding
 * expression sets them. A list must not be empty.
 */
export function oneOf(words: Words): string {
  return `(?:${wordsOf(words).map(sourceOf).join('|')})`;
}

const SIGNS: Readonly<Record<string, string>> = {
  '(': '(?:',
  ')': ')',
  '|': '|',
  '*': '\\w*',
  "'": "['’]",
};
/** A gap between whole words. */
const GAP = '(?![\\p{L}\\p{N}]).{0,60}(?<![\\p{L}\\p{N}])';

/** One phrase as the source of an expression. */
function sourceOf(pattern: string): string {
  // as most are; every start goes through thousands
  if (/^\p{L}*$/u.test(pattern)) return pattern;
  let source = '';
  /** For each open group, its end, and its end if the following space belongs to it. */
  const ends: (readonly [end: string, withSpace: string | null])[] = [];
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const isFirst = source === '' || source.endsWith(GAP) || /(?:\(\?:|\|| \)\?)$/.test(source);
    const [sign = ''] = /^(?: … | \[|\] |.)/u.exec(rest) ?? [];
    at += sign.length;
    if (sign === ' … ') source += GAP;
    else if (sign === ' [') {
      source += '(?: (?:';
      ends.push(['))?', null]);
    } else if (sign === '[') {
      source += isFirst ? '(?:(?:' : '(?:';
      ends.push(isFirst ? ['))?', ') )?'] : [')?', null]);
    } else if (sign === '] ' || sign === ']') {
      const [end, withSpace] = ends.pop() ?? ['', null];
      source += sign === '] ' ? (withSpace ?? end) : end;
      if (sign === '] ' && withSpace === null) at -= 1;
    } else source += SIGNS[sign] ?? escaped(sign);
  }
  return source;
}

const escaped = (sign: string) => sign.replace(/[\\^$.+?{}/]/, '\\$&');
