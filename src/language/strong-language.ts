import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';

const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });

/**
 * Whether a text holds strong language or a slur. Stricter than what is masked for readers: the bot's own
 * words are chosen with it.
 */
export function hasStrongLanguage(text: string): boolean {
  return matcher.hasMatch(text);
}
