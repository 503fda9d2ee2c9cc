import type { z } from 'zod';
import type { Answered } from '../../answers/service.ts';
import { summaryRecipe } from '../../answers/summary/recipe.ts';
import { type Length, Lengths, type SummaryAnswer } from '../../answers/summary/schema.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import { summaryButton } from '../button-ids.ts';
import { createButton } from '../components.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows, createLanguageButtons } from './buttons.ts';
import { createDisputesButtons, findDisputesOf, formatDisputedLine } from './disputes.ts';
import { formatParagraphMarks, joinCitation, markLevel, renderFrame } from './frame.ts';
import { memoizeRenderer } from './memo.ts';
import { escapeLine, joinText, md } from './text.ts';
import { formatOriginalLine, formatTranslationProof } from './translation.ts';
import { formatLevelLine, NOTHING_PROVEN } from './verification-line.ts';

const MAX_POINT = 420;
const lengthNames: Record<Length, string> = {
  brief: defineMessage('In one sentence'),
  standard: defineMessage('Summary'),
  full: defineMessage('Full summary'),
};

/** How to show a summary. */
interface SummaryView {
  readonly length: Length;
  readonly settings: DisplaySettings;
}

/** The points with their paragraphs, and buttons for the other lengths and answers. */
export const renderSummary = memoizeRenderer(
  (article: Article, answered: Answered<SummaryAnswer>, { length, settings }: SummaryView): Reply => {
    const disputes = answered.content.points.map(point => findDisputesOf(point, answered.disputed));
    const points = answered.content.points.map((point, at): [Markdown, ...Markdown[]] => [
      joinCitation(
        escapeLine(point.translation ?? point.text, MAX_POINT),
        markLevel(formatParagraphMarks(point.paragraphs), point),
      ),
      ...formatOriginalLine(point, MAX_POINT),
      ...formatDisputedLine(article, disputes[at] ?? []),
    ]);
    const body = joinText(
      points.map(([first, ...rest]) =>
        joinText([length === 'brief' ? first : md`- ${first}`, ...rest], '\n'),
      ),
      '\n',
    );
    const verification = [
      ...formatLevelLine(summaryRecipe, answered, settings),
      ...formatTranslationProof(answered, answered.content.points),
    ];
    const idOf = (form: Partial<z.output<typeof summaryButton.values>>) =>
      createCustomId('turn', summaryButton, {
        article: article.id,
        length,
        language: answered.language,
        ...form,
      });
    const lengths = Lengths.filter(other => other !== length).map(other =>
      createButton(t(lengthNames[other]), idOf({ length: other })),
    );
    return {
      cards: [
        renderFrame({
          article,
          answered,
          kind: t(lengthNames[length]),
          body: points.length > 0 ? body : t(NOTHING_PROVEN),
          verification,
        }),
      ],
      components: createAnswerRows({
        article,
        shown: 'summary',
        reference: answerReferenceOf('summary', article, answered),
        forms: [
          ...lengths,
          ...createDisputesButtons(article, disputes.flat()),
          ...createLanguageButtons(answered, language => idOf({ language })),
        ],
      }),
    };
  },
);
