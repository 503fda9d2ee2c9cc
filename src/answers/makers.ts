import { checkMaker } from './check/maker.ts';
import { commentsMaker } from './comments/maker.ts';
import { questionMaker } from './question/maker.ts';
import { quotesMaker } from './quotes/maker.ts';
import type { AnyMaker } from './recipe.ts';
import { AnswerKind } from './recipes.ts';
import { summaryMaker } from './summary/maker.ts';

/** What makes the answers of each kind. */
export const makers = {
  summary: summaryMaker,
  quotes: quotesMaker,
  comments: commentsMaker,
  question: questionMaker,
  check: checkMaker,
} as const satisfies Readonly<Record<AnswerKind, AnyMaker>>;

/** The maker of a kind. Throws an Error for what is no kind. */
export function makerOf(kind: string): AnyMaker {
  return makers[AnswerKind.parse(kind)];
}
