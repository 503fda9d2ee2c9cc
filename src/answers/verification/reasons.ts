import { phrase } from '../../i18n/define-message.ts';
import { recogniser } from '../../i18n/templates.ts';

/**
 * Why the article bears a claim out or does not, as `/check` says it; kept in English, said in the reader's
 * language.
 */
export const reasons = {
  borneOut: phrase('The article says so.'),
  notSeen: phrase('The engine did not find it in the article.'),
  onlyReaders: phrase('Only readers say so, not the article. {{reason}}'),
  onlyOrdered: phrase('Only a text that gives orders says "{{word}}".'),
  foreign: phrase('"{{words}}" does not stand there.'),
  turned: phrase('The text says "{{other}}", not "{{word}}".'),
  number: phrase('The number {{number}} does not stand there.'),
  otherNumber: phrase('The text gives the number {{number}} of something else.'),
  name: phrase('The name {{name}} does not stand there.'),
  otherOfThing: phrase('The text says "{{other}}" of "{{thing}}", the claim "{{word}}".'),
  other: phrase('The text says "{{other}}", the claim "{{word}}".'),
  denies: phrase('The claim denies what the text does not deny.'),
  denied: phrase('The text denies "{{word}}", the claim does not.'),
  unknown: phrase('The text does not speak of {{words}}.'),
  roles: phrase('In the text it is not "{{doer}}" that "{{verb}}" "{{sufferer}}", but the other way round.'),
  reason: phrase('The text does not say "{{words}}".'),
  nothing: phrase('The claim says nothing that could be looked up.'),
} as const;

export const readReason = recogniser(Object.values(reasons));
