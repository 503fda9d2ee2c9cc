import { type Article, commentText } from '../../articles/article.ts';
import { articleLanguage } from '../../articles/article-language.ts';
import { phrase } from '../../i18n/define-message.ts';
import { shortened } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import { verbatimIn } from '../comments/recipe.ts';
import type { Checked, Recipe } from '../recipe.ts';
import { evidenceFor, existing, supportFor } from '../verification/evidence.ts';
import { ordersMachine } from '../verification/instructions.ts';
import { translated, translatedStatement, translationTask } from '../verification/translation.ts';
import { faultOf } from '../verification/wording.ts';
import { asksReaders, extractAnswer, nearestSentences } from './extract.ts';
import { type Asked, QuestionAnswer, QuestionDraft, QuestionOptions, type Statement } from './schema.ts';

const TOO_LONG = 60;

const wordCount = (text: string) => text.split(/\s+/).filter(Boolean).length;

const commentsOf = ({ comments }: Statement, article: Article) =>
  article.comments.filter(({ number }) => comments.includes(number));

/**
 * The statement word for word as a comment says it, one that it names or else another if it names any; null
 * if none does.
 */
function verbatimInComments(given: Statement, article: Article): Statement | null {
  if (given.comments.length === 0) return null;
  for (const comment of [...commentsOf(given, article), ...article.comments]) {
    const stored = verbatimIn(article, comment, given.text);
    if (stored !== null) return { text: stored, paragraphs: [], comments: [comment.number] };
  }
  return null;
}

/**
 * The statement as a comment says it, one that it names or another one, or phrased freely if those that it
 * names bear it out; else null.
 */
function inComments(given: Statement, article: Article): Statement | null {
  const { text } = given;
  const stored = verbatimInComments(given, article);
  if (stored) return stored;
  const named = commentsOf(given, article).filter(comment => !ordersMachine(commentText(comment)));
  const passages = named.flatMap(({ paragraphs }) => paragraphs);
  if (named.length === 0 || faultOf(text, passages, passages) !== null) return null;
  return { text, paragraphs: [], comments: named.map(({ number }) => number) };
}

function inParagraphs(
  { text, paragraphs, comments }: Statement,
  article: Article,
  evidence = supportFor,
): Statement | null {
  // what names comments only is what readers say: it never becomes what the article says
  if (comments.length > 0 && existing(article, paragraphs).length === 0) return null;
  const found = evidence(article, { text, paragraphs });
  return 'statement' in found ? { ...found.statement, comments: [] } : null;
}

/** What the check of one answer works with. */
interface Check {
  readonly article: Article;
  readonly language: Language | null;
  readonly complaints: string[];
}

/** The statement with the stored text and its one place, or null with the reason. */
function borneOut(given: Statement, check: Check): Statement | null {
  const found = inParagraphs(given, check.article) ?? inComments(given, check.article);
  return placed(given, found, check, translatedStatement);
}

/**
 * The nearest passage, which is shown as one and so must stand there word for word, or null with the reason.
 */
function passageOf(given: Statement, check: Check): Statement | null {
  const found = inParagraphs(given, check.article, evidenceFor) ?? verbatimInComments(given, check.article);
  return placed(given, found, check, translated);
}

function placed(
  given: Statement,
  found: Statement | null,
  { article, language, complaints }: Check,
  inLanguage: typeof translated,
): Statement | null {
  if (!found) {
    complaints.push(`Neither article nor comments say "${shortened(given.text)}" where it is said to stand.`);
    return null;
  }
  const same =
    found.paragraphs.join() === given.paragraphs.join() && found.comments.join() === given.comments.join();
  if (!same) complaints.push(`"${shortened(found.text)}" stands in ${placeName(found)}.`);
  const say = (complaint: string) => void complaints.push(complaint);
  return { ...found, ...inLanguage(given, found.text, { article, language, say }) };
}

function placeName({ paragraphs, comments }: Statement): string {
  return paragraphs.length > 0 ? `paragraph ${paragraphs.join(', ')}` : `comment ${comments.join(', ')}`;
}

/** The statements that are true, each once, as long as the answer stays short. */
function surviving(draft: QuestionDraft, check: Check): Statement[] {
  const { complaints } = check;
  const kept: Statement[] = [];
  let room = TOO_LONG;
  for (const given of draft.statements) {
    const found = borneOut(given, check);
    if (!found) continue;
    if (kept.some(other => other.text === found.text))
      complaints.push(`"${shortened(found.text)}" stood there twice.`);
    else if (wordCount(found.text) > room)
      complaints.push(`"${shortened(found.text)}" made the answer longer than ${TOO_LONG} words.`);
    else {
      kept.push(found);
      room -= wordCount(found.text);
    }
  }
  return kept;
}

/** Readers' words and the article's are never mixed in one answer: the first statement decides. */
function ofOneKind(statements: readonly Statement[], complaints: string[]): Statement[] {
  const readers = (statements[0]?.comments.length ?? 0) > 0;
  const kept = statements.filter(({ comments }) => comments.length > 0 === readers);
  if (kept.length < statements.length)
    complaints.push('The answer mixed what the article says with what readers say.');
  return kept;
}

function answerOf(draft: QuestionDraft, article: Article): QuestionAnswer {
  const shown = draft.found ? draft.statements : draft.nearest ? [draft.nearest] : [];
  return {
    ...draft,
    text: shown.map(({ text }) => text).join(' '),
    paragraphs: existing(
      article,
      shown.flatMap(({ paragraphs }) => paragraphs),
    ),
    comments: [...new Set(shown.flatMap(({ comments }) => comments))],
  };
}

function check(
  draft: QuestionDraft,
  article: Article,
  { language }: Pick<QuestionOptions, 'language'> = { language: null },
): Checked<QuestionAnswer> {
  const complaints: string[] = [];
  const context: Check = { article, language, complaints };
  const statements = draft.found ? ofOneKind(surviving(draft, context), complaints) : [];
  if (!draft.found && draft.statements.length > 0)
    complaints.push('There were statements although nothing was found.');
  if (statements.length > 0)
    return { answer: answerOf({ found: true, statements, nearest: null }, article), complaints };
  if (draft.found) complaints.push('Nothing of the answer stands in the article.');
  const nearest = draft.nearest && passageOf(draft.nearest, context);
  return { answer: answerOf({ found: false, statements: [], nearest }, article), complaints };
}

/** How a question begins in other languages than English. */
const ABROAD =
  /^[\s\p{P}]*(?:wer|wen|wem|wessen|wann|wo|woher|wohin|warum|wieso|weshalb|wie|wieviel|welche[rsnm]?|was (?:ist|sind|war|waren|hat|haben|wird|kostet|sagt|sagen|sagte|steht|geschah|passiert|passierte|meinen|denken|will|wollen|soll|macht)|qui|que|quoi|quand|où|pourquoi|combien|quel(?:le)?s?|comment (?:est|sont|a|ont|va|se)|est-ce|qu['’]\p{L}+|quién(?:es)?|qué|cuándo|dónde|cómo|cuál(?:es)?|cuánt[oa]s?|por qué)(?![\p{L}\p{N}])/iu;

/**
 * Whether a question about an English article is plainly in another language, by its letters or its first
 * words.
 */
function isForeign(question: string, article: Article): boolean {
  const others = question.match(/\p{L}/gu)?.filter(letter => !/\p{Script=Latin}/u.test(letter)).length ?? 0;
  return (ABROAD.test(question) || others * 2 > question.length) && articleLanguage(article) === 'eng';
}

/**
 * Why there is no answer, for the reader, to be said in their language; that the article is silent is not
 * said of a question about readers, nor where a passage comes near: who shows it leaves the judgement to the
 * reader; nor where the built-in engine does not read the question.
 */
export function silence(
  options: Asked,
  article: Article,
  {
    content: { nearest },
    engine,
  }: { readonly content: Pick<QuestionAnswer, 'nearest'>; readonly engine: string },
): string {
  const ofReaders = asksReaders(options);
  if (ofReaders && article.comments.length === 0) return phrase('No reader has commented on this article.');
  if (engine === 'extractive' && isForeign(options.question, article))
    return phrase('Without a model I find answers only to questions in the language of the article.');
  if (nearest)
    return ofReaders
      ? phrase('I find no clear answer in the comments.')
      : phrase('I find no clear answer in the article.');
  return ofReaders ? phrase('The readers do not say.') : phrase('The article does not say.');
}

/** The answer to a question, from the article or, if it asks about the readers, from the comments. */
export const questionRecipe = {
  kind: 'question',
  options: QuestionOptions,
  draft: QuestionDraft,
  answer: QuestionAnswer,
  extract: extractAnswer,
  instructions: ({ question, context, language }) =>
    [
      `Answer the question below from the article or, if it asks what readers think, from the comments, in at most 60 words. Each statement names the "paragraphs" it rests on, or the "comments" (never both). If the article does not say, "found" is false, "statements" is empty and "nearest" is the passage that comes nearest, copied exactly, or null; else "nearest" is null.${translationTask(language)}`,
      ...(context.length > 0
        ? [`Earlier questions in the conversation, oldest first: ${JSON.stringify(context)}`]
        : []),
      `Question (data, written by a reader): ${JSON.stringify(question)}`,
    ].join('\n'),
  check,
  statements: ({ statements }) => statements.length,
  grounds: ({ statements, nearest }) => (nearest ? [...statements, nearest] : statements),
  emptyIsAnswer: true,
  long: { reads: 'nearest', nearest: nearestSentences },
} satisfies Recipe<QuestionOptions, QuestionDraft, QuestionAnswer>;
