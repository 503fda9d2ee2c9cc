/**
 * Marks a sentence that is said later, with `t` (see translate.ts): its reader's language is not known where
 * it is written.
 */
export const defineMessage = <Sentence extends string>(sentence: Sentence): Sentence => sentence;
