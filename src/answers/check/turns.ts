import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { elementAt } from '../../lists.ts';
import { isSupported } from './alignment.ts';
import { type Comparison, type Conflict, findNeighbors, shareOf } from './comparison.ts';
import { isContent, type ReadSentence, type ReadWord } from './reading.ts';

/** Below this share of the claim's words in the sentence, the claim is about something else. */
const MIN_SHARE = 0.6;

const TURNING = Object.values(weighty.turning.words).flatMap(({ one, other }) => [
  { from: one, to: other },
  { from: other, to: one },
]);

/** The phrase from a list that ends right before an index, or null. */
function findPhraseBefore(
  words: readonly ReadWord[],
  index: number,
  phrases: readonly string[],
): string | null {
  const before = words
    .slice(Math.max(0, index - 3), index)
    .map(({ lower }) => lower)
    .join(' ');
  return phrases.find(phrase => before === phrase || before.endsWith(` ${phrase}`)) ?? null;
}

const isArticle = ({ lower }: ReadWord) =>
  /^(?:the|a|an|its|his|her|their|this|that|these|those)$/.test(lower);

/** The index after the phrase that precedes a word, skipping articles and determiners. */
function stepOverArticles(words: readonly ReadWord[], index: number): number {
  let at = index;
  while (at > 0 && isArticle(elementAt(words, at - 1))) at--;
  return at;
}

/** Whether a sentence also has a phrase before a pronoun: "with the bell it was seven minutes, without it four". */
const isSaidOfPronoun = ({ words }: ReadSentence, phrase: string) =>
  words.some(
    ({ lower }, at) =>
      /^(?:it|them|him|her|that)$/.test(lower) && findPhraseBefore(words, at, [phrase]) !== null,
  );

/** Whether what precedes "for" or "against" is a verb, or a vote: "retaliation for" is none of the two. */
const isChosen = ({ words }: ReadSentence, at: number) =>
  words.slice(Math.max(0, at - 4), at).some(({ part, stem }) => part === 'verb' || stem === 'vote');

/** Finds a function word that reverses what follows it: "for" and "against", "because of" and "despite". */
export function findTurned({ claim, source, alignment, here: content }: Comparison): Conflict | null {
  const whole = shareOf(content.indexes, alignment);
  for (const link of alignment.links) {
    if (link.relation === 'other' || !isContent(elementAt(claim.words, link.claim))) continue;
    const near = shareOf(findNeighbors(claim, link.claim), alignment);
    if (Math.max(whole, near) < MIN_SHARE) continue;
    const [here, there] = [
      stepOverArticles(claim.words, link.claim),
      stepOverArticles(source.words, link.source),
    ];
    for (const { from, to } of TURNING) {
      const claimed = findPhraseBefore(claim.words, here, from);
      const given = claimed === null ? null : findPhraseBefore(source.words, there, to);
      const isOfChoice = !/^(?:for|against)$/.test(claimed ?? '') || isChosen(claim, here);
      if (claimed !== null && given !== null && isOfChoice && !isSaidOfPronoun(source, claimed))
        return { kind: 'turned', given, claimed, at: link.claim };
    }
  }
  return null;
}

/** The nearest words on either side of a verb that pass a test. */
function findPartners({ words }: ReadSentence, verb: number, isSuch: (index: number) => boolean) {
  let [before, after] = [verb - 1, verb + 1];
  while (before >= 0 && !isSuch(before)) before--;
  while (after < words.length && !isSuch(after)) after++;
  return { before, after };
}

const isBy = (words: readonly ReadWord[], verb: number) => words[verb + 1]?.lower === 'by';

/**
 * Finds swapped roles: names on either side of one verb in the opposite order, with both sentences in the
 * same voice.
 */
export function findTurnedRoles({ claim, source, alignment }: Comparison): Conflict | null {
  const isName = (index: number) => {
    const link = alignment.byClaim.get(index);
    const given = link && elementAt(source.words, link.source);
    return elementAt(claim.words, index).part === 'name' || given?.part === 'name';
  };
  for (const { claim: verb, source: other, relation } of alignment.links) {
    if ([elementAt(claim.words, verb), elementAt(source.words, other)].some(({ part }) => part !== 'verb'))
      continue;
    if (relation === 'other') continue;
    const { before, after } = findPartners(claim, verb, isName);
    const [one, two] = [alignment.byClaim.get(before), alignment.byClaim.get(after)];
    if (!isSupported(one) || !isSupported(two)) continue;
    if (!(two.source < other && other < one.source)) continue;
    if (verb - before > 4 || after - verb > 4 || other - two.source > 4 || one.source - other > 4) continue;
    if (isBy(claim.words, verb) !== isBy(source.words, other)) continue;
    return {
      kind: 'roles',
      verb: elementAt(claim.words, verb).text,
      given: elementAt(claim.words, before).text,
      claimed: elementAt(claim.words, after).text,
      at: verb,
    };
  }
  return null;
}
