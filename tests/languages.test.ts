import { expect, it } from 'vitest';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { AnyRecipe } from '../src/answers/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { splitSentences } from '../src/language/sentences.ts';
import { extractContentWords } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';

const engine = createBuiltInEngine();

async function draftAnswer<R extends AnyRecipe>(
  recipe: R,
  article: ReturnType<typeof createArticle>,
  options: unknown = {},
) {
  return recipe.draft.parse(await engine.draft(recipe, article, recipe.options.parse(options))) as never;
}

const german = createArticle(
  'Die Hafenbrücke wird gesperrt',
  [
    'Der Stadtrat von Grünfeld hat am 3. März beschlossen, die alte Hafenbrücke für zwei Jahre zu sperren. Über die Brücke fahren jeden Tag 9000 Autos.',
    'Die Ingenieure haben im Herbst in vier von sechs Pfeilern der Brücke tiefen Rost gefunden. „Die Brücke ist heute sicher, aber in fünf Jahren ist sie es nicht mehr“, sagte die Ingenieurin Maria Holt.',
    'Die Fähre zur Insel fährt während der Bauarbeiten alle zehn Minuten und ist für die Einwohner der Stadt kostenlos.',
    'Die Ladenbesitzer auf der Insel fürchten, dass ihnen die gesperrte Brücke die Kunden nimmt. Sie haben den Stadtrat um Hilfe bei den Mieten gebeten.',
  ],
  {
    '1': 'Die Fähre ist viel zu langsam und im Winter fährt sie oft gar nicht.',
    '2': 'Im Winter ist die Fähre doch immer wieder ausgefallen.',
    '3': 'Die Mieten auf der Insel sind schon heute zu hoch für die kleinen Läden.',
    '4': 'Ohne Hilfe bei den Mieten werden die Läden auf der Insel schließen.',
    '5': 'Endlich wird die Brücke repariert, der Rost war nicht mehr zu übersehen.',
    '6': 'Der Rost an den Pfeilern der Brücke war seit Jahren bekannt.',
  },
);

const french = createArticle('Le pont du port ferme', [
  'Le conseil municipal de Vertchamp a décidé lundi de fermer le vieux pont du port pendant deux ans. Chaque jour, 9000 voitures passent sur ce pont.',
  '« Le pont est sûr aujourd’hui, mais il ne le sera plus dans cinq ans », a expliqué l’ingénieure Marie Houle. Les ingénieurs ont trouvé de la rouille dans quatre des six piliers.',
  'Le bac vers l’île passera toutes les dix minutes pendant les travaux et sera gratuit pour les habitants de la ville.',
]);

it('sums up an article in German in its own sentences, also past an ordinal number', async () => {
  const { points } = (await draftAnswer(summaryRecipe, german, { length: 'brief' })) as {
    points: { text: string }[];
  };
  expect(points.length).toBeGreaterThan(0);
  for (const { text } of points)
    expect(german.paragraphs.some(paragraph => paragraph.includes(text))).toBe(true);
  expect(splitSentences(german.paragraphs[0]!)).toHaveLength(2);
});

it('finds quotations in the marks of other languages', async () => {
  const of = async (article: typeof german) =>
    ((await draftAnswer(quotesRecipe, article)) as { quotes: { text: string }[] }).quotes;
  expect((await of(german)).map(({ text }) => text)).toEqual([
    'Die Brücke ist heute sicher, aber in fünf Jahren ist sie es nicht mehr',
  ]);
  expect((await of(french)).map(({ text }) => text)).toEqual([
    'Le pont est sûr aujourd’hui, mais il ne le sera plus dans cinq ans',
  ]);
});

const swedish = [
  'Kommunen stänger den gamla bron i hamnen',
  'Kommunfullmäktige i Grönköping beslutade i måndags att stänga den gamla bron i hamnen under två år.',
];

it('names no speakers where the grammar of another language would tell them', async () => {
  const article = createArticle(swedish[0]!, [
    swedish[1]!,
    '”Bron är säker än så länge”, sade Marit Holm. ”Men vi måste bygga nytt”, svarade Per Lund.',
  ]);
  const { quotes } = (await draftAnswer(quotesRecipe, article)) as { quotes: object[] };
  expect(quotes).toMatchObject([
    { text: 'Bron är säker än så länge', speaker: null, role: null },
    { text: 'Men vi måste bygga nytt', speaker: null, role: null },
  ]);
});

it.each([
  [
    'Swedish',
    swedish,
    '– Bron är säker än så länge. Men inte länge till, säger Marit Holm. – Nu bygger vi nytt!',
    ['Bron är säker än så länge. Men inte länge till', 'Nu bygger vi nytt!'],
  ],
  [
    'Norwegian',
    [
      'Kommunen stenger den gamle brua',
      'Kommunestyret vedtok på mandag å stenge den gamle brua i havna i to år.',
    ],
    '– Brua er trygg foreløpig, sier ingeniør Marit Holm.',
    ['Brua er trygg foreløpig'],
  ],
  [
    'Spanish',
    [
      'Cierran el viejo puente',
      'El pleno decidió el lunes cerrar el viejo puente del puerto durante dos años.',
    ],
    '—El puente es seguro por ahora —dijo Marta Olmo—. Pero hay que construir otro.',
    ['El puente es seguro por ahora', 'Pero hay que construir otro.'],
  ],
  [
    'French',
    [
      'Le pont du port ferme',
      'Le conseil municipal a décidé lundi de fermer le vieux pont du port pendant deux ans.',
    ],
    '— Le pont est sûr pour le moment ! s’exclame Marie Houle.',
    ['Le pont est sûr pour le moment !'],
  ],
  [
    'French, a list',
    [
      'Le pont du port ferme',
      'Le conseil municipal a décidé lundi de fermer le vieux pont du port pendant deux ans.',
    ],
    '– Le bac, gratuit pour les habitants',
    [],
  ],
  [
    'English, where a dash opens an item',
    [
      'The old bridge closes',
      'The council of the town decided on Monday to close the old bridge for two years.',
    ],
    '– The bridge is safe, said the engineer with the list.',
    [],
  ],
])('finds what is said behind a dash: %s', async (_, [headline, first], paragraph, expected) => {
  const { quotes } = (await draftAnswer(quotesRecipe, createArticle(headline!, [first!, paragraph]))) as {
    quotes: { text: string }[];
  };
  expect(quotes.map(({ text }) => text)).toEqual(expected);
});

it.each([
  ['German', german, 'Wann und wie oft wird denn nun die Fähre zu der Insel fahren?', 'alle zehn Minuten'],
  [
    'French',
    french,
    'Dans combien de piliers les ingénieurs ont-ils trouvé de la rouille ?',
    'quatre des six piliers',
  ],
])('answers a question in %s by the words that carry meaning there', async (_, article, question, answer) => {
  const { found, statements } = (await draftAnswer(questionRecipe, article, { question })) as {
    found: boolean;
    statements: { text: string }[];
  };
  expect([found, statements.map(({ text }) => text).join(' ')]).toEqual([
    true,
    expect.stringContaining(answer),
  ]);
});

it('heads viewpoints in German with sentences of their comments', async () => {
  const texts = [
    ...german.comments.flatMap(({ paragraphs }) => paragraphs),
    'Die Fähre ist im Winter zu langsam.',
    'Die Mieten der Läden sind zu hoch.',
    'Der Rost an der Brücke war bekannt.',
  ];
  const comments = Object.fromEntries(texts.map((text, at) => [`${at + 1}`, text]));
  const longer = createArticle(german.headline, german.paragraphs, comments);
  const { viewpoints } = commentsRecipe.draft.parse(await draftAnswer(commentsRecipe, longer));
  expect(viewpoints.length).toBeGreaterThan(1);
  for (const { label } of viewpoints) expect(texts.join('\n')).toContain(label.replace('…', ''));
});

it.each([
  [
    'Russian',
    'Городской совет решил в понедельник закрыть старый мост в порту на два года, потому что опоры ржавеют, а паром будет ходить каждые десять минут.',
  ],
  [
    'Chinese',
    '市议会周一决定将旧港口大桥关闭两年，因为桥墩生锈。居民们非常担心交通问题，希望政府能够尽快解决这个问题。'.repeat(
      3,
    ),
  ],
])('refuses an article in %s with a sentence that says so', async (name, text) => {
  const article = createArticle(text.slice(0, 20), [text]);
  for (const recipe of [summaryRecipe, quotesRecipe, commentsRecipe])
    await expect(draftAnswer(recipe, article)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(new RegExp(`written in Latin letters, .* ${name}\\.$`)),
    });
});

it('reads English again after an article in another language', async () => {
  await draftAnswer(summaryRecipe, german, { length: 'brief' });
  expect(extractContentWords('The die was cast, and the war ended')).toEqual(['die', 'cast', 'war', 'ended']);
});
