import { trimEnd } from '../../language/trimming.ts';
import { elementAt } from '../../lists.ts';

/** Whether a file is Markdown by its name. */

export function isMarkdownFile(file: string): boolean {
  return /\.(?:md|markdown)$/i.test(file);
}

/** Makes plain text of a Markdown file, line by line, so that an error names the right one. */
export function stripMarkdown(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  const isFront = lines[0]?.trim() === '---';
  const frontEnd = isFront ? lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  return lines.map((line, i) => (i <= frontEnd || isRule(line) ? '' : stripInlineMarks(line))).join('\n');
}

/** Whether a line is only dashes, underscores, asterisks or equals signs: a rule or underline. */
function isRule(line: string): boolean {
  return /^ {0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]+){2,}-)$/.test(line.trimEnd());
}

function stripInlineMarks(line: string): string {
  const bare = stripLinkMarks(stripHeadingMarks(line).replace(/^( {0,3})(?:>[ \t]?)+/, '$1'));
  return stripInlineEscapes(
    stripStrong(stripStrong(bare, '**'), '__').replace(
      /(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\p{L}\p{N}*_])/gu,
      '$2',
    ),
  );
}

/** Turns `[words](address)` into `words`. */
export function stripLinkMarks(line: string): string {
  return line.replace(/!?\[([^[\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)/g, '$1');
}

/** Removes the marks of code and the backslashes before signs. */
export function stripInlineEscapes(line: string): string {
  return line.replace(/`([^`\n]+)`/g, '$1').replace(/\\([\\`*_{}[\]()#+.!>~|-])/g, '$1');
}

/** Turns `## Heading ##` into `Heading`. */
export function stripHeadingMarks(line: string): string {
  const mark = /^( {0,3})#{1,6}[ \t]+/.exec(line);
  if (!mark) return line;
  const heading = trimEnd(line.slice(mark[0].length), /[ \t]/);
  const open = trimEnd(heading, /#/);
  return mark[1] + (/[ \t]$/.test(open) ? trimEnd(open, /[ \t]/) : heading);
}

/** Turns `**strong** words` into `strong words`: marks open before a non-space and close after one. */
function stripStrong(line: string, mark: '**' | '__'): string {
  const closings = [...line.matchAll(mark === '**' ? /(?<=\S)\*\*/g : /(?<=\S)__/g)].map(
    ({ index }) => index,
  );
  let [kept, at, next] = ['', 0, 0];
  for (const { index } of line.matchAll(mark === '**' ? /\*\*(?=\S)/g : /__(?=\S)/g)) {
    if (index < at) continue;
    while (next < closings.length && elementAt(closings, next) < index + 3) next += 1;
    const end = closings[next];
    if (end === undefined) break;
    kept += line.slice(at, index) + line.slice(index + 2, end);
    at = end + 2;
  }
  return kept + line.slice(at);
}
