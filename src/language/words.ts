import { stemmer } from 'stemmer';
import * as stopwords from 'stopword';

/** Words that carry no meaning of their own. */
const EMPTY = new Set(
  `a about above after again against all also am an and any are as at be because been before being below between both but by can could did do does
  doing down during each even ever few for from further get got had has have having he her here hers herself him himself his how i if in into is it
  its itself just let like many may me might more most much must my myself no nor not now of off on once one only or other our ours ourselves out
  over own per quite rather really same shall she should since so some still such than that the their theirs them themselves then there these they
  this those though through to too under until up upon us very was we were what when where whether which while who whom whose why will with within
  without would yes yet you your yours yourself yourselves said say says saying mr mrs ms dr
  don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't ain't cannot
  i'm i've i'd i'll you're you've you'd you'll he'd he'll she'd she'll it'll we're we've we'd we'll they're they've they'd they'll`.split(
    /\s+/,
  ),
);

const WORD = /(?:\p{L}\.){2,}|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

function normal(word: string): string {
  if (/^\p{N}/u.test(word)) return word.replaceAll(',', '');
  return word.replaceAll('’', "'").replace(/'s$|\.$/, '');
}

/**
 * The words of a text in order, in small letters: no possessive endings, `U.S.` as `u.s`, `1,200` as `1200`.
 */
export function words(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).map(normal);
}

/** Languages in Latin letters whose empty words are known, as ISO 639-3 codes. */
const OTHERS = [
  ...[
    'deu',
    'fra',
    'spa',
    'ita',
    'por',
    'nld',
    'cat',
    'glg',
    'swe',
    'dan',
    'nob',
    'fin',
    'pol',
    'ces',
    'slk',
    'slv',
    'hrv',
  ],
  ...['hun', 'ron', 'tur', 'est', 'lav', 'lit', 'ind', 'swa', 'afr', 'vie', 'som'],
] as const;
export const listedLanguages: readonly string[] = ['eng', ...OTHERS];

const emptyWords = new Map<string, ReadonlySet<string>>([['eng', EMPTY]]);

function emptyIn(code: string): ReadonlySet<string> {
  const other = OTHERS.find(each => each === code);
  const found =
    emptyWords.get(code) ??
    new Set<string>(other === undefined || !(other in stopwords) ? [] : listOf(other));
  emptyWords.set(code, found);
  return found;
}

const listOf = (code: (typeof OTHERS)[number]): readonly string[] =>
  (stopwords as unknown as Record<string, string[]>)[code] ?? [];

let language = 'eng';

/**
 * Does a piece of work with the words of a language: which are empty, and what their stems are. The work is
 * one synchronous call, so nothing else is read in between, and the language ends with it.
 */
export function readIn<Result>(code: string, work: () => Result): Result {
  const before = language;
  language = code;
  try {
    return work();
  } finally {
    language = before;
  }
}

/**
 * Whether what is read just now is English: who speaks, and what a speaker's role is, is told by English
 * grammar alone.
 */
export const readsEnglish = (): boolean => language === 'eng';

/** The words that carry meaning: `words` without articles, pronouns, auxiliaries, prepositions. */
export function contentWords(text: string): string[] {
  const empty = emptyIn(language);
  return words(text).filter(word => !empty.has(word));
}

const REMEMBERED = 50_000;
const remembered = new Map<string, string>();

/** Letters that stand for a word in other languages than English. */
const BEGINNING = 6;

/**
 * The stem of one word in small letters: in English by Porter 1980 (numbers, abbreviations and words with
 * foreign letters stay as they are), in other languages its beginning, which does nearly as well for
 * retrieval (McNamee, Nicholas and Mayfield 2009).
 */
export function stem(word: string): string {
  if (language !== 'eng') return /^\p{L}/u.test(word) ? [...word].slice(0, BEGINNING).join('') : word;
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const found = /^[a-z]+$/.test(word) ? stemmer(word) : word;
  remembered.set(word, found);
  return found;
}

/** The stems of the words that carry meaning, in order, repeated as often as they occur. */
export function stems(text: string): string[] {
  return contentWords(text).map(stem);
}
