import { type Article, type Comment, commentTextOf } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { truncate } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import { elementAt } from '../../lists.ts';
import { findVerbatim } from '../comments/check-context.ts';
import type { Ground, RefusedStatement } from '../levels.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { findNearestSentence } from '../verification/entailment.ts';
import { findEvidence, findVerbatimEvidence } from '../verification/evidence.ts';
import { hasInstructions } from '../verification/instructions.ts';
import { withholdWorded } from '../verification/proven-only.ts';
import { reasons } from '../verification/reasons.ts';
import { findRefusal, readSource } from '../verification/refusal.ts';
import { describeRefused } from '../verification/refused.ts';
import { keepExistingParagraphs } from '../verification/spans.ts';
import {
  createTranslationTask,
  keepAnchoredTranslation,
  keepFaithfulTranslation,
} from '../verification/translation.ts';
import { extractAnswer, findNearestSentences } from './extract.ts';
import { isAboutReaders, isForeignQuestion } from './parse-question.ts';
import { createRelevanceTest } from './relevance.ts';
import {
  type AnswerStatement,
  type AskedQuestion,
  type DraftStatement,
  QuestionAnswer,
  QuestionDraft,
  QuestionForm,
  QuestionOptions,
  StatementForm,
} from './schema.ts';

const MAX_WORDS = 60;

const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;

const commentsOf = ({ comments }: DraftStatement, article: Article) =>
  article.comments.filter(({ number }) => comments.includes(number));

/** A statement as it may be shown, or why it may not. */
type Judged =
  | { readonly statement: AnswerStatement }
  | { readonly reason: string; readonly complaint: string };

/**
 * The statement word for word as a comment says it, one that it names or else another if it names any; null
 * if none does.
 */
function findVerbatimInComments(given: DraftStatement, article: Article): AnswerStatement | null {
  if (given.comments.length === 0) return null;
  for (const comment of [...commentsOf(given, article), ...article.comments]) {
    const text = findVerbatim(article, comment, given.text);
    if (text === null) continue;
    const ground = [{ comment: comment.number, quote: text }];
    return { text, paragraphs: [], comments: [comment.number], level: 'verbatim', ground };
  }
  return null;
}

/**
 * The statement as a comment says it, one that it names or another one, or in other words if those that it
 * names do not speak against it.
 */
function findInComments(given: DraftStatement, article: Article): Judged {
  const { text } = given;
  const stored = findVerbatimInComments(given, article);
  if (stored) return { statement: stored };
  const named = commentsOf(given, article).filter(comment => !hasInstructions(commentTextOf(comment)));
  const passages = named.flatMap(({ paragraphs }) => paragraphs);
  const reason = named.length === 0 ? reasons.noComment : findRefusal(text, readSource(passages));
  if (reason !== null)
    return {
      reason,
      complaint: `The comments do not say "${truncate(text)}" where it is said to stand: ${reason}`,
    };
  const ground = findGroundInComments(given, named, article);
  const comments = named.map(({ number }) => number);
  return { statement: { text, paragraphs: [], comments, level: 'worded', ground } };
}

/** The readers' words that a worded statement rests on: those that it names, else the nearest sentence. */
function findGroundInComments(
  { text, ground = [] }: DraftStatement,
  named: readonly Comment[],
  article: Article,
): Ground[] {
  const copied = ground.slice(0, 3).flatMap(({ quote }) =>
    named.slice(0, 20).flatMap(comment => {
      const found = findVerbatim(article, comment, quote.slice(0, 600));
      return found === null ? [] : [{ comment: comment.number, quote: found }];
    }),
  );
  if (copied.length > 0) return copied.slice(0, 3);
  const nearest = findNearestSentence(text, named.map(commentTextOf));
  return nearest ? [{ comment: elementAt(named, nearest.passage).number, quote: nearest.text }] : [];
}

/** What names comments only is what readers say: it never becomes what the article says. */
const isOfReadersOnly = ({ paragraphs, comments }: DraftStatement, article: Article) =>
  comments.length > 0 && keepExistingParagraphs(article, paragraphs).length === 0;

function findInParagraphs(given: DraftStatement, article: Article, find = findEvidence): Judged {
  const found = find(article, given);
  return 'statement' in found ? { statement: { ...found.statement, comments: [] } } : found;
}

/** What the check of one answer works with. */
interface QuestionCheck {
  readonly article: Article;
  readonly language: Language | null;
  readonly complaints: string[];
  readonly refused: RefusedStatement[];
  readonly mistranslated: RefusedStatement[];
}

/** The statement with the stored text and its one place, or null with the reason. */
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
 * The nearest passage, which is shown as one and so must stand there word for word, or null with the reason.
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
  return { ...found, ...inLanguage(given, found.text, { article, language, say: complain }) };
}

function describeLocation({ paragraphs, comments }: DraftStatement): string {
  return paragraphs.length > 0 ? `paragraph ${paragraphs.join(', ')}` : `comment ${comments.join(', ')}`;
}

/** The statements that are true, each once, as long as the answer stays short. */
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

/** Readers' words and the article's are never mixed in one answer: the first statement decides. */
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

/** Whether some statement has anything to do with the question, as far as that can be told. */
function hasAnswer(
  statements: readonly AnswerStatement[],
  { question, context = [] }: Partial<AskedQuestion>,
  article: Article,
): boolean {
  const isRelevant = question === undefined ? null : createRelevanceTest(article, { question, context });
  return isRelevant === null ? statements.length > 0 : statements.some(isRelevant);
}

type Shown = Pick<QuestionAnswer, 'found' | 'statements' | 'nearest' | 'leftOut'>;

/** The answer with what its statements, or its nearest passage, rest on. */
function arrangeAnswer(shown: Shown): QuestionAnswer {
  const { statements, nearest } = shown;
  const stated: readonly DraftStatement[] = nearest ? [nearest] : statements;
  return {
    ...shown,
    text: stated.map(({ text }) => text).join(' '),
    paragraphs: [...new Set(stated.flatMap(({ paragraphs }) => paragraphs))].sort((a, b) => a - b),
    comments: [...new Set(stated.flatMap(({ comments }) => comments))],
  };
}

function checkDraft(
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
  if (hasAnswer(statements, asked, article)) {
    const answer = arrangeAnswer({ found: true, statements, nearest: null, leftOut });
    return { answer, complaints, refused, mistranslated };
  }
  if (draft.found && statements.length === 0) complaints.push('Nothing of the answer stands in the article.');
  const passage = passageBehind(statements) ?? draft.nearest;
  const nearest = passage && verifyPassage(passage, check);
  const answer = arrangeAnswer({ found: false, statements: [], nearest, leftOut });
  return { answer, complaints, refused, mistranslated: [] };
}

/**
 * Without statements in other words than the article's. Where none is left, the words that the first one rests on stand
 * as the nearest passage; `found` still says that there is an answer.
 */
function keepProvenStatements(answer: QuestionAnswer): QuestionAnswer {
  const { proven, withheld } = withholdWorded(answer.statements);
  if (withheld.length === 0) return answer;
  const leftOut = [...answer.leftOut, ...withheld];
  const nearest = proven.length > 0 ? null : passageBehind(answer.statements);
  return arrangeAnswer({ found: true, statements: proven, nearest, leftOut });
}

/** The first words that any of these statements rests on; null where they name none. */
function passageBehind(statements: readonly AnswerStatement[]): DraftStatement | null {
  const ground = statements.flatMap(statement => statement.ground)[0];
  if (!ground) return null;
  const { quote, paragraph, comment } = ground;
  return {
    text: quote,
    paragraphs: paragraph ? [paragraph] : [],
    comments: comment ? [comment] : [],
  };
}

/**
 * Why there is no answer, for the reader, to be said in their language; that the article is silent is not
 * said of a question about readers, nor where a passage comes near: who shows it leaves the judgement to the
 * reader; nor where the built-in engine does not read the question.
 */
export function explainSilence(
  options: AskedQuestion,
  article: Article,
  {
    content: { nearest },
    engine,
  }: { readonly content: Pick<QuestionAnswer, 'nearest'>; readonly engine: string },
): string {
  const ofReaders = isAboutReaders(options);
  if (ofReaders && article.comments.length === 0) return defineMessage('This article has no comments.');
  if (engine === 'extractive' && isForeignQuestion(options.question, article))
    return defineMessage('Without a model, I can only answer questions in the article’s language.');
  if (nearest)
    return ofReaders
      ? defineMessage('I don’t find a clear answer in the comments.')
      : defineMessage('I don’t find a clear answer in the article.');
  return ofReaders ? defineMessage('The readers don’t say.') : defineMessage('The article doesn’t say.');
}

const describeQuestion = ({ question, context }: AskedQuestion): string[] => [
  ...(context.length > 0
    ? [`Earlier questions in the conversation, oldest first: ${JSON.stringify(context)}`]
    : []),
  `Question (data, written by a reader): ${JSON.stringify(question)}`,
];

/** The answer to a question, from the article or, if it asks about the readers, from the comments. */
export const questionRecipe = {
  kind: 'question',
  name: defineMessage('Question'),
  checked: defineMessage(
    'each sentence is word for word, shortened without loss, or marked ≈ with nothing against it by fixed rules',
  ),
  asks: 'question',
  options: QuestionOptions,
  draft: QuestionDraft,
  form: QuestionForm,
  answer: QuestionAnswer,
  extract: extractAnswer,
  instructions: ({ question, context, language }) =>
    [
      `Answer the question below from the article or, if it asks what readers think, from the comments, in at most 60 words. Each statement has its "ground" first, from paragraphs or from comments (never both; the other number is null), then "text", a whole sentence. If the article does not say, "found" is false, "statements" is empty and "nearest" is the passage that comes nearest, copied exactly, or null; else "nearest" is null.${createTranslationTask(language)}`,
      ...describeQuestion({ question, context }),
    ].join('\n'),
  check: checkDraft,
  statements: {
    name: 'statements',
    form: StatementForm,
    instructions: ({ question, context, language }) =>
      [
        `Each is a statement of an answer to the question below, from paragraphs or from comments (the other number is null). All together have at most ${MAX_WORDS} words.${createTranslationTask(language)}`,
        ...describeQuestion({ question, context }),
      ].join('\n'),
  },
  countStatements: ({ statements }) => statements.length,
  citations: ({ statements, nearest }) => (nearest ? [...statements, nearest] : statements),
  leftOut: ({ leftOut }) => leftOut,
  keepProven: keepProvenStatements,
  emptyIsAnswer: true,
  longArticle: { reads: 'nearest', findNearest: findNearestSentences },
} satisfies Recipe<QuestionOptions, QuestionDraft, QuestionAnswer>;
