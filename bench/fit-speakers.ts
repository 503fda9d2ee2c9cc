import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from '../src/answers/quotes/coreference.ts';
import { type Case, fitWeights, type Weights } from './fitting.ts';
import {
  countRight,
  isCalled,
  type JudgedQuotation,
  judgeCase,
  readCases,
  type SpeakerCase,
} from './speakers/measure.ts';

/*
 * Fits the weights by which the reader of quotations ranks whom "he" and "she" mean to the development part of
 * bench/speakers, and prints how many speakers are right in articles that they were not fitted to:
 * `npx node bench/fit-speakers.ts`; with `--write` the weights are written to where the reader of quotations
 * reads them. Neither the held-out part nor published data is used.
 */

const WEIGHTS = join(import.meta.dirname, '../src/answers/quotes/pronoun-weights.json');
/** Number of folds into which the articles are split for cross-validation. */
const PARTS = 10;
/** Strength of the prior: there are few pronouns for the number of signs. */
const STRENGTH = 0.15;
/** Times that the weights are fitted: which signs there are depends on whom earlier pronouns mean. */
const ROUNDS = 2;
/** The weights to begin with: the nearest subject or speaker. */
const FIRST: Weights = {
  'sum:any': 1,
  'sum:subject': 1,
  'sum:agent': 0.5,
  'sum:speaker': 2,
  'sum:indirect': 1,
};

interface RankedPronoun {
  readonly candidates: readonly Candidate[];
  readonly right: readonly boolean[];
}

/** The pronouns for speakers that have a right and a wrong candidate, each once. */
function collectPronouns(cases: readonly SpeakerCase[], weights: Weights): RankedPronoun[] {
  const speakersOf = new Map(
    cases
      .flatMap(each => judgeCase(each, weights))
      .map(({ found, speakers }) => [found?.candidates ?? [], speakers]),
  );
  return [...speakersOf]
    .map(([candidates, speakers]) => ({
      candidates,
      right: candidates.map(({ entity }) => speakers.some(each => isCalled(entity.words, each))),
    }))
    .filter(({ right }) => right.includes(true) && right.includes(false));
}

export function fitPronouns(cases: readonly SpeakerCase[]): Weights {
  let weights = FIRST;
  for (let round = 0; round < ROUNDS; round++) {
    const pronouns = collectPronouns(cases, weights);
    const signs = pronouns.flatMap(({ candidates }) => candidates.flatMap(each => [...each.signs.keys()]));
    const names = [...new Set(signs)].toSorted();
    weights = fitWeights(
      pronouns.map(
        ({ candidates, right }): Case => ({
          rows: candidates.map(each => names.map(name => each.signs.get(name) ?? 0)),
          right,
        }),
      ),
      names,
      STRENGTH,
    );
  }
  return weights;
}

/** Judges the quotations of each article with weights that were fitted without it. */
const judgeLeftOut = (cases: readonly SpeakerCase[]): JudgedQuotation[] =>
  Array.from({ length: PARTS }, (_, part) => (at: number) => at % PARTS === part).flatMap(isLeftOut => {
    const weights = fitPronouns(cases.filter((_, at) => !isLeftOut(at)));
    return cases.filter((_, at) => isLeftOut(at)).flatMap(each => judgeCase(each, weights));
  });

const isByPronoun = ({ found }: JudgedQuotation) => (found?.candidates.length ?? 0) > 0;

function show(name: string, judged: readonly JudgedQuotation[]): void {
  const { spoken, right, named, namedRightly } = countRight(cases.length, judged);
  const [pronouns, rightly] = [
    judged.filter(isByPronoun),
    ({ verdict }: JudgedQuotation) => verdict === 'right',
  ];
  const share = (part: number, of: number) => `${part} of ${of} (${((100 * part) / of).toFixed(1)} %)`;
  console.log(
    `${name}: right of all ${share(right, spoken)}, when named ${share(namedRightly, named)},`,
    `by a pronoun ${share(pronouns.filter(rightly).length, pronouns.length)}`,
  );
}

const cases = readCases('development');
show('articles left out', judgeLeftOut(cases));
const weights = fitPronouns(cases);
show(
  'fitted to all',
  cases.flatMap(each => judgeCase(each, weights)),
);
if (process.argv.includes('--write')) writeFileSync(WEIGHTS, `${JSON.stringify(weights, null, 2)}\n`);
