import type { Maker } from '../recipe.ts';
import { checkUnshown, extractUnshown, findNearestUnshown } from './conversation.ts';
import type { QuestionAnswer, QuestionDraft, QuestionOptions } from './schema.ts';

/** Makes answers to questions about an article and its comments. */
export const questionMaker = {
  extract: extractUnshown,
  check: checkUnshown,
  findNearest: findNearestUnshown,
} satisfies Maker<QuestionOptions, QuestionDraft, QuestionAnswer>;
