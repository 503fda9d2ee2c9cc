import { numbered, sideLabels, themeLabels, topicForms } from '../../answers/comments/viewpoint-labels.ts';
import { plainly, say } from '../../i18n/template-values.ts';
import { recogniser } from '../../i18n/templates.ts';
import { t } from '../../i18n/translate.ts';

const readNumbered = recogniser([numbered]);
const readSide = recogniser(Object.values(sideLabels).map(({ on }) => on));
const readTopic = recogniser(Object.values(topicForms));
const bares: readonly string[] = Object.values(sideLabels).map(({ bare }) => bare);

/** A label of the built-in engine in the reader's language; any other stays as it is. */
export function labelIn(label: string): string {
  if (bares.includes(label)) return t(label);
  const { label: bare, number } = readNumbered(label)?.values ?? {};
  if (bare !== undefined && number !== undefined && bares.includes(bare))
    return plainly(say(numbered, { label: say(bare), number }));
  const side = readSide(label);
  const topic = side && topicIn(side.values.topic ?? '');
  return topic ? plainly(say(side.template, { topic })) : label;
}

function topicIn(topic: string): string | null {
  if ((themeLabels as readonly string[]).includes(topic)) return t(topic);
  const found = readTopic(topic);
  return found && plainly(say(found.template, found.values));
}
