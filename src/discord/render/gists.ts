import type { CommentAct, Gist } from '../../answers/comments/schema.ts';
import type { DisputedSentence } from '../../answers/disputes/dispute.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerBlock, formatParagraphMarks } from './frame.ts';
import { formatReader } from './readers.ts';
import { escapeLine, joinText, mask, md } from './text.ts';
import { formatTranslationLine } from './translation.ts';

const MAX_GIST = 300;

/** What a comment does to the one above it. */
const actSentences: Readonly<Record<Exclude<CommentAct, 'starts'>, string>> = {
  answers: defineMessage('**{{reader}}** answers {{to}}: “{{text}}”'),
  agrees: defineMessage('**{{reader}}** agrees with {{to}}: “{{text}}”'),
  contradicts: defineMessage('**{{reader}}** contradicts {{to}}: “{{text}}”'),
  asks: defineMessage('**{{reader}}** asks {{to}}: “{{text}}”'),
  adds: defineMessage('**{{reader}}** adds to {{to}}: “{{text}}”'),
};

/** A short discussion, one line for each comment: who, what it does to the one above it, and what it says. */
export function renderGists(
  article: Article,
  gists: readonly Gist[],
  { disputed, settings }: { disputed: readonly DisputedSentence[]; settings: DisplaySettings },
): AnswerBlock[] {
  const [first, ...others] = gists.map(gist => {
    const paragraphs = disputed.flatMap(({ paragraph, disputes }) =>
      disputes.some(({ comment }) => comment === gist.comment) ? [paragraph] : [],
    );
    return joinText(
      [
        md`${indent(gist.comment)}${formatGist(article, gist, paragraphs, settings)}`,
        ...formatTranslationLine(
          { translation: gist.translation && mask(gist.translation, settings) },
          MAX_GIST,
        ),
      ],
      '\n',
    );
  });
  return first === undefined ? [] : [first, ...others.map(close => ({ close }))];
}

/** How far in a comment stands by its level; deeper ones stand no further in, for a phone has no room. */
const INDENTS: readonly Markdown[] = [md``, md`↳ `, md`\u2003↳ `, md`\u2003\u2003↳ `];

const indent = (number: string): Markdown =>
  INDENTS[Math.min(INDENTS.length, number.split('.').length) - 1] ?? md``;

function formatGist(
  article: Article,
  { comment, to, text, act }: Gist,
  paragraphs: readonly number[],
  settings: DisplaySettings,
): Markdown {
  const values = {
    reader: formatReader(article, comment, { settings, place: 'opening' }),
    text: escapeLine(mask(text, settings), MAX_GIST),
  };
  if (paragraphs.length > 0)
    return t('**{{reader}}** disputes {{paragraphs}}: “{{text}}”', {
      ...values,
      paragraphs: formatParagraphMarks(paragraphs),
    });
  if (act === 'starts' || to === null) return md`**${values.reader}**: “${values.text}”`;
  return t(actSentences[act], { ...values, to: formatReader(article, to, { settings, place: 'above' }) });
}
