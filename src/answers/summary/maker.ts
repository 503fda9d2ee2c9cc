import type { Article } from '../../articles/article.ts';
import { UserError } from '../../errors.ts';
import { fold } from '../../language/folding.ts';
import type { RefusedStatement } from '../levels.ts';
import type { CheckResult, Maker } from '../recipe.ts';
import { type Evidence, findEvidence } from '../verification/evidence.ts';
import { describeRefused } from '../verification/refused.ts';
import { compareSpans } from '../verification/spans.ts';
import { keepAnchoredTranslation } from '../verification/translation.ts';
import { extractSummary } from './extract.ts';
import { maxPointsOf, type SummaryAnswer, type SummaryDraft, type SummaryOptions } from './schema.ts';

function assertHasText(article: Article): void {
  if (article.paragraphs.length === 0)
    throw new UserError(
      'This article has no text to summarise, only a headline or comments. `/comments` shows what its readers wrote.',
    );
}

type ProvenEvidence = Extract<Evidence, { span: unknown }>;

function removeDuplicates<Each extends ProvenEvidence>(proven: readonly Each[]): Each[] {
  const seen = new Set<string>();
  return proven.filter(({ statement }) => !seen.has(fold(statement.text)) && seen.add(fold(statement.text)));
}

function checkDraft(
  draft: SummaryDraft | SummaryAnswer,
  article: Article,
  options: SummaryOptions,
): CheckResult<SummaryAnswer> {
  assertHasText(article);
  const evidence = draft.points.map(point => ({ point, found: findEvidence(article, point) }));
  const complaints = evidence.flatMap(({ point, found }) => {
    if ('complaint' in found) return [found.complaint];
    const corrected = found.statement.paragraphs.join() !== point.paragraphs.join();
    return corrected
      ? [`A point rests on paragraph ${found.span.paragraph}, not on ${point.paragraphs.join(', ')}.`]
      : [];
  });
  const mistranslated: RefusedStatement[] = [];
  const proven = evidence.flatMap(({ point, found }, at) => {
    if (!('span' in found)) return [];
    const say = (complaint: string) => {
      complaints.push(complaint);
      mistranslated.push(describeRefused(article, { ...point, ...found.statement }, at, complaint));
    };
    const translation = keepAnchoredTranslation(point, found.statement.text, {
      article,
      language: options.language,
      say,
    });
    return [{ at, ...found, statement: { ...found.statement, ...translation } }];
  });
  const refused = evidence.flatMap(({ point, found }, at) =>
    'reason' in found ? [describeRefused(article, point, at, found.reason)] : [],
  );
  const unique = removeDuplicates(proven);
  if (unique.length < proven.length)
    complaints.push(`${proven.length - unique.length} of the points stood there twice.`);
  const most = maxPointsOf(options);
  if (unique.length > most)
    complaints.push(`${unique.length} points were given, at most ${most} were asked for.`);
  const retained = unique.slice(0, most);
  const ordered = retained.toSorted((a, b) => compareSpans(a.span, b.span));
  if (ordered.some((point, i) => point !== retained[i]))
    complaints.push('The points were not in the order of the article.');
  const leftOut = [...('leftOut' in draft ? draft.leftOut : []), ...refused.map(({ reason }) => reason)];
  const answer = { points: ordered.map(({ statement }) => statement), leftOut };
  const untranslated = mistranslated.filter(({ at }) => retained.some(point => point.at === at));
  return { answer, complaints, refused, mistranslated: untranslated };
}

/** Makes summaries in points. Throws a `UserError` for an article without paragraphs. */
export const summaryMaker = {
  extract(article, options) {
    assertHasText(article);
    return extractSummary(article, options);
  },
  check: checkDraft,
} satisfies Maker<SummaryOptions, SummaryDraft, SummaryAnswer>;
