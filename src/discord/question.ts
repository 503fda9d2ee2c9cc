import { UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';

const LONGEST = 1000;

const words = {
  question: {
    none: phrase('Please write a question.'),
    long: phrase('That question has {{length}} characters. Please write it in {{most}} or fewer.'),
  },
  claim: {
    none: phrase('Please write a claim.'),
    long: phrase('That claim has {{length}} characters. Please write it in {{most}} or fewer.'),
  },
} as const;

/** A member's question or claim, trimmed. Throws a UserError if there is none or it is too long to be one. */
export function asked(text: string, what: keyof typeof words = 'question'): string {
  const question = text.trim();
  if (!question) throw new UserError(words[what].none);
  if (question.length > LONGEST)
    throw new UserError(words[what].long, { length: question.length, most: LONGEST });
  return question;
}
