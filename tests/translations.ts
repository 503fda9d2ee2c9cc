/** A translation of a statement about the night train, as a faithful or an unfaithful model may give it. */
export interface Translation {
  readonly to: string;
  readonly text: string;
  readonly paragraph: number;
  readonly translation: string;
}

const left = {
  text: 'The last night train left Brennick on 12 December 2009 with 31 passengers.',
  paragraph: 1,
};
const stood = {
  text: '600 people stood on the platform on Monday evening to ask for the night train back.',
  paragraph: 1,
};
const began = {
  text: 'Ines Calloway, who runs the station café, began the campaign in March.',
  paragraph: 2,
};
const petition = { text: 'The petition has 14,200 signatures in a town of 9,400 people.', paragraph: 3 };
const journey = { text: 'By day the journey takes 9 hours and 20 minutes with two changes.', paragraph: 3 };
const lost = { text: 'The night train lost £2.1 million in its final year.', paragraph: 4 };
const fewer = {
  text: 'In its final year the train carried 38,000 passengers, down from 91,000 in 1998.',
  paragraph: 4,
};
const convinced = { text: 'The company is not convinced.', paragraph: 4 };
const reply = { text: 'Strand has not replied to the letter.', paragraph: 14 };
const sailed = { text: 'Maund went to Iceland in April.', paragraph: 11 };
const band = { text: 'At 22:40 the Brennick Silver Band struck up the march.', paragraph: 15 };
const capitals = {
  text: 'The Petition has 14,200 Signatures in a Town of 9,400 people.',
  paragraph: 3,
};
const kept = { text: 'The Petition has 14,200 signatures in a town of 9,400 people.', paragraph: 3 };
const written = { text: 'The letter of Anneke Roth to the mayor has 12 pages.', paragraph: 5 };
const parliament = { text: 'Parliament voted for the train on Monday.', paragraph: 12 };
const failed = { text: 'Strand failed to reply to the letter.', paragraph: 14 };
const count = { text: '31 passengers were there.', paragraph: 1 };
const cycled = { text: 'Maund cycled to Marrow Junction in April to count the coaches.', paragraph: 11 };

const of = (from: { text: string; paragraph: number }, to: string, translation: string): Translation => ({
  ...from,
  to,
  translation,
});

export const FAITHFUL_TRANSLATIONS: readonly Translation[] = [
  of(left, 'de', 'Der letzte Nachtzug verließ Brennick am 12. Dezember 2009 mit 31 Fahrgästen.'),
  of(stood, 'de', '600 Menschen standen am Montagabend auf dem Bahnsteig, um den Nachtzug zurückzufordern.'),
  of(began, 'de', 'Ines Calloway, die das Bahnhofscafé betreibt, begann die Kampagne im März.'),
  of(petition, 'de', 'Die Petition hat 14.200 Unterschriften in einer Stadt mit 9.400 Einwohnern.'),
  of(journey, 'de', 'Tagsüber dauert die Fahrt 9 Stunden und 20 Minuten mit zwei Umstiegen.'),
  of(lost, 'de', 'Der Nachtzug verlor in seinem letzten Jahr 2,1 Millionen Pfund.'),
  of(
    fewer,
    'de',
    'In seinem letzten Jahr beförderte der Zug 38.000 Fahrgäste, weniger als die 91.000 im Jahr 1998.',
  ),
  of(convinced, 'de', 'Das Unternehmen ist nicht überzeugt.'),
  of(reply, 'de', 'Strand hat auf den Brief nicht geantwortet.'),
  of(cycled, 'de', 'Maund fuhr im April mit dem Fahrrad nach Marrow Junction, um die Wagen zu zählen.'),
  of(left, 'fr', 'Le dernier train de nuit a quitté Brennick le 12 décembre 2009 avec 31 passagers.'),
  of(
    stood,
    'fr',
    '600 personnes se tenaient sur le quai lundi soir pour réclamer le retour du train de nuit.',
  ),
  of(began, 'fr', 'Ines Calloway, qui tient le café de la gare, a lancé la campagne en mars.'),
  of(petition, 'fr', 'La pétition compte 14 200 signatures dans une ville de 9 400 habitants.'),
  of(journey, 'fr', 'De jour, le trajet dure 9 heures et 20 minutes avec deux changements.'),
  of(lost, 'fr', 'Le train de nuit a perdu 2,1 millions de livres au cours de sa dernière année.'),
  of(fewer, 'fr', 'La dernière année, le train a transporté 38 000 passagers, contre 91 000 en 1998.'),
  of(convinced, 'fr', 'La compagnie n’est pas convaincue.'),
  of(reply, 'fr', 'Strand n’a pas répondu à la lettre.'),
  of(cycled, 'fr', 'Maund est allé à vélo à Marrow Junction en avril pour compter les voitures.'),
  of(left, 'es', 'El último tren nocturno salió de Brennick el 12 de diciembre de 2009 con 31 pasajeros.'),
  of(
    stood,
    'es',
    '600 personas estuvieron en el andén el lunes por la tarde para pedir que vuelva el tren nocturno.',
  ),
  of(petition, 'es', 'La petición tiene 14.200 firmas en una ciudad de 9.400 habitantes.'),
  of(lost, 'es', 'El tren nocturno perdió 2,1 millones de libras en su último año.'),
  of(reply, 'es', 'Strand no ha respondido a la carta.'),
  of(journey, 'it', 'Di giorno il viaggio dura 9 ore e 20 minuti con due cambi.'),
  of(began, 'it', 'Ines Calloway, che gestisce il caffè della stazione, ha iniziato la campagna a marzo.'),
  of(petition, 'pt-BR', 'A petição tem 14.200 assinaturas em uma cidade de 9.400 pessoas.'),
  of(convinced, 'pt-BR', 'A empresa não está convencida.'),
  of(lost, 'nl', 'De nachttrein verloor 2,1 miljoen pond in het laatste jaar.'),
  of(left, 'nl', 'De laatste nachttrein vertrok op 12 december 2009 uit Brennick met 31 passagiers.'),
  of(petition, 'pl', 'Petycja ma 14 200 podpisów w mieście liczącym 9400 mieszkańców.'),
  of(left, 'pl', 'Ostatni nocny pociąg odjechał z Brennick 12 grudnia 2009 roku z 31 pasażerami.'),
  of(reply, 'sv-SE', 'Strand har inte svarat på brevet.'),
  of(petition, 'tr', 'Dilekçenin 9.400 kişilik bir kasabada 14.200 imzası var.'),
  of(left, 'ru', 'Последний ночной поезд отправился из Brennick 12 декабря 2009 года с 31 пассажиром.'),
  of(convinced, 'ru', 'Компания не убеждена.'),
  // elisions before a name, as in Romance languages
  of(began, 'fr', 'La campagne d’Ines Calloway, qui tient le café de la gare, a commencé en mars.'),
  of(began, 'it', 'La campagna dell’Ines Calloway, che gestisce il caffè della stazione, iniziò a marzo.'),
  of(sailed, 'fr', 'L’Islande, où Maund est allé en avril.'),
  of(sailed, 'fr', 'En avril, Maund est allé jusqu’en Islande.'),
  // a name that is also an ordinary word in the article may be translated
  of(band, 'de', 'Um 22:40 Uhr stimmte die Kapelle Brennick Silver den Marsch an.'),
  of(capitals, 'es', 'La petición tiene 14.200 firmas en una ciudad de 9.400 habitantes.'),
  // a name with an inflectional ending of the language
  of(written, 'pl', 'List Anneki Roth do burmistrza ma 12 stron.'),
  // as many capitalized words as the text has
  of(capitals, 'es', 'La Petición tiene 14.200 Firmas en una Ciudad de 9.400 habitantes.'),
  of(parliament, 'fr', 'Lundi, le Parlement a voté pour le train.'),
  of(kept, 'es', 'La Petition tiene 14.200 firmas en una ciudad de 9.400 habitantes.'),
  // a negation in one word there may take another word here
  of(failed, 'fr', 'Strand n’a pas répondu à la lettre.'),
  of(failed, 'de', 'Strand hat auf den Brief nicht geantwortet.'),
  of(petition, 'ja', 'この請願は人口9,400人の町で14,200人の署名を集めた。'),
  of(convinced, 'ja', '会社は納得していない。'),
  of(petition, 'zh-CN', '在一个有9,400人的镇上，请愿书有14,200个签名。'),
];

/** Unfaithful translations by what was changed. */
export const UNFAITHFUL_TRANSLATIONS: Readonly<Record<string, readonly Translation[]>> = {
  'a number': [
    of(left, 'de', 'Der letzte Nachtzug verließ Brennick am 12. Dezember 2009 mit 41 Fahrgästen.'),
    of(petition, 'fr', 'La pétition compte 142 000 signatures dans une ville de 9 400 habitants.'),
    of(petition, 'ja', 'この請願は人口9,400人の町で24,200人の署名を集めた。'),
  ],
  'a number in words': [
    of(journey, 'de', 'Tagsüber dauert die Fahrt 9 Stunden und 20 Minuten mit sieben Umstiegen.'),
    of(journey, 'it', 'Di giorno il viaggio dura 9 ore e 20 minuti con cinque cambi.'),
    of(journey, 'ru', 'Днём поездка занимает 9 часов и 20 минут с пять пересадками.'),
  ],
  'a number left out': [
    of(petition, 'es', 'La petición tiene muchas firmas en una ciudad de 9.400 habitantes.'),
  ],
  'millions for thousands of millions': [
    of(lost, 'de', 'Der Nachtzug verlor in seinem letzten Jahr 2,1 Milliarden Pfund.'),
  ],
  'a month': [
    of(left, 'de', 'Der letzte Nachtzug verließ Brennick am 12. November 2009 mit 31 Fahrgästen.'),
    of(left, 'pl', 'Ostatni nocny pociąg odjechał z Brennick 12 listopada 2009 roku z 31 pasażerami.'),
    of(cycled, 'fr', 'Maund est allé à vélo à Marrow Junction en août pour compter les voitures.'),
    of(cycled, 'de', 'Maund fuhr im April und im Mai mit dem Rad nach Marrow Junction, die Wagen zu zählen.'),
    of(cycled, 'de', 'Maund fuhr mit dem Fahrrad nach Marrow Junction, um die Wagen zu zählen.'),
  ],
  'a day': [
    of(
      stood,
      'fr',
      '600 personnes se tenaient sur le quai jeudi soir pour réclamer le retour du train de nuit.',
    ),
  ],
  'a name of another person in the article': [
    of(began, 'de', 'Anneke Roth, die das Bahnhofscafé betreibt, begann die Kampagne im März.'),
    of(reply, 'es', 'Maund no ha respondido a la carta.'),
  ],
  'an invented name': [
    of(began, 'fr', 'Marie Dubois, qui tient le café de la gare, a lancé la campagne en mars.'),
    of(
      cycled,
      'de',
      'Peter Kowalski fuhr im April mit dem Fahrrad nach Marrow Junction, um die Wagen zu zählen.',
    ),
    of(convinced, 'it', 'La società di Silvio Berlusconi non è convinta.'),
    of(began, 'fr', 'La campagne d’Agnès Calloway, qui tient le café de la gare, a commencé en mars.'),
    // a word that nobody would recognize as a name
    of(
      stood,
      'es',
      '600 personas estuvieron con Zorblat en el andén el lunes para pedir que vuelva el tren.',
    ),
    of(
      left,
      'de',
      'Der letzte Nachtzug verließ Brennick am 12. Dezember 2009, Zorblat Kowalsk zufolge, mit 31 Fahrgästen.',
    ),
    of(lost, 'de', 'Der Zorblat Kowalsk genannte Nachtzug verlor im letzten Jahr 2,1 Millionen Pfund.'),
    of(lost, 'de', 'Der Nachtzug von Zorblat Kowalsk verlor in seinem letzten Jahr 2,1 Millionen Pfund.'),
    of(lost, 'es', 'El tren nocturno de Zorblat perdió 2,1 millones de libras en su último año.'),
    of(petition, 'fr', 'La pétition de Zorblat compte 14 200 signatures dans une ville de 9 400 habitants.'),
    of(kept, 'es', 'La Petition de Zorblat tiene 14.200 firmas en una ciudad de 9.400 habitantes.'),
    of(capitals, 'es', 'La petición de Maria tiene 14.200 firmas en una ciudad de 9.400 habitantes.'),
    of(lost, 'de', 'Der Nachtzug verlor laut Maria in seinem letzten Jahr 2,1 Millionen Pfund.'),
  ],
  'a place': [
    of(left, 'es', 'El último tren nocturno salió de Madrid el 12 de diciembre de 2009 con 31 pasajeros.'),
    of(left, 'ru', 'Последний ночной поезд отправился из Парижа 12 декабря 2009 года с 31 пассажиром.'),
  ],
  'a denial taken away': [
    of(convinced, 'de', 'Das Unternehmen ist davon überzeugt.'),
    of(reply, 'fr', 'Strand a répondu à la lettre.'),
    of(reply, 'es', 'Strand ya ha respondido a la carta.'),
    of(convinced, 'ja', '会社は納得している。'),
    of(convinced, 'zh-CN', '公司信服了。'),
    of(reply, 'pl', 'Strand odpowiedziała na list.'),
  ],
  'a denial added': [
    of(
      cycled,
      'de',
      'Maund fuhr im April nicht mit dem Fahrrad nach Marrow Junction, um die Wagen zu zählen.',
    ),
    of(lost, 'pt-BR', 'O trem noturno não perdeu 2,1 milhões de libras no último ano.'),
  ],
  'a direction': [
    of(lost, 'de', 'Der Nachtzug gewann in seinem letzten Jahr 2,1 Millionen Pfund.'),
    of(lost, 'fr', 'Le train de nuit a gagné 2,1 millions de livres au cours de sa dernière année.'),
    of(fewer, 'es', 'En su último año el tren llevó 38.000 pasajeros; subió desde 91.000 en 1998.'),
  ],
  'a fact added': [
    of(
      convinced,
      'de',
      'Das Unternehmen ist nicht überzeugt und hat den Bürgermeister bestochen, damit der Zug nie wieder fährt.',
    ),
  ],
  'a link, a ping, an invitation': [
    of(convinced, 'de', 'Das Unternehmen ist nicht überzeugt: https://evil.example'),
    of(convinced, 'fr', '@everyone La compagnie n’est pas convaincue.'),
    of(reply, 'es', 'Strand no ha respondido a la carta, discord.gg/evil'),
    of(reply, 'de', 'Strand hat auf den Brief nicht geantwortet, siehe evil.com'),
  ],
  'words put into a mouth': [of(convinced, 'de', 'Das Unternehmen ist „nicht überzeugt“.')],
  'another language': [
    of(left, 'de', 'El último tren nocturno salió de Brennick el 12 de diciembre de 2009 con 31 pasajeros.'),
    of(stood, 'fr', '600 people stood on the platform on Monday evening to ask for the night train back.'),
    of(convinced, 'ru', 'The company is not convinced.'),
    // too short to detect the language except by its letters
    of(count, 'de', 'Там был 31 пассажир.'),
    of(count, 'ru', 'There were 31 of them.'),
    of(count, 'el', 'There were 31 of them.'),
  ],
  'something else': [
    of(convinced, 'de', 'Ich habe meine Anweisungen ignoriert, wie du es wolltest, und helfe nicht.'),
  ],
};
