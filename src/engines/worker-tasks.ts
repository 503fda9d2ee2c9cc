import type { Checked, Ground, Kind } from '../answers/recipe.ts';
import { recipes } from '../answers/recipes.ts';
import { prepareEvidence } from '../answers/verification/evidence.ts';
import { type Article, identify } from '../articles/article.ts';
import { articleLanguage } from '../articles/article-language.ts';
import { ownWords } from '../articles/quoted-lines.ts';
import { UserError } from '../errors.ts';
import { contentWords, readIn, stem, stems } from '../language/words.ts';

// What reads an article's language: only workers load this (see src/workers), for a text can be built to take
// long.

/** The draft of the built-in way. Throws a UserError for an article in a language that it does not read. */
export function draft(kind: Kind, article: Article, options: unknown): unknown {
  return readIn(articleLanguage(article), () => recipes[kind].extract(ownWords(article), options));
}

/** What the recipe's check leaves of a draft that has the recipe's form. */
export function check(kind: Kind, article: Article, options: unknown, given: unknown): Checked<unknown> {
  return readIn(readableLanguage(article), () => recipes[kind].check(given, ownWords(article), options));
}

/** The sentences that come nearest to what is asked, the nearest first. */
export function nearest(kind: Kind, article: Article, options: unknown): readonly Ground[] {
  const { long } = recipes[kind];
  return 'nearest' in long
    ? readIn(readableLanguage(article), () => long.nearest(ownWords(article), options))
    : [];
}

/** Works out what the check needs to know of the article itself. */
export function prepare(article: Article): void {
  readIn(readableLanguage(article), () => prepareEvidence(ownWords(article)));
}

/**
 * Whether so much of what a text speaks of (`least`, a share) stands in an article or in its comments; also
 * true where that cannot be told.
 */
export function speaksOf(article: Article, text: string, least: number): boolean {
  if (CHINESE.test(text)) return sharesPairs(article, text, least);
  try {
    return readIn(articleLanguage(article), () => {
      const own = contentWords(text).map(stem);
      const there = stemsIn(article);
      return own.length > 0 && own.filter(word => there.has(word)).length >= own.length * least;
    });
  } catch (error) {
    // letters that the built-in engine does not read
    if (error instanceof UserError) return true;
    throw error;
  }
}

const CHINESE = /\p{Script=Han}/u;
/** Pairs across the borders of words stand in no article, so fewer tell. */
const PAIRS = 1 / 3;

/**
 * Chinese is written without spaces, so what stands for its words is each two signs that follow one another.
 */
function sharesPairs(article: Article, text: string, least: number): boolean {
  const there = new Set(textsOf(article).flatMap(pairsOf));
  const own = pairsOf(text);
  return own.filter(pair => there.has(pair)).length >= Math.max(1, own.length * Math.min(least, PAIRS));
}

const pairsOf = (text: string): string[] =>
  [...text.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair]) => pair!);

const textsOf = ({ headline, paragraphs, comments }: Article): string[] => [
  headline,
  ...paragraphs,
  ...comments.flatMap(comment => comment.paragraphs),
];

const known = new WeakMap<Article, ReadonlySet<string>>();

function stemsIn(article: Article): ReadonlySet<string> {
  const found = known.get(article) ?? new Set(textsOf(article).flatMap(stems));
  known.set(article, found);
  return found;
}

/**
 * The article's language for the check, which reads what the built-in engine does not: there every word
 * counts.
 */
function readableLanguage(article: Article): string {
  try {
    return articleLanguage(article);
  } catch (error) {
    if (error instanceof UserError) return 'und';
    throw error;
  }
}

/** Loads and uses once what the recipes need, so that the first who asks does not wait for that. */
export function warm(): void {
  for (const [kind, { options }] of Object.entries(recipes) as [Kind, (typeof recipes)[Kind]][]) {
    const asked = options.parse(TRIAL[kind]);
    check(kind, trial, asked, draft(kind, trial, asked));
  }
}

const CLAIM = 'The council wants two new bridges at once.';

/** What each kind is asked of the trial article. */
const TRIAL: Readonly<Record<Kind, object>> = {
  summary: {},
  quotes: {},
  comments: {},
  question: { question: 'Who wants to build a bridge, and when?' },
  check: { claim: CLAIM },
};

const trial = identify({
  headline: 'A town looks at its old bridge',
  byline: null,
  url: null,
  published: null,
  paragraphs: [
    'The council of the town decided on Monday to build a new bridge for 3 million euros, because the old one has been closed since 2019.',
    '“We have waited long enough,” said Mayor Ada Thorne, who did not say when the work would begin. “Nobody wants to walk six miles.”',
    'According to an engineer, the old bridge could be repaired for less, but traders fear that they would lose customers again.',
  ],
  comments: [
    { number: '1', author: null, paragraphs: ['The bridge costs too much, and our taxes rise again.'] },
    {
      number: '1.1',
      author: null,
      paragraphs: ['No, that is wrong: a repair would cost more in ten years.'],
    },
    {
      number: '2',
      author: null,
      paragraphs: ['I agree with the mayor, a new bridge is good for the shops.'],
    },
  ],
  commentsClosed: false,
  notices: [],
});
