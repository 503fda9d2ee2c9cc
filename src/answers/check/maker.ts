import type { Article } from '../../articles/article.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import type { Ground } from '../levels.ts';
import { findNearestSentences } from '../question/extract.ts';
import type { CheckResult, Maker } from '../recipe.ts';
import { findEvidence } from '../verification/evidence.ts';
import { removeInstructions } from '../verification/instructions.ts';
import { reasons } from '../verification/reasons.ts';
import { leavesOutRestriction } from '../verification/shortening.ts';
import { findWordingError } from '../verification/wording.ts';
import { splitClaims } from './claims.ts';
import { canRestOn, keepStandingGround } from './grounds.ts';
import { renders } from './rendering.ts';
import type {
  CheckAnswer,
  CheckDraft,
  CheckOptions,
  JudgedStatement,
  StatementDraft,
  Verdict,
} from './schema.ts';
import { judgeByRules, type PlainVerdict } from './verdicts.ts';

/** What speaks against an engine's verdict "supported" on these grounds, or null. */
function findVeto(text: string, article: Article, ground: readonly Ground[]): string | null {
  const numbers = [...new Set(ground.flatMap(({ paragraph }) => paragraph ?? []))];
  const passages = numbers.map(number => elementAt(article.paragraphs, number - 1));
  const found = findEvidence(article, { text, paragraphs: numbers, ground });
  if ('reason' in found) return found.reason;
  const error = findWordingError(
    text,
    passages,
    removeInstructions([article.headline, ...article.paragraphs]),
  );
  if (error !== null || !isReadingEnglish()) return error;
  if (leavesOutRestriction(article, text, numbers, renders)) return reasons.arranged;
  const isBorne = ground.some(({ paragraph, quote }) => canRestOn(text, article, paragraph ?? 0, quote));
  return isBorne ? null : reasons.arranged;
}

interface Judging {
  readonly text: string;
  readonly article: Article;
  readonly own: PlainVerdict;
  readonly complain: (complaint: string) => void;
}

/**
 * Weighs an engine's verdict on a claim: it stands if the words it rests on are in the article and plain
 * rules do not object; otherwise the verdict is that of the rules, or unclear.
 */
function weighDraft(drafted: StatementDraft | undefined, judging: Judging): PlainVerdict {
  const { text, article, own, complain } = judging;
  const isProven = own.level === 'verbatim' || own.level === 'shortened';
  if (!drafted || drafted.verdict === own.verdict || own.verdict === 'contradicted' || isProven) {
    if (drafted && drafted.verdict !== own.verdict) complain(`"${text}" is ${own.verdict}: ${own.reason}`);
    return own;
  }
  const doubted: PlainVerdict = {
    ...own,
    verdict: 'unclear',
    level: null,
    ground: [],
    reason: reasons.notSeen,
  };
  if (own.verdict === 'supported') return doubted;
  const ground = keepStandingGround(drafted.ground, article);
  const [first] = ground;
  if (!first) {
    complain(`The words that the verdict on "${text}" rests on do not stand in the article.`);
    return own;
  }
  const passage = { text: first.quote, paragraphs: [first.paragraph ?? 1] };
  if (drafted.verdict === 'contradicted')
    return { ...own, verdict: 'contradicted', reason: reasons.readOtherwise, ground, passage };
  const veto = findVeto(text, article, ground);
  if (veto === null)
    return { verdict: 'supported', reason: reasons.readSo, level: 'worded', ground, passage, comments: [] };
  complain(`The article does not say "${text}": ${veto}`);
  return own;
}

/** The verdict on a claim as a whole: it holds only if every sentence does. */
function summarizeVerdict(statements: readonly JudgedStatement[]): Verdict {
  if (statements.some(({ verdict }) => verdict === 'contradicted')) return 'contradicted';
  return statements.every(({ verdict }) => verdict === 'supported') ? 'supported' : 'unclear';
}

function createAnswer(statements: readonly JudgedStatement[], left: number): CheckAnswer {
  const verdict =
    left > 0 && summarizeVerdict(statements) === 'supported' ? 'unclear' : summarizeVerdict(statements);
  const first = statements.find(each => each.verdict === verdict) ?? elementAt(statements, 0);
  const { number: _number, text: _text, ...judged } = first;
  return { ...judged, verdict, statements: [...statements], left };
}

function checkDraft(draft: CheckDraft, article: Article, { claim }: CheckOptions): CheckResult<CheckAnswer> {
  const complaints: string[] = [];
  const { statements, left } = splitClaims(claim);
  const judged = statements.map((text, index) => {
    const drafted = draft.statements.find(({ number }) => number === index + 1);
    const own = judgeByRules(text, article);
    const complain = (complaint: string) => void complaints.push(complaint);
    return { number: index + 1, text, ...weighDraft(drafted, { text, article, own, complain }) };
  });
  return { answer: createAnswer(judged, left), complaints };
}

function extractCheck(article: Article, { claim }: CheckOptions): CheckDraft {
  const statements = splitClaims(claim).statements.map((text, index) => {
    const { verdict, ground } = judgeByRules(text, article);
    return { number: index + 1, verdict, ground };
  });
  return { statements };
}

/** Judges whether an article says what a claim says, sentence by sentence. */
export const checkMaker = {
  extract: extractCheck,
  check: checkDraft,
  findNearest: (article, { claim }) => findNearestSentences(article, { question: claim }),
} satisfies Maker<CheckOptions, CheckDraft, CheckAnswer>;
