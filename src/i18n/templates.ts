import { elementAt } from '../lists.ts';

/** The English sentence of a template with `{{name}}` filled in: what is kept and what machines read. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>> = {}): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** The template that a sentence was made from, with its values. */
export interface ParsedTemplate {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads back which of these templates a sentence was made from, and with what, so that `t` can say it in
 * another language; null for what none of them made. What is kept stays one English sentence, whoever reads
 * it later.
 */
export function createTemplateParser(
  templates: readonly string[],
): (sentence: string) => ParsedTemplate | null {
  const made = templates.map(template => ({ template, parts: template.split(/\{\{(\w+)\}\}/) }));
  return sentence => {
    for (const { template, parts } of made) {
      const values = extractValues(sentence, parts);
      if (values) return { template, values };
    }
    return null;
  };
}

/**
 * What stands between the words of a template, which alternate with names; the words are looked for from the
 * end, each once.
 */
function extractValues(sentence: string, parts: readonly string[]): Record<string, string> | null {
  const [first, last] = [elementAt(parts, 0), elementAt(parts, -1)];
  if (parts.length === 1) return sentence === first ? {} : null;
  if (!sentence.startsWith(first) || !sentence.endsWith(last)) return null;
  const found: [string, string][] = [];
  let end = sentence.length - last.length;
  for (let i = parts.length - 2; i > 0; i -= 2) {
    const words = elementAt(parts, i - 1);
    const start = i === 1 ? first.length : sentence.lastIndexOf(words, end - 1 - words.length) + words.length;
    if (start < first.length || start >= end || !sentence.startsWith(words, start - words.length))
      return null;
    found.unshift([elementAt(parts, i), sentence.slice(start, end)]);
    end = start - words.length;
  }
  return Object.fromEntries(found);
}
