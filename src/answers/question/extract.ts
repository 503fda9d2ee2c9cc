import type { Article } from '../../articles/article.ts';
import { extractContentWords, stem } from '../../language/stems.ts';
import { createLazy } from '../../lazy.ts';
import { elementAt } from '../../lists.ts';
import { extractSummary } from '../summary/extract.ts';
import { NAMED_BEFORE } from './answer-form.ts';
import { countWords } from './answer-words.ts';
import { judgeConfidence, saysAll } from './answerable.ts';
import { toAnswers } from './answering-sentences.ts';
import { computeFact } from './article-facts.ts';
import { findCommentsBy, findLeadingComment } from './chosen-comments.ts';
import { findInComments } from './comment-answer.ts';
import { findIdentity } from './identity.ts';
import { findGivenName } from './naming.ts';
import { type ParsedQuestion, parseQuestion } from './parse-question.ts';
import { pointsBack } from './passage-features.ts';
import { findPassages, type Passage, rankSentences } from './passages.ts';
import { markAnswer } from './pick-span.ts';
import { asksPublic, isGreeting, isToldAsFact } from './question-words.ts';
import { describeAgreement, findReaders, isAgreementQuestion, summarizeReaders } from './readers.ts';
import { removeReset } from './reset.ts';
import { findAskedFact, isOverviewQuestion } from './route.ts';
import { asksGroup, findNamedSpeaker, findSpokenAnswer } from './said.ts';
import {
  type AskedQuestion,
  type DraftStatement,
  type FactName,
  MAX_WORDS,
  type QuestionDraft,
} from './schema.ts';
import { getReading, getSentenceIndex, type SentenceIndex, widen } from './sentence-index.ts';
import { correctSpelling } from './spelling.ts';
import { lacksSubject } from './subject.ts';
import { isSpeech, isSpoken } from './utterances.ts';
import { answerPolarQuestion } from './yes-no.ts';

/** Minimum coverage, in other words, of a near passage that shares no word with the question. */
const MIN_NEAR = 0.15;
/** Maximum number of sentences besides the best one: three hold the answer far more often than one. */
const MAX_FURTHER = 2;
/** Maximum number of sentences considered for that, as the next ones may be too long. */
const MAX_LOOKED_AT = 8;
/** Sentences are added until one of them is right with this probability, if the text has an answer. */
const ENOUGH = 0.8;

const EMPTY_DRAFT: QuestionDraft = { found: false, statements: [], nearest: null };

/**
 * Extracts the answer to a question. What is asked for decides where it comes from: a fact about the article,
 * its gist, its readers, who said what, or its text. Deterministic.
 */
export function extractAnswer(
  article: Article,
  { question: announced, ...rest }: AskedQuestion,
): QuestionDraft {
  const given = removeReset(announced);
  if (isGreeting(given)) return EMPTY_DRAFT;
  const name = rest.of ? undefined : findAskedFact(given);
  const fact = name && draftFact(article, name);
  if (fact && (fact.found || !namesOwnText(given, article))) return fact;
  if (!rest.of && isOverviewQuestion(given)) return summarizeArticle(article);
  const question = correctSpelling(given, article);
  const asked = parseQuestion({ ...rest, question });
  if (isAgreementQuestion(question)) return describeAgreement(article);
  const leading = findLeadingComment(article, question);
  if (leading) return leading;
  if (asked.ofReaders) return answerFromReaders(article, asked);
  const findInText = createLazy(() =>
    toAnswers(findPassages(article, asked, 'paragraphs'), getSentenceIndex(article, 'paragraphs').all),
  );
  const told = answerFromArticle(article, question, { asked, findInText });
  if (asksPublic(question) || (!told.found && asksGroup(question)))
    return chooseOpinion(article, question, told);
  if (told.found) return told;
  return (
    findCommentsBy(article, question) ?? chooseReader(told, findInComments(article, asked, findInText()[0]))
  );
}

/** A reader's answer, or a comment that may answer if no passage of the article does. */
const chooseReader = (told: QuestionDraft, read: QuestionDraft | null): QuestionDraft =>
  read && (read.found || told.outcome !== 'probable') ? read : told;

const answerFromReaders = (article: Article, asked: ParsedQuestion): QuestionDraft =>
  asked.terms.length === 0 ? summarizeReaders(article) : findReaders(article, asked);

/** A question with the passages of the article's text that may answer it, found when first needed. */
interface TextSearch {
  readonly asked: ParsedQuestion;
  readonly findInText: () => readonly Passage[];
}

function answerFromArticle(article: Article, question: string, search: TextSearch): QuestionDraft {
  const polar = answerPolarQuestion(article, question);
  if (polar && countWords(polar.statement.text) <= MAX_WORDS)
    return { found: true, verdict: polar.verdict, statements: [polar.statement], nearest: null };
  return (
    findIdentity(article, question) ??
    findGivenName(article, question) ??
    findSpokenAnswer(article, question) ??
    answerFromText(article, search, findNamedSpeaker(question))
  );
}

/** What people think: what readers write of it, unless only the article tells, in somebody's words. */
function chooseOpinion(article: Article, question: string, told: QuestionDraft): QuestionDraft {
  if (article.comments.length === 0) return told;
  const read = answerFromReaders(article, parseQuestion({ question, of: 'readers' }));
  const isTold = isToldAsFact(question) || told.statements.some(statement => isSpoken(article, statement));
  return read.found || !isTold || (read.outcome === 'probable' && !told.found) ? read : told;
}

/** What may mean the article itself or a text that it tells of: "Who wrote the report?" */
const A_TEXT = /\bthe (report|text|piece|story)\b/iu;

/** Whether a question may ask about a text that the article tells of, not about the article. */
function namesOwnText(question: string, { paragraphs }: Article): boolean {
  const [, kind = ''] = A_TEXT.exec(question) ?? [];
  return kind !== '' && paragraphs.some(text => extractContentWords(text).includes(kind.toLowerCase()));
}

/** Drafts a fact if it is stored. The number of comments stands in for that of unnamed readers. */
function draftFact(article: Article, name: FactName): QuestionDraft {
  const fact = computeFact(article, name) ?? (name === 'readers' ? computeFact(article, 'comments') : null);
  return fact ? { found: true, fact, statements: [], nearest: null } : EMPTY_DRAFT;
}

function summarizeArticle(article: Article): QuestionDraft {
  if (article.paragraphs.length === 0) return EMPTY_DRAFT;
  const { points } = extractSummary(article, { length: 'standard' });
  let room = MAX_WORDS;
  const statements = points.flatMap(({ text, paragraphs }): DraftStatement[] => {
    const short = selectWords(MAX_WORDS, text, new Map());
    if (countWords(short) > room) return [];
    room -= countWords(short);
    return [{ text: short, paragraphs, comments: [] }];
  });
  return { found: statements.length > 0, statements, nearest: null };
}

/** Answers from the text. If the question names a speaker, the best sentence must mention them. */
function answerFromText(
  article: Article,
  { asked, findInText }: TextSearch,
  speaker: readonly string[],
): QuestionDraft {
  const passages = findInText();
  const [best] = passages;
  if (!best) return EMPTY_DRAFT;
  const isOfSpeaker =
    speaker.length === 0 ||
    (speaker.every(stem => getReading(best.sentence).known.has(stem)) && isSpeech(article, best.sentence));
  const isAsked = isOfSpeaker && !lacksSubject(asked, article);
  const outcome = isAsked ? judgeConfidence(passages, asked.type) : 'not found';
  if (outcome === 'answered')
    return { found: true, statements: selectStatements(article, passages, asked), nearest: null };
  if (outcome === 'probable') return { found: false, ...selectPassages(article, passages, asked) };
  // a passage that shares no word with the question is not near it
  const near = passages.find(({ features }) => features.strong > 0 || features.covered >= MIN_NEAR);
  if (!near) return EMPTY_DRAFT;
  const nearest = findNearestPassage(near, asked, getSentenceIndex(article, 'paragraphs'));
  return { found: false, outcome, statements: [], nearest };
}

/**
 * Takes the best sentence, then the next ones until one of them is likely to be right, as far as there is
 * room. Returned in the order of the text, but the best sentence first, with those that stand beside it.
 */
function selectStatements(
  article: Article,
  passages: readonly Passage[],
  asked: ParsedQuestion,
): DraftStatement[] {
  const [best] = passages;
  const isOutright = best !== undefined && saysAll(best.features, asked.type);
  let [room, share] = [MAX_WORDS, 0];
  const chosen: { at: number; statement: DraftStatement }[] = [];
  const { all } = getSentenceIndex(article, 'paragraphs');
  for (const passage of passages.slice(0, MAX_LOOKED_AT)) {
    if (share >= ENOUGH || chosen.length > MAX_FURTHER || (chosen.length > 0 && isOutright)) break;
    const { sentence, at } = passage;
    const text = chosen.length === 0 ? selectAnswer(passage, asked, all) : sentence.text;
    if (countWords(text) > room || (chosen.length > 0 && text.endsWith(':'))) continue;
    if (chosen.some(({ statement }) => statement.text.includes(text))) continue;
    room -= countWords(text);
    share += passage.share;
    const marked = chosen.length === 0 ? markAnswer(sentence.text, asked, text) : {};
    chosen.push({ at, statement: { text, ...marked, ...sentence.evidence } });
  }
  const first = findRun(
    chosen.map(({ at }) => at),
    best?.at ?? 0,
  );
  return chosen
    .toSorted((a, b) => Number(first.has(b.at)) - Number(first.has(a.at)) || a.at - b.at)
    .map(({ statement }) => statement);
}

/** The numbers that follow one another without a gap around one of them. */
function findRun(all: readonly number[], from: number): ReadonlySet<number> {
  const run = new Set([from]);
  for (let at = from - 1; all.includes(at); at--) run.add(at);
  for (let at = from + 1; all.includes(at); at++) run.add(at);
  return run;
}

/** A sentence that begins this way says nothing without the one before it. */
const BEGINS_BACK = /^[“"]?(?:he|she|it|they|this|these|those)\b/i;

/** The best sentence; with the preceding one if that names who or what it is about. */
const selectAnswer = (best: Passage, asked: ParsedQuestion, all: SentenceIndex['all']): string =>
  best.features.typed === NAMED_BEFORE || BEGINS_BACK.test(best.sentence.text)
    ? joinPointedAt(best, asked, all).text
    : selectWords(MAX_WORDS, best.sentence.text, asked.query);

/** The probable answer: the best sentence, with the preceding one if it refers back, and the next best. */
function selectPassages(
  article: Article,
  passages: readonly Passage[],
  asked: ParsedQuestion,
): Pick<QuestionDraft, 'outcome' | 'statements' | 'nearest' | 'further'> {
  const [best, ...others] = passages;
  const { all } = getSentenceIndex(article, 'paragraphs');
  const nearest = best ? joinPointedAt(best, asked, all) : null;
  let room = MAX_WORDS - countWords(nearest?.text ?? '');
  const further: DraftStatement[] = [];
  for (const { sentence } of others.slice(0, MAX_LOOKED_AT)) {
    const length = countWords(sentence.text);
    if (further.length === MAX_FURTHER) break;
    if (length > room || nearest?.text.includes(sentence.text)) continue;
    room -= length;
    further.push({ text: sentence.text, ...sentence.evidence });
  }
  return { outcome: 'probable', statements: [], nearest, ...(further.length > 0 && { further }) };
}

/** A sentence, joined with the preceding one of its paragraph if it refers back to it. */
function joinPointedAt(
  { sentence, at }: Passage,
  asked: ParsedQuestion,
  all: SentenceIndex['all'],
): DraftStatement {
  const before = all[at - 1];
  const isBeside = before?.unit === sentence.unit && before.part === sentence.part;
  const joined = isBeside ? sentence.whole.slice(before.start, sentence.end) : '';
  const text =
    pointsBack(sentence.text) && joined !== '' && countWords(joined) <= MAX_WORDS
      ? joined
      : selectWords(MAX_WORDS, sentence.text, asked.query);
  return { text, ...markAnswer(sentence.text, asked, text), ...sentence.evidence };
}

/** The best sentence with its neighbours in the paragraph, as one passage of the text, if there is room. */
function findNearestPassage(
  { sentence, at }: Passage,
  asked: ParsedQuestion,
  { all }: SentenceIndex,
): DraftStatement {
  if (countWords(sentence.text) > MAX_WORDS)
    return { text: selectWords(MAX_WORDS, sentence.text, asked.query), ...sentence.evidence };
  return { text: widen(all, { first: at, last: at }, MAX_WORDS), ...sentence.evidence };
}

/** Cuts a longer sentence to the `most` consecutive words that hold most of the question. Verbatim. */
function selectWords(most: number, text: string, query: ReadonlyMap<string, number>): string {
  const found = [...text.matchAll(/\S+/g)];
  if (found.length <= most) return text;
  const holds = found.map(({ 0: word }) =>
    extractContentWords(word).some(each => query.has(stem(each))) ? 1 : 0,
  );
  let [best, start, sum] = [-1, 0, 0];
  for (let i = 0; i < found.length; i++) {
    sum += elementAt(holds, i) - (i >= most ? elementAt(holds, i - most) : 0);
    if (i >= most - 1 && sum > best) [best, start] = [sum, i - most + 1];
  }
  const last = elementAt(found, start + most - 1);
  return text.slice(elementAt(found, start).index, last.index + last[0].length);
}

/**
 * The sentences that share something with a question, with their locations, nearest first. Comments come last
 * unless the question asks about readers.
 */
export function findNearestSentences(article: Article, options: AskedQuestion): DraftStatement[] {
  const asked = parseQuestion(options);
  const sources = asked.ofReaders
    ? (['comments', 'paragraphs'] as const)
    : (['paragraphs', 'comments'] as const);
  return sources.flatMap(where =>
    rankSentences(article, asked, where).map(({ text, evidence }) => ({ text, ...evidence })),
  );
}
