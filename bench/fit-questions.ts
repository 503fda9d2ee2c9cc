import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rankByWords, readSigns } from '../src/answers/question/answerable.ts';
import { extractAnswer } from '../src/answers/question/extract.ts';
import { completeQuestion } from '../src/answers/question/follow-up.ts';
import { removeShown } from '../src/answers/question/follow-ups/exclusion.ts';
import { type Turn, turnOf } from '../src/answers/question/follow-ups/turn.ts';
import { parseQuestion } from '../src/answers/question/parse-question.ts';
import type { PassageFeatures } from '../src/answers/question/passage-features.ts';
import { findPassages, signsOf } from '../src/answers/question/passages.ts';
import { correctSpelling } from '../src/answers/question/spelling.ts';
import { toLikelihood, weigh } from '../src/answers/question/weights.ts';
import { getArticleLanguageCode } from '../src/articles/article-language.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { requireValue } from '../src/lists.ts';
import { type Case, fitWeights, type Weights } from './fitting.ts';
import {
  type Dialogue,
  QUESTIONS_FOLDER,
  type Question,
  type QuestionSet,
  readQuestionSet,
} from './question-items.ts';
import { holdsPhrase } from './question-words.ts';

/*
 * Fits the weights of the question recipe to the project's training questions, and prints how well they do on
 * articles that they were not fitted to: `npx node bench/fit-questions.ts`; with `--write` the weights are
 * written to where the recipe reads them. Questions about readers, facts and the whole article are answered
 * in other ways and left out. No published data is used.
 */

const FOLDER = join(QUESTIONS_FOLDER, 'training');
const WEIGHTS = join(import.meta.dirname, '../src/answers/question/fitted-weights.json');
const OTHER_WAYS: ReadonlySet<string> = new Set(['readers', 'facts', 'overview']);
/** Number of folds into which the articles are split for cross-validation. */
const PARTS = 5;
/** Maximum number of sentences shown together. */
const SHOWN = 3;

interface Found {
  readonly features: PassageFeatures;
  readonly signs: ReadonlyMap<string, number>;
  readonly holds: boolean;
}

type Type = ReturnType<typeof parseQuestion>['type'];

interface Asked {
  readonly article: string;
  readonly type: Type;
  readonly isAnswerable: boolean;
  readonly found: readonly Found[];
}

/** A question to be answered by itself, with what the conversation before it showed. */
interface Posed extends Question {
  readonly article: string;
  readonly shown?: string | undefined;
  readonly exclude?: readonly string[];
}

/** The messages of a dialogue, each completed from what the built-in engine showed before it. */
function completeTurns({ article: name, turns }: Dialogue, articles: QuestionSet['articles']): Posed[] {
  const article = requireValue(articles.get(name), `article ${name}`);
  return withTextLanguage(getArticleLanguageCode(article), () => {
    const before: Turn[] = [];
    return turns.flatMap(turn => {
      if ('silent' in turn) return [];
      const { question, exclude, isFollowUp } = completeQuestion(turn.question, before, article);
      const last = isFollowUp ? before.at(-1) : undefined;
      const shown = last?.statements.map(({ text }) => text).join(' ');
      before.push(turnOf(question, extractAnswer(removeShown(article, exclude), { question, shown })));
      return [{ ...turn, article: name, question, shown, exclude }];
    });
  });
}

async function readAsked(): Promise<Asked[]> {
  const { questions, dialogues, articles } = await readQuestionSet(FOLDER);
  const messages = dialogues.flatMap(dialogue => completeTurns(dialogue, articles));
  return [...questions, ...messages]
    .filter(({ asks }) => !OTHER_WAYS.has(asks))
    .map(({ article: name, question, answers = [], unanswerable, shown, exclude = [] }: Posed) => {
      const article = requireValue(articles.get(name), `article ${name}`);
      return withTextLanguage(getArticleLanguageCode(article), () => {
        const asked = parseQuestion({ question: correctSpelling(question, article), shown });
        const found = findPassages(removeShown(article, exclude), asked, 'paragraphs');
        return {
          article: name,
          type: asked.type,
          isAnswerable: !unanswerable,
          found: found.map(({ features, sentence }) => ({
            features,
            signs: signsOf(features, asked.type),
            holds: answers.some(answer => holdsPhrase(sentence.text, answer)),
          })),
        };
      });
    })
    .filter(({ found }) => found.length > 1);
}

/** Signs used to rank the sentences by their words: words, forms and surroundings. */
const WORDS = [
  ...['covered', 'exact', 'strong', 'near', 'scattered', 'lacking', 'hits', 'verb', 'focus', 'pairs'],
  ...[
    'kin',
    'whole',
    'rank',
    'words',
    'lead',
    'denied',
    'utmost',
    'past',
    'opposite',
    'replaced',
    'missingNames',
  ],
  ...['typed', 'beside', 'next', 'nearby'],
  ...['measure', 'number', 'amount', 'time', 'place', 'reason', 'work', 'person', 'name'].map(
    type => `typed:${type}`,
  ),
];
/** Signs used to rank them by their sense too. */
const SENTENCE = [...WORDS, 'sense', 'senseBehind', 'senseBeside'];
/** Signs used to judge whether the best sentence is right. */
const ANSWER = [
  ...WORDS.filter(name => !name.includes(':') && name !== 'lead'),
  ...['untyped', 'length', 'missingNumbers', 'lacksForm', 'share', 'shareOfThree', 'score', 'margin'],
  ...['any:kin', 'any:exact', 'any:typed', 'any:beside'],
  ...['measure', 'number', 'amount', 'time', 'place', 'reason', 'work', 'person', 'name'].map(
    type => `is:${type}`,
  ),
];

const toRow = (signs: ReadonlyMap<string, number>, names: readonly string[]) =>
  names.map(name => signs.get(name) ?? 0);

const isLearnable = ({ found }: Asked) => found.some(({ holds }) => holds);

const fitSentences = (asked: readonly Asked[], names: readonly string[]): Weights =>
  fitWeights(
    asked.filter(isLearnable).map(
      ({ found }): Case => ({
        rows: found.map(({ signs }) => toRow(signs, names)),
        right: found.map(({ holds }) => holds),
      }),
    ),
    names,
  );

interface Ranked {
  readonly asked: Asked;
  /** The signs of the ranking by words. */
  readonly signs: ReadonlyMap<string, number>;
  /** Index of the first right sentence, counted from 0; Infinity if there is none. */
  readonly place: number;
}

/** Ranks the sentences of a question by their scores, and reads the signs of their ranking by words. */
function rank(asked: Asked, { sentence, words }: Pick<Model, 'sentence' | 'words'>): Ranked {
  const place = asked.found
    .map(({ signs, holds }) => ({ holds, score: weigh(signs, sentence) }))
    .toSorted((a, b) => b.score - a.score)
    .findIndex(({ holds }) => holds);
  const signs = readSigns(rankByWords(asked.found, asked.type, words), asked.type);
  return { asked, signs, place: place < 0 ? Infinity : place };
}

const isRight = ({ asked, place }: Ranked) => asked.isAnswerable && place < SHOWN;
const isAnswerable = ({ asked }: Ranked) => asked.isAnswerable;

/** Fits a yes-or-no choice as two alternatives, with an all-zero row for no. */
const fitChoice = (ranked: readonly Ranked[], isYes: (each: Ranked) => boolean): Weights =>
  fitWeights(
    ranked.map((each): Case => {
      const row = toRow(new Map([...each.signs, ['constant', 1]]), [...ANSWER, 'constant']);
      return { rows: [row, row.map(() => 0)], right: [isYes(each), !isYes(each)] };
    }),
    [...ANSWER, 'constant'],
  );

interface Model {
  readonly sentence: Weights;
  readonly words: Weights;
  readonly right: Weights;
  readonly answerable: Weights;
}

function fitModel(asked: readonly Asked[]): Model {
  const [sentence, words] = [fitSentences(asked, SENTENCE), fitSentences(asked, WORDS)];
  const judged = asked.map(each => rank(each, { sentence, words }));
  return {
    sentence,
    words,
    right: fitChoice(judged, isRight),
    answerable: fitChoice(judged, isAnswerable),
  };
}

/** Judges each question with weights that were fitted without its article. */
function judgeLeftOut(asked: readonly Asked[]) {
  const articles = [...new Set(asked.map(({ article }) => article))];
  return Array.from({ length: PARTS }, (_, part) =>
    articles.filter((_article, i) => i % PARTS === part),
  ).flatMap(left => {
    const model = fitModel(asked.filter(({ article }) => !left.includes(article)));
    return asked
      .filter(({ article }) => left.includes(article))
      .map(each => {
        const ranked = rank(each, model);
        return {
          ...ranked,
          right: toLikelihood(weigh(ranked.signs, model.right)),
          answerable: toLikelihood(weigh(ranked.signs, model.answerable)),
        };
      });
  });
}

/** The percentage of pairs of a yes and a no in which the yes has the higher score. */
function comparePairs<T>(all: readonly T[], isYes: (each: T) => boolean, scoreOf: (each: T) => number) {
  const [yes, no] = [all.filter(isYes), all.filter(each => !isYes(each))];
  const won = yes.reduce((sum, a) => sum + no.filter(b => scoreOf(a) > scoreOf(b)).length, 0);
  return (100 * won) / (yes.length * no.length);
}

const asked = await readAsked();
const judged = judgeLeftOut(asked);
const learnable = judged.filter(({ asked: each }) => isLearnable(each));
const show = (name: string, value: number) => console.log(`${name}: ${value.toFixed(1)} of 100`);
for (const most of [1, SHOWN, 10])
  show(
    `the right sentence among the first ${most}`,
    (100 * learnable.filter(({ place }) => place < most).length) / learnable.length,
  );
show(
  'right before wrong, in pairs',
  comparePairs(judged, isRight, each => each.right),
);
show(
  'with before without an answer, in pairs',
  comparePairs(judged, isAnswerable, each => each.answerable),
);
const [withAnswer, without] = [judged.filter(isAnswerable), judged.filter(each => !isAnswerable(each))];
const shareOf = <T>(all: readonly T[], test: (each: T) => boolean) =>
  ((100 * all.filter(test).length) / all.length).toFixed(1);
for (const at of [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8]) {
  const isSure = (each: (typeof judged)[number]) => each.right >= at;
  const isThere = (each: (typeof judged)[number]) => each.answerable >= at;
  console.log(
    `at ${at}: right ${shareOf(withAnswer, each => isSure(each) && isRight(each))}, wrong ${shareOf(withAnswer, each => isSure(each) && !isRight(each))}, invented ${shareOf(without, isSure)};`,
    `refused ${shareOf(without, each => !isThere(each))}, right ones refused ${shareOf(withAnswer, each => !isThere(each))}`,
  );
}
if (process.argv.includes('--write')) writeFileSync(WEIGHTS, `${JSON.stringify(fitModel(asked), null, 2)}\n`);
