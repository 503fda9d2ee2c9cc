import { splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';

/** The sentence sharing most with the claim, verbatim, and its passage's index; null if none shares any. */
export function findNearestSentence(
  claim: string,
  passages: readonly string[],
): { text: string; passage: number } | null {
  const wanted = [...new Set(stemText(claim))];
  let best: { text: string; passage: number; score: number } | null = null;
  for (const { text, passage, stems } of readSentences(passages)) {
    const shared = wanted.filter(word => stems.has(word)).length;
    const score = shared / Math.sqrt(stems.size + 5);
    if (shared > 0 && score > (best?.score ?? 0)) best = { text, passage, score };
  }
  return best && { text: best.text, passage: best.passage };
}

/** The passages' sentences with their stems; kept, as they are searched for each sentence of a claim. */
const readSentences = memoizePerObject((passages: readonly string[]) =>
  passages.flatMap((each, passage) =>
    splitSentences(each).map(text => ({ text, passage, stems: new Set(stemText(text)) })),
  ),
);
