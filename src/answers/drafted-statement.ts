import { z } from 'zod';

/** Words of the article in the form a model returns them, before everything else it says in a statement. */
export const QuotedParagraph = z.object({ paragraph: z.int().min(1), quote: z.string().min(1) });

/** Words from a paragraph or a comment; the other of the two is null. */
export const QuotedPassage = z.object({
  paragraph: z.int().min(1).nullable(),
  comment: z.string().min(1).nullable(),
  quote: z.string().min(1),
});

type Json = Readonly<Record<string, unknown>>;

const isObject = (given: unknown): given is Json =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/**
 * Normalizes a statement drafted by a model: paragraphs and comments that it does not list are taken from its
 * ground. Unreadable ground is dropped, so that no statement is lost because of it. Use as a schema's
 * preprocessor.
 */
export function completeStatement(given: unknown): unknown {
  if (!isObject(given)) return given;
  const ground = listOf(given.ground).flatMap(readGround);
  return {
    ...given,
    ground,
    paragraphs: given.paragraphs ?? [...new Set(ground.flatMap(({ paragraph }) => paragraph ?? []))],
    comments: given.comments ?? [...new Set(ground.flatMap(({ comment }) => comment ?? []))],
  };
}

/** Normalizes a passage that is shown as such: its text is its quote. Use as a schema's preprocessor. */
export function completePassage(given: unknown): unknown {
  if (!isObject(given) || given.text !== undefined) return completeStatement(given);
  return completeStatement({ ...given, text: given.quote, ground: [given] });
}

const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given]);

interface ReadGround {
  readonly paragraph?: number;
  readonly comment?: string;
  readonly quote: string;
}

function readGround(given: unknown): ReadGround[] {
  if (!isObject(given) || typeof given.quote !== 'string' || given.quote === '') return [];
  const paragraph = readParagraphNumber(given.paragraph);
  const comment = readCommentNumber(given.comment);
  return [
    {
      ...(paragraph !== null && { paragraph }),
      ...(comment !== null && { comment }),
      quote: given.quote,
    },
  ];
}

/** Reads `3`, and other forms in which models write it: `"3"`, `"[3]"`, `"¶3"`. */
function readParagraphNumber(given: unknown): number | null {
  const [digits] = /\d{1,6}/.exec(`${given}`.slice(0, 20)) ?? [];
  const number = Number(digits ?? 0);
  return number >= 1 ? number : null;
}

/** Reads `"2.1"`, and other forms in which models write it: `"[comment 2.1]"`, `2.1`. */
function readCommentNumber(given: unknown): string | null {
  return /\d[\d.]{0,30}/.exec(`${given}`.slice(0, 50))?.[0].replace(/\.$/, '') ?? null;
}
