import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import type { Mood } from './clause.ts';
import { hasBreak } from './phrases.ts';
import type { Draft, Reading } from './subjects.ts';
import type { VerbGroup } from './verb-groups.ts';
import { CLAIMING, IMPLICATIVE, RUMOURS, TELLING, WANTING } from './verb-kinds.ts';
import type { SentenceWord } from './words.ts';

const CONDITIONS = new Set(lexicon.conditions.words);

export function moodOf(group: VerbGroup, parent: Draft | undefined, isControlled: boolean): Mood {
  if (group.isPossible) return 'possible';
  // "is said to be worth"
  const isHearsay = parent?.group.isPassive && (TELLING.has(parent.verb) || CLAIMING.has(parent.verb));
  if (isControlled && isHearsay) return 'possible';
  if (isControlled && parent && !IMPLICATIVE.has(parent.verb))
    return WANTING.has(parent.verb) || CLAIMING.has(parent.verb) ? 'wanted' : parent.mood;
  return isControlled && parent ? parent.mood : 'fact';
}

/** Marks the clauses of an if-clause as conditions, and its main clause as conditional. */
export function markConditions(drafts: readonly Draft[], { words }: Reading): void {
  const opening = words.findIndex(({ lower }) => CONDITIONS.has(lower));
  if (opening < 0) return;
  const close =
    opening === 0 || hasBreak(words[opening])
      ? words.findIndex((word, at) => at > opening && /,/.test(word.before))
      : words.length;
  const end = close < 0 ? words.length : close;
  const isIf = words[opening]?.lower !== 'whether';
  for (const draft of drafts) {
    if (draft.from > opening && draft.from < end) draft.mood = 'condition';
  }
  if (!isIf) return;
  const main =
    close < 0 || end === words.length
      ? drafts.findLast(({ from }) => from < opening)
      : drafts.find(({ from }) => from >= end);
  if (main?.mood === 'fact') main.mood = 'conditional';
}

/** Marks as a fact what was wanted or planned and came to be: "was expected to open, and it did". */
export function markConfirmed(drafts: readonly Draft[], { words }: Reading): void {
  for (const [index, { group, subjects, from, to, isNegated }] of drafts.entries()) {
    const before = drafts[index - 1];
    const isAlone = to === words.length || hasBreak(words[to]);
    const isAuxiliary = /^(?:did|has|have|was|were)$/.test(group.main.lower) && to - from === 1;
    const isSame = subjects.every(
      ({ isPronoun, words: own }) => isPronoun && PERSONAL.test(own[0]?.lower ?? ''),
    );
    const isPlan =
      before?.group.isInfinitive === true && !before.isNegated && /^(?:wanted|possible)$/.test(before.mood);
    if (before && isPlan && isAlone && isAuxiliary && isSame && !isNegated)
      Object.assign(before, { mood: 'fact', source: null });
  }
}

const PERSONAL = /^(?:it|he|she|they)$/;

/** Marks who says what: a verb of saying or believing governs what follows or, at the end, what precedes. */
export function markSources(drafts: readonly Draft[], { words }: Reading): void {
  const isAccording = words.some(({ lower }, at) => lower === 'according' && words[at + 1]?.kind === 'to');
  for (const [index, draft] of drafts.entries()) {
    const isClaim = CLAIMING.has(draft.verb);
    if (!isClaim && !TELLING.has(draft.verb)) continue;
    // somebody who "was told" is not the one who says it
    const source = {
      phrase: draft.group.isPassive
        ? null
        : (draft.subjects.find(({ isName }) => isName) ?? draft.subjects[0] ?? null),
      isClaim: isClaim || draft.mood !== 'fact',
    };
    const isTrailing =
      index > 0 &&
      index === drafts.length - 1 &&
      draft.patients.length === 0 &&
      (hasBreak(words[draft.subjects[0]?.from ?? draft.from]) || hasBreak(words[draft.from]));
    const governed = isTrailing ? drafts.slice(0, index) : drafts.slice(index + 1);
    for (const other of governed) {
      // a clause outside the quotation marks is not part of the quotation
      const between = isTrailing ? [] : words.slice(draft.to, other.from + 1);
      if (between.some(hasQuotation) && !hasQuotation(words[draft.to])) break;
      if (!other.source) other.source = source;
    }
  }
  markRumours(drafts, words);
  if (isAccording) for (const draft of drafts) draft.source ??= { phrase: null, isClaim: false };
}

const hasQuotation = (word: SentenceWord | undefined) => word !== undefined && /[“”"]/.test(word.before);

/** Marks what follows a noun of rumour as a claim: "concern that it would close" is no closing. */
function markRumours(drafts: readonly Draft[], words: readonly SentenceWord[]): void {
  const at = words.findIndex(
    ({ lower, kind }, index) => kind === 'noun' && RUMOURS.has(lower) && words[index + 1]?.lower === 'that',
  );
  if (at < 0) return;
  for (const draft of drafts) if (draft.from > at) draft.source ??= { phrase: null, isClaim: true };
}
