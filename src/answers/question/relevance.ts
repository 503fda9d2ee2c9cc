import { type Article, commentTextOf } from '../../articles/article.ts';
import { areSynonyms } from '../../language/antonyms.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { extractContentWords, isReadingEnglish, splitWords, stem, stemText } from '../../language/stems.ts';
import { implies } from '../../language/thesaurus.ts';
import { oneOf } from '../../language/word-lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { hasAnswerOfType } from './answer-type.ts';
import { findCommentsBy } from './chosen-comments.ts';
import { type ParsedQuestion, parseQuestion } from './parse-question.ts';
import { asksPublic, isForeignQuestion } from './question-words.ts';
import { isOverviewQuestion } from './route.ts';
import { findSpokenAnswer } from './said.ts';
import type { AnswerStatement, AskedQuestion } from './schema.ts';
import { correctSpelling } from './spelling.ts';

/**
 * Minimum share of a question that a statement and its paragraphs must hold if the article has less than half
 * of the question's names, or no more than half of its words. Of 250 questions with an answer in their
 * article (SQuAD 2.0, development part) these rules refuse one, whether the answer is a sentence or its bare
 * words; of 500 questions answered with two sentences of another article they refuse 359.
 */
const MIN_SHARE_IF_STRANGE = { name: 0.35, words: 0.25 };

/** Minimum share counting words of similar meaning. It is low, because a model answers in its own words. */
const MIN_MEANT_SHARE = 0.15;

/** Factor for a name in the question that the article does not have. */
const STRANGE_NAME_WEIGHT = 2;

/** A question of at most this many words is answered by any statement with the kind of thing it asks for. */
const FEW_WORDS = 2;

interface QuestionWord {
  readonly word: string;
  readonly root: string;
  readonly weight: number;
}

interface RelevanceTest {
  readonly article: Article;
  readonly asked: ParsedQuestion;
  readonly words: readonly QuestionWord[];
  /** What the article mostly lacks: the question's names or its words in general; null if neither. */
  readonly strange: 'name' | 'words' | null;
  /** Whether at least half of the question's words occur somewhere in the article. */
  readonly isAboutArticle: boolean;
}

/**
 * Creates a test of whether a statement has anything to do with a question. Null if that cannot be told,
 * because the question has no word to look for or is in another language than the article.
 */
export function createRelevanceTest(
  article: Article,
  options: AskedQuestion,
): ((statement: AnswerStatement) => boolean) | null {
  if (isOverviewQuestion(options.question)) return null;
  const of = asksPublic(options.question) ? 'readers' : options.of;
  const asked = parseQuestion({ ...options, of, question: correctSpelling(options.question, article) });
  if (asked.query.size === 0 || !isInLanguageOf(article, asked.question)) return null;
  const known = getFamilies(article);
  const isKnown = (root: string) => known.has(familyOf(root));
  const names = stemText((asked.question.match(NAMES) ?? []).join(' '));
  const words = collectWords(asked).map(each =>
    names.includes(each.root) && !isKnown(each.root)
      ? { ...each, weight: each.weight * STRANGE_NAME_WEIGHT }
      : each,
  );
  const unknown = words.filter(({ root }) => !isKnown(root)).length;
  const isOfOthers = names.filter(name => !isKnown(name)).length * 2 > names.length;
  const isElsewhere = words.length > FEW_WORDS && unknown * 2 >= words.length;
  const strange = isOfOthers ? 'name' : isElsewhere ? 'words' : null;
  const isAboutArticle = unknown * 2 <= words.length;
  // the question may call a speaker otherwise than the text does
  const spoken = new Set(
    [findSpokenAnswer, findCommentsBy].flatMap(
      find => find(article, asked.question)?.statements.map(({ text }) => text) ?? [],
    ),
  );
  return statement =>
    spoken.has(statement.text) || isRelevant(statement, { article, asked, words, strange, isAboutArticle });
}

/** Capitalised words that do not begin the question. */
const NAMES = /\p{Lu}(?<=\S\s+["'“‘(]?\p{Lu})[\p{L}\p{M}]+/gu;

const ENGLISH_QUESTION = new RegExp(String.raw`^[\s\p{P}]*${oneOf(lexicon.asks.words)}\b`, 'iu');

/**
 * Whether a question is in the article's language. For languages other than English only the stop words are
 * known; most questions contain one.
 */
function isInLanguageOf(article: Article, question: string): boolean {
  if (isReadingEnglish()) return !isForeignQuestion(question, article);
  const hasEmptyWord = extractContentWords(question).length < splitWords(question).length;
  return hasEmptyWord && !ENGLISH_QUESTION.test(question);
}

/** Words of one family share a prefix: stems alone miss too many ("invade", "invasion"). */
const familyOf = (root: string) => root.slice(0, 5);

const collectFamilies = (text: string) => new Set(stemText(text).map(familyOf));

const getFamilies: (article: Article) => ReadonlySet<string> = memoizePerObject(
  ({ headline, byline, paragraphs, comments }) =>
    collectFamilies([headline, byline ?? '', ...paragraphs, ...comments.map(commentTextOf)].join('\n')),
);

function collectWords({ question, query }: ParsedQuestion): QuestionWord[] {
  const words = new Map(extractContentWords(question).map(word => [stem(word), word]));
  return [...query].map(([root, weight]) => ({ root, weight, word: words.get(root) ?? root }));
}

function isRelevant(statement: AnswerStatement, test: RelevanceTest): boolean {
  const { asked, words, strange, isAboutArticle } = test;
  const { question, type } = asked;
  const own = [statement.text, ...statement.ground.map(({ quote }) => quote)].join('\n');
  const held = shareHeldBy(`${own}\n${textBelow(statement, test)}`, words);
  if (strange) return held >= MIN_SHARE_IF_STRANGE[strange];
  if (held > 0 || isAboutArticle || shareHeldBy(textAround(statement, test), words) > 0) return true;
  if (!isReadingEnglish()) return false;
  const isOfKind = type !== 'any' && hasAnswerOfType(type, own, question);
  return (isOfKind && words.length <= FEW_WORDS) || shareMeantBy(own, words) >= MIN_MEANT_SHARE;
}

/** The text of the paragraphs, or the comments, that a statement rests on. */
function textBelow(
  { paragraphs, comments }: AnswerStatement,
  { article }: Pick<RelevanceTest, 'article'>,
): string {
  return [
    ...article.paragraphs.filter((_, index) => paragraphs.includes(index + 1)),
    ...article.comments.filter(({ number }) => comments.includes(number)).map(commentTextOf),
  ].join('\n');
}

/** The text around a statement: the headline and the adjacent paragraphs. */
function textAround({ paragraphs }: AnswerStatement, { article }: Pick<RelevanceTest, 'article'>): string {
  const near = new Set(paragraphs.flatMap(number => [number - 1, number + 1]));
  return [article.headline, ...article.paragraphs.filter((_, index) => near.has(index + 1))].join('\n');
}

function shareOf(words: readonly QuestionWord[], isHeld: (word: QuestionWord) => boolean): number {
  const sum = (of: readonly QuestionWord[]) => of.reduce((all, { weight }) => all + weight, 0);
  return sum(words.filter(isHeld)) / sum(words);
}

/** Weighted share of the question's words that a text has, or has a word of the same family for. */
function shareHeldBy(text: string, words: readonly QuestionWord[]): number {
  const families = collectFamilies(text);
  return shareOf(words, ({ root }) => families.has(familyOf(root)));
}

/** Weighted share of the question's words for which a text has a synonym, a hypernym or a hyponym. */
function shareMeantBy(text: string, words: readonly QuestionWord[]): number {
  const said = [...new Set(extractContentWords(text))];
  return shareOf(words, ({ word }) =>
    said.some(other => areSynonyms(stem(word), stem(other)) || implies(word, other) || implies(other, word)),
  );
}
