import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DisputeSign } from '../../src/answers/disputes/dispute.ts';
import { findDisputes } from '../../src/answers/disputes/find-disputes.ts';
import { type Article, identifyArticle } from '../../src/articles/article.ts';

/** Which articles the rules were made on, and which were written to measure them. */
export const Part = z.enum(['development', 'held-out']);
export type Part = z.infer<typeof Part>;

/** An invented article with invented comments, and what each of them disputes. */
export const DisputeCase = z.strictObject({
  part: Part,
  headline: z.string().min(1),
  paragraphs: z.array(z.string().min(1)).min(5),
  comments: z
    .array(
      z.strictObject({
        number: z.string().regex(/^\d+(?:\.\d+)*$/),
        /** What it does, in one word: what is mistaken for a dispute can be told apart by it. */
        kind: z.string().min(1),
        text: z.string().min(1),
        /** The paragraphs any of which it may be said to dispute; none where it disputes nothing of the article. */
        disputes: z.array(z.int().min(1)),
      }),
    )
    .min(10),
});
export type DisputeCase = z.infer<typeof DisputeCase>;

/** All cases by the names of their files. */
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

/** A comment that was judged otherwise than its writer meant it. */
export interface Misjudged {
  readonly name: string;
  readonly number: string;
  readonly text: string;
  readonly meant: readonly number[];
  /** Null where the dispute was not seen. */
  readonly found: { readonly paragraph: number; readonly sign: DisputeSign } | null;
}

export interface DisputeFigures {
  readonly comments: number;
  readonly disputes: number;
  readonly shown: number;
  readonly right: number;
  readonly misjudged: readonly Misjudged[];
}

/** How many disputes are found in a part, and how many of them are right: the comment is one, and the paragraph its. */
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
