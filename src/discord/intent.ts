import type { Article } from '../articles/article.ts';
import { isAboutInWorker } from '../engines/in-worker.ts';
import { trimBoth } from '../language/trimming.ts';

/**
 * What a message in a conversation is to the bot. Talk and greetings ask nothing, but a greeting of the bot
 * may be returned; what asks about the bot itself no article answers.
 */
export type Intent = 'question' | 'self' | 'greeting' | 'talk';

/**
 * To whom a message speaks: to the bot (by mention or directly), to another member, or to everybody in the
 * thread.
 */
export type Addressee = 'bot' | 'member' | 'all';

// The words of all languages together: a member may write in any of them, whatever the server speaks. All in
// small letters, with straight apostrophes. Silence on a true question is worse than an answer to a remark,
// so what is not plainly one of these counts as a question.

const GREETINGS =
  `hi hello hey heya hiya yo howdy greetings morning hallo moin servus gruezi tach grüezi hej bonjour salut coucou bonsoir hola buenas ola
  你好 您好 大家好 早 早上好 嗨 哈喽`.split(/\s+/);

/** Words that ask nothing, alone or with each other. */
const SMALL_TALK =
  `thanks thank thx thnx ty tysm tyvm cheers ok okay okey k kk lol lmao lmfao rofl xd haha hehe hihi wow whoa yay yes yep yeah yup nope nah no sure
  right agreed agree same true indeed exactly bye goodbye cya great nice cool awesome amazing perfect brilliant lovely excellent interesting helpful understood
  welcome np pls please sorry oops hm hmm mhm ah aha oh omg wtf damn brb afk gg idk test testing congrats good fine sweet neat fun funny sad fascinating
  danke dankeschön vielen merci ja nein jo jep nö genau stimmt gut super toll klasse prima krass echt schön schade lustig interessant verstanden tschüss ciao
  bitte entschuldigung alles klar passt geil hilfreich spannend richtig
  oui non ouais d'accord daccord exact exactement génial genial chouette parfait bien bravo mdr ptdr dommage intéressant désolé pardon
  gracias sí si vale claro exacto exactamente genial guay perfecto bueno bien jaja jeje adiós adios perdón interesante entendido entiendo igualmente
  谢谢 多谢 感谢 谢啦 好 好的 好吧 嗯 嗯嗯 哈哈 呵呵 嘿嘿 再见 拜拜 晚安 是 是的 对 对的 不 不是 行 可以 明白 明白了 知道了 收到 厉害 不错 太好了 赞 笑死 同意 确实 没错 辛苦了`.split(
    /\s+/,
  );

/** Words that small talk may hold besides. */
const FILLERS =
  `i you u it its it's that that's thats this so much very a an the to for of your my me too all again everyone everybody guys folks there bot day
  night evening afternoon morning see ya later got makes make sense one job work help answer info lot lots and is are was im i'm not bad really well then now both
  sehr dir euch das ist war ein eine der die viel mal so für ihr du auch und guten gute schönen tag abend nacht hilfe antwort zusammen schön leute
  beaucoup pour très c'est ça à vous te tous tout le la bonne journée soirée nuit réponse aide et je suis
  muchas muchos muy por la el todo todos de nada buenos buenas días tardes noches ayuda respuesta y a es está que
  你 您 大家 很 了 啊 呀 吧`.split(/\s+/);

const SMALL_PHRASES =
  /^(?:how are (?:you|u)(?: doing)?(?: today)?|how's it going|what's up|sup|(?:are )?(?:you|u) there|anyone (?:here|there)|who cares|guess what|so what|say what|no idea|i don't know|i don't care|me neither|my bad|no problem|no worries|good (?:morning|night|evening|afternoon)(?: .{0,12})?|wie geht'?s(?: dir| euch)?|keine ahnung|weiß nicht|kein problem|was solls|guten (?:morgen|abend|tag)|ça va|comment ça va|pas de problème|je ne sais pas|je sais pas|cómo estás|como estas|qué tal|que tal|no sé|ni idea|no pasa nada|de nada|你好吗|在吗|不知道)$/u;

/** What is asked of the bot itself. */
const ABOUT_SELF =
  /^(?:(?:who|what) (?:are|r) (?:you|u)(?: exactly)?|what (?:can|do) (?:you|u) (?:actually )?do(?: (?:here|for (?:me|us)))?|what are (?:you|u) for|how (?:do|can) (?:you|u) (?:work|help(?: (?:me|us))?)|(?:can|could) (?:you|u) help(?: (?:me|us))?|what (?:can|could|should) (?:i|we) (?:ask|do)(?: (?:you|u|here))*|how does (?:this|it|the bot|this bot) work|how do i use (?:this|it|you|the bot|this bot)|are (?:you|u) (?:an? )?(?:bot|ai|human|robot|chatgpt|gpt|real)(?: person)?|who made (?:you|u)|help(?: me)?|(?:wer|was) bist du|was kannst du(?: alles)?(?: tun| machen)?|wie funktionierst du|wie funktioniert (?:das|der bot)|was kann (?:ich|man) (?:dich |hier )?(?:fragen|machen|tun)|bist du (?:ein bot|ein mensch|ein roboter|eine ki|echt)|(?:hilfe|hilf mir)|(?:tu es|vous êtes) (?:qui|quoi)|qui (?:es-tu|êtes-vous|tu es)|(?:que|qu'est-ce que) (?:tu peux|tu sais|vous pouvez|peux-tu|sais-tu|pouvez-vous) faire|comment (?:ça marche|tu fonctionnes|fonctionnes-tu)|es-tu (?:un )?(?:bot|robot|humain)|(?:aide|aidez)-moi|(?:quién|qué|quien|que) eres|(?:qué|que) (?:puedes|sabes) hacer|cómo funciona(?:s| esto)?|eres (?:un )?(?:bot|robot|humano)|ayuda|ayúdame|你是(?:谁|什么)|你(?:能|可以|会)(?:做什么|干什么|干嘛)|你是(?:机器人|人|ai)吗|怎么用|帮助)$/u;
const isAboutSelf = (text: string) => ABOUT_SELF.test(trimBoth(text.replace(OPENING, ''), /[\s\p{P}]/u));

const CHINESE = /\p{Script=Han}/u;
const CHINESE_QUESTION =
  /[吗嗎呢谁誰何哪几幾]|什么|什麼|怎么|怎麼|怎样|怎樣|如何|多少|多久|多大|多长|多高|是否|是不是|有没有|能否|为啥|请|請|解释|解釋|总结|總結|概括|介绍|介紹|说明|說明|告诉|告訴|列出|详细|继续|想知道|读者|讀者|评论|評論/u;

const alternativesOf = (words: string) => `(?:${words.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`;
const startsWithAny = (words: string) => new RegExp(`^${alternativesOf(words)}(?![\\p{L}\\p{N}])`, 'u');
const containsAny = (words: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${alternativesOf(words)}(?![\\p{L}\\p{N}])`, 'u');

/** What a clause may begin with before it says what it is. */
const OPENING = new RegExp(
  `^(?:${alternativesOf(`${GREETINGS.filter(word => !CHINESE.test(word)).join(' ')} ok okay thanks thank_you please pls bot and but so or also then now well oh hm hmm um sorry wait btw
    und aber also oder dann bitte danke ach et mais donc alors ou merci svp s'il_vous_plaît s'il_te_plaît y pero entonces o gracias por_favor oye`)}(?![\\p{L}\\p{N}])[\\s]*)+`,
  'u',
);

const PREPOSITIONS = `in on at to for from by with of about since until after before over under into what_about how_about
  in im an auf zu zum zur für von vom aus bei mit seit bis nach vor über um durch
  à au de d' en dans pour par avec depuis sur chez vers jusqu'à a con desde hasta para sobre según por`;
const QUESTION_WORDS = `who who's whos whom whose what what's whats when when's where where's why why's how how's which
  wer wen wem wessen was wann wo woher wohin worum woran wofür womit wovon wodurch warum wieso weshalb weswegen wie wieviel wieviele welche welcher welches welchem welchen
  qui que qu'est-ce qu' quoi quand où pourquoi comment combien quel quelle quels quelles lequel laquelle est-ce
  quién quien quiénes quienes qué cuándo cuando dónde donde adónde cómo como cuál cual cuáles cuales cuánto cuanto cuánta cuántos cuantos cuántas cuantas porqué`;
/** Verbs that begin a question which is answered by yes or no. */
const ASKING_VERBS = `is isn't are aren't was wasn't were weren't do don't does doesn't did didn't can could couldn't would wouldn't will won't should shouldn't has hasn't
  have haven't any anyone_know anybody_know
  ist sind war waren hat haben hatte hatten kann können konnte wird werden wurde wurden soll sollen darf muss gibt gab stimmt_es
  y_a-t-il a-t-on hay existe existen puede pueden`;
const ORDERS = `tell explain describe summarize summarise sum_up sum_(?:it|this|that|everything)_(?:all_)?up tldr tl;dr list give show name define compare translate find quote elaborate expand clarify remind continue
  go_on more details source sources summary gist
  erklär erkläre beschreib beschreibe nenn nenne zeig zeige fass fasse gib sag erzähl erzähle vergleich vergleiche mehr weiter einzelheiten quellen zusammenfassung
  explique expliquez décris décrivez résume résumez donne donnez montre montrez dis dites dis-moi raconte racontez cite citez nomme liste détaille continue résumé plus_de
  explica explícame describe resume resúmeme dime cuéntame da dame muestra muéstrame nombra enumera cita más sigue continúa detalla resumen fuentes`;
/** Where a question stands inside a sentence, or is announced. */
const QUESTION_PHRASES = `wonder wondering curious to_know tell_me explain_to_me looking_for question question_is anyone_know anybody_know somebody_know
  don't_(?:understand|get|know)_(?:who|what|when|where|why|how|which|if|whether|the|this|that) not_sure_(?:who|what|when|where|why|how|which|if|whether)
  frage frage_mich wissen möchte_gern sag_mir verstehe_nicht weiß_(?:jemand|einer|wer) je_me_demande savoir dis-moi dites-moi question comprends_pas
  me_pregunto saber dime pregunta no_entiendo readers commenters comments leser leserinnen kommentare lecteurs commentaires lectores comentarios`;

const question = new RegExp(
  `^(?:${alternativesOf(PREPOSITIONS)}(?![\\p{L}\\p{N}])\\s*)?${alternativesOf(QUESTION_WORDS)}(?![\\p{L}\\p{N}])`,
  'u',
);
const QUESTION_FORMS: readonly RegExp[] = [
  question,
  startsWithAny(ASKING_VERBS),
  startsWithAny(ORDERS),
  containsAny(QUESTION_PHRASES),
  /^what about|^how about|\p{L}-(?:t-)?(?:il|elle|ils|elles|on|vous|tu)(?!\p{L})|(?<!\p{L})c'est (?:qui|quoi|quand|où|combien|quel)/u,
  new RegExp(`\\s(?:is|was|are|were|est|ist|war|es) ${alternativesOf(QUESTION_WORDS)}$`, 'u'),
];

/** Exclamations and intentions that begin like a question. */
const EXCLAIMED =
  /^(?:what an? (?:\p{L}+$|(?:great|nice|lovely|sad|weird|crazy|beautiful|terrible|strange|stupid|funny|good|mess|shame|pity)(?!\p{L}))|what the (?:hell|heck|fuck)|how (?:nice|cool|sad|funny|lovely|awful|sweet|interesting|cute|great|true|strange|weird|odd|awesome|terrible)$|have (?:a|fun)|will do|do it|(?:is|are|was|were|did|do|does|has|have|will|would|could|should|can) not(?!\p{L})|don't (?:worry|mention)|can't|was (?:fun|great|nice|good)$|was für (?:ein|eine|einen)(?!\p{L})|wie (?:schön|toll|cool|schade|lustig|nett|süß|geil|traurig|interessant|spannend)|quel(?:le)?s? (?:beau|belle|bon|bonne|dommage|horreur|honte|bonheur)|quand même|(?:qué|que) (?:bueno|bien|pena|guay|interesante|risa|lástima|horror|divertido|gracioso|bonito|triste|curioso)|como (?:siempre|quieras))/u;

/** What a remark begins with: then it asks nothing unless its form does, whatever it speaks of. */
const REMARK =
  startsWithAny(`i i'm i've i'd i'll im ive we we're you you're youre my your that's thats it's its this_is there's imo imho honestly yes no yeah yep nope agreed
  true exactly lol lmao haha hehe wow omg damn same me maybe probably glad nice great cool good poor interesting funny sad lovely beautiful terrible awful crazy wonderful love hate indeed absolutely definitely of_course
  ich wir du ihr mein meine dein das_ist ja nein doch genau stimmt echt krass schade schön toll super lustig interessant glaube finde denke naja tja vielleicht eben klar
  je j' j'ai j'aime nous on tu vous mon ma c'est oui non ouais d'accord exactement super génial dommage mdr ptdr moi bof bah vraiment trop peut-être
  yo creo pienso me mi tú sí si no claro exacto vale jaja genial guay pues bueno ojalá estoy es_verdad quizás`);
const CHINESE_REMARK = /^(?:我|你|您|咱|对|是的|不|哈哈|呵呵|真|好|太|同意|确实|也许)/u;

/** The marks that cut a message into clauses; what stands in brackets or behind a dash is one of its own. */
const CLAUSES = /(?<![.!,;:…\n()–—。！，；：、])[.!,;:…\n()–—。！，；：、]+(?=\s|$|\p{Script=Han})|\s-\s/u;

/** A message without addresses, emoji, mentions and code, in small letters. */
function normalizeMessage(text: string): string {
  return text
    .replaceAll(/https?:\/\/\S+|<a?:\w+:\d+>|<[@#][!&]?\d+>|(?<!\w):\w+:(?!\w)/g, ' ')
    .replaceAll(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u200d\ufe0f]/gu, ' ')
    .replaceAll('’', "'")
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const smallTalkWords = new Set([...SMALL_TALK, ...GREETINGS]);
const fillerWords = new Set(FILLERS);

/**
 * `haha`, `bwahaha`, `heheh`. Each letter fits in one way only, so a long laugh is read as fast as it is
 * written.
 */
const LAUGH = /^b?w?a?h+[aeiou]+(?:(?:bw?a?|wa?)?h+[aeiou]+)+h*$/u;

/** `looool` as `lol`, `hahahaha` as `haha`: what is drawn out is the same word. */
function collapseRepeats(word: string): string {
  if (LAUGH.test(word)) return 'haha';
  if (/^(?:ja){2,}j?$/u.test(word)) return 'jaja';
  if (smallTalkWords.has(word) || fillerWords.has(word)) return word;
  const once = word.replaceAll(/(\p{L})\1+/gu, '$1');
  return smallTalkWords.has(once) ? once : word.replaceAll(/(\p{L})\1{2,}/gu, '$1$1');
}

const wordsOf = (text: string) =>
  (text.match(/[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}]+)*/gu) ?? []).map(collapseRepeats);

const joinWords = (text: string) => text.replaceAll(/[^\p{L}\p{N}' ]+/gu, '').trim();

/** What is nothing but small talk: thanks, a greeting, a yes, a laugh, an emoji. */
function isSmallTalk(text: string): boolean {
  if (SMALL_PHRASES.test(joinWords(text))) return true;
  const words = wordsOf(text);
  return (
    words.every(word => smallTalkWords.has(word) || fillerWords.has(word)) &&
    (words.length === 0 || words.some(word => smallTalkWords.has(word)))
  );
}

const isGreeting = (text: string) =>
  wordsOf(text).some(word => GREETINGS.includes(word)) || /^(?:good|guten?|buenos) /u.test(text);

/** `right?` and `true?` may ask; a greeting or a thank-you does not, whatever mark stands behind it. */
const isPoliteOnly = (text: string) =>
  isGreeting(text) ||
  /^(?:ok(?:ay)?|lol|test|thanks|danke|merci|gracias)\W*$/.test(text) ||
  SMALL_PHRASES.test(joinWords(text));

function hasQuestionForm(text: string): boolean {
  if (/[?？¿]/u.test(text) || CHINESE_QUESTION.test(text)) return true;
  return text
    .split(CLAUSES)
    .map(clause => clause.trim().replace(OPENING, ''))
    .some(
      clause =>
        clause !== '' &&
        !EXCLAIMED.test(clause) &&
        !isSmallTalk(clause) &&
        QUESTION_FORMS.some(form => form.test(clause)),
    );
}

function isRemark(text: string): boolean {
  const statement = text.replace(OPENING, '').replace(/^[\s\p{P}]+/u, '');
  return EXCLAIMED.test(statement) || REMARK.test(statement) || CHINESE_REMARK.test(statement);
}

/** Of what a statement speaks of, so much must stand in the article for it to be about it. */
const MIN_OVERLAP = 1 / 3;
/** What is said to another member must be about it more plainly. */
const MIN_OVERLAP_TO_MEMBER = 0.5;

interface IntentContext {
  readonly addressee: Addressee;
  /** What the place is about. Where it is about nothing yet every statement may be a question. */
  readonly article: Article | null;
  /**
   * Whether questions in another language than the article's are answered: then its words need not be the
   * article's.
   */
  readonly isTranslated: boolean;
}

/**
 * Words of a statement in another language than the article's, at most, that is taken for a question ("der
 * Preis der Fahrkarte").
 */
const MAX_SHORT_WORDS = 6;

/**
 * What a message asks, by its form: a question mark, a question word, a verb that asks. What has the form of
 * a statement is a question if it names something of the article and does not begin like a remark.
 */
export async function detectIntent(
  message: string,
  { addressee: to, article, isTranslated }: IntentContext,
): Promise<Intent> {
  const text = normalizeMessage(message);
  if (to !== 'member' && isAboutSelf(text)) return 'self';
  if (isSmallTalk(text) && (!/[?？]/u.test(text) || wordsOf(text).length === 0 || isPoliteOnly(text)))
    return isGreeting(text) ? 'greeting' : 'talk';
  if (to === 'bot') return 'question';
  const asks = hasQuestionForm(text);
  if (to === 'member')
    return asks && (article === null || (await isAboutInWorker(article, text, MIN_OVERLAP_TO_MEMBER)))
      ? 'question'
      : 'talk';
  if (asks) return 'question';
  if (isRemark(text)) return 'talk';
  if (article === null || (await isAboutInWorker(article, text, MIN_OVERLAP))) return 'question';
  return isTranslated && wordsOf(text).length <= MAX_SHORT_WORDS ? 'question' : 'talk';
}
