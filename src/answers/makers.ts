import { createRequire } from 'node:module';
import { createLazy } from '../lazy.ts';
import type { AnyMaker } from './recipe.ts';
import { AnswerKind } from './recipes.ts';

const require = createRequire(import.meta.url);

/** The maker of each kind of answer, loaded on first use. */
const makers: Readonly<Record<AnswerKind, () => AnyMaker>> = {
  summary: createLazy(
    () => (require('./summary/maker.ts') as typeof import('./summary/maker.ts')).summaryMaker,
  ),
  quotes: createLazy(() => (require('./quotes/maker.ts') as typeof import('./quotes/maker.ts')).quotesMaker),
  comments: createLazy(
    () => (require('./comments/maker.ts') as typeof import('./comments/maker.ts')).commentsMaker,
  ),
  question: createLazy(
    () => (require('./question/maker.ts') as typeof import('./question/maker.ts')).questionMaker,
  ),
  check: createLazy(() => (require('./check/maker.ts') as typeof import('./check/maker.ts')).checkMaker),
};

/** The maker of a kind. Throws a ZodError for an unknown kind. */
export function makerOf(kind: string): AnyMaker {
  return makers[AnswerKind.parse(kind)]();
}
