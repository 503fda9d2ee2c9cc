import type { Article } from '../../articles/article.ts';
import { extractContentWords } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import { getSpokenQuotes } from './article-facts.ts';
import { termStemOf } from './question-terms.ts';

const NAME = String.raw`(?<![\p{L}’'-])\p{Lu}[\p{L}’'-]{1,30}(?: \p{Lu}[\p{L}’'-]{1,30}){0,3}`;
/** "The mayor, Tobias Grell," and "Tom Achebe, the engineer who designed the bridge". */
const ROLE_FIRST = new RegExp(
  String.raw`\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]er|[Hh]is|[Tt]heir) (?<role>\p{Ll}[\p{Ll} -]{2,40}), (?<name>${NAME})`,
  'gu',
);
const NAME_FIRST = new RegExp(
  String.raw`(?<name>${NAME}),(?: \d{1,3},)? (?:who (?:is|was|runs|leads|owns|teaches|keeps|heads|sells)|the|an?|its|her|his|their) (?<role>[\p{L} ’'-]{3,50})`,
  'gu',
);

/** Strength of a name for a question that has the role, and of the role for one that has the name. */
const ALIAS_STRENGTH = 0.7;

/** Maps the stem of each role in an article to the surnames of its holders, and each surname to its roles. */
export const getAliases: (article: Article) => ReadonlyMap<string, ReadonlyMap<string, number>> =
  memoizePerObject(article => {
    const aliases = new Map<string, Map<string, number>>();
    const join = (one: string, other: string) => {
      if (one === other) return;
      const known = aliases.get(one) ?? new Map<string, number>();
      aliases.set(one, known.set(other, ALIAS_STRENGTH));
    };
    const add = (name: string, role: string) => {
      const surname = extractContentWords(name).at(-1);
      if (surname === undefined) return;
      for (const word of extractContentWords(role).slice(0, 4).map(termStemOf)) {
        join(word, termStemOf(surname));
        join(termStemOf(surname), word);
      }
    };
    for (const { speaker, role } of getSpokenQuotes(article))
      if (speaker && role && /\p{Lu}/u.test(speaker)) add(speaker, role);
    for (const paragraph of article.paragraphs)
      for (const pattern of [ROLE_FIRST, NAME_FIRST])
        for (const { groups } of paragraph.matchAll(pattern))
          if (groups?.name && groups.role) add(groups.name, groups.role);
    return aliases;
  });
