import { type Article, commentTextOf } from '../../articles/article.ts';
import { areSynonyms } from '../../language/antonyms.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { extractContentWords, isReadingEnglish, splitWords, stem, stemText } from '../../language/stems.ts';
import { implies } from '../../language/thesaurus.ts';
import { oneOf } from '../../language/word-lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { hasAnswerOfType } from './answer-type.ts';
import { type ParsedQuestion, parseQuestion } from './parse-question.ts';
import { isForeignQuestion } from './question-words.ts';
import { isOverviewQuestion } from './route.ts';
import type { AnswerStatement, AskedQuestion } from './schema.ts';
import { correctSpelling } from './spelling.ts';

/**
 * A question is strange to an article that has less than half of its names, or of its words; then a statement and its
 * paragraphs must hold so much of it. Of 250 questions with an answer in their article (SQuAD 2.0, development part) one
 * is refused by these rules, whether the answer is a sentence or its bare words; of 500 that are answered with two
 * sentences of another article 359 are.
 */
const MIN_SHARE_IF_STRANGE = { name: 0.35, words: 0.25 };

/** Little is enough with a word that only means one of the question's, for a model answers in words of its own. */
const MIN_MEANT_SHARE = 0.15;

/** What a name of the question counts that the article does not have. */
const STRANGE_NAME_WEIGHT = 2;

/** A question of so few words is answered by the kind of thing that it asks for, whatever it is said with. */
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
  /** The names of the question, or its words in general, are not those of the article; else null. */
  readonly strange: 'name' | 'words' | null;
  /** Whether at least half of the question's words stand in the article somewhere. */
  readonly isAboutArticle: boolean;
}

/**
 * Tells whether a statement has anything to do with a question. Null where that cannot be told: the question has no word
 * to look for, or is in another language than the article.
 */
export function createRelevanceTest(
  article: Article,
  options: AskedQuestion,
): ((statement: AnswerStatement) => boolean) | null {
  if (isOverviewQuestion(options.question)) return null;
  const asked = parseQuestion({ ...options, question: correctSpelling(options.question, article) });
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
  return statement => isRelevant(statement, { article, asked, words, strange, isAboutArticle });
}

/** Words with a capital that do not begin the question. */
const NAMES = /\p{Lu}(?<=\S\s+["'“‘(]?\p{Lu})[\p{L}\p{M}]+/gu;

const ENGLISH_QUESTION = new RegExp(String.raw`^[\s\p{P}]*${oneOf(lexicon.asks.words)}\b`, 'iu');

/** Of other languages than English only that much is known: their empty words, one of which most questions hold. */
function isInLanguageOf(article: Article, question: string): boolean {
  if (isReadingEnglish()) return !isForeignQuestion(question, article);
  const hasEmptyWord = extractContentWords(question).length < splitWords(question).length;
  return hasEmptyWord && !ENGLISH_QUESTION.test(question);
}

/** Words of one family begin alike: stems alone miss too many ("invade", "invasion"). */
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

/** The paragraphs, or the comments, that a statement rests on. */
function textBelow(
  { paragraphs, comments }: AnswerStatement,
  { article }: Pick<RelevanceTest, 'article'>,
): string {
  return [
    ...article.paragraphs.filter((_, index) => paragraphs.includes(index + 1)),
    ...article.comments.filter(({ number }) => comments.includes(number)).map(commentTextOf),
  ].join('\n');
}

/** What stands beside a statement in the text: the paragraphs before and behind, and what all of it is about. */
function textAround({ paragraphs }: AnswerStatement, { article }: Pick<RelevanceTest, 'article'>): string {
  const near = new Set(paragraphs.flatMap(number => [number - 1, number + 1]));
  return [article.headline, ...article.paragraphs.filter((_, index) => near.has(index + 1))].join('\n');
}

function shareOf(words: readonly QuestionWord[], isHeld: (word: QuestionWord) => boolean): number {
  const sum = (of: readonly QuestionWord[]) => of.reduce((all, { weight }) => all + weight, 0);
  return sum(words.filter(isHeld)) / sum(words);
}

/** The share of the question, by weight, whose words or others of their families a text has. */
function shareHeldBy(text: string, words: readonly QuestionWord[]): number {
  const families = collectFamilies(text);
  return shareOf(words, ({ root }) => families.has(familyOf(root)));
}

/** The same with words that mean the question's, or are a kind of what it means. */
function shareMeantBy(text: string, words: readonly QuestionWord[]): number {
  const said = [...new Set(extractContentWords(text))];
  return shareOf(words, ({ word }) =>
    said.some(other => areSynonyms(stem(word), stem(other)) || implies(word, other) || implies(other, word)),
  );
}
