import { elementAt } from '../../lists.ts';
import { centroidOf, computeSimilarities, cosineSimilarity, type TextVector } from './text-vectors.ts';

/**
 * How much agreement adds to the similarity of two texts. Without it, those who affirm something end up with
 * those who deny it, since they use the same words.
 */
const AGREEMENT_WEIGHT = 0.15;
const agreementOf = (leans: readonly number[], i: number, j: number) =>
  AGREEMENT_WEIGHT * (leans[i] ?? 0) * (leans[j] ?? 0);

interface ClusterMerge {
  readonly retained: number;
  readonly joined: number;
  readonly similarity: number;
}

/** The merges of average-link clustering, closest first, by nearest-neighbour chains (Murtagh 1983); n². */
function computeMerges(all: readonly TextVector[], leans: readonly number[]): ClusterMerge[] {
  const close = computeSimilarities(all);
  for (const [i, row] of close.entries())
    for (const [j, similarity] of row.entries()) row[j] = similarity + agreementOf(leans, i, j);
  const sizes = all.map(() => 1);
  const alive = new Set(all.keys());
  const found: ClusterMerge[] = [];
  const chain: number[] = [];
  while (alive.size > 1) {
    if (chain.length === 0) chain.push(...alive.values().take(1));
    const last = elementAt(chain, -1);
    const ofLast = elementAt(close, last);
    const nearest = findNearestNeighbor(last, chain.at(-2), ofLast, alive);
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.splice(-2);
    found.push({ retained: nearest, joined: last, similarity: elementAt(ofLast, nearest) });
    alive.delete(last);
    const ofNearest = elementAt(close, nearest);
    const [gone, retained] = [elementAt(sizes, last), elementAt(sizes, nearest)];
    for (const other of alive) {
      const mean = (gone * (ofLast[other] ?? 0) + retained * (ofNearest[other] ?? 0)) / (gone + retained);
      ofNearest[other] = mean;
      const ofOther = close[other];
      if (ofOther) ofOther[nearest] = mean;
    }
    sizes[nearest] = retained + gone;
  }
  return found.toSorted((a, b) => b.similarity - a.similarity);
}

/** Finds the nearest neighbour; on a tie the one before in the chain, so that chains end. */
function findNearestNeighbor(
  item: number,
  before: number | undefined,
  close: Float32Array,
  alive: ReadonlySet<number>,
): number {
  let best = before ?? -1;
  let highest = close[best] ?? Number.NEGATIVE_INFINITY;
  for (const other of alive) {
    const similarity = close[other] ?? 0;
    if (other !== item && similarity > highest) [best, highest] = [other, similarity];
  }
  return best;
}

/** Disjoint sets of 0..count-1, each represented by one of its members. */
function createDisjointSets(count: number) {
  const parent = Array.from({ length: count }, (_, i) => i);
  const sizes = parent.map(() => 1);
  const find = (i: number): number => {
    let root = i;
    for (let next = elementAt(parent, root); next !== root; next = elementAt(parent, root)) root = next;
    for (let step = i; step !== root; ) [step, parent[step]] = [elementAt(parent, step), root];
    return root;
  };
  const join = (a: number, b: number) => {
    const [to, from] = [find(a), find(b)];
    if (to === from) return;
    sizes[to] = elementAt(sizes, to) + elementAt(sizes, from);
    parent[from] = to;
  };
  return { find, join, sizeOf: (i: number) => elementAt(sizes, find(i)) };
}

/**
 * The number of merges that gives the most groups of at least `least` members, counting up to `wanted`; of
 * several such numbers the largest, so that as few texts as possible are left over.
 */
function chooseMergeCount(
  ordered: readonly ClusterMerge[],
  count: number,
  { wanted, least }: ClusterShape,
): number {
  const sets = createDisjointSets(count);
  let groups = least <= 1 ? count : 0;
  let [best, most] = [ordered.length, 0];
  for (const [i, { retained, joined }] of ordered.entries()) {
    const [a, b] = [sets.sizeOf(retained) >= least, sets.sizeOf(joined) >= least];
    sets.join(retained, joined);
    if (a && b) groups -= 1;
    else if (!a && !b && sets.sizeOf(retained) >= least) groups += 1;
    if (Math.min(groups, wanted) >= most) [best, most] = [i + 1, Math.min(groups, wanted)];
  }
  return best;
}

/** How texts are divided into groups. */
interface ClusterShape {
  /** How many groups, if the texts allow it. */
  readonly wanted: number;
  /** Minimum number of texts in a group. */
  readonly least: number;
  /** Minimum cosine to a group's centre for a leftover text to join it; below that it is in no group. */
  readonly joining: number;
  /** Minimum mean cosine of groups to be merged. */
  readonly merging: number;
  /** Which side each text leans to, from -1 to 1; empty if there are no sides. */
  readonly leans: readonly number[];
}

/**
 * Groups of texts (as indices, in order) that say similar things: average-link clustering, cut to give the
 * number of groups wanted; leftover texts then join the group with the nearest centre.
 */
export function clusterVectors(all: readonly TextVector[], shape: ClusterShape): number[][] {
  if (shape.wanted <= 1 || all.length < 2 * shape.least) return all.length === 0 ? [] : [[...all.keys()]];
  const ordered = computeMerges(all, shape.leans).filter(({ similarity }) => similarity >= shape.merging);
  const sets = createDisjointSets(all.length);
  for (const { retained, joined } of ordered.slice(0, chooseMergeCount(ordered, all.length, shape)))
    sets.join(retained, joined);
  const groups = [...Map.groupBy(all.keys(), i => sets.find(i)).values()];
  const large = groups.filter(group => group.length >= shape.least);
  const centres = large.map(group => ({
    vector: centroidOf(group.map(i => elementAt(all, i))),
    lean: group.reduce((sum, i) => sum + (shape.leans[i] ?? 0), 0) / group.length,
  }));
  for (const i of groups.filter(group => group.length < shape.least).flat()) {
    const close = centres.map(
      ({ vector, lean }) =>
        cosineSimilarity(elementAt(all, i), vector) + AGREEMENT_WEIGHT * (shape.leans[i] ?? 0) * lean,
    );
    const closest = Math.max(...close);
    if (closest >= shape.joining) large[close.indexOf(closest)]?.push(i);
  }
  return large.map(group => group.toSorted((a, b) => a - b));
}
