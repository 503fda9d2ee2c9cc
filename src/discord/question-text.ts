import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { isBlank } from '../language/cleaning.ts';
import { removeInvisible } from '../language/visible-text.ts';

const MAX_LENGTHS = { question: 1000, claim: 1000, message: 2000 } as const;

const CLAIM_REFUSALS = {
  none: defineMessage('Please type a claim.'),
  long: defineMessage('That claim has {{length}} characters. Please keep it to {{most}} or fewer.'),
};

const refusals = {
  question: {
    none: defineMessage('Please type a question.'),
    long: defineMessage('That question has {{length}} characters. Please keep it to {{most}} or fewer.'),
  },
  claim: CLAIM_REFUSALS,
  message: CLAIM_REFUSALS,
} as const;

/**
 * A member's question or claim, trimmed, without the soft hyphens and other invisible characters that come along
 * from web pages. Throws a UserError if it is empty or too long.
 */
export function parseQuestion(text: string, kind: keyof typeof refusals = 'question'): string {
  const question = removeInvisible(text).trim();
  if (isBlank(question)) throw new UserError(refusals[kind].none);
  const most = MAX_LENGTHS[kind];
  if (question.length > most) throw new UserError(refusals[kind].long, { length: question.length, most });
  return question;
}
