import { trimEnd } from '../../language/trimming.ts';
import { elementAt } from '../../lists.ts';

/** The marks of Markdown at the beginning of a line and around words, taken off where they are no text. */

export function isMarkdownFile(file: string): boolean {
  return /\.(?:md|markdown)$/i.test(file);
}

/**
 * The text of a Markdown file for the plain-text form: heading marks, underlines of headings, front matter,
 * quote marks, emphasis and the addresses of links go, their words stay; every line stays in its place, so
 * that an error names the right one.
 */
export function stripMarkdown(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  const isFront = lines[0]?.trim() === '---';
  const frontEnd = isFront ? lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  return lines.map((line, i) => (i <= frontEnd || isRule(line) ? '' : stripInlineMarks(line))).join('\n');
}

/** A line of dashes, asterisks or equals signs: a rule, or the underline of a heading. */
function isRule(line: string): boolean {
  return /^ {0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]+){2,}-)$/.test(line.trimEnd());
}

function stripInlineMarks(line: string): string {
  const bare = stripHeadingMarks(line)
    .replace(/^( {0,3})(?:>[ \t]?)+/, '$1')
    .replace(/!?\[([^[\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)/g, '$1');
  return stripStrong(stripStrong(bare, '**'), '__')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!>~|-])/g, '$1');
}

/** `## Heading ##` as `Heading`. */
function stripHeadingMarks(line: string): string {
  const mark = /^( {0,3})#{1,6}[ \t]+/.exec(line);
  if (!mark) return line;
  const heading = trimEnd(line.slice(mark[0].length), /[ \t]/);
  const open = trimEnd(heading, /#/);
  return mark[1] + (/[ \t]$/.test(open) ? trimEnd(open, /[ \t]/) : heading);
}

/**
 * `**strong** words` as `strong words`. A mark opens before a letter and closes behind one; each is looked at
 * once.
 */
function stripStrong(line: string, mark: '**' | '__'): string {
  const closings = [...line.matchAll(mark === '**' ? /(?<=\S)\*\*/g : /(?<=\S)__/g)].map(
    ({ index }) => index,
  );
  let [retained, at, next] = ['', 0, 0];
  for (const { index } of line.matchAll(mark === '**' ? /\*\*(?=\S)/g : /__(?=\S)/g)) {
    if (index < at) continue;
    while (next < closings.length && elementAt(closings, next) < index + 3) next += 1;
    const end = closings[next];
    if (end === undefined) break;
    retained += line.slice(at, index) + line.slice(index + 2, end);
    at = end + 2;
  }
  return retained + line.slice(at);
}
