import type { DraftDispute } from '../comments/schema.ts';
import type { DisputedSentence } from './dispute.ts';

/**
 * The disputes found by plain signs together with those that a model named and that passed the check. A
 * comment counts once for a sentence. Sorted as by `sortDisputed`.
 */
export function mergeDisputes(
  plain: readonly DisputedSentence[],
  named: readonly DraftDispute[],
): readonly DisputedSentence[] {
  if (named.length === 0) return plain;
  const merged = new Map(plain.map(sentence => [keyOf(sentence), sentence]));
  for (const { comment, text, paragraph, disputed } of named) {
    const key = keyOf({ paragraph, text: disputed });
    const known = merged.get(key) ?? { paragraph, text: disputed, disputes: [] };
    if (known.disputes.some(each => each.comment === comment)) continue;
    merged.set(key, { ...known, disputes: [...known.disputes, { comment, text, sign: 'named' }] });
  }
  return sortDisputed([...merged.values()]);
}

/** The most disputed sentences first, then those that stand first. */
export function sortDisputed(sentences: readonly DisputedSentence[]): DisputedSentence[] {
  return sentences.toSorted((a, b) => b.disputes.length - a.disputes.length || a.paragraph - b.paragraph);
}

const keyOf = ({ paragraph, text }: Pick<DisputedSentence, 'paragraph' | 'text'>) => `${paragraph} ${text}`;
