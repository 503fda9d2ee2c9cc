import { defineMessage } from '../../i18n/define-message.ts';
import { createTemplateParser } from '../../i18n/templates.ts';

/**
 * Why the article bears a claim out or does not, as `/check` says it; kept in English, said in the reader's
 * language.
 */
export const reasons = {
  borneOut: defineMessage('The article says so.'),
  notSeen: defineMessage('The engine did not find it in the article.'),
  onlyReaders: defineMessage('Only readers say so, not the article. {{reason}}'),
  onlyOrdered: defineMessage('Only a text that gives orders says "{{word}}".'),
  foreign: defineMessage('"{{words}}" does not stand there.'),
  turned: defineMessage('The text says "{{other}}", not "{{word}}".'),
  number: defineMessage('The number {{number}} does not stand there.'),
  otherNumber: defineMessage('The text gives the number {{number}} of something else.'),
  name: defineMessage('The name {{name}} does not stand there.'),
  otherOfThing: defineMessage('The text says "{{other}}" of "{{thing}}", the claim "{{word}}".'),
  other: defineMessage('The text says "{{other}}", the claim "{{word}}".'),
  denies: defineMessage('The claim denies what the text does not deny.'),
  denied: defineMessage('The text denies "{{word}}", the claim does not.'),
  unknown: defineMessage('The text does not speak of {{words}}.'),
  roles: defineMessage(
    'In the text it is not "{{doer}}" that "{{verb}}" "{{sufferer}}", but the other way round.',
  ),
  reason: defineMessage('The text does not say "{{words}}".'),
  nothing: defineMessage('The claim says nothing that could be looked up.'),
} as const;

/** Reads a reason that was kept in English back into its template and values. */
export const parseReason = createTemplateParser(Object.values(reasons));
