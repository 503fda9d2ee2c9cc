import type { Markdown } from '../../i18n/translate.ts';
import { escapeLine, escapeMarkdown, joinText, md } from './text.ts';

/** Characters of a passage in one block; a longer one goes on in the next. */
const MAX_BLOCK = 1800;

/** Paragraphs as a quotation, which Discord marks with a bar. */
export function formatBlockQuote(text: string): Markdown {
  const lines = text.split(/\n+/).map(line => md`> ${escapeLine(line)}`);
  return joinText(lines, '\n');
}

/**
 * A text in portions that end at a space, none longer than a block also when every character is escaped
 * twice.
 */
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

/** Not between the two halves of a character. */
function alignToCharacter(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end;
}
