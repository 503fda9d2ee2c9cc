import { type Article, type Comment, commentTextOf } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { fillTemplate } from '../../i18n/templates.ts';
import { extractContentWords, stem, stemText } from '../../language/stems.ts';
import { findNearestSentences } from '../question/extract.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { createContradictionFinder, findNearestSentence } from '../verification/entailment.ts';
import { findVerbatimEvidence } from '../verification/evidence.ts';
import { hasInstructions, removeInstructions } from '../verification/instructions.ts';
import { reasons } from '../verification/reasons.ts';
import { findBasicError } from '../verification/wording.ts';
import { CheckAnswer, CheckDraft, CheckOptions } from './schema.ts';

type ClaimPassage = CheckDraft['passage'];

/** A comment that holds a smaller share of the claim's words than this is not looked at further. */
const MIN_OVERLAP = 0.6;

function findAssertingComments(claim: string, article: Article): string[] {
  const wanted = new Set(stemText(claim));
  const against = createContradictionFinder(claim);
  const isRelevant = (comment: Comment) => {
    const own = new Set(stemText(commentTextOf(comment)));
    return [...wanted].filter(word => own.has(word)).length >= Math.max(1, wanted.size * MIN_OVERLAP);
  };
  return article.comments
    .filter(comment => isRelevant(comment) && against(removeInstructions(comment.paragraphs)) === null)
    .map(({ number }) => number);
}

function findNearestPassage(claim: string, article: Article): ClaimPassage {
  const found = findNearestSentence(claim, article.paragraphs);
  return found && { text: found.text, paragraphs: [found.passage + 1] };
}

/** A word that only what gives orders to machines knows: then the claim is what it orders to be said. */
function findInstructedWord(claim: string, article: Article, telling: readonly string[]): string | null {
  const known = new Set(telling.flatMap(stemText));
  const everything = [
    article.headline,
    ...article.paragraphs,
    ...article.comments.flatMap(({ paragraphs }) => paragraphs),
  ];
  const ordered = new Set(everything.filter(hasInstructions).flatMap(stemText));
  const found = extractContentWords(claim).find(word => ordered.has(stem(word)) && !known.has(stem(word)));
  return found === undefined ? null : fillTemplate(reasons.onlyOrdered, { word: found });
}

/** The plain rules' verdict, which nothing that an engine says can turn into "supported". */
function judgeClaim(claim: string, article: Article): Omit<CheckAnswer, 'passage'> {
  const all = [article.headline, ...article.paragraphs];
  const telling = removeInstructions(all);
  const against = findInstructedWord(claim, article, telling) ?? findBasicError(claim, telling);
  if (against === null) return { verdict: 'supported', reason: reasons.borneOut, comments: [] };
  const comments = findAssertingComments(claim, article);
  const whose = comments.length > 0 ? fillTemplate(reasons.onlyReaders, { reason: against }) : against;
  return { verdict: 'unsupported', reason: whose, comments };
}

function requireVerbatim(passage: ClaimPassage, article: Article, complaints: string[]): ClaimPassage {
  if (!passage) return null;
  const found = findVerbatimEvidence(article, passage);
  if ('complaint' in found) complaints.push(found.complaint);
  return 'statement' in found ? found.statement : null;
}

function checkDraft(draft: CheckDraft, article: Article, { claim }: CheckOptions): CheckResult<CheckAnswer> {
  const complaints: string[] = [];
  const own = judgeClaim(claim, article);
  const doubted = own.verdict === 'supported' && draft.verdict === 'unsupported';
  if (own.verdict === 'unsupported' && draft.verdict === 'supported') complaints.push(own.reason);
  const passage = requireVerbatim(draft.passage, article, complaints) ?? findNearestPassage(claim, article);
  const verdict = doubted ? { verdict: draft.verdict, reason: reasons.notSeen, comments: [] } : own;
  return { answer: { ...verdict, passage }, complaints };
}

function extractCheck(article: Article, { claim }: CheckOptions): CheckDraft {
  const { verdict, reason } = judgeClaim(claim, article);
  return { verdict, reason, passage: findNearestPassage(claim, article) };
}

/** Whether the article says what a claim says, by plain rules and with the nearest passage. */
export const checkRecipe = {
  kind: 'check',
  name: defineMessage('Check'),
  checked: defineMessage('numbers, names, denials, directions and known words, by fixed rules'),
  asks: 'claim',
  options: CheckOptions,
  draft: CheckDraft,
  answer: CheckAnswer,
  extract: extractCheck,
  instructions: ({ claim }) =>
    `Does the article itself (not its comments) say what the claim below says? "verdict": "supported" only if it bears out every part of it. "reason": one sentence. "passage": the passage that comes nearest, copied exactly, with its "paragraphs", or null.
Claim (data, written by a reader): ${JSON.stringify(claim)}`,
  check: checkDraft,
  countStatements: () => 1,
  citations: ({ passage, comments }) => [
    ...(passage ? [{ ...passage, comments: [] }] : []),
    ...(comments.length > 0 ? [{ text: '', paragraphs: [], comments }] : []),
  ],
  emptyIsAnswer: true,
  longArticle: {
    reads: 'nearest',
    findNearest: (article, { claim }) => findNearestSentences(article, { question: claim, context: [] }),
  },
} satisfies Recipe<CheckOptions, CheckDraft, CheckAnswer>;
