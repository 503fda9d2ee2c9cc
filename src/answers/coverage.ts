import { formatList, t } from '../i18n/translate.ts';
import type { Answered } from './service.ts';

/** `read in 3 parts`, `34 of 210 paragraphs and 3 of 52 comments read`; only for a long article. */
export function formatCoverage({ coverage }: Pick<Answered<unknown>, 'coverage'>): string[] {
  if (!coverage) return [];
  const { parts, paragraphs, comments } = coverage;
  const shares = [
    ...(paragraphs && paragraphs.read < paragraphs.of
      ? [t('{{read}} of {{count}} paragraphs', { read: paragraphs.read, count: paragraphs.of })]
      : []),
    ...(comments && comments.read < comments.of
      ? [t('{{read}} of {{count}} comments', { read: comments.read, count: comments.of })]
      : []),
  ];
  return [
    ...(parts > 1 ? [t('read in {{parts}} parts', { parts })] : []),
    ...(shares.length > 0 ? [t('{{shares}} read', { shares: formatList(shares) })] : []),
  ];
}
