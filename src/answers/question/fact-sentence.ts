import { defineMessage } from '../../i18n/define-message.ts';
import {
  createMessage,
  formatInEnglish,
  joinValues,
  type MessageDescriptor,
} from '../../i18n/template-values.ts';
import type { ArticleFact, FactName } from './schema.ts';

const counts: { readonly [Name in FactName]?: string } = {
  comments: defineMessage('There is {{count}} comment below the article.'),
  readers: defineMessage('The comments are by {{count}} reader.'),
  quotes: defineMessage('The article has {{count}} quotation.'),
  length: defineMessage('The article has {{count}} word.'),
  disagreements: defineMessage('{{count}} reply disagrees with the comment it answers.'),
};

const NONE: { readonly [Name in FactName]?: string } = {
  comments: defineMessage('This article has no comments.'),
  disagreements: defineMessage('No reply disagrees with the comment it answers.'),
};

const SPEAKERS = defineMessage('The article quotes {{count}} speaker: {{speakers}}.');
const MOST_QUOTED = defineMessage('Quoted most often, {{count}} time: {{speakers}}.');

/** The fact as a sentence, to be translated into the reader's language. */
export function describeFact({ name, number, texts }: ArticleFact): MessageDescriptor {
  const [text = ''] = texts;
  const none = number === 0 ? NONE[name] : undefined;
  if (none !== undefined) return createMessage(none);
  const counted = counts[name];
  if (counted !== undefined) return createMessage(counted, { count: number ?? 0 });
  if (name === 'speakers' || name === 'mostQuoted')
    return createMessage(name === 'speakers' ? SPEAKERS : MOST_QUOTED, {
      count: number ?? 0,
      speakers: joinValues(texts, 'and'),
    });
  return createMessage(sentences[name] ?? '{{text}}', { text });
}

const sentences: { readonly [Name in FactName]?: string } = {
  author: defineMessage('The article is by {{text}}.'),
  source: defineMessage('The article is from {{text}}.'),
  published: defineMessage('The article was published on {{text}}.'),
  headline: defineMessage('The headline is “{{text}}”.'),
};

/** The fact as an English sentence in plain text. */
export const writeFact = (fact: ArticleFact): string => formatInEnglish(describeFact(fact));
