import { fillTemplate } from '../../../i18n/templates.ts';
import { reasons } from '../reasons.ts';
import type { ReadSentence } from './clause.ts';
import type { Phrase } from './phrases.ts';

/** A part of a whole: "three" and "the ten paintings" in "three of the ten paintings". */
interface Part {
  readonly part: Phrase;
  readonly whole: Phrase;
  readonly verbs: ReadonlySet<string>;
}

const QUANTIFIER = /^(?:some|most|many|few|half|part|several|one|both|any)$/;

function readParts({ words, phrases, clauses }: ReadSentence): Part[] {
  return phrases.flatMap((whole, index) => {
    const part = phrases[index - 1];
    const isPart =
      part &&
      words[whole.from - 1]?.lower === 'of' &&
      part.to === whole.from - 1 &&
      (part.head.kind === 'number' || QUANTIFIER.test(part.head.lower)) &&
      /^(?:the|these|those|its|their|his|her|our|all)$/.test(words[whole.from]?.lower ?? '');
    if (!isPart) return [];
    const verbs = clauses
      .filter(({ agents, patients }) =>
        [...agents, ...patients].some(phrase => phrase.from === whole.from || phrase.from === part.from),
      )
      .map(({ verb }) => verb);
    return [{ part, whole, verbs: new Set(verbs) }];
  });
}

/** Whether a phrase names the whole: "the twelve schools" for "the twelve". */
function isSameWhole(whole: Phrase, phrase: Phrase): boolean {
  if (whole.head.kind === 'number') return phrase.words.some(({ stem }) => stem === whole.head.stem);
  return whole.head.stem === phrase.head.stem && [...phrase.core].every(each => whole.core.has(each));
}

/** Finds a whole where the text says it only of a part: "the ten paintings were found" for three of them. */
export function findDroppedPart(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const parts = sentences.flatMap(readParts);
  if (parts.length === 0) return null;
  const own = readParts(statement);
  for (const { verb, agents, patients } of statement.clauses) {
    for (const phrase of [...agents, ...patients]) {
      if (own.some(({ whole }) => whole.from === phrase.from)) continue;
      // "sixty boats" names the part; "boats" leaves open how many
      const isWhole = /^(?:the|all|every|each|its|their)$/.test(phrase.words[0]?.lower ?? '');
      const found = parts.find(
        ({ whole, part, verbs }) =>
          isWhole &&
          verbs.has(verb) &&
          isSameWhole(whole, phrase) &&
          !phrase.words.some(word => part.words.some(each => each.stem === word.stem)),
      );
      if (found)
        return fillTemplate(reasons.onlyPossible, {
          other: [...found.part.words, { text: 'of' }, ...found.whole.words]
            .map(({ text }) => text)
            .join(' '),
          word: phrase.words.map(({ text }) => text).join(' '),
        });
    }
  }
  return null;
}
