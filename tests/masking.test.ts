import { expect, test } from 'vitest';
import { maskProfanity } from '../src/language/profanity.ts';

const masked = (text: string) => maskProfanity(text, { maskStrongLanguage: true });

/** Strong words with their forms; none may be readable in full. */
const strong =
  `crap crappy crappier crapped crapping crapper bullcrap CRAP Crap cr@p damn damned dammit goddamn goddammit goddamned dumbass jackass badass
  smartass half-assed asshole asshat arsed arsehole bugger buggered buggers sodding frigging friggin effing fecking tosser tossers tosspot bellend knobhead
  dickhead pillock plonker numpty douche douchebag scumbag sleazebag skank minger shagging wtf WTF stfu bullshit shitty shite bollocks wanker fuck fucking
  motherfucker bitch bitches bastard piss pissed twat cunt slut whore gook spic wetback coon gyppo pikey golliwog wog raghead beaner shemale dago paki
  nigger faggot retard spaz`.split(/\s+/);

test.each(strong)('“%s” is masked but for its first letter, and what stands around it is not', word => {
  const text = masked(`They said, “${word}!” and left.`);
  expect(text).not.toContain(word);
  expect(text).toMatch(/^They said, “.*•••.*!” and left\.$/su);
});

/** Words and names that contain, begin like or sound like a strong word; and sober uses. */
const harmless = [
  'scrap scraps scrapped scrappy scrape scraper skyscraper crape crappie craps crapshoot',
  'Scunthorpe Penistone Essex Middlesex Clitheroe Lightwater Hitchcock Dickinson Cockburn Assisi Assad',
  'damning damnation condemned Amsterdam Rotterdam Adamnan fundamental Damascus Damien macadam',
  'classic classes grass passion assassin embassy ambassador assess assets association compass hard as nails, light as air, tight as a drum',
  'debugger buggy Bugatti feckless effective hello shell hellebore Milford Pakistan raccoon cocoon tycoon despicable suspicious spice Japan shaggy',
  'Lesbos Gypsy Coonawarra Wogan spectacle poof of smoke spic-and-span Shiite Muslims summa cum laude booby trap tit for tat great tits and blue tits',
  'Damit die dicken Mauern halten, braucht es damit mehr Mörtel',
  'Dick Cheney, Moby Dick, Dick Turpin, Philip K. Dick, Charles Dickens',
  'analysis therapist grape drape cocktail peacock cockpit document accumulate circumference title shiitake',
  'The article is about rape, porn, sex, semen, incest and sex trafficking.',
];

test.each(harmless)('nothing of “%s” is masked', text => {
  expect(masked(text)).toBe(text);
});

test.each([
  'crap!',
  '(crap)',
  '*crap*',
  '“crap”',
  "'crap'",
  '#crap',
  'crap…',
  'crap/damn',
  'CRAP!!!',
  'crap?!',
  'crap-',
  'sh!t',
  'cr@p!',
])('signs around a word, or in it, do not hide it: %s', word => {
  expect(masked(`So ${word} it is`)).not.toContain(word);
});

test('nothing is masked where a server wants it shown', () => {
  const text = `What a load of ${strong.join(' and ')}.`;
  expect(maskProfanity(text, { maskStrongLanguage: false })).toBe(text);
});

test('a long text takes no longer than its length says', () => {
  for (const part of ['crap ', 'scrap', 'a', '|', 'sh', 'ass as ', '\\', 'f u '])
    expect(masked(part.repeat(20_000)).length).toBeGreaterThan(1000);
});
