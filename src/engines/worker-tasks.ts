import { createRequire } from 'node:module';
import type { DisputedSentence } from '../answers/disputes/dispute.ts';
import { makerOf } from '../answers/makers.ts';
import type { CompletedQuestion, Turn } from '../answers/question/follow-up.ts';
import type { Suggestion } from '../answers/question/suggestions/suggestion.ts';
import type { AnyRecipe, CheckResult, Citation } from '../answers/recipe.ts';
import { recipes } from '../answers/recipes.ts';
import { prepareEvidence } from '../answers/verification/evidence.ts';
import { type Proof, proveStatement } from '../answers/verification/prove.ts';
import { type Article, identifyArticle } from '../articles/article.ts';
import { getArticleLanguageCode } from '../articles/article-language.ts';
import { removeQuotedLines } from '../articles/quoted-lines.ts';
import { UserError } from '../errors.ts';
import { extractContentWords, stem, stemText, withTextLanguage } from '../language/stems.ts';
import { createLazy } from '../lazy.ts';
import { memoizePerObject } from '../memo.ts';

// Tasks that process an article's text, loaded only in workers (see src/workers), because a text can be
// crafted to take long. What only some answers need is loaded on demand, because the command line answers
// once and exits.

const require = createRequire(import.meta.url);
const loadDisputes = createLazy(
  () =>
    require('../answers/disputes/find-disputes.ts') as typeof import('../answers/disputes/find-disputes.ts'),
);
const loadFollowUps = createLazy(
  () => require('../answers/question/follow-up.ts') as typeof import('../answers/question/follow-up.ts'),
);
const loadSuggestions = createLazy(
  () =>
    require('../answers/question/suggestions/suggest.ts') as typeof import('../answers/question/suggestions/suggest.ts'),
);

/** What a task for a kind of answer needs besides the article. */
interface RecipeInput {
  /** The recipe's kind. */
  readonly recipe: string;
  readonly options: unknown;
}

/** The tasks by name. Each takes an article and what else it needs. */
export const articleTasks = {
  /** Drafts with the built-in engine. Throws a UserError if the article's language is not supported. */
  draft: (article: Article, { recipe, options }: RecipeInput): unknown =>
    withTextLanguage(getArticleLanguageCode(article), () =>
      makerOf(recipe).extract(removeQuotedLines(article), options),
    ),
  /** Checks a draft that has the recipe's form. */
  check: (
    article: Article,
    { recipe, options, draft }: RecipeInput & { readonly draft: unknown },
  ): CheckResult<unknown> => readOwnWords(article, own => makerOf(recipe).check(draft, own, options)),
  /** The sentences closest to the question, closest first. */
  findNearest: (article: Article, { recipe, options }: RecipeInput): readonly Citation[] =>
    readOwnWords(article, own => makerOf(recipe).findNearest?.(own, options) ?? []),
  /** Determines the level of a statement about the article. */
  prove: (article: Article, { statement }: { readonly statement: string }): Proof =>
    readOwnWords(article, own => proveStatement(own, statement)),
  /** The sentences of the article that its comments dispute, most disputed first. */
  findDisputes: (article: Article): readonly DisputedSentence[] =>
    withTextLanguage(getReadableLanguage(article), () => loadDisputes().findDisputes(article)),
  /** Completes a question with what it refers to in the previous turns of its conversation (oldest first). */
  complete: (
    article: Article,
    { question, turns }: { readonly question: string; readonly turns: readonly Turn[] },
  ): CompletedQuestion =>
    readOwnWords(article, own => loadFollowUps().completeQuestion(question, turns, own)),
  /** Suggests questions that the article answers; none if the built-in engine does not support its language. */
  suggest: (article: Article): readonly Suggestion[] =>
    readOwnWords(article, own => loadSuggestions().suggestQuestions(own)),
  /** Prepares what the check needs to know about the article. */
  prepare: (article: Article): void => readOwnWords(article, prepareEvidence),
  isAbout,
};

/** Works on what an article says itself, without what it quotes, in its language. */
function readOwnWords<Result>(article: Article, work: (own: Article) => Result): Result {
  return withTextLanguage(getReadableLanguage(article), () => work(removeQuotedLines(article)));
}

/** Whether a share of `least` of the text's content words is in the article or its comments, or unknown. */
function isAbout(
  article: Article,
  { text, least }: { readonly text: string; readonly least: number },
): boolean {
  if (HAN.test(text)) return hasSharedBigrams(article, text, least);
  try {
    return withTextLanguage(getArticleLanguageCode(article), () => {
      const own = extractContentWords(text).map(stem);
      const there = getStems(article);
      return own.length > 0 && own.filter(word => there.has(word)).length >= own.length * least;
    });
  } catch (error) {
    // the built-in engine does not support the script
    if (error instanceof UserError) return true;
    throw error;
  }
}

const HAN = /\p{Script=Han}/u;
/** Pairs that straddle two words occur in no article, so a smaller share has to be enough. */
const BIGRAM_FACTOR = 1 / 3;

/** Like `isAbout`, for Chinese, which has no spaces: pairs of adjacent characters stand for words. */
function hasSharedBigrams(article: Article, text: string, least: number): boolean {
  const there = new Set(textsOf(article).flatMap(bigramsOf));
  const own = bigramsOf(text);
  return (
    own.filter(pair => there.has(pair)).length >= Math.max(1, own.length * Math.min(least, BIGRAM_FACTOR))
  );
}

const bigramsOf = (text: string): string[] =>
  [...text.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair = '']) => pair);

const textsOf = ({ headline, paragraphs, comments }: Article): string[] => [
  headline,
  ...paragraphs,
  ...comments.flatMap(comment => comment.paragraphs),
];

const getStems: (article: Article) => ReadonlySet<string> = memoizePerObject(
  article => new Set(textsOf(article).flatMap(stemText)),
);

/** The article's language for the check; `und` for unsupported ones, where every word counts. */
function getReadableLanguage(article: Article): string {
  try {
    return getArticleLanguageCode(article);
  } catch (error) {
    if (error instanceof UserError) return 'und';
    throw error;
  }
}

/** Loads and runs all that the recipes need, so that the first user need not wait. */
export function warm(): void {
  const { draft, check, findDisputes, complete, suggest } = articleTasks;
  for (const [kind, { options, asks }] of Object.entries<AnyRecipe>(recipes)) {
    const asked = options.parse(asks === undefined ? {} : { [asks]: TRIAL_WORDS[kind] ?? TRIAL_CLAIM });
    const given = { recipe: kind, options: asked };
    check(TRIAL_ARTICLE, { ...given, draft: draft(TRIAL_ARTICLE, given) });
  }
  findDisputes(TRIAL_ARTICLE);
  complete(TRIAL_ARTICLE, { question: 'And when?', turns: [] });
  suggest(TRIAL_ARTICLE);
}

const TRIAL_CLAIM = 'The council wants two new bridges at once.';

/** Input for kinds that would not load everything they need if they were given a claim. */
const TRIAL_WORDS: Readonly<Record<string, string>> = {
  question: 'Who wants to build a bridge, and when?',
};

const TRIAL_ARTICLE = identifyArticle({
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
