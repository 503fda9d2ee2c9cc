import type { Answered } from '../../answers/service.ts';
import { summaryRecipe } from '../../answers/summary/recipe.ts';
import { type Length, Lengths, type SummaryAnswer } from '../../answers/summary/schema.ts';
import type { Article } from '../../articles/article.ts';
import { phrase } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import { subjectOf } from '../answer-reference.ts';
import { button, customId, row } from '../custom-id.ts';
import { languageMark } from '../language.ts';
import type { Reply } from '../types.ts';
import { answerRows } from './buttons.ts';
import { cited, frame, paragraphMarks } from './frame.ts';
import { remembered } from './memo.ts';
import { proofLine } from './proof.ts';
import { joinText, md, plainLine } from './text.ts';
import { originalLine, translationProof } from './translation.ts';

const POINT = 420;
const names: Record<Length, string> = {
  brief: phrase('Standfirst'),
  standard: phrase('Summary'),
  full: phrase('Full summary'),
};

/** The points with their paragraphs, and buttons to the other lengths and answers. */
export const renderSummary = remembered(
  (article: Article, answered: Answered<SummaryAnswer>, length: Length): Reply => {
    const points = answered.content.points.map((point): [Markdown, ...Markdown[]] => [
      cited(plainLine(point.translation ?? point.text, POINT), paragraphMarks(point.paragraphs)),
      ...originalLine(point, POINT),
    ]);
    const body = joinText(
      points.map(([first, ...rest]) =>
        joinText([length === 'brief' ? first : md`- ${first}`, ...rest], '\n'),
      ),
      '\n',
    );
    const proof = [
      ...proofLine(summaryRecipe, answered, article, 'point'),
      ...translationProof(answered, answered.content.points),
    ];
    const lengths = Lengths.map(other =>
      button(
        t(names[other]),
        customId('turn', 'summary', article.id, other, languageMark(answered.language)),
        {
          primary: other === length,
          disabled: other === length,
        },
      ),
    );
    return {
      embeds: [frame({ article, answered, kind: t(names[length]), body, proof })],
      components: [
        row(...lengths),
        ...answerRows(article, 'summary', subjectOf('summary', article, answered)),
      ],
    };
  },
);
