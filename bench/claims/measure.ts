import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkMaker } from '../../src/answers/check/maker.ts';
import type { Verdict } from '../../src/answers/check/schema.ts';
import { type Article, identifyArticle } from '../../src/articles/article.ts';
import { readArticleFile } from '../../src/articles/import.ts';
import { elementAt, requireValue } from '../../src/lists.ts';
import { QUESTIONS_FOLDER, readQuestionSet } from '../question-items.ts';

/** The parts of the set; rules may be based on those for development only. */
export const PARTS = [
  'development',
  'held-out',
  'single-development',
  'single-held-out',
  'own-words-development',
  'own-words-held-out',
  'four-kinds',
  'roles',
  'two-texts',
] as const;
export type Part = (typeof PARTS)[number];

/** A claim about an article, with what was put into one place of the sentence it was made from. */
interface Claim {
  readonly article: string;
  readonly text: string;
  readonly isTrue: boolean;
  /** Empty for the sentence itself. */
  readonly changed: string;
}

/** A claim with its verdict. */
export interface JudgedClaim extends Claim {
  readonly verdict: Verdict;
  readonly reason: string;
}

const SLOT = /\{([^{}]*)\}/g;

/** A template with the first choice of each slot, but for one slot, which gets another. */
function fillSlots(template: string, slot: number, choice: number): string {
  let at = 0;
  return template.replaceAll(SLOT, (_, choices: string) => {
    const chosen = elementAt(choices.split('|'), at++ === slot ? choice : 0);
    return chosen.replace(/^~/, '');
  });
}

/** The sentence of a template, and one claim for each other choice; those marked with a tilde are false. */
function expandTemplate(template: string, article: string): Claim[] {
  const slots = [...template.matchAll(SLOT)].map(match => elementAt(match, 1).split('|'));
  const changed = slots.flatMap((choices, slot) =>
    choices.map((choice, index) => ({
      article,
      text: fillSlots(template, slot, index),
      isTrue: !choice.startsWith('~'),
      changed: choice.replace(/^~/, ''),
      index,
    })),
  );
  return [
    { article, text: fillSlots(template, -1, 0), isTrue: true, changed: '' },
    ...changed.filter(({ index }) => index > 0).map(({ index: _index, ...claim }) => claim),
  ];
}

function readClaims(part: Part): Claim[] {
  const claims: Claim[] = [];
  let article = '';
  for (const line of readFileSync(join(import.meta.dirname, `${part}.txt`), 'utf8').split('\n')) {
    if (line.startsWith('# ')) article = line.slice(2).trim();
    else if (line.trim() !== '') claims.push(...expandTemplate(line, article));
  }
  return claims;
}

const OWN_ARTICLES = join(import.meta.dirname, 'articles');

/** The articles that claims are about, by name: those of the questions, and those in a folder beside the claims. */
async function readArticles(): Promise<Map<string, Article>> {
  const sets = await Promise.all([QUESTIONS_FOLDER, join(QUESTIONS_FOLDER, 'training')].map(readQuestionSet));
  const own = await Promise.all(
    readdirSync(OWN_ARTICLES).map(async (file): Promise<[string, Article]> => {
      const name = file.replace(/\.txt$/, '');
      return [name, identifyArticle(await readArticleFile(join(OWN_ARTICLES, file), name))];
    }),
  );
  return new Map([...sets.flatMap(set => [...set.articles]), ...own]);
}

/** Judges all claims of a part as `/check` does with the built-in engine. */
export async function judgeClaims(part: Part): Promise<JudgedClaim[]> {
  const articles = await readArticles();
  return readClaims(part).map(claim => ({
    ...claim,
    ...judge(claim.text, requireValue(articles.get(claim.article), `article ${claim.article}`)),
  }));
}

function judge(text: string, article: Article): { verdict: Verdict; reason: string } {
  const { answer } = checkMaker.check(checkMaker.extract(article, { claim: text }), article, { claim: text });
  return { verdict: answer.verdict, reason: answer.reason };
}
