import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DisputeSign } from '../../src/answers/disputes/dispute.ts';
import { findDisputes } from '../../src/answers/disputes/find-disputes.ts';
import { type Article, identifyArticle } from '../../src/articles/article.ts';

/**
 * The set that a case belongs to: the one the rules were developed on, or the one written to measure them.
 */
export const Part = z.enum(['development', 'held-out']);
export type Part = z.infer<typeof Part>;

/** An invented article with invented comments, and what each comment disputes. */
export const DisputeCase = z.strictObject({
  part: Part,
  headline: z.string().min(1),
  paragraphs: z.array(z.string().min(1)).min(5),
  comments: z
    .array(
      z.strictObject({
        number: z.string().regex(/^\d+(?:\.\d+)*$/),
        /** The kind of comment in one word, to tell apart what is mistaken for a dispute. */
        kind: z.string().min(1),
        text: z.string().min(1),
        /**
         * The paragraphs that it may be said to dispute (any one counts as right); empty if it disputes
         * nothing in the article.
         */
        disputes: z.array(z.int().min(1)),
      }),
    )
    .min(10),
});
export type DisputeCase = z.infer<typeof DisputeCase>;

/** All cases, keyed by file name. */
export function loadDisputeCases(): ReadonlyMap<string, DisputeCase> {
  const files = globSync('*.json', { cwd: import.meta.dirname }).toSorted();
  return new Map(
    files.map(file => [
      file.replace(/\.json$/, ''),
      DisputeCase.parse(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))),
    ]),
  );
}

/** The article of a case as the library would hold it. */
export function articleOfCase({ headline, paragraphs, comments }: DisputeCase): Article {
  return identifyArticle({
    headline,
    byline: null,
    url: null,
    published: null,
    paragraphs,
    comments: comments.map(({ number, text }) => ({ number, author: null, paragraphs: [text] })),
    commentsClosed: false,
    notices: [],
  });
}

/** A comment whose judgement differs from what its writer meant. */
export interface Misjudged {
  readonly name: string;
  readonly number: string;
  readonly text: string;
  readonly meant: readonly number[];
  /** Null if the dispute was missed. */
  readonly found: { readonly paragraph: number; readonly sign: DisputeSign } | null;
}

export interface DisputeFigures {
  readonly comments: number;
  readonly disputes: number;
  readonly shown: number;
  readonly right: number;
  readonly misjudged: readonly Misjudged[];
}

/**
 * Measures a part: how many disputes are found, and how many of these are right, in both comment and
 * paragraph.
 */
export function measureDisputes(cases: ReadonlyMap<string, DisputeCase>, part: Part): DisputeFigures {
  const judged = [...cases]
    .filter(([, each]) => each.part === part)
    .flatMap(([name, each]) => judgeCase(name, each));
  const isRight = ({ meant, found }: Misjudged) => found !== null && meant.includes(found.paragraph);
  return {
    comments: judged.length,
    disputes: judged.filter(({ meant }) => meant.length > 0).length,
    shown: judged.filter(({ found }) => found !== null).length,
    right: judged.filter(isRight).length,
    misjudged: judged.filter(each => !isRight(each) && (each.found !== null || each.meant.length > 0)),
  };
}

function judgeCase(name: string, given: DisputeCase): Misjudged[] {
  const found = new Map(
    findDisputes(articleOfCase(given)).flatMap(({ paragraph, disputes }) =>
      disputes.map(({ comment, sign }) => [comment, { paragraph, sign }] as const),
    ),
  );
  return given.comments.map(({ number, text, disputes }) => ({
    name,
    number,
    text,
    meant: disputes,
    found: found.get(number) ?? null,
  }));
}
