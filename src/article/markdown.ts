/** The marks of Markdown at the beginning of a line and around words, taken off where they are no text. */

export function isMarkdown(file: string): boolean {
  return /\.(?:md|markdown)$/i.test(file);
}

/**
 * The text of a Markdown file for the plain-text form: heading marks, underlines of headings, front matter, quote marks, emphasis and the
 * addresses of links go, their words stay; every line stays in its place, so that an error names the right one.
 */
export function withoutMarkdown(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  const isFront = lines[0]?.trim() === '---';
  const frontEnd = isFront ? lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  return lines.map((line, i) => (i <= frontEnd || isRule(line) ? '' : words(line))).join('\n');
}

/** A line of dashes, asterisks or equals signs: a rule, or the underline of a heading. */
function isRule(line: string): boolean {
  return /^ {0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]+){2,}-)[ \t]*$/.test(line);
}

function words(line: string): string {
  return line
    .replace(/^( {0,3})#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/, '$1$2')
    .replace(/^( {0,3})(?:>[ \t]?)+/, '$1')
    .replace(/!?\[([^\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+.!>~|-])/g, '$1');
}
