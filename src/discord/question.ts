import { UserError } from '../errors.ts';

const LONGEST = 1000;

/** A member's question, trimmed. Throws a UserError if there is none or it is too long to be one. */
export function asked(text: string): string {
  const question = text.trim();
  if (!question) throw new UserError('Please write a question.');
  if (question.length > LONGEST)
    throw new UserError(
      `That question has ${question.length.toLocaleString('en')} characters. Please ask in ${LONGEST.toLocaleString('en')} or fewer.`,
    );
  return question;
}
