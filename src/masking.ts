import { DataSet, englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';
import { endOf } from './ends.ts';

/** Masks strong English words but for their first letter ("b•••"), unless the server wants them shown. */
export function mask(text: string, { maskStrongLanguage }: { maskStrongLanguage: boolean }): string {
  if (!maskStrongLanguage) return text;
  let [masked, at] = ['', 0];
  for (const { start, end } of strongWords(text)) {
    const first = String.fromCodePoint(text.codePointAt(start)!);
    masked += `${text.slice(at, start)}${first}•••`;
    at = end;
  }
  return masked + text.slice(at);
}

/** Where strong words stand, in order, each from the beginning of its first word to the end of its last ("bullshit", "f u c k"). */
function strongWords(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { startIndex, endIndex } of matcher.getAllMatches(text, true)) {
    const last = found.at(-1);
    if (last && endIndex < last.end) continue;
    const start = startIndex - endOf(text.slice(last?.end ?? 0, startIndex), IN_WORD).length;
    const end = endOfWord(text, endIndex + 1);
    if (last && start < last.end) last.end = end;
    else found.push({ start, end });
  }
  return found;
}

const IN_WORD = /[\p{L}\p{N}\p{M}]/u;
const WORD = /[\p{L}\p{N}\p{M}]*/uy;

function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start;
  return start + WORD.exec(text)![0].length;
}

// What the data set lists, but news and readers say soberly.
const sober = new Set('anal anus ejaculate hooker incest orgasm penis porn rape semen sex trafficking vagina'.split(' '));
// Words and names in which the data set sees a strong one.
const harmless =
  `analects analges annals assn assonan assort assyria bestia chappaquiddick cockpit cockscomb coriolanus cumin cummerbund cummings
  cumquat traffick dicker dickey dickie dickinson dickson dicky dyke eridanus fagin feckless fukuoka fukuyama niggard oceanus pissaro
  pussycat pussyfoot shiitake vandyke wankel retardant retardation`.split(/\s+/);
const words = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(phrase => sober.has(phrase.metadata?.originalWord ?? ''))
  .build();
const matcher = new RegExpMatcher({
  ...words,
  whitelistedTerms: [...(words.whitelistedTerms ?? []), ...harmless],
  ...englishRecommendedTransformers,
});
