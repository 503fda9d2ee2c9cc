/** One row of signs for each alternative, and which alternatives are right. */
export interface Case {
  readonly rows: readonly (readonly number[])[];
  readonly right: readonly boolean[];
}

export type Weights = Readonly<Record<string, number>>;

/** Strength of the pull of weights towards 0: a Gaussian prior on those of signs scaled to unit variance. */
const STRENGTH = 0.02;
const STEPS = 250;
const RATE = 0.05;
/** Adam's decay rates for the averages of the gradient and its square (Kingma and Ba 2015). */
const [MEMORY, SQUARES] = [0.9, 0.99];

/** All rows of all cases in one array, each sign divided by its spread, with the end index of each case. */
interface Table {
  readonly values: Float64Array;
  readonly right: Uint8Array;
  readonly ends: Uint32Array;
  readonly width: number;
}

/** The standard deviation of each sign over all alternatives; 1 for a constant sign. */
function measureSpread(rows: readonly (readonly number[])[], width: number): number[] {
  return Array.from({ length: width }, (_, k) => {
    const mean = rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[k] ?? 0) - mean) ** 2, 0) / rows.length;
    return Math.sqrt(variance) || 1;
  });
}

function createTable(cases: readonly Case[], spread: readonly number[]): Table {
  const width = spread.length;
  const rows = cases.flatMap(each => each.rows);
  const values = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries())
    for (let k = 0; k < width; k++) values[i * width + k] = (row[k] ?? 0) / (spread[k] ?? 1);
  let end = 0;
  const ends = Uint32Array.from(cases, each => {
    end += each.rows.length;
    return end;
  });
  return { values, right: Uint8Array.from(cases.flatMap(each => each.right.map(Number))), ends, width };
}

/** Adds each case's gradient to the slope: towards the right alternatives, away from those it favours. */
function addPull({ values, right, ends, width }: Table, weights: Float64Array, slope: Float64Array): void {
  let start = 0;
  for (const end of ends) {
    const odds = new Float64Array(end - start);
    for (let i = 0; i < odds.length; i++) {
      let score = 0;
      for (let k = 0; k < width; k++) score += (values[(start + i) * width + k] ?? 0) * (weights[k] ?? 0);
      odds[i] = score;
    }
    const top = Math.max(...odds);
    let [all, good] = [0, Number.MIN_VALUE];
    for (let i = 0; i < odds.length; i++) {
      const each = Math.exp((odds[i] ?? 0) - top);
      odds[i] = each;
      all += each;
      if (right[start + i]) good += each;
    }
    for (let i = 0; i < odds.length; i++) {
      const each = odds[i] ?? 0;
      const pull = (right[start + i] ? each / good : 0) - each / all;
      for (let k = 0; k < width; k++)
        slope[k] = (slope[k] ?? 0) + pull * (values[(start + i) * width + k] ?? 0);
    }
    start = end;
  }
}

/**
 * Fits the weights that give the right alternatives the largest share of the odds (softmax, with the prior),
 * by gradient ascent; rounded to three decimals.
 */
export function fitWeights(cases: readonly Case[], names: readonly string[]): Weights {
  const spread = measureSpread(
    cases.flatMap(each => each.rows),
    names.length,
  );
  const table = createTable(cases, spread);
  const [weights, slopes, squares] = [names, names, names].map(() => new Float64Array(names.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let step = 1; step <= STEPS; step++) {
    const slope = weights.map(weight => -STRENGTH * weight * cases.length);
    addPull(table, weights, slope);
    for (const [k, each] of slope.entries()) {
      slopes[k] = MEMORY * (slopes[k] ?? 0) + (1 - MEMORY) * each;
      squares[k] = SQUARES * (squares[k] ?? 0) + (1 - SQUARES) * each ** 2;
      const size = Math.sqrt((squares[k] ?? 0) / (1 - SQUARES ** step)) + 1e-8;
      weights[k] = (weights[k] ?? 0) + (RATE * (slopes[k] ?? 0)) / (1 - MEMORY ** step) / size;
    }
  }
  return Object.fromEntries(
    names.map((name, k) => [name, Number(((weights[k] ?? 0) / (spread[k] ?? 1)).toFixed(3))]),
  );
}
