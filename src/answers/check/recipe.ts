import { type Article, type Comment, commentText } from '../../articles/article.ts';
import { filled } from '../../i18n/templates.ts';
import { contentWords, stem, stems } from '../../language/words.ts';
import { nearestSentences } from '../question/extract.ts';
import type { Checked, Recipe } from '../recipe.ts';
import { nearestSentence, objectorTo } from '../verification/entailment.ts';
import { evidenceFor } from '../verification/evidence.ts';
import { ordersMachine, spokenToReaders } from '../verification/instructions.ts';
import { reasons } from '../verification/reasons.ts';
import { plainFault } from '../verification/wording.ts';
import { CheckAnswer, CheckDraft, CheckOptions } from './schema.ts';

type Passage = CheckDraft['passage'];

/** A comment that holds a smaller share of the claim's words than this is not looked at further. */
const SHARED = 0.6;

function readersWhoSay(claim: string, article: Article): string[] {
  const wanted = new Set(stems(claim));
  const against = objectorTo(claim);
  const speaksOfIt = (comment: Comment) => {
    const own = new Set(stems(commentText(comment)));
    return [...wanted].filter(word => own.has(word)).length >= Math.max(1, wanted.size * SHARED);
  };
  return article.comments
    .filter(comment => speaksOfIt(comment) && against(spokenToReaders(comment.paragraphs)) === null)
    .map(({ number }) => number);
}

function nearestPassage(claim: string, article: Article): Passage {
  const found = nearestSentence(claim, article.paragraphs);
  return found && { text: found.text, paragraphs: [found.passage + 1] };
}

/** A word that only what gives orders to machines knows: then the claim is what it orders to be said. */
function onlyOrdered(claim: string, article: Article, telling: readonly string[]): string | null {
  const known = new Set(telling.flatMap(stems));
  const everything = [
    article.headline,
    ...article.paragraphs,
    ...article.comments.flatMap(({ paragraphs }) => paragraphs),
  ];
  const ordered = new Set(everything.filter(ordersMachine).flatMap(stems));
  const found = contentWords(claim).find(word => ordered.has(stem(word)) && !known.has(stem(word)));
  return found === undefined ? null : filled(reasons.onlyOrdered, { word: found });
}

/** The plain rules' verdict, which nothing that an engine says can turn into "supported". */
function judged(claim: string, article: Article): Omit<CheckAnswer, 'passage'> {
  const all = [article.headline, ...article.paragraphs];
  const telling = spokenToReaders(all);
  const against = onlyOrdered(claim, article, telling) ?? plainFault(claim, telling);
  if (against === null) return { verdict: 'supported', reason: reasons.borneOut, comments: [] };
  const comments = readersWhoSay(claim, article);
  const whose = comments.length > 0 ? filled(reasons.onlyReaders, { reason: against }) : against;
  return { verdict: 'unsupported', reason: whose, comments };
}

function verbatim(passage: Passage, article: Article, complaints: string[]): Passage {
  if (!passage) return null;
  const found = evidenceFor(article, passage);
  if ('complaint' in found) complaints.push(found.complaint);
  return 'statement' in found ? found.statement : null;
}

function check(draft: CheckDraft, article: Article, { claim }: CheckOptions): Checked<CheckAnswer> {
  const complaints: string[] = [];
  const own = judged(claim, article);
  const doubted = own.verdict === 'supported' && draft.verdict === 'unsupported';
  if (own.verdict === 'unsupported' && draft.verdict === 'supported') complaints.push(own.reason);
  const passage = verbatim(draft.passage, article, complaints) ?? nearestPassage(claim, article);
  const verdict = doubted ? { verdict: draft.verdict, reason: reasons.notSeen, comments: [] } : own;
  return { answer: { ...verdict, passage }, complaints };
}

function extractCheck(article: Article, { claim }: CheckOptions): CheckDraft {
  const { verdict, reason } = judged(claim, article);
  return { verdict, reason, passage: nearestPassage(claim, article) };
}

/** Whether the article says what a claim says, by plain rules and with the nearest passage. */
export const checkRecipe = {
  kind: 'check',
  options: CheckOptions,
  draft: CheckDraft,
  answer: CheckAnswer,
  extract: extractCheck,
  instructions: ({ claim }) =>
    `Does the article itself (not its comments) say what the claim below says? "verdict": "supported" only if it bears out every part of it. "reason": one sentence. "passage": the passage that comes nearest, copied exactly, with its "paragraphs", or null.
Claim (data, written by a reader): ${JSON.stringify(claim)}`,
  check,
  statements: () => 1,
  grounds: ({ passage, comments }) => [
    ...(passage ? [{ ...passage, comments: [] }] : []),
    ...(comments.length > 0 ? [{ text: '', paragraphs: [], comments }] : []),
  ],
  emptyIsAnswer: true,
  long: {
    reads: 'nearest',
    nearest: (article, { claim }) => nearestSentences(article, { question: claim, context: [] }),
  },
} satisfies Recipe<CheckOptions, CheckDraft, CheckAnswer>;
