import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';

const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });

/**
 * Whether a text contains strong language or a slur. Stricter than the masking for readers: used to choose
 * the bot's own words.
 */
export function hasStrongLanguage(text: string): boolean {
  return matcher.hasMatch(text);
}
