import { defineMessage } from '../../i18n/define-message.ts';
import { createTemplateParser } from '../../i18n/templates.ts';

/** Why the article supports a claim or not, in the words of `/check`. Stored in English, then translated. */
export const reasons = {
  borneOut: defineMessage('The article says so.'),
  notSeen: defineMessage('The engine didn’t find it in the article.'),
  readSo: defineMessage('The model reads these words so, and fixed rules see nothing against it.'),
  readOtherwise: defineMessage('The model reads in these words that it isn’t so.'),
  attributed: defineMessage('The text gives it as what somebody says or thinks; the claim doesn’t.'),
  conditional: defineMessage('The text says it on a condition: {{words}}.'),
  dropped: defineMessage('The text says more: {{words}}.'),
  arranged: defineMessage('The words stand there, but I can’t tell that they say this.'),
  onlyReaders: defineMessage('Only readers say so, not the article. {{reason}}'),
  onlyOrdered: defineMessage('“{{word}}” sounds like an order to me, not a statement.'),
  foreign: defineMessage('I don’t see “{{words}}” in the article.'),
  turned: defineMessage('The text says “{{other}}”, not “{{word}}”.'),
  number: defineMessage('I don’t see the number {{number}} in the article.'),
  otherNumber: defineMessage('In the text, the number {{number}} is about something else.'),
  name: defineMessage('I don’t see the name “{{name}}” in the article.'),
  other: defineMessage('The text says “{{other}}”; the claim says “{{word}}”.'),
  denies: defineMessage('The claim denies something the text doesn’t.'),
  denied: defineMessage('The text denies “{{word}}”; the claim doesn’t.'),
  unknown: defineMessage('The text doesn’t mention {{words}}.'),
  roles: defineMessage(
    'In the text it’s the other way round: not “{{doer}}” that “{{verb}}” “{{sufferer}}”.',
  ),
  otherAgent: defineMessage('In the text, “{{verb}}” is said of “{{other}}”, not of “{{word}}”.'),
  otherBinding: defineMessage('In the text, {{number}} goes with “{{other}}”, not with “{{word}}”.'),
  onlyWanted: defineMessage('In the text, “{{word}}” is only what somebody wants or plans.'),
  onlyIf: defineMessage('The text says “{{word}}” only on a condition.'),
  onlyPossible: defineMessage('The text says “{{other}}”, not “{{word}}”.'),
  onlyClaimed: defineMessage('In the text, “{{word}}” is only what “{{who}}” thinks or claims.'),
  otherWay: defineMessage('In the text, what stands around “{{word}}” is the other way round.'),
  reason: defineMessage('The text doesn’t say “{{words}}”.'),
  noParagraph: defineMessage('It names no paragraph that exists.'),
  noComment: defineMessage('It names no comment that exists.'),
  ordersOnly: defineMessage('Its paragraph gives orders and reports nothing.'),
  readersOnly: defineMessage('A reader says so, not the article.'),
  articleOnly: defineMessage('The article says so, not a reader.'),
  notInGround: defineMessage('On a second look, the words it rests on don’t say so.'),
  againstGround: defineMessage('On a second look, the words it rests on say otherwise.'),
  tooLong: defineMessage('With it, the answer would be too long.'),
  address: defineMessage(
    'It speaks to the reader or of itself (“{{word}}”), which the article doesn’t do there.',
  ),
  unrelated: defineMessage('The article has these words, but nowhere together.'),
  otherValue: defineMessage('It says {{claimed}}, the text says {{given}}.'),
  misquoted: defineMessage('Nobody says “{{words}}” there.'),
  counted: defineMessage('The text doesn’t speak of {{number}} {{thing}}.'),
  brought: defineMessage('I don’t see {{words}} there.'),
  withheld: defineMessage('It’s in the model’s words, and this server shows only what is proven.'),
  nothing: defineMessage('The claim has nothing I could look up.'),
} as const;

/** Parses a reason stored in English back into its template and values. */
export const parseReason = createTemplateParser(Object.values(reasons));
