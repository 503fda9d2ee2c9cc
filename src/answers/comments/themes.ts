import themes from '../../language/lexicons/themes.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import type { themeLabels } from './viewpoint-labels.ts';

/**
 * What people argue with, whatever the subject: after the frames of news and debates (Boydstun et al. 2014,
 * Card et al. 2015), divided where readers divide them. A theme joins comments that mean the same in other
 * words ("expensive", "taxpayers").
 */
const THEME_WORDS = themes.words satisfies Readonly<Record<(typeof themeLabels)[number], readonly string[]>>;

/** The name of a theme, as a label shows it. */
export type Theme = keyof typeof THEME_WORDS;
/** All themes in the order of their list. */
export const themeNames = Object.keys(THEME_WORDS) as Theme[];

const themesByStem: ReadonlyMap<string, readonly Theme[]> = (() => {
  const found = new Map<string, Theme[]>();
  for (const theme of themeNames) {
    for (const word of new Set(THEME_WORDS[theme].map(stem)))
      found.set(word, [...(found.get(word) ?? []), theme]);
  }
  return found;
})();

/** The themes that a stem speaks of, mostly none or one. */
export const themesOf = (word: string): readonly Theme[] => themesByStem.get(word) ?? [];
