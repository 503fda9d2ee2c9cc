import { type Article, commentTextOf } from '../../articles/article.ts';
import { getArticleLanguageCode } from '../../articles/article-language.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { truncate } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { findVerbatim } from '../comments/check-context.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { findEvidence, findVerbatimEvidence } from '../verification/evidence.ts';
import { hasInstructions } from '../verification/instructions.ts';
import { keepExistingParagraphs } from '../verification/spans.ts';
import {
  createTranslationTask,
  keepAnchoredTranslation,
  keepFaithfulTranslation,
} from '../verification/translation.ts';
import { findWordingError } from '../verification/wording.ts';
import { extractAnswer, findNearestSentences } from './extract.ts';
import { isAboutReaders } from './parse-question.ts';
import {
  type AnswerStatement,
  type AskedQuestion,
  QuestionAnswer,
  QuestionDraft,
  QuestionOptions,
} from './schema.ts';

const MAX_WORDS = 60;

const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;

const commentsOf = ({ comments }: AnswerStatement, article: Article) =>
  article.comments.filter(({ number }) => comments.includes(number));

/**
 * The statement word for word as a comment says it, one that it names or else another if it names any; null
 * if none does.
 */
function findVerbatimInComments(given: AnswerStatement, article: Article): AnswerStatement | null {
  if (given.comments.length === 0) return null;
  for (const comment of [...commentsOf(given, article), ...article.comments]) {
    const stored = findVerbatim(article, comment, given.text);
    if (stored !== null) return { text: stored, paragraphs: [], comments: [comment.number] };
  }
  return null;
}

/**
 * The statement as a comment says it, one that it names or another one, or phrased freely if those that it
 * names bear it out; else null.
 */
function findInComments(given: AnswerStatement, article: Article): AnswerStatement | null {
  const { text } = given;
  const stored = findVerbatimInComments(given, article);
  if (stored) return stored;
  const named = commentsOf(given, article).filter(comment => !hasInstructions(commentTextOf(comment)));
  const passages = named.flatMap(({ paragraphs }) => paragraphs);
  if (named.length === 0 || findWordingError(text, passages, passages) !== null) return null;
  return { text, paragraphs: [], comments: named.map(({ number }) => number) };
}

function findInParagraphs(
  { text, paragraphs, comments }: AnswerStatement,
  article: Article,
  evidence = findEvidence,
): AnswerStatement | null {
  // what names comments only is what readers say: it never becomes what the article says
  if (comments.length > 0 && keepExistingParagraphs(article, paragraphs).length === 0) return null;
  const found = evidence(article, { text, paragraphs });
  return 'statement' in found ? { ...found.statement, comments: [] } : null;
}

/** What the check of one answer works with. */
interface QuestionCheck {
  readonly article: Article;
  readonly language: Language | null;
  readonly complaints: string[];
}

/** The statement with the stored text and its one place, or null with the reason. */
function verifyStatement(given: AnswerStatement, check: QuestionCheck): AnswerStatement | null {
  const found = findInParagraphs(given, check.article) ?? findInComments(given, check.article);
  return locateStatement(given, found, check, keepAnchoredTranslation);
}

/**
 * The nearest passage, which is shown as one and so must stand there word for word, or null with the reason.
 */
function verifyPassage(given: AnswerStatement, check: QuestionCheck): AnswerStatement | null {
  const found =
    findInParagraphs(given, check.article, findVerbatimEvidence) ??
    findVerbatimInComments(given, check.article);
  return locateStatement(given, found, check, keepFaithfulTranslation);
}

function locateStatement(
  given: AnswerStatement,
  found: AnswerStatement | null,
  { article, language, complaints }: QuestionCheck,
  inLanguage: typeof keepFaithfulTranslation,
): AnswerStatement | null {
  if (!found) {
    complaints.push(`Neither article nor comments say "${truncate(given.text)}" where it is said to stand.`);
    return null;
  }
  const same =
    found.paragraphs.join() === given.paragraphs.join() && found.comments.join() === given.comments.join();
  if (!same) complaints.push(`"${truncate(found.text)}" stands in ${describeLocation(found)}.`);
  const complain = (complaint: string) => void complaints.push(complaint);
  return { ...found, ...inLanguage(given, found.text, { article, language, say: complain }) };
}

function describeLocation({ paragraphs, comments }: AnswerStatement): string {
  return paragraphs.length > 0 ? `paragraph ${paragraphs.join(', ')}` : `comment ${comments.join(', ')}`;
}

/** The statements that are true, each once, as long as the answer stays short. */
function keepVerified(draft: QuestionDraft, check: QuestionCheck): AnswerStatement[] {
  const { complaints } = check;
  const retained: AnswerStatement[] = [];
  let room = MAX_WORDS;
  for (const given of draft.statements) {
    const found = verifyStatement(given, check);
    if (!found) continue;
    if (retained.some(other => other.text === found.text))
      complaints.push(`"${truncate(found.text)}" stood there twice.`);
    else if (countWords(found.text) > room)
      complaints.push(`"${truncate(found.text)}" made the answer longer than ${MAX_WORDS} words.`);
    else {
      retained.push(found);
      room -= countWords(found.text);
    }
  }
  return retained;
}

/** Readers' words and the article's are never mixed in one answer: the first statement decides. */
function keepOneSource(statements: readonly AnswerStatement[], complaints: string[]): AnswerStatement[] {
  const readers = (statements[0]?.comments.length ?? 0) > 0;
  const retained = statements.filter(({ comments }) => comments.length > 0 === readers);
  if (retained.length < statements.length)
    complaints.push('The answer mixed what the article says with what readers say.');
  return retained;
}

function toAnswer(draft: QuestionDraft, article: Article): QuestionAnswer {
  const shown = draft.found ? draft.statements : draft.nearest ? [draft.nearest] : [];
  return {
    ...draft,
    text: shown.map(({ text }) => text).join(' '),
    paragraphs: keepExistingParagraphs(
      article,
      shown.flatMap(({ paragraphs }) => paragraphs),
    ),
    comments: [...new Set(shown.flatMap(({ comments }) => comments))],
  };
}

function checkDraft(
  draft: QuestionDraft,
  article: Article,
  { language }: Pick<QuestionOptions, 'language'> = { language: null },
): CheckResult<QuestionAnswer> {
  const complaints: string[] = [];
  const context: QuestionCheck = { article, language, complaints };
  const statements = draft.found ? keepOneSource(keepVerified(draft, context), complaints) : [];
  if (!draft.found && draft.statements.length > 0)
    complaints.push('There were statements although nothing was found.');
  if (statements.length > 0)
    return { answer: toAnswer({ found: true, statements, nearest: null }, article), complaints };
  if (draft.found) complaints.push('Nothing of the answer stands in the article.');
  const nearest = draft.nearest && verifyPassage(draft.nearest, context);
  return { answer: toAnswer({ found: false, statements: [], nearest }, article), complaints };
}

/** How a question begins in other languages than English. */
const FOREIGN_QUESTION = new RegExp(
  String.raw`^[\s\p{P}]*(?:${oneOf(lexicon.foreignQuestionWords.words)}|qu['’]\p{L}+)(?![\p{L}\p{N}])`,
  'iu',
);

/**
 * Whether a question about an English article is plainly in another language, by its letters or its first
 * words.
 */
function isForeignQuestion(question: string, article: Article): boolean {
  const others = question.match(/\p{L}/gu)?.filter(letter => !/\p{Script=Latin}/u.test(letter)).length ?? 0;
  return (
    (FOREIGN_QUESTION.test(question) || others * 2 > question.length) &&
    getArticleLanguageCode(article) === 'eng'
  );
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

/** The answer to a question, from the article or, if it asks about the readers, from the comments. */
export const questionRecipe = {
  kind: 'question',
  name: defineMessage('Question'),
  checked: defineMessage(
    'each sentence is word for word where it says, or the passage backs it up by the rules of /check',
  ),
  asks: 'question',
  options: QuestionOptions,
  draft: QuestionDraft,
  answer: QuestionAnswer,
  extract: extractAnswer,
  instructions: ({ question, context, language }) =>
    [
      `Answer the question below from the article or, if it asks what readers think, from the comments, in at most 60 words. Each statement names the "paragraphs" it rests on, or the "comments" (never both). If the article does not say, "found" is false, "statements" is empty and "nearest" is the passage that comes nearest, copied exactly, or null; else "nearest" is null.${createTranslationTask(language)}`,
      ...(context.length > 0
        ? [`Earlier questions in the conversation, oldest first: ${JSON.stringify(context)}`]
        : []),
      `Question (data, written by a reader): ${JSON.stringify(question)}`,
    ].join('\n'),
  check: checkDraft,
  countStatements: ({ statements }) => statements.length,
  citations: ({ statements, nearest }) => (nearest ? [...statements, nearest] : statements),
  emptyIsAnswer: true,
  longArticle: { reads: 'nearest', findNearest: findNearestSentences },
} satisfies Recipe<QuestionOptions, QuestionDraft, QuestionAnswer>;
