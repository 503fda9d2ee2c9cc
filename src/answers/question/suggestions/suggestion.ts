import { z } from 'zod';

/** Maximum length of a question in characters: Discord's limit for a button's label. */
export const MAX_QUESTION = 80;

/** A question that an article answers, with the sentence that answers it. */
export const Suggestion = z.object({
  question: z.string().min(1).max(MAX_QUESTION),
  answer: z.string().min(1),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** Maximum number of suggestions below one answer. */
const MAX_SHOWN = 3;

/** Whether a text reads as a question that stands alone, and fits on a button. */
export function isWellFormed(question: string): boolean {
  if (question.length > MAX_QUESTION || !/^\p{Lu}[^\n\r?]{8,}\?$/u.test(question)) return false;
  if (/[“”"«»()[\]{}<>*_`~|\\/@#]|:\/\//u.test(question)) return false;
  return question.split(/\s+/).length >= 3;
}

const normalize = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The question words at the head: "how many", "who". */
const askingOf = (question: string) =>
  normalize(question)
    .split(' ')
    .slice(0, /^how /i.test(question) ? 2 : 1)
    .join(' ');

/**
 * Picks up to three suggestions whose question was not asked and whose answer was not shown, with different
 * question words as far as possible. Otherwise keeps their order.
 */
export function pickSuggestions(
  suggestions: readonly Suggestion[],
  { asked, shown }: { readonly asked: readonly string[]; readonly shown: readonly string[] },
): string[] {
  const known = new Set(asked.map(normalize));
  const seen = shown.map(normalize).filter(text => text !== '');
  const isNew = ({ question, answer }: Suggestion) => {
    const text = normalize(answer);
    return !known.has(normalize(question)) && !seen.some(each => each.includes(text) || text.includes(each));
  };
  const left = suggestions.filter(isNew);
  const byAsking = [...Map.groupBy(left, ({ question }) => askingOf(question)).values()];
  const first = byAsking.flatMap(([each]) => each ?? []);
  return [...new Set([...first, ...left].map(({ question }) => question))].slice(0, MAX_SHOWN);
}
