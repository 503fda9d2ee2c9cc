import { UserError } from '../errors.ts';

const LONGEST = 1000;

/** A member's question or claim, trimmed. Throws a UserError if there is none or it is too long to be one. */
export function asked(text: string, what: 'question' | 'claim' = 'question'): string {
  const question = text.trim();
  if (!question) throw new UserError(`Please write a ${what}.`);
  if (question.length > LONGEST)
    throw new UserError(
      `That ${what} has ${question.length.toLocaleString('en')} characters. Please write it in ${LONGEST.toLocaleString('en')} or fewer.`,
    );
  return question;
}
