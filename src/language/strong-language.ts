import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';

const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });

/** Whether a text has strong language or a slur; stricter than the masking, for the bot's own words. */
export function hasStrongLanguage(text: string): boolean {
  return matcher.hasMatch(text);
}
