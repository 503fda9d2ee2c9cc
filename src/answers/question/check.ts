import type { Article } from '../../articles/article.ts';
import { truncate } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import type { RefusedStatement } from '../levels.ts';
import type { CheckResult } from '../recipe.ts';
import { findEvidence, findVerbatimEvidence } from '../verification/evidence.ts';
import { reasons } from '../verification/reasons.ts';
import { describeRefused } from '../verification/refused.ts';
import { keepExistingParagraphs } from '../verification/spans.ts';
import { keepAnchoredTranslation, keepFaithfulTranslation } from '../verification/translation.ts';
import { countWords, findAnswerWords } from './answer-words.ts';
import { arrangeAnswer, passageBehind } from './arrange-answer.ts';
import { computeFact, findSpeakers } from './article-facts.ts';
import { findInComments, findVerbatimInComments, type JudgedStatement } from './check-readers.ts';
import { createRelevanceTest } from './relevance.ts';
import {
  type AnswerStatement,
  type AskedQuestion,
  type DraftStatement,
  MAX_WORDS,
  type QuestionAnswer,
  type QuestionDraft,
  type QuestionOptions,
} from './schema.ts';
import { correctSpelling } from './spelling.ts';
import { answerPolarQuestion } from './yes-no.ts';

/** A statement that names only comments is what readers say: it must never become what the article says. */
const isOfReadersOnly = ({ paragraphs, comments }: DraftStatement, article: Article) =>
  comments.length > 0 && keepExistingParagraphs(article, paragraphs).length === 0;

function findInParagraphs(given: DraftStatement, article: Article, find = findEvidence): JudgedStatement {
  const found = find(article, given);
  return 'statement' in found ? { statement: { ...found.statement, comments: [] } } : found;
}

/** The state of one answer's check. */
interface QuestionCheck {
  readonly article: Article;
  readonly language: Language | null;
  readonly complaints: string[];
  readonly refused: RefusedStatement[];
  readonly mistranslated: RefusedStatement[];
}

/** Returns the statement with its stored text and its one location; or null, with the reason recorded. */
function verifyStatement(given: DraftStatement, at: number, check: QuestionCheck): AnswerStatement | null {
  const { article, complaints, refused, mistranslated } = check;
  const found = isOfReadersOnly(given, article)
    ? findInComments(given, article)
    : findInParagraphs(given, article);
  const judged = 'reason' in found && given.comments.length > 0 ? findInComments(given, article) : found;
  if ('reason' in judged) {
    complaints.push(judged.complaint);
    refused.push(describeRefused(article, given, at, judged.reason));
    return null;
  }
  const { statement } = judged;
  return locateStatement(given, statement, check, (drafted, proven, how) => {
    const say = (complaint: string) => {
      how.say(complaint);
      mistranslated.push(describeRefused(article, { ...drafted, ...statement }, at, complaint));
    };
    return keepAnchoredTranslation(drafted, proven, { ...how, say });
  });
}

/**
 * Checks the nearest passage, which is shown as a quotation and so must be verbatim. Returns null if it is
 * not, with the reason recorded.
 */
function verifyPassage(given: DraftStatement, check: QuestionCheck): DraftStatement | null {
  const { article, complaints } = check;
  const inText = isOfReadersOnly(given, article)
    ? null
    : findInParagraphs(given, article, findVerbatimEvidence);
  const found = inText && 'statement' in inText ? inText.statement : findVerbatimInComments(given, article);
  if (found) return locateStatement(given, found, check, keepFaithfulTranslation);
  complaints.push(`Neither article nor comments say "${truncate(given.text)}" where it is said to stand.`);
  return null;
}

/** Keeps the further passages that are verbatim, up to the word limit of the whole answer. */
function keepPassages(
  given: readonly DraftStatement[],
  nearest: DraftStatement | null,
  check: QuestionCheck,
): DraftStatement[] {
  let room = MAX_WORDS - countWords(nearest?.text ?? '');
  return given.flatMap(each => {
    const length = countWords(each.text);
    const kept = length <= room ? verifyPassage(each, check) : null;
    room -= kept ? length : 0;
    return kept ?? [];
  });
}

function locateStatement(
  given: DraftStatement,
  found: AnswerStatement,
  { article, language, complaints }: QuestionCheck,
  inLanguage: typeof keepFaithfulTranslation,
): AnswerStatement {
  const same =
    found.paragraphs.join() === given.paragraphs.join() && found.comments.join() === given.comments.join();
  if (!same) complaints.push(`"${truncate(found.text)}" stands in ${describeLocation(found)}.`);
  const complain = (complaint: string) => void complaints.push(complaint);
  return {
    ...found,
    ...inLanguage(given, found.text, { article, language, say: complain }),
    ...keepHighlights(given, found, article),
  };
}

/** Keeps the answering words of a statement if it has them, and its speaker if the text bears that out. */
function keepHighlights(
  { answer, speaker }: DraftStatement,
  found: DraftStatement,
  article: Article,
): Pick<DraftStatement, 'answer' | 'speaker'> {
  return {
    ...(answer && findAnswerWords(found.text, answer) && { answer }),
    ...(speaker && findSpeakers(article, found).includes(speaker) && { speaker }),
  };
}

function describeLocation({ paragraphs, comments }: DraftStatement): string {
  return paragraphs.length > 0 ? `paragraph ${paragraphs.join(', ')}` : `comment ${comments.join(', ')}`;
}

/** Keeps the statements that are true, without repetitions, up to the word limit. */
function keepVerified(draft: QuestionDraft, check: QuestionCheck): AnswerStatement[] {
  const { article, complaints, refused } = check;
  const retained: AnswerStatement[] = [];
  let room = MAX_WORDS;
  for (const [at, given] of draft.statements.entries()) {
    const found = verifyStatement(given, at, check);
    if (!found) continue;
    if (retained.some(other => other.text === found.text))
      complaints.push(`"${truncate(found.text)}" stood there twice.`);
    else if (countWords(found.text) > room) {
      complaints.push(`"${truncate(found.text)}" made the answer longer than ${MAX_WORDS} words.`);
      refused.push(describeRefused(article, found, at, reasons.tooLong));
    } else {
      retained.push(found);
      room -= countWords(found.text);
    }
  }
  return retained;
}

/** Keeps the article's words or the readers', never both in one answer: the first statement decides. */
function keepOneSource(
  statements: readonly AnswerStatement[],
  complaints: string[],
): { readonly retained: AnswerStatement[]; readonly others: string[] } {
  const readers = (statements[0]?.comments.length ?? 0) > 0;
  const retained = statements.filter(({ comments }) => comments.length > 0 === readers);
  const length = statements.length - retained.length;
  if (length > 0) complaints.push('The answer mixed what the article says with what readers say.');
  const reason = readers ? reasons.articleOnly : reasons.readersOnly;
  return { retained, others: Array.from({ length }, () => reason) };
}

/** Whether any statement is relevant to the question, as far as that can be told. */
function hasAnswer(
  statements: readonly AnswerStatement[],
  { question, of }: Partial<AskedQuestion>,
  article: Article,
): boolean {
  const isRelevant = question === undefined ? null : createRelevanceTest(article, { question, of });
  return isRelevant === null ? statements.length > 0 : statements.some(isRelevant);
}

/** Keeps the verdict, yes or no, if the rules find that the first statement says so outright. */
function keepVerdict(
  { verdict }: QuestionDraft,
  [first]: readonly AnswerStatement[],
  article: Article,
  question: string | undefined,
): QuestionAnswer['verdict'] {
  if (!verdict || !first || question === undefined) return null;
  const polar = answerPolarQuestion(article, correctSpelling(question, article));
  return polar?.verdict === verdict && polar.statement.text === first.text ? verdict : null;
}

/** Checks a draft and returns what the article and its comments bear out, quoting as they are stored. */
export function checkDraft(
  draft: QuestionDraft | QuestionAnswer,
  article: Article,
  { language, ...asked }: Partial<AskedQuestion> & Pick<QuestionOptions, 'language'> = { language: null },
): CheckResult<QuestionAnswer> {
  const complaints: string[] = [];
  const refused: RefusedStatement[] = [];
  const mistranslated: RefusedStatement[] = [];
  const check: QuestionCheck = { article, language, complaints, refused, mistranslated };
  const verified = draft.found ? keepVerified(draft, check) : [];
  const { retained: statements, others } = keepOneSource(verified, complaints);
  const before = 'leftOut' in draft ? draft.leftOut : [];
  const leftOut = [...before, ...refused.map(({ reason }) => reason), ...others];
  if (!draft.found && draft.statements.length > 0)
    complaints.push('There were statements although nothing was found.');
  const fact = draft.found && draft.fact ? computeFact(article, draft.fact.name) : null;
  if (fact || hasAnswer(statements, asked, article)) {
    const verdict = keepVerdict(draft, statements, article, asked.question);
    const answer = arrangeAnswer({
      found: true,
      verdict,
      outcome: 'answered',
      fact,
      statements,
      nearest: null,
      leftOut,
    });
    return { answer, complaints, refused, mistranslated };
  }
  if (draft.found && statements.length === 0) complaints.push('Nothing of the answer stands in the article.');
  const passage = passageBehind(statements) ?? draft.nearest;
  const nearest = passage && verifyPassage(passage, check);
  const outcome = nearest && !draft.found && draft.outcome === 'probable' ? 'probable' : 'not found';
  const further = outcome === 'probable' ? keepPassages(draft.further ?? [], nearest, check) : [];
  const answer = arrangeAnswer({ found: false, outcome, statements: [], nearest, further, leftOut });
  return { answer, complaints, refused, mistranslated: [] };
}
