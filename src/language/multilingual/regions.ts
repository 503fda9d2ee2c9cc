import type { Language } from '../languages.ts';
import { foldName } from './text.ts';

/** Countries that appear in the news, as ISO 3166 codes. */
const REGIONS =
  'AR AT AU BE BG BR CA CH CL CN CO CU CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IQ IR IS IT JP KE KR LT LU LV MA MX MY NG NL NO NZ PE PH PK PL PT RO RS RU SA SE SI SK SY TH TN TR TW UA US VE VN ZA'.split(
    ' ',
  );
const regionNames = new Map<Language, ReadonlyMap<string, string>>();

function getRegionNames(language: Language): ReadonlyMap<string, string> {
  const known = regionNames.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames(language === 'no' ? 'nb' : language, { type: 'region' });
  const made = new Map(
    REGIONS.flatMap(region => (names.of(region) ?? '').split(/\s+/).map(word => [foldName(word), region])),
  );
  regionNames.set(language, made);
  return made;
}

/** The country that a word of a language denotes, or undefined. */
export const regionOf = (word: string, language: Language): string | undefined =>
  getRegionNames(language).get(foldName(word));
