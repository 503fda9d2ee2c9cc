import manner from './lexicons/manner-of-speaking.json' with { type: 'json' };

const SPEECH_VERBS = `say said says saying; tell told tells telling; add added adds adding; ask asked asks asking; write wrote writes written writing; tweet tweeted
  tweets tweeting; retweet retweeted; post posted posts posting; declare declared declares declaring; explain explained explains explaining; note noted notes noting;
  continue continued continues continuing; argue argued argues arguing; claim claimed claims claiming; insist insisted insists insisting; reply replied replies
  replying; respond responded responds responding; answer answered answers answering; announce announced announces announcing; warn warned warns warning; state
  stated states stating; conclude concluded concludes concluding; recall recalled recalls recalling; acknowledge acknowledged acknowledges acknowledging; admit
  admitted admits admitting; observe observed observes observing; remark remarked remarks remarking; predict predicted predicts predicting; joke joked jokes joking;
  suggest suggested suggests suggesting; quip quipped quips quipping; exclaim exclaimed exclaims; testify testified testifies testifying; comment commented
  comments commenting; charge charged charges charging; complain complained complains complaining; promise promised promises promising; pledge pledged pledges pledging;
  vow vowed vows vowing; urge urged urges urging; boast boasted boasts boasting; concede conceded concedes conceding; stress stressed stresses stressing;
  emphasize emphasized emphasizes emphasizing emphasise emphasised emphasises emphasising; maintain maintained maintains maintaining; report reported reports
  reporting; read reads reading; contend contended contends contending; assert asserted asserts asserting; assure assured assures assuring; allege alleged alleges alleging; accuse accused accuses accusing; blast
  blasted blasts blasting; slam slammed slams slamming; criticize criticized criticizes criticizing criticise criticised; praise praised praises praising; mock mocked mocks
  mocking; shout shouted shouts shouting; yell yelled yells yelling; scream screamed screams screaming; whisper whispered whispers; cry cried cries crying; chant chanted chants
  chanting; sing sang sings singing; demand demanded demands demanding; deny denied denies denying; dismiss dismissed dismisses dismissing; confirm confirmed confirms
  confirming; reveal revealed reveals revealing; remember remembered remembers remembering; lament lamented laments lamenting; speculate speculated speculates; think thought
  thinks; believe believed believes believing; reiterate reiterated reiterates reiterating; repeat repeated repeats repeating; proclaim proclaimed proclaims proclaiming;
  opine opined opines; muse mused muses musing; counter countered counters countering; retort retorted retorts; rule ruled rules ruling; order ordered orders; advise
  advised advises advising; agree agreed agrees agreeing; caution cautioned cautions cautioning; conclude; decry decried decries decrying; denounce denounced denounces
  denouncing; condemn condemned condemns condemning; deride derided derides deriding; express expressed expresses expressing; fire fired; hail hailed hails hailing; hope hoped
  hopes hoping; imply implied implies implying; indicate indicated indicates indicating; inform informed informs informing; invoke invoked; joke; mention mentioned
  mentions mentioning; mutter muttered mutters; nickname nicknamed; offer offered offers offering; point pointed points pointing; pronounce pronounced; propose proposed proposes proposing;
  question questioned questions questioning; quote quoted quotes quoting; recount recounted recounts recounting; remind reminded reminds reminding; sneer sneered; summarize summarized; tout touted
  touts touting; wonder wondered wonders wondering; worry worried worries; advocate advocated; attack attacked attacks attacking; bemoan bemoaned bemoaning; blame blamed
  blames blaming; cite cited cites citing; compare compared compares comparing; credit credited; depict depicted depicts depicting; describe described describes describing; call called calls
  calling; label labeled labels labeling labelled labelling; brand branded brands branding; dub dubbed dubs dubbing; characterize characterized characterizes characterizing characterise
  characterised; refer referred refers referring; liken likened likens likening; term termed terms terming; deem deemed deems deeming; rate rated rates rating; ridicule
  ridiculed; scold scolded; tease teased; taunt taunted; thank thanked; greet greeted; interject interjected; elaborate elaborated; clarify clarified; hint hinted hints; fume fumed fumes; gush gushed gushes; rail railed; rant ranted; vent vented; sum; state;
  find found finds; show showed shows; learn learned; hear heard; put puts; go went; conclude`;

const SPEECH_VERB_FORMS = SPEECH_VERBS.split(';').map(entry => entry.trim().split(/\s+/));

/** Every form of the verbs that introduce or follow what somebody says. */
const CUE_VERBS = new Set(SPEECH_VERB_FORMS.flat());
/** Verbs that tell of speech only together with another word ("went on", "put it", "point out"). */
const WEAK_CUE_VERBS = new Set([
  'find',
  'found',
  'finds',
  'show',
  'showed',
  'shows',
  'learn',
  'learned',
  'hear',
  'heard',
  'put',
  'puts',
  'go',
  'went',
  'thought',
  'think',
  'thinks',
  'order',
  'orders',
  'rule',
  'rules',
  'fire',
  'fired',
  'sum',
  'ruling',
]);
/** Verbs that may stand before their subject: “...,” said Maria Holt. */
const INVERTING_VERBS = new Set(
  `said says added adds asked asks wrote writes tweeted tweets declared explained explains noted notes continued argued argues claimed insisted insists replied responded
  announced warned warns concluded recalled recalls acknowledged admitted observed remarked joked suggested quipped exclaimed testified commented countered retorted cried shouted yelled
  whispered muttered mused opined lamented read reads went agreed reported reports`.split(/\s+/),
);

/** Names that somebody gives to somebody or something. */
const NAMING_VERB =
  /^(?:call|describ|label|brand|dub|nicknam|character|refer|liken|term|deem|rat(?:e|ed|es)$|hail|denounc|condemn|derid|decr|accus|blast|slam|mock|depict|tout|praise|dismiss|compar)/;

export function isCueVerb(word: string): boolean {
  return CUE_VERBS.has(word) && !WEAK_CUE_VERBS.has(word);
}

export function isWeakCueVerb(word: string): boolean {
  return WEAK_CUE_VERBS.has(word);
}

export function canInvert(word: string): boolean {
  return INVERTING_VERBS.has(word);
}

/** The past and the present of a regular verb; one short syllable doubles its last letter (snap, snapped). */
function inflectRegularVerb(verb: string): string[] {
  if (verb.endsWith('e')) return [`${verb}d`, `${verb}s`];
  const stem = /^[^aeiouy]*[aeiou][bdgmnpt]$/.test(verb) ? verb + verb.at(-1) : verb;
  return [`${stem}ed`, `${verb}${/(?:s|sh|ch)$/.test(verb) ? 'es' : 's'}`];
}

/**
 * Verbs for the manner in which something is said (Levin 1993, "English Verb Classes and Alternations", 37.3
 * and 40.2), which tell of speech beside a quotation alone.
 */
const MANNER_VERBS = new Set([...manner.words.flatMap(inflectRegularVerb), 'wept', 'swore']);

export function isMannerOfSpeaking(word: string): boolean {
  return MANNER_VERBS.has(word);
}

export function isNamingVerb(word: string): boolean {
  return NAMING_VERB.test(word);
}

/** Nouns for what somebody said: "Trump's claim that ..." */
export function isSpeechNoun(word: string): boolean {
  return /^(?:claims?|statements?|words?|assertions?|comments?|remarks?|calls?|promises?|pledges?|arguments?|suggestions?|accusations?|phrases?|references?|pleas?|complaints?|descriptions?|tweets?|vows?|criticisms?|insistence|assurances?|declarations?|warnings?|slogans?|mottos?|message|view|opinion|answer|response|reply|letter|question|speech|attacks?|proposals?)$/.test(
    word,
  );
}

/** Things that speak for whoever wrote them: "The letter continues:". */
export function isDocumentNoun(word: string): boolean {
  return /^(?:letter|statement|email|e-mail|memo|note|post|tweet|message|report|complaint|article|op-ed|column|essay|release|ad|book|filing|lawsuit|text|paper|petition|document|speech|blog|editorial|caption|sign|banner|website|account|transcript|headline|study|survey|ruling|resolution)$/.test(
    word,
  );
}

/** Verbs and phrases that go on with what was said before. */
export function isContinuationVerb(word: string): boolean {
  return /^(?:add|adds|added|continue|continues|continued|conclude|concludes|concluded|went|goes)$/.test(
    word,
  );
}

const VENUES: readonly (readonly [label: string, pattern: RegExp])[] = [
  ['letter', /\bletters?\b/i],
  ['Twitter', /\bTwitter\b|\b(?:re)?tweet(?:s|ed|ing)?\b/i],
  ['Facebook', /\bFacebook\b/i],
  ['Instagram', /\bInstagram\b/i],
  ['news conference', /\b(?:news|press) (?:conference|briefing)\b|\bbriefing\b/i],
  ['email', /\be-?mail(?:s|ed)?\b/i],
  [
    'statement',
    /\bin (?:a|an|the|his|her|its|their|that|this)(?: [\w-]+){0,2} statement\b|\bthe statement\b/i,
  ],
  ['interview', /\binterview(?:s|ed)?\b/i],
  ['debate', /\b(?:at|in|during) (?:the|a|an|\w+’s|\w+'s)(?: [\w-]+){0,3} debate\b/i],
  ['speech', /\b(?:speech|remarks to|address to)\b/i],
  ['rally', /\brall(?:y|ies)\b/i],
  ['testimony', /\btestif(?:y|ied|ies|ying)\b|\btestimony\b/i],
  ['blog', /\bblog(?: post)?\b/i],
  ['op-ed', /\bop-ed\b/i],
  ['memo', /\bmemo\b/i],
  ['report', /\b(?:in|the) (?:a|an|the|its|their)?\s?(?:[\w-]+ ){0,2}report\b/i],
  ['book', /\bin (?:his|her|their|a|the) (?:\w+ )?(?:book|memoir|autobiography)\b/i],
  ['podcast', /\bpodcast\b/i],
  ['radio', /\bradio\b/i],
  ['complaint', /\b(?:lawsuit|complaint|court filing)\b/i],
  ['video', /\bin (?:a|the|his|her|their) (?:\w+ )?video\b/i],
];

/**
 * Where something was said, as far as these words tell: the place named nearest to `near` (an offset into
 * them), or null.
 */
export function findVenue(narration: string, near: number): string | null {
  const found = VENUES.flatMap(([label, pattern]) => {
    const match = pattern.exec(narration);
    return match ? [{ label, distance: Math.abs(match.index - near) }] : [];
  });
  return found.sort((a, b) => a.distance - b.distance)[0]?.label ?? null;
}

/** Whether the text holds words for this place. */
export function hasVenueWords(text: string, where: string): boolean {
  return VENUES.some(([label, pattern]) => label === where && pattern.test(text));
}
