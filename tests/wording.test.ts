import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findEvidence } from '../src/answers/verification/evidence.ts';
import { identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';

const sample = (name: string) =>
  identifyArticle(readArticle(name, readFileSync(new URL(`../data/articles/${name}`, import.meta.url))));
const [train, tools, bridge] = [
  sample('night-train.txt'),
  sample('tool-library.txt'),
  sample('footbridge.txt'),
];

/** True statements in words that a model would choose instead of the article's. */
const freely = [
  [train, 'Brennick’s final overnight service departed in December 2009 carrying 31 people.', 1],
  [train, 'Around 600 residents gathered on the platform on Monday evening to demand the train’s return.', 1],
  [train, 'Café owner Ines Calloway launched the campaign in March.', 2],
  [train, 'More than 14,000 people have signed, although the town has only 9,400 inhabitants.', 3],
  [train, 'Campaigners want a single nightly sleeper to Port Selwyn.', 3],
  [train, 'The daytime trip lasts over nine hours and requires two changes.', 3],
  [train, 'Passenger numbers had dropped from 91,000 in 1998 to 38,000 by the last year.', 4],
  [train, 'The service made a loss of £2.1 million in its last year.', 4],
  [train, 'The operator remains unconvinced.', 4],
  [train, 'No decision will come before the new timetable appears in May.', 4],
  [train, 'Calloway read an open letter addressed to chief executive Philippa Strand.', 5],
  [train, 'Five of the old coaches are still standing in the company’s sidings at Marrow Junction.', 8],
  [train, 'Former station master Gregor Maund went by bicycle in April to count the coaches.', 11],
  [train, 'Repair estimates differ widely: Maund says £3 million, the company £11.5 million.', 12],
  [train, 'Three councils have commissioned a report that is expected in September.', 12],
  [train, 'So far, Strand has not answered the letter.', 14],
  [train, 'Asked on Twitter what they would pay, most people said £45.', 14],
  [train, 'A silver band performed “The Last Sleeper South” at 22:40.', 15],
  [tools, 'Anyone with a library card can borrow tools for a week.', 2],
  [tools, 'Agnes Pryce started the collection with £1,200 and her late father’s tools.', 2],
  [tools, 'The number of visits climbed from 31,000 to 52,000 within two years.', 2],
  [tools, 'The branch had previously faced closure.', 2],
  [tools, 'Only 17 of 9,400 loans were never returned.', 3],
  [tools, 'Councillor Neville Okafor, once a critic, has borrowed a hedge trimmer four times.', 3],
  [tools, 'Insurers refused to cover a chainsaw, so there is none to borrow.', 4],
  [tools, 'Nine volunteers repair broken items on Saturdays.', 4],
  [tools, 'Its most popular course has no places left until March.', 4],
  [tools, 'Next on Pryce’s list is a cement mixer.', 5],
  [bridge, 'Ostley’s councillors approved the footbridge by 11 votes to 9.', 1],
  [bridge, 'The planned bridge is 84 metres long and priced at £2.4 million.', 2],
] as const;

/** How many were dropped when measured; fewer is better, more is a regression. */
const DROPPED = 19;

test('of true statements in a model’s own words few enough are dropped', () => {
  const dropped = freely.filter(
    ([article, text, paragraph]) => 'complaint' in findEvidence(article, { text, paragraphs: [paragraph] }),
  );
  console.log(`${freely.length} true statements freely worded, ${dropped.length} dropped`);
  expect(dropped.length).toBeLessThanOrEqual(DROPPED);
});
