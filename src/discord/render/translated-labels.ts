import {
  numberedLabel,
  parseWithheldLabel,
  sideLabels,
  themeLabels,
  topicForms,
} from '../../answers/comments/viewpoint-labels.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';
import { createTemplateParser } from '../../i18n/templates.ts';
import { t } from '../../i18n/translate.ts';

const parseNumbered = createTemplateParser([numberedLabel]);
const parseSide = createTemplateParser(Object.values(sideLabels).map(({ on }) => on));
const parseTopic = createTemplateParser(Object.values(topicForms));
const BARE_LABELS: readonly string[] = Object.values(sideLabels).map(({ bare }) => bare);

/** A label that plain code made in the reader's language; any other stays as it is. */
export function translateLabel(label: string): string {
  if (BARE_LABELS.includes(label)) return t(label);
  const withheld = parseWithheldLabel(label);
  if (withheld) return formatPlain(createMessage(withheld.template, withheld.values));
  const { label: bare, number } = parseNumbered(label)?.values ?? {};
  if (bare !== undefined && number !== undefined && BARE_LABELS.includes(bare))
    return formatPlain(createMessage(numberedLabel, { label: createMessage(bare), number }));
  const side = parseSide(label);
  const topic = side && translateTopic(side.values.topic ?? '');
  return topic ? formatPlain(createMessage(side.template, { topic })) : label;
}

function translateTopic(topic: string): string | null {
  if ((themeLabels as readonly string[]).includes(topic)) return t(topic);
  const found = parseTopic(topic);
  return found && formatPlain(createMessage(found.template, found.values));
}
