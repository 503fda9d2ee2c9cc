import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { hasBreak, type Phrase } from './phrases.ts';
import { HEDGING } from './verb-kinds.ts';
import { isAuxiliary, isLexicalVerb, isVerbal } from './word-classes.ts';
import type { SentenceWord } from './words.ts';

/** "Would" is "will" in reported speech. */
const MODALS = new Set(lexicon.modals.words.filter(word => word !== 'would'));

export interface VerbGroup {
  readonly from: number;
  readonly to: number;
  readonly main: SentenceWord;
  readonly hasAuxiliary: boolean;
  readonly isInfinitive: boolean;
  readonly isGerund: boolean;
  readonly isPassive: boolean;
  readonly isNegated: boolean;
  readonly isPossible: boolean;
}

/** Whether a word may stand before the main verb in its group. */
const isHelper = (word: SentenceWord | undefined): word is SentenceWord =>
  isAuxiliary(word) || word?.kind === 'negation' || word?.kind === 'adverb';

function readGroupAt(
  words: readonly SentenceWord[],
  from: number,
  covered: readonly boolean[],
): VerbGroup | undefined {
  const isInfinitive = words[from]?.kind === 'to';
  let at = isInfinitive ? from + 1 : from;
  while (isInfinitive && words[at]?.kind === 'adverb') at++;
  if (!isVerbal(words[at]) || covered[at]) return undefined;
  const helpers: SentenceWord[] = [];
  let next = words[at];
  while (isHelper(next) && (helpers.length === 0 || !hasBreak(next))) {
    helpers.push(next);
    next = words[++at];
  }
  // "has learning difficulties" is not a form of "learn"
  const isForm = next?.kind !== 'gerund' || helpers.length === 0 || helpers.some(({ kind }) => kind === 'be');
  const isState =
    next?.kind === 'adjective' && /ed$/.test(next.lower) && helpers.some(({ kind }) => kind === 'be');
  const hasLexical =
    next !== undefined &&
    isForm &&
    (isLexicalVerb(next) || isState) &&
    !covered[at] &&
    (helpers.length === 0 || !hasBreak(next));
  if (!hasLexical) while (helpers.length > 1 && helpers.at(-1)?.kind === 'adverb') helpers.pop();
  const main = hasLexical ? next : helpers.findLast(({ kind }) => kind === 'be' || kind === 'auxiliary');
  if (!main) return undefined;
  const to = hasLexical ? at + 1 : from + helpers.length + (isInfinitive ? 1 : 0);
  const hasBe = hasLexical && helpers.some(({ kind, root }) => kind === 'be' || root === 'get');
  return {
    from,
    to: Math.max(to, from + 1),
    main,
    hasAuxiliary: helpers.some(({ kind }) => kind !== 'adverb' && kind !== 'negation'),
    isInfinitive,
    isGerund: main.kind === 'gerund' && !hasBe,
    isPassive: hasBe && (main.kind === 'participle' || isState),
    isNegated: helpers.some(({ kind }) => kind === 'negation') || words[from - 1]?.kind === 'negation',
    isPossible:
      helpers.some(({ kind, lower }) => (kind === 'modal' && MODALS.has(lower)) || HEDGING.has(lower)) ||
      HEDGING.has(words[from - 1]?.lower ?? '') ||
      HEDGING.has(words[Math.max(to, from + 1)]?.lower ?? ''),
  };
}

export function readGroups(words: readonly SentenceWord[], phrases: readonly Phrase[]): VerbGroup[] {
  const covered = words.map(() => false);
  for (const { from, to } of phrases) covered.fill(true, from, to);
  const groups: VerbGroup[] = [];
  for (let at = 0; at < words.length; ) {
    const group = readGroupAt(words, at, covered);
    if (group) groups.push(group);
    at = group ? group.to : at + 1;
  }
  return groups;
}
