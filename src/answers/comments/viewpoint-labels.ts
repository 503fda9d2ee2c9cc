import { phrase } from '../../i18n/define-message.ts';

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
  for: { on: phrase('In favour, on {{topic}}'), bare: phrase('In favour') },
  against: { on: phrase('Critical, on {{topic}}'), bare: phrase('Critical') },
  disagreeing: { on: phrase('Disagreeing, on {{topic}}'), bare: phrase('Disagreeing') },
  unclear: { on: phrase('On {{topic}}'), bare: phrase('Other remarks') },
};
export const numbered = phrase('{{label}} ({{number}})');
export const topicForms = { both: phrase('“{{one}}” and “{{other}}”'), one: phrase('“{{one}}”') } as const;

/** The themes that comments argue with, as a label names them. */
export const themeLabels = [
  phrase('money and cost'),
  phrase('the economy and jobs'),
  phrase('freedom and choice'),
  phrase('rights and law'),
  phrase('fairness and equality'),
  phrase('safety and danger'),
  phrase('crime and violence'),
  phrase('health and care'),
  phrase('life and death'),
  phrase('right and wrong'),
  phrase('tradition and culture'),
  phrase('children and family'),
  phrase('learning and knowledge'),
  phrase('people together'),
  phrase('nature and environment'),
  phrase('politics and government'),
  phrase('war and the world'),
  phrase('whether it works'),
  phrase('facts and sources'),
  phrase('transport and travel'),
  phrase('work done well'),
] as const;
