import { type Article, parentNumberOf } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { detectDisagreement } from '../comments/disagreement.ts';
import {
  extractComments,
  findContradictions,
  type GroupedViewpoint,
  groupComments,
} from '../comments/extract.ts';
import { findGistSentence } from '../comments/gists.ts';
import { countWords } from './answer-words.ts';
import { computeFact } from './article-facts.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { findPassages, type Passage } from './passages.ts';
import { type QuestionTerm, termStemsOf } from './question-terms.ts';
import { writeOut } from './route.ts';
import { type DraftStatement, MAX_WORDS, type QuestionDraft } from './schema.ts';
import {
  fits,
  getReading,
  getSentenceIndex,
  getUnitReading,
  type IndexedSentence,
  widen,
} from './sentence-index.ts';

const AGREEMENT = new RegExp(String.raw`^(?:and |so |but )?${oneOf(lexicon.agreement.words)}[\s?!.]*$`, 'iu');

/** Whether a question asks if readers agree with each other. */
export const isAgreementQuestion = (question: string): boolean => AGREEMENT.test(writeOut(question));

/** Keeps the passages that fit into the answer, in their order. */
function fillAnswer(passages: readonly DraftStatement[]): DraftStatement[] {
  let room = MAX_WORDS;
  return passages.filter(({ text }) => {
    const length = countWords(text);
    if (length > room) return false;
    room -= length;
    return true;
  });
}

/** The number of replies that contradict the comment they answer, with the first of these replies. */
export function describeAgreement(article: Article): QuestionDraft {
  const statements = fillAnswer(
    findContradictions(article.comments).map(({ reply, text }) => ({
      text,
      paragraphs: [],
      comments: [reply],
    })),
  );
  return { found: true, fact: computeFact(article, 'disagreements'), statements, nearest: null };
}

/** What readers think: the sentence that heads each of the largest viewpoints, or one of each of a few comments. */
export function summarizeReaders(article: Article): QuestionDraft {
  const { gists, contradictions } = extractComments(article);
  const viewpoints = gists.length > 0 ? [] : groupComments(article).viewpoints;
  const told = article.comments
    .filter(({ number }) => gists.some(({ comment }) => comment === number))
    .map(comment => ({ comment: comment.number, text: findGistSentence(comment, article, contradictions) }));
  const statements = fillAnswer([
    ...viewpoints.map(tellViewpoint),
    ...told.map(({ comment, text }) => ({ text, paragraphs: [], comments: [comment] })),
  ]);
  return { found: statements.length > 0, statements, nearest: null };
}

/** The sentence that heads a viewpoint, or its passage if that sentence is too long, with all its comments. */
function tellViewpoint({ sentence, passage, comments }: GroupedViewpoint): DraftStatement {
  const { text, comment } =
    passage && countWords(sentence.text) > MAX_EXCERPT && countWords(passage.text) <= MAX_EXCERPT
      ? passage
      : sentence;
  return { text, paragraphs: [], comments: [comment, ...comments.filter(number => number !== comment)] };
}

/** Maximum number of comments shown, and the minimum score relative to the best one. */
const MAX_SHOWN = 3;
const MIN_RELATIVE = 0.6;
/** Minimum share of the question that the best comment must cover to answer it, or to answer it probably. */
const MIN_COVERED = 0.5;
const MIN_PROBABLE = 0.2;
/** What a comment that many readers voted for or answered is worth more. */
const ECHO_WEIGHT = 0.03;

/** The share of a question that a comment covers: its best sentence's, plus half of what the rest adds. */
const scoreComment = ({ features: { covered, near, scattered } }: Passage) =>
  covered + (near + scattered) / 2;

/** Whether a comment is relevant too, and shares a word with the question if the best comment does. */
function isAbout(passage: Passage, best: Passage): boolean {
  if (scoreComment(passage) < MIN_RELATIVE * scoreComment(best)) return false;
  return best.features.exact === 0 || passage.features.exact > 0;
}

/** How many replies each comment has, by number. */
export function countReplies({ comments }: Article): ReadonlyMap<string, number> {
  return new Map(
    Map.groupBy(comments, ({ number }) => parentNumberOf(number) ?? '')
      .entries()
      .map(([number, replies]) => [number, replies.length]),
  );
}

/** How many votes and replies comments have, by number. */
function countEchoes(article: Article): ReadonlyMap<string, number> {
  const replies = countReplies(article);
  return new Map(
    article.comments.map(({ number, votes = 0 }) => [
      number,
      Math.max(0, votes) + (replies.get(number) ?? 0),
    ]),
  );
}

/** The best sentence of each comment about a question, best comment first. */
function rankComments(article: Article, asked: ParsedQuestion): Passage[] {
  const echoes = countEchoes(article);
  const rate = (passage: Passage) => {
    const [number = ''] = passage.sentence.evidence.comments;
    return scoreComment(passage) + ECHO_WEIGHT * Math.log1p(echoes.get(number) ?? 0);
  };
  const seen = new Set<number>();
  return findPassages(article, asked, 'comments')
    .toSorted((a, b) => rate(b) - rate(a) || b.score - a.score)
    .filter(({ sentence }) => !seen.has(sentence.unit) && seen.add(sentence.unit));
}

/** "I'm a nurse at the clinic.": the writer's introduction, before the point. */
const INTRODUCTION = /^(?:I(?:['’]m| am| was| work| live)|As an?|Speaking as) /;
/** Maximum number of words to which a reader's sentence is extended by those beside it. */
const MAX_EXCERPT = 26;

/** A sentence of a comment with those after and before it, as far as they fit; after an introduction, at least one. */
export function excerpt(article: Article, sentence: IndexedSentence): DraftStatement {
  const { all } = getSentenceIndex(article, 'comments');
  const at = all.indexOf(sentence);
  const isIntroduction =
    INTRODUCTION.test(sentence.text) && fits(all, { first: at, last: at + 1 }, MAX_WORDS);
  const text = widen(all, { first: at, last: isIntroduction ? at + 1 : at }, MAX_EXCERPT);
  return { text, ...sentence.evidence };
}

/** What contradicts the comments shown, or what these contradict: opposite views are shown together. */
export function addOpposites(article: Article, shown: readonly IndexedSentence[]): DraftStatement[] {
  const { all } = getSentenceIndex(article, 'comments');
  const told = new Set(shown.flatMap(({ evidence }) => evidence.comments));
  const opposed = findContradictions(article.comments).flatMap(({ reply, to, text }) => {
    if (told.has(to) === told.has(reply)) return [];
    return [{ number: told.has(to) ? reply : to, text }];
  });
  return opposed.flatMap(({ number, text }) => {
    const own = all.filter(({ evidence }) => evidence.comments.includes(number));
    const sentence = own.find(each => each.text === text) ?? own[0];
    return sentence ? [excerpt(article, sentence)] : [];
  });
}

/** Makes one term of the parts of a name: readers write "Donal" or "Keefe" for Donal Keefe. */
function joinNames(terms: readonly QuestionTerm[]): QuestionTerm[] {
  const joined: QuestionTerm[] = [];
  for (const term of terms) {
    const last = joined.at(-1);
    if (term.kind !== 'name' || last?.kind !== 'name') joined.push(term);
    else
      joined.splice(-1, 1, { ...term, alternatives: new Map([...last.alternatives, ...term.alternatives]) });
  }
  return joined;
}

/** Finds what readers say about the subject of a question: an excerpt of each relevant comment, at most three. */
export function findReaders(article: Article, asked: ParsedQuestion): QuestionDraft {
  const topic = asked.terms.filter(({ stem }) => !OBJECTING.has(stem));
  const objections = topic.length < asked.terms.length ? findObjections(article) : [];
  const terms = joinNames(topic.length > 0 ? topic : asked.terms);
  const passages = rankComments(article, { ...asked, terms });
  const [best] = passages;
  if (!best) return { found: objections.length > 0, statements: objections, nearest: null };
  if (scoreComment(best) >= MIN_COVERED) {
    const shown = passages
      .filter(passage => isAbout(passage, best))
      .slice(0, MAX_SHOWN)
      .map(({ sentence }) => sentence);
    const told = [
      ...shown.map(sentence => excerpt(article, sentence)),
      ...(shown.length > 1 ? [] : addOpposites(article, shown)),
    ].slice(0, MAX_SHOWN);
    return { found: true, statements: fillAnswer(told), nearest: null };
  }
  if (objections.length > 0) return { found: true, statements: objections, nearest: null };
  const echoed = findEcho(article, asked);
  const isProbable = echoed !== undefined || scoreComment(best) >= MIN_PROBABLE;
  const nearest = excerpt(article, echoed ?? best.sentence);
  return { found: false, outcome: isProbable ? 'probable' : 'not found', statements: [], nearest };
}

/** Minimum number of words of the article that a comment must take up; a number counts as two. */
const MIN_ECHOED = 2;
/** Number of sentences of the article, from the one on the subject on, whose words a comment may take up. */
const ECHO_REACH = 3;

/**
 * The sentence of a comment that takes up what the article says on the subject of a question in other words
 * than its own: "£3.85 a day! Prisoners get more" on the budget. Undefined if there is none.
 */
function findEcho(article: Article, asked: ParsedQuestion): IndexedSentence | undefined {
  const [told] = findPassages(article, asked, 'paragraphs', MIN_COVERED);
  if (!told || told.features.strong < MIN_COVERED) return undefined;
  const { all: sentences } = getSentenceIndex(article, 'paragraphs');
  const words = new Set(
    sentences
      .slice(told.at, told.at + ECHO_REACH)
      .filter(({ unit }) => unit === told.sentence.unit)
      .flatMap(({ text }) => termStemsOf(text)),
  );
  const comments = getSentenceIndex(article, 'comments');
  const weigh = (known: ReadonlySet<string>) => {
    const shared = [...words.intersection(known)];
    const count = shared.reduce((sum, stem) => sum + (/\d/.test(stem) ? 2 : 1), 0);
    const weight = shared.reduce((sum, stem) => sum + comments.index.inverseFrequency(stem), 0);
    return count < MIN_ECHOED ? 0 : weight;
  };
  const rated = comments.all.map(sentence => ({
    sentence,
    whole: weigh(getUnitReading(comments, sentence.unit).known),
    own: weigh(getReading(sentence).known),
  }));
  const [best] = rated.toSorted((a, b) => b.whole - a.whole || b.own - a.own);
  return best && best.whole > 0 ? best.sentence : undefined;
}

const OBJECTING = new Set(lexicon.objecting.words.map(stem));

/** The sentences in which top-level comments object to the article. */
function findObjections({ comments }: Article): DraftStatement[] {
  return fillAnswer(
    comments
      .filter(({ number }) => !number.includes('.'))
      .flatMap(({ number, paragraphs }) => {
        const found = detectDisagreement(paragraphs, []);
        return found ? [{ text: found.text, paragraphs: [], comments: [number] }] : [];
      }),
  );
}
