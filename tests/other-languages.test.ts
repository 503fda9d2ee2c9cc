import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractQuotes } from '../src/answers/quotes/extract.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { getArticleLanguageCode } from '../src/articles/article-language.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './support.ts';

const readArticle = (name: string) =>
  identifyArticle(
    parseText(readFileSync(new URL(`fixtures/languages/${name}.txt`, import.meta.url), 'utf8')),
  );

/** Who says what, by the first words; a quotation of nobody has null. */
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
