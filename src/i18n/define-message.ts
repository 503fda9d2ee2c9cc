/**
 * Marks a sentence that is translated later with `t` (see translate.ts), because the reader's language is not
 * known where it is written.
 */
export const defineMessage = <Sentence extends string>(sentence: Sentence): Sentence => sentence;
