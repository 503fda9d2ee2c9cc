import { stem } from '../../language/stems.ts';
import type { themeLabels } from './viewpoint-labels.ts';

/**
 * What people argue with, whatever the subject: after the frames of news and debates (Boydstun et al. 2014,
 * Card et al. 2015), divided where readers divide them. A theme joins comments that mean the same in other
 * words ("expensive", "taxpayers").
 */
const THEME_WORDS = {
  'money and cost': `cost costs costly expensive money price prices pay paid pays payer payers taxpayer taxpayers tax taxes fund funds funding budget
    budgets afford affordable spend spending spent waste wasted wasteful dollar dollars euro euros pound pounds cheap cheaper fee fees bill bills
    finance financial financially debt debts expense expenses resource resources save saves saving savings fare fares`,
  'the economy and jobs': `economy economic economically economies job jobs employment unemployment employ employer employers employee employees
    business businesses industry industries market markets trade growth income wage wages profit profits revenue revenues commerce company
    companies career careers worker workers labour labor investment invest prosperity`,
  'freedom and choice': `freedom freedoms free freely liberty liberties choose chooses choosing choice choices chosen decide decides decision
    decisions autonomy voluntary voluntarily forced force forces forcing coerce compulsory mandatory consent individual individuality individually
    express expression expressing oblige obliged dictate`,
  'rights and law': `right rights law laws legal legally illegal constitution constitutional unconstitutional amendment court courts trial trials
    rule rules regulate regulated regulation regulations lawful legislation enforce enforcement justice legitimate oversight accountable
    accountability`,
  'fairness and equality': `fair fairness unfair unfairly equal equally equality inequality unequal discriminate discriminates discrimination
    discriminatory bias biased minority minorities race races racial racist racism gender genders sex sexes sexism sexist women men woman man
    privilege privileged disadvantage disadvantaged diversity diverse inclusive stereotype stereotypes imbalance`,
  'safety and danger': `safe safer safety safely unsafe danger dangers dangerous risk risks risky accident accidents protect protects protected
    protection secure security threat threats threaten threatens defend defense defence harm harms harmful hazard injury injuries vulnerable`,
  'crime and violence': `crime crimes criminal criminals murder murders murderer murderers kill kills killed killing killer violence violent gun guns
    shooting shootings gang gangs attack attacks terror terrorism terrorist terrorists abuse abuses abused abuser traffic trafficking prison prisons
    prisoner prisoners jail torture tortured deter deterrent deterrence theft thief thieves vandal vandals police policing`,
  'health and care': `health healthy healthier unhealthy disease diseases medical medicine medicines doctor doctors hospital hospitals illness ill
    sick patient patients treatment treatments pain painful cure cures mental mentally drug drugs addiction addictive addict addicts pregnancy
    therapy suffering suffer suffers stress anxiety genetic sleep`,
  'life and death': `death deaths die dies dying died dead life lives live suicide dignity euthanasia survive survival human humanity humane inhumane`,
  'right and wrong': `moral morals morality morally immoral ethic ethics ethical unethical wrong sin evil god religion religions religious faith church
    holy bible belief beliefs believe spiritual sacred priest priests nature natural unnatural conscience decent barbaric cruel`,
  'tradition and culture': `tradition traditions traditional culture cultures cultural history historic historical heritage custom customs symbol
    symbols identity outdated obsolete archaic old antiquated modern century centuries institution institutions relevant irrelevant pride
    patriotic patriotism respect disrespect disrespectful`,
  'children and family': `child children childhood kid kids parent parents parental family families mother father baby babies teenager teenagers
    young youth adult adults couple couples son sons daughter daughters`,
  'learning and knowledge': `education educational educate educated school schools teacher teachers teach teaching taught learn learning student
    students university college skill skills knowledge curriculum science scientific research discovery discoveries technology
    technologies technological innovation innovations experience inform informed uninformed experts expertise`,
  'people together': `social socially socialize socialization interact interaction interactions community communities friend friends neighbour
    neighbours neighbor neighbors society societies together unity isolate isolated isolation bully bullying bullied peer peers relationship relationships`,
  'nature and environment': `environment environmental environmentally climate pollution polluted pollute planet earth carbon emission emissions
    energy wildlife bee bees tree trees river species animal animals noise green overpopulation overcrowding crowded`,
  'politics and government': `government governments politics political politically politician politicians democracy democratic vote votes voter
    voters voting election elections elected party parties president congress senate minister council councillor councillors mayor state states
    policy policies representation represent representative campaign corrupt corruption`,
  'war and the world': `war wars military army soldier soldiers combat weapon weapons nuclear country countries nation nations national international
    world global globally peace enemy enemies foreign border borders conflict conflicts`,
  'whether it works': `effective effectively ineffective efficient efficiency inefficient work works working solution solutions solve solves useful
    useless pointless productive productivity quality progress improve improves improvement succeed success successful fail fails failure
    failed practical impractical alternative alternatives better`,
  'facts and sources': `fact facts factual evidence proof source sources figure figures statistic statistics data study studies number numbers truth
    true false lie lies lying claim claims article author journalist journalists journalism news media reporter reporting press headline
    newspaper newspapers misleading fake biased unbiased information`,
  'transport and travel': `train trains bus buses car cars driver drivers drive traffic road roads bridge bridges rail railway station stations
    bicycle bicycles bike bikes cyclist cyclists walk pedestrian pedestrians parking airport flight flights ticket tickets passenger passengers`,
  'work done well': `manager managers management plan plans planning maintenance repair repairs volunteer volunteers staff staffing organise organised
    organize organized service services opening hours timetable schedule`,
} as const satisfies Readonly<Record<(typeof themeLabels)[number], string>>;

export type Theme = keyof typeof THEME_WORDS;
export const themeNames = Object.keys(THEME_WORDS) as Theme[];

const themesByStem: ReadonlyMap<string, readonly Theme[]> = (() => {
  const found = new Map<string, Theme[]>();
  for (const theme of themeNames) {
    for (const word of new Set(THEME_WORDS[theme].trim().split(/\s+/).map(stem)))
      found.set(word, [...(found.get(word) ?? []), theme]);
  }
  return found;
})();

/** The themes that a stem speaks of, mostly none or one. */
export const themesOf = (word: string): readonly Theme[] => themesByStem.get(word) ?? [];
