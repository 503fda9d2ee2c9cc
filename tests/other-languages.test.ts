import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { extractAnswer } from '../src/answers/question/extract.ts';
import { extractQuotes } from '../src/answers/quotes/extract.ts';
import { extractSummary } from '../src/answers/summary/extract.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { getArticleLanguageCode } from '../src/articles/article-language.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { splitSentences } from '../src/language/sentences.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

const readArticle = (name: string) =>
  identifyArticle(
    parseText(readFileSync(new URL(`fixtures/languages/${name}.txt`, import.meta.url), 'utf8')),
  );

/** The quotations by their first words, with their speakers; null if nobody is quoted. */
const listQuotes = (article: Article, code = getArticleLanguageCode(article)) =>
  withTextLanguage(code, () => extractQuotes(article)).quotes.map(({ text, speaker, role }) => [
    text.split(' ').slice(0, 2).join(' '),
    role === null ? speaker : `${speaker}, ${role}`,
  ]);

const speakersOf = (code: string, text: string) =>
  withTextLanguage(code, () => extractQuotes(createArticle('x', [text]))).quotes.map(
    ({ speaker }) => speaker,
  );

describe('quotations of articles in other languages are given to those whom their own tags name', () => {
  it.each([
    [
      'de',
      'deu',
      [
        ['Ohne die', 'Frau Brandner'],
        ['Das hält', 'Frau Brandner'],
        ['Wir geben', 'Tilman Rautner, Bürgermeister'],
        ['Für das', 'Hanne Lohwieser, Stadträtin'],
        ['reine Nostalgie', 'Hanne Lohwieser, Stadträtin'],
        ['Bei Hochwasser', 'Emil Vossbeck, Gutachter'],
        ['Mein Urgroßvater', 'Frau Brandner'],
        ['Man kann', 'ein Mann'],
        ['Danach ist', 'Tilman Rautner, Bürgermeister'],
      ],
    ],
    [
      'fr',
      'fra',
      [
        ['Nous venions', 'Mme Peyrolles'],
        ['Le voir', 'Mme Peyrolles'],
        ['Un village', 'Lucien Tardivel, maire'],
        ['Avec cette', 'Odile Garrabet, conseillère municipale'],
        ['caprice coûteux', 'Odile Garrabet, conseillère municipale'],
        ['Je ne', 'Fernand Escoubès, menuisier'],
        ['Mais pas', 'Béatrice Lormand, architecte'],
        ['Qu’on nous', 'Fernand Escoubès, menuisier'],
      ],
    ],
    [
      'es',
      'spa',
      [
        ['Aquí di', 'Mercedes Olmeda'],
        ['Ahora no', 'Mercedes Olmeda'],
        ['No vamos', 'Julián Barquero, alcalde'],
        ['Con ese', 'Teresa Quiñones, concejala'],
        ['puro teatro', 'Teresa Quiñones, concejala'],
        ['Yo solo', 'Anselmo Rueda, último operador'],
        ['A mi', 'Anselmo Rueda, último operador'],
        ['Pierdo 2.000', 'Ramiro Azcona, dueño'],
        ['¿De verdad', 'Mercedes Olmeda'],
      ],
    ],
    [
      'it',
      'ita',
      [
        ['Per sessant’anni', 'Ines Bertolazzi'],
        ['Adesso arrivo', 'Ines Bertolazzi'],
        ['L’orologio tornerà', 'Corrado Valsecchi, sindaco'],
        ['Prima vengono', 'Fulvia Marchegiani, consigliera comunale'],
        ['un giocattolo', 'Fulvia Marchegiani, consigliera comunale'],
        ['I pezzi', 'Dario Pontremoli, orologiaio'],
        ['Ci vorranno', 'Dario Pontremoli, orologiaio'],
        ['Io l’ho', 'Nello Fusari, barista'],
        ['Spero nel', 'Ines Bertolazzi'],
      ],
    ],
  ])('in %s', (name, code, quotes) => {
    const article = readArticle(name);
    expect(getArticleLanguageCode(article)).toBe(code);
    expect(listQuotes(article)).toEqual(quotes);
  });

  it.each([
    ['deu', 'Lena Koch', '‚Das ist doch nicht wahr gewesen‘, rief Lena Koch.'],
    ['deu', 'Lena Koch', '›Das ist doch nicht wahr gewesen‹, rief Lena Koch.'],
    ['deu', 'Lena Koch', '„Nein, das wird es nicht geben“, hat Lena Koch gesagt.'],
    [
      'deu',
      'die Sprecherin der Polizei',
      '„Wir machen weiter wie bisher“, sagte die Sprecherin der Polizei.',
    ],
    ['deu', 'Anna Huber', 'Anna Huber kam. „Ich bin viel zu spät“, sagte sie.'],
    ['deu', 'Polizei', 'Laut Polizei war es „ein schwerer Unfall mit Folgen“.'],
    [
      'fra',
      'Paul Morand',
      'Le ministre de l’Intérieur, Paul Morand, s’est dit « très confiant pour la suite ».',
    ],
    ['fra', 'le préfet', 'Le préfet a indiqué mardi que « la route restera fermée longtemps ».'],
    ['fra', 'Claire', '– Vous partez déjà ? demanda Claire.'],
    [
      'spa',
      'la portavoz del sindicato',
      '“No nos moverán de aquí”, ha dicho el martes la portavoz del sindicato.',
    ],
    ['spa', 'Lucía', '—¿Vienes conmigo? —preguntó Lucía.'],
    ['ita', 'Lucia', '- Vieni con me? - chiese Lucia.'],
    ['ita', 'Luca Ferri', 'Secondo Luca Ferri il ponte è «una rovina che fa paura».'],
  ])('in %s by %s: %s', (code, speaker, text) => {
    expect(speakersOf(code, text)).toEqual([speaker]);
  });

  it.each([
    // a former mayor is not the mayor, nor the former director
    [
      'deu',
      'Der frühere Bürgermeister Karl Meier kam ins Rathaus. „Das war sehr schön“, sagte der Bürgermeister.',
      'der Bürgermeister',
    ],
    [
      'deu',
      'Der frühere Bürgermeister Karl Meier kam. „Das war sehr schön“, sagte der frühere Bürgermeister.',
      'Karl Meier, der frühere Bürgermeister',
    ],
    [
      'fra',
      'L’ancien maire Paul Durand est venu. « Nous économisons partout », a déclaré l’ancien directeur.',
      'l’ancien directeur',
    ],
    ['fra', 'L’ancien maire Paul Durand est venu. « C’est bien vrai », a dit le maire.', 'le maire'],
    // the new director is the director
    [
      'fra',
      'La nouvelle directrice Anne Petit était là. « C’est très bien », a déclaré la directrice.',
      'Anne Petit, nouvelle directrice',
    ],
  ])('to those who have the role, in %s: %s', (code, text, who) => {
    const article = createArticle('News', [text]);
    expect(listQuotes(article, code).map(([, by]) => by)).toEqual([who]);
  });

  it.each([
    ['deu', 'Die Feuerwehr kam. „Es brennt überall noch“, sagte er.'],
    ['deu', 'Auf dem Schild stand: „Betreten der Baustelle verboten“.'],
    ['deu', 'Er liest gern „Der alte Mann und das Meer“.'],
    ['fra', 'Paul Morand et Claire Dubois sont là. « Nous resterons jusqu’au bout », assure-t-il.'],
    ['fra', 'Le film « Les Enfants du paradis » passe ce soir.'],
    ['spa', 'Dijo que «todo saldría bien al final».'],
    ['ita', 'Si è detto «molto fiducioso per il futuro».'],
    ['pol', '„To nie jest prawda”, powiedział Jan Kowalski.'],
  ])('to nobody rather than to somebody else, in %s: %s', (code, text) => {
    expect(speakersOf(code, text)).toEqual([null]);
  });
});

/** The outcome with the words in bold, or those of the sentence if there are none. */
function answer(name: string, question: string): string {
  const article = readArticle(name);
  const { found, outcome, statements, nearest } = withTextLanguage(getArticleLanguageCode(article), () =>
    extractAnswer(article, { question }),
  );
  const shown = found ? statements : nearest ? [nearest] : [];
  return [found ? 'answered' : (outcome ?? 'not found'), ...shown.map(each => each.answer ?? each.text)].join(
    ': ',
  );
}

describe.each([
  [
    'de',
    [
      ['Wie lang ist die Holzbrücke?', 'answered: 84 Meter'],
      ['Warum ist sie gesperrt?', 'answered: weil ein Gutachter im zweiten Pfeiler Fäulnis gefunden hat'],
      ['Seit wann ist die Brücke gesperrt?', 'probable: dem 3. Mai'],
      ['Wann stimmt der Stadtrat ab?', 'answered: 17. Juni'],
      ['Wann wurde die Brücke gebaut?', 'answered: 19. Jahrhundert'],
      ['Wie viel Prozent der Kosten übernimmt der Landkreis?', 'answered: 40'],
      ['Wie viele Menschen kamen in die Turnhalle?', 'probable: 240'],
      ['Wie viel Gewicht trägt das Holz noch?', 'probable: 3,5 Tonnen'],
      ['Wer hat die Pfeiler untersucht?', 'answered: Emil Vossbeck'],
      ['Wer ist der Bürgermeister von Lindach?', 'probable: Tilman Rautner'],
      ['Wer hat den Sänger verhaftet?', 'not found'],
    ],
  ],
  [
    'fr',
    [
      ['Combien coûtent les travaux ?', 'answered: 186 000 euros'],
      ['Quelle est la longueur du lavoir ?', 'probable: 22 mètres'],
      ['Pourquoi est-il fermé ?', 'probable: parce que la toiture menace de s’effondrer'],
      ['Quand le conseil municipal votera-t-il ?', 'answered: le 2 juin'],
      ['De quand date le lavoir ?', 'probable: 1862'],
      ['Combien de temps la charpente peut-elle encore tenir ?', 'answered: deux ans'],
      ['Combien de signatures la pétition a-t-elle recueillies ?', 'probable: 312'],
      ['D’où vient l’eau du lavoir ?', 'answered: Combelongue'],
      ['Qui est le maire de Vaurenne ?', 'probable: Lucien Tardivel'],
      ['Qui est l’architecte ?', 'answered: Béatrice Lormand'],
      ['Combien de ponts ont brûlé ?', 'not found'],
    ],
  ],
  [
    'es',
    [
      ['¿Cuándo cerrará el cine Dorado?', 'probable: el 30 de septiembre'],
      ['¿Cuándo abrió el Dorado?', 'answered: el 14 de febrero de 1953'],
      ['¿Cuántas butacas tiene la sala?', 'probable: 340'],
      ['¿Qué ancho tiene la pantalla?', 'answered: 11 metros'],
      ['¿Cuánto costaría la compra?', 'answered: 420.000 euros'],
      ['¿Cuánto pierde el dueño cada mes?', 'answered: 2.000 euros'],
      ['¿Dónde vive Azcona?', 'answered: Madrid'],
      ['¿Por qué vive Azcona en Madrid?', 'answered: porque su hija trabaja allí'],
      ['¿Cuántas firmas ha reunido la asociación?', 'answered: 1.850'],
      ['¿Quién ganó la carrera de caballos?', 'not found'],
    ],
  ],
  [
    'it',
    [
      ['Quanto è alta la torre?', 'answered: 38 metri'],
      ['Quanto costano i lavori?', 'answered: 54.000 euro'],
      ['Quanto pesa il meccanismo?', 'answered: 640 chilogrammi'],
      ['Perché l’orologio è fermo?', 'answered: perché un fulmine ha rotto il meccanismo'],
      ['Quando voterà il consiglio comunale?', 'answered: il 21 giugno'],
      ['Quando fu costruita la torre?', 'probable: 1584'],
      ['Da quando è fermo l’orologio?', 'probable: 12 gennaio'],
      ['Dove si trova il laboratorio di Pontremoli?', 'answered: Cremona'],
      ['Quanti abitanti ascoltano la campana?', 'answered: 900'],
      ['Chi è il sindaco di Montevalle?', 'probable: Corrado Valsecchi'],
      ['Chi ha vinto la partita?', 'not found'],
    ],
  ],
] satisfies [string, [string, string][]][])(
  'questions about an article in another language (%s)',
  (name, questions) => {
    it.each(questions)('%s: %s', (question, expected) => {
      expect(answer(name, question)).toBe(expected);
    });

    it('are told from the quotations where they ask what somebody said', () => {
      const asked: Record<string, [string, string]> = {
        de: ['Was hat Rautner zur Brücke gesagt?', 'Rautner sagte am Montag'],
        fr: ['Qu’a dit M. Tardivel ?', '« Un village qui perd'],
        es: ['¿Qué dijo Barquero?', '«No vamos a dejar'],
        it: ['Che cosa ha detto il sindaco?', '«L’orologio tornerà'],
      };
      const [question, start] = asked[name]!;
      expect(answer(name, question)).toContain(`: ${start}`);
    });

    it('and its summary are whole sentences of it', () => {
      const article = readArticle(name);
      const { points } = withTextLanguage(getArticleLanguageCode(article), () =>
        extractSummary(article, { length: 'standard' }),
      );
      expect(points.length).toBeGreaterThan(1);
      for (const { text } of points) {
        expect(article.paragraphs.some(paragraph => paragraph.includes(text))).toBe(true);
        expect(text).toMatch(/[.!?»“”]$/);
      }
    });
  },
);

test.each([
  ['Die Arbeiten kosten z. B. Geld.', 'Auch z. B. Meyer zahlt, d. h. alle.'],
  ['Am 12. und 13. Juni kam sie in den 2. Stock.', 'Im 19. Jahrhundert war er leer.'],
  ['Er kam um 5.', 'Danach ging er zum 1. Spiel der 3. Liga.'],
  ['Elle a répondu : « On refait la cour. »', 'Elle a parlé.'],
  ['« Non ! », a dit Paul.', '« Oui ! »', 'Paul rit.'],
  ['M. Dupont est né en 52 av. J.-C. à Lyon.', 'Mme Durand aussi.'],
  ['Vive en EE. UU. desde 1990.', 'El Sr. Pérez y la Sra. Gil lo saben.'],
  ['Il sig. Rossi e il dott. Bianchi sono qui.', 'Cfr. art. 5 della legge.'],
  ['Er lachte.', '»Das ist gut«, sagte sie.'],
])('sentences of other languages end where they end: %s', (...sentences) => {
  expect(splitSentences(sentences.join(' '))).toEqual(sentences);
});

describe('what the bot itself says', () => {
  let bot: TestBot;
  beforeAll(async () => {
    bot = await startTestBot();
    for (const name of ['de', 'fr', 'es', 'it']) await bot.library.add(readArticle(name), name);
  });
  afterAll(async () => {
    await bot.stop();
  });

  const ask = async (locale: string, article: string, question: string) =>
    visibleTextOf(
      await (
        await bot.preview
          .member('Ben')
          .command(bot.preview.channels.articles, 'ask', { article, question }, { locale })
      ).final(),
    );

  it.each([
    ['de', 'Holzbrücke', 'Wer hat den Sänger verhaftet?', 'Im Artikel habe ich das nicht gefunden.'],
    ['fr', 'lavoir', 'Combien de ponts ont brûlé ?', 'Je n’ai pas trouvé cela dans l’article.'],
    ['es-ES', 'Dorado', '¿Quién ganó la carrera de caballos?', 'No encontré eso en el artículo.'],
    // there is no Italian catalog, so Italian members read English around the article's Italian words
    ['it', 'orologio', 'Chi ha vinto la partita?', 'I didn’t find that in the article'],
  ])('is in the member’s language where nothing is found (%s)', async (locale, article, question, said) => {
    expect(await ask(locale, article, question)).toContain(said);
  });

  it.each([
    ['de', 'Wie viele Fahrgäste hatte der Zug?', 'Ohne Modell'],
    ['fr', 'Combien de voyageurs avait le train ?', 'Sans modèle'],
    ['es-ES', '¿Cuántos pasajeros tenía el tren?', 'Sin un modelo'],
  ])(
    'says so in it where an English article is asked in another one (%s)',
    async (locale, question, said) => {
      expect(await ask(locale, '22:40', question)).toContain(said);
    },
  );
});
