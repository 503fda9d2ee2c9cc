import summary from '../../language/lexicons/summary.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';

const FULL_NAME = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}'’-]* (\p{Lu}[\p{L}'’-]{2,40})/gu;

/**
 * Surnames that sentences give with a first name, mapped to the index of the first to do so; without those in
 * the headline.
 */
export function findFullNames(
  sentences: readonly { readonly text: string; readonly index: number }[],
  headline: string,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { text, index } of sentences)
    for (const [, surname = ''] of text.matchAll(FULL_NAME))
      if (!found.has(surname) && !headline.includes(surname)) found.set(surname, index);
  return found;
}

const SHORT_NAME = /^(?:\p{L}+ ){0,3}?(?<!\p{Lu}[\p{L}'’-]* )(\p{Lu}[\p{L}'’-]{2,40})(?! \p{Lu})/u;

/** What may come before the first name of a sentence without being a first name itself. */
const OPENING = new RegExp(
  `^(?:According to|To|Of|${oneOf([...summary.clauses.words, ...summary.beforePronouns.words])}) `,
  'u',
);

/**
 * The surname with which a sentence opens if an earlier one gave the first name ("Maund puts the cost at …");
 * undefined if there is none.
 */
export function findShortName(
  text: string,
  fullNames: ReadonlyMap<string, number>,
  index: number,
): string | undefined {
  const surname = SHORT_NAME.exec(text.replace(OPENING, ''))?.[1]?.replace(/['’]s$/u, '');
  return surname !== undefined && (fullNames.get(surname) ?? index) < index ? surname : undefined;
}
