import { defineMessage } from '../../i18n/define-message.ts';
import { createTemplateParser } from '../../i18n/templates.ts';

/**
 * Where a group of comments stands: for or against the thing debated, disagreeing with other comments, or
 * nowhere in particular.
 */
export type Side = 'for' | 'against' | 'disagreeing' | 'unclear';

/**
 * How the built-in engine names a viewpoint of each side: by what it is about, or without. Kept in English,
 * said in the reader's language.
 */
export const sideLabels: Readonly<Record<Side, { readonly on: string; readonly bare: string }>> = {
  for: { on: defineMessage('In favour, on {{topic}}'), bare: defineMessage('In favour') },
  against: { on: defineMessage('Critical, on {{topic}}'), bare: defineMessage('Critical') },
  disagreeing: { on: defineMessage('Disagreeing, on {{topic}}'), bare: defineMessage('Disagreeing') },
  unclear: { on: defineMessage('On {{topic}}'), bare: defineMessage('Other remarks') },
};
/** A label with a number that tells it apart from others of the same words. */
export const numberedLabel = defineMessage('{{label}} ({{number}})');
/** How a label names two nouns, or one. */
export const topicForms = {
  both: defineMessage('“{{one}}” and “{{other}}”'),
  one: defineMessage('“{{one}}”'),
} as const;

/** What stands in place of a label that a server does not want to see. */
export const withheldLabel = defineMessage('Viewpoint {{number}}');
/** Whether a label stands in place of one that is not shown. */
export const parseWithheldLabel = createTemplateParser([withheldLabel]);

/** The themes that comments argue with, as a label names them. */
export const themeLabels = [
  defineMessage('money and cost'),
  defineMessage('the economy and jobs'),
  defineMessage('freedom and choice'),
  defineMessage('rights and law'),
  defineMessage('fairness and equality'),
  defineMessage('safety and danger'),
  defineMessage('crime and violence'),
  defineMessage('health and care'),
  defineMessage('life and death'),
  defineMessage('right and wrong'),
  defineMessage('tradition and culture'),
  defineMessage('children and family'),
  defineMessage('learning and knowledge'),
  defineMessage('people together'),
  defineMessage('nature and environment'),
  defineMessage('politics and government'),
  defineMessage('war and the world'),
  defineMessage('whether it works'),
  defineMessage('facts and sources'),
  defineMessage('transport and travel'),
  defineMessage('work done well'),
] as const;
