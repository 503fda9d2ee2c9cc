import { join } from 'node:path';
import { lacksForm, weighSigns } from '../src/answers/question/answerable.ts';
import { parseQuestion } from '../src/answers/question/parse-question.ts';
import type { PassageFeatures } from '../src/answers/question/passage-features.ts';
import { findPassages } from '../src/answers/question/passages.ts';
import { correctSpelling } from '../src/answers/question/spelling.ts';
import { getArticleLanguageCode } from '../src/articles/article-language.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { requireValue } from '../src/lists.ts';
import { QUESTIONS_FOLDER, readQuestionSet } from './question-items.ts';
import { holdsPhrase } from './question-words.ts';

/*
 * Fits the weights of the question recipe to the project's own questions, and prints them with the results on
 * articles that were held out: `npx node bench/fit-questions.ts`. The weights are rounded and copied by hand
 * into passages.ts and answerable.ts. Questions about readers, facts and the whole article are handled
 * differently and left out.
 */

const FOLDERS = [QUESTIONS_FOLDER, join(QUESTIONS_FOLDER, 'training')];
const OTHER_WAYS: ReadonlySet<string> = new Set(['readers', 'facts', 'overview']);
const RANKING = ['covered', 'near', 'focus', 'pairs', 'typed', 'rank', 'words', 'lead'] as const;
const ANSWERABLE = ['verb', 'near', 'pairs', 'hits', 'length'] as const;
const STRENGTH = 0.3;

/** One row of features per alternative, and which of them are right. */
interface Case {
  readonly article: string;
  readonly rows: readonly (readonly number[])[];
  readonly right: readonly number[];
}

interface Asked extends Pick<Case, 'article'> {
  readonly answerable: boolean;
  readonly found: readonly {
    readonly features: PassageFeatures;
    readonly share: number;
    readonly holds: boolean;
  }[];
}

async function readAsked(folder: string): Promise<Asked[]> {
  const { questions, articles } = await readQuestionSet(folder);
  return questions
    .filter(({ asks }) => !OTHER_WAYS.has(asks))
    .map(({ article: name, question, answers = [], unanswerable }) => {
      const article = requireValue(articles.get(name), `article ${name}`);
      const passages = withTextLanguage(getArticleLanguageCode(article), () =>
        findPassages(article, parseQuestion({ question: correctSpelling(question, article) }), 'paragraphs'),
      );
      const found = passages.map(({ features, share, sentence }) => ({
        features,
        share,
        holds: answers.some(answer => holdsPhrase(sentence.text, answer)),
      }));
      return { article: name, answerable: !unanswerable, found };
    })
    .filter(({ found }) => found.length > 1);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/**
 * Finds the weights that maximize the likelihood of the right alternatives (softmax, L2-regularized), by
 * gradient ascent.
 */
function fitWeights(cases: readonly Case[], steps = 3000): number[] {
  const size = cases[0]?.rows[0]?.length ?? 0;
  let weights = Array.from({ length: size }, () => 0);
  for (let step = 0; step < steps; step++) {
    const slope = weights.map(weight => -STRENGTH * weight);
    for (const { rows, right } of cases) {
      const odds = rows.map(row => Math.exp(dot(row, weights)));
      const all = odds.reduce((a, b) => a + b, 0);
      const good = odds.reduce((sum, each, i) => sum + each * (right[i] ?? 0), 0);
      for (const [i, row] of rows.entries()) {
        const pull = ((odds[i] ?? 0) * (right[i] ?? 0)) / good - (odds[i] ?? 0) / all;
        for (let k = 0; k < size; k++) slope[k] = (slope[k] ?? 0) + pull * (row[k] ?? 0);
      }
    }
    weights = weights.map((weight, k) => weight + (2 / cases.length) * (slope[k] ?? 0) * 0.5);
  }
  return weights;
}

/** Yields each case with the weights that were fitted without its article. */
function* leaveOut(cases: readonly Case[]): Generator<{ readonly held: Case; readonly weights: number[] }> {
  for (const article of new Set(cases.map(each => each.article))) {
    const weights = fitWeights(cases.filter(each => each.article !== article));
    for (const held of cases) if (held.article === article) yield { held, weights };
  }
}

/** A yes/no decision as a choice between two alternatives, where “no” has all features zero. */
const toChoice = (article: string, row: readonly number[], isYes: boolean): Case => ({
  article,
  rows: [row, row.map(() => 0)],
  right: isYes ? [1, 0] : [0, 1],
});

/**
 * The percentage of yes/no pairs in which the yes scores higher, with weights fitted without the articles
 * concerned.
 */
function comparePairs(cases: readonly Case[]): number {
  const scored = [...leaveOut(cases)].map(({ held, weights }) => ({
    isYes: held.right[0] === 1,
    score: dot(held.rows[0] ?? [], weights),
  }));
  const [yes, no] = [scored.filter(({ isYes }) => isYes), scored.filter(({ isYes }) => !isYes)];
  const won = yes.reduce((sum, a) => sum + no.filter(b => a.score > b.score).length, 0);
  return (100 * won) / (yes.length * no.length);
}

function countFirst(cases: readonly Case[]): number {
  const hits = [...leaveOut(cases)].filter(({ held: { rows, right }, weights }) => {
    const scores = rows.map(row => dot(row, weights));
    return right[scores.indexOf(Math.max(...scores))] === 1;
  });
  return (100 * hits.length) / cases.length;
}

function print(name: string, weights: readonly number[], signs: readonly string[], figure: string): void {
  console.log(`${name}: ${signs.map((sign, i) => `${sign} ${(weights[i] ?? 0).toFixed(2)}`).join(', ')}`);
  console.log(`  ${figure}`);
}

const asked = (await Promise.all(FOLDERS.map(readAsked))).flat();
const ranked = asked
  .filter(({ found }) => found.some(({ holds }) => holds))
  .map(({ article, found }) => ({
    article,
    rows: found.map(({ features }) => RANKING.map(name => features[name])),
    right: found.map(({ holds }) => Number(holds)),
  }));
print('the best sentence', fitWeights(ranked), RANKING, `right in ${countFirst(ranked).toFixed(1)} of 100`);

const best = asked.flatMap(({ article, answerable, found: [first] }) =>
  first
    ? [{ article, answerable, ...first, signs: weighSigns(first.features), lacks: lacksForm(first.features) }]
    : [],
);
const right = best.map(each =>
  toChoice(each.article, [each.signs, each.share, each.lacks, 1], each.answerable && each.holds),
);
const there = best.map(each =>
  toChoice(
    each.article,
    [each.signs, ...ANSWERABLE.map(name => each.features[name]), each.lacks, 1],
    each.answerable,
  ),
);
print(
  'it is right',
  fitWeights(right),
  ['signs', 'share', 'lacks form', 'constant'],
  `${comparePairs(right).toFixed(1)} of 100 pairs`,
);
print(
  'there is an answer',
  fitWeights(there),
  ['signs', ...ANSWERABLE, 'lacks form', 'constant'],
  `${comparePairs(there).toFixed(1)} of 100 pairs`,
);
