import type { Markdown } from '../../i18n/translate.ts';
import { escapeLine, escapeMarkdown, joinText, md } from './text.ts';

/** The most characters of a passage in one block; a longer passage continues in the next. */
const MAX_BLOCK = 1800;

/** Paragraphs as a block quote. */
export function formatBlockQuote(text: string): Markdown {
  const lines = text.split(/\n+/).map(line => md`> ${escapeLine(line)}`);
  return joinText(lines, '\n');
}

/** Splits a text at spaces into parts that fit into a block even if every character is escaped twice. */
export function splitForBlocks(text: string): string[] {
  const found: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const longest = Math.floor(
      MAX_BLOCK *
        Math.min(
          1,
          rest.slice(0, MAX_BLOCK).length / Math.max(1, escapeMarkdown(rest.slice(0, MAX_BLOCK)).length),
        ),
    );
    const space = rest.length <= longest ? -1 : rest.lastIndexOf(' ', longest);
    const end =
      rest.length <= longest
        ? rest.length
        : space > longest / 2
          ? space + 1
          : alignToCharacter(rest, longest);
    found.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end);
  }
  return found;
}

/** Moves the end back if it would split a surrogate pair. */
function alignToCharacter(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end;
}
