import { memoizePerObject } from '../memo.ts';

/*
 * compromise tags a clause by 570 patterns of words and tags. Its own search goes through all the words and tags
 * of the patterns for each clause, and tries many patterns that cannot match: two thirds of the time of tagging.
 * This one starts from the words and tags of the clause, and skips patterns whose first words stand nowhere in it.
 * It finds the same matches in the same order (tests/tagging.test.ts).
 */

/** A word as compromise reads it. */
interface TaggerTerm {
  readonly text: string;
  readonly normal: string;
  readonly tags: ReadonlySet<string>;
  readonly implicit?: string;
  readonly machine?: string | null;
  readonly root?: string;
  /** The classes between which its neighbours decide: `Noun|Verb`. */
  readonly switch?: string;
  readonly alias?: readonly string[];
}

/** What a pattern wants of one word, or of several. */
interface PatternPart {
  readonly tag?: string;
  readonly word?: string;
  readonly fastOr?: ReadonlySet<string>;
  readonly switch?: string;
  /** Sequences of parts of which one must match, or all. */
  readonly choices?: readonly (readonly PatternPart[])[];
  readonly operator?: 'or' | 'and';
  /** Whether it stands for the first word of a clause only. */
  readonly start?: boolean;
  readonly [condition: string]: unknown;
}

interface Pattern {
  readonly match: string;
  readonly regs: readonly PatternPart[];
  /** Words and `#Tags` that a clause must have, and must not have. */
  readonly needs: readonly string[];
  readonly ifNo?: readonly string[];
  /** Words and tags of which a clause must have at least `minWant`. */
  readonly wants: readonly string[];
  readonly minWant: number;
  readonly minWords: number;
}

/** Patterns by the words and tags they need or want, and those that need none. */
interface PatternNet {
  readonly hooks: Readonly<Record<string, readonly Pattern[]>>;
  readonly always: readonly Pattern[];
}

type Pointer = [sentence: number, ...rest: unknown[]];
type Found = Pattern & { readonly pointer: Pointer };

/** The methods of compromise that the search uses. */
interface TaggerMethods {
  readonly one: {
    readonly cacheDoc: (clauses: readonly (readonly TaggerTerm[])[]) => readonly ReadonlySet<string>[];
    readonly match: (
      clauses: readonly (readonly TaggerTerm[])[],
      pattern: Pattern,
    ) => { readonly ptrs: readonly Pointer[] };
  };
}

/** A pattern whose words and tags are numbers. */
interface IndexedPattern {
  readonly pattern: Pattern;
  /** Equal for patterns of the same text, of which only the first counts. */
  readonly text: number;
  readonly needs: readonly number[];
  readonly ifNo: readonly number[];
  readonly wants: readonly number[];
  readonly first: readonly PatternPart[];
  readonly sure: readonly PatternPart[];
}

/** A net with a number for each word and tag; those it hooks patterns to come first, in its order. */
interface IndexedNet {
  readonly numbers: ReadonlyMap<string, number>;
  readonly hooked: readonly (readonly IndexedPattern[])[];
  readonly always: readonly IndexedPattern[];
  /** The clause, counted, in which each word or tag occurred last, and each pattern. */
  readonly lastHeld: Float64Array;
  readonly lastSeen: Float64Array;
  clauses: number;
}

const indexNet = memoizePerObject(({ hooks, always }: PatternNet): IndexedNet => {
  const numbers = new Map<string, number>();
  const texts = new Map<string, number>();
  const numberIn = (of: Map<string, number>) => (text: string) => {
    const number = of.get(text) ?? of.size;
    of.set(text, number);
    return number;
  };
  const [numberOf, textOf] = [numberIn(numbers), numberIn(texts)];
  for (const hook of Object.keys(hooks)) numberOf(hook);
  const known = new Map<Pattern, IndexedPattern>();
  const indexPattern = (pattern: Pattern): IndexedPattern => {
    const first = listFirstParts(pattern.regs);
    const indexed = known.get(pattern) ?? {
      pattern,
      text: textOf(pattern.match),
      needs: pattern.needs.map(numberOf),
      ifNo: (pattern.ifNo ?? []).map(numberOf),
      wants: pattern.wants.map(numberOf),
      first,
      sure: listSureParts(first),
    };
    known.set(pattern, indexed);
    return indexed;
  };
  const hooked = Object.values(hooks).map(patterns => patterns.map(indexPattern));
  const others = always.map(indexPattern);
  const [lastHeld, lastSeen] = [new Float64Array(numbers.size), new Float64Array(texts.size)];
  return { numbers, hooked, always: others, lastHeld, lastSeen, clauses: 0 };
});

/** Conditions of parts that stand for exactly one word; a part with any other may stand for several, or none. */
const SINGLE = new Set(['tag', 'word', 'fastOr', 'switch', 'anything', 'operator', 'start', 'end']);
const hasOnly = (part: PatternPart, isAllowed: (condition: string) => boolean): boolean =>
  Object.entries(part).every(
    ([name, value]) => value === undefined || name.startsWith('group') || isAllowed(name),
  );
const isOfOneWord = (part: PatternPart): boolean => {
  const { choices = [] } = part;
  if (!choices.every(([choice, ...others]) => choice && others.length === 0 && isCondition(choice)))
    return false;
  return hasOnly(part, name => SINGLE.has(name) || name === 'choices');
};
const isCondition = (part: PatternPart) => hasOnly(part, name => SINGLE.has(name) || name === 'method');
/** A part that may stand for more words than the one that it must stand for. */
const isOfSomeWords = (part: PatternPart) =>
  part.tag !== undefined && hasOnly(part, name => name === 'tag' || name === 'greedy');

/** The parts at the beginning of a pattern that stand for one word each, the last for one or more. */
function listFirstParts(parts: readonly PatternPart[]): readonly PatternPart[] {
  const end = parts.findIndex(part => !isOfOneWord(part));
  if (end < 0) return parts;
  return parts.slice(0, isOfSomeWords(parts[end] ?? {}) ? end + 1 : end);
}

/** Those of them that do so in a contraction too, of which a part that names a word may take both words. */
function listSureParts(first: readonly PatternPart[]): readonly PatternPart[] {
  const named = first.findIndex(({ word }) => word !== undefined);
  return named < 0 ? first : first.slice(0, named + 1);
}

/** Whether a part that stands for one word may stand for this one. */
function mayBe(part: PatternPart, term: TaggerTerm | undefined): boolean {
  if (!term) return false;
  const { word, tag, switch: classes, fastOr, choices } = part;
  if (word !== undefined)
    return (
      term.normal === word ||
      term.text === word ||
      term.machine === word ||
      term.alias?.includes(word) === true
    );
  if (tag !== undefined) return term.tags.has(tag);
  if (classes !== undefined) return term.switch === classes;
  if (fastOr !== undefined)
    return fastOr.has(term.root || term.implicit || term.machine || term.normal) || fastOr.has(term.text);
  const isMet = ([choice]: readonly PatternPart[]) => choice === undefined || mayBe(choice, term);
  return choices === undefined || (part.operator === 'and' ? choices.every(isMet) : choices.some(isMet));
}

interface Clause {
  readonly terms: readonly TaggerTerm[];
  readonly hasContraction: boolean;
}

/** Whether the first parts of a pattern may stand somewhere in a clause. */
function mayStand(pattern: IndexedPattern, { terms, hasContraction }: Clause): boolean {
  const first = hasContraction ? pattern.sure : pattern.first;
  const last = first[0]?.start ? 0 : terms.length - first.length;
  for (let at = 0; at <= last; at++) if (first.every((part, i) => mayBe(part, terms[at + i]))) return true;
  return false;
}

/** The patterns that a clause with these words and tags may match, in the order of the net. */
function listCandidates(net: IndexedNet, held: ReadonlySet<string>): IndexedPattern[] {
  const { numbers, hooked, lastHeld, lastSeen } = net;
  const now = ++net.clauses;
  const hooks: number[] = [];
  for (const each of held) {
    const number = numbers.get(each);
    if (number === undefined) continue;
    lastHeld[number] = now;
    if (number < hooked.length) hooks.push(number);
  }
  const isHeld = (number: number) => lastHeld[number] === now;
  const candidates: IndexedPattern[] = [];
  for (const hook of hooks.sort((a, b) => a - b))
    for (const each of hooked[hook] ?? []) {
      if (lastSeen[each.text] === now) continue;
      lastSeen[each.text] = now;
      if (!each.needs.every(isHeld) || each.ifNo.some(isHeld)) continue;
      if (each.wants.length > 0 && each.wants.filter(isHeld).length < each.pattern.minWant) continue;
      candidates.push(each);
    }
  return [...candidates, ...net.always];
}

/** Finds what compromise's own `bulkMatch` finds: where which patterns of a net match in which clause. */
export function findPatterns(
  clauses: readonly (readonly TaggerTerm[])[],
  net: PatternNet,
  { one }: TaggerMethods,
  { matchOne = false }: { readonly matchOne?: boolean } = {},
): Found[] {
  const indexed = indexNet(net);
  const found: Found[] = [];
  for (const [at, held] of one.cacheDoc(clauses).entries()) {
    const terms = clauses[at] ?? [];
    const clause = { terms, hasContraction: terms.some(({ implicit }) => implicit) };
    for (const each of listCandidates(indexed, held)) {
      if (terms.length < each.pattern.minWords || !mayStand(each, clause)) continue;
      const { ptrs } = one.match([terms], each.pattern);
      for (const pointer of ptrs) {
        pointer[0] = at;
        found.push({ ...each.pattern, pointer });
      }
      if (matchOne && found[0]) return [found[0]];
    }
  }
  return found;
}
