import { elementAt } from '../lists.ts';

/**
 * Fills in the `{{name}}` placeholders of a template to produce the English sentence that is stored and that
 * machines read.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>> = {}): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** The template of a sentence, and its values. */
interface ParsedTemplate {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Creates a parser that finds which of the templates produced a sentence, and with which values, so that `t`
 * can translate it; null if none did. This way a single English sentence is stored, whoever reads it later.
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
 * The values between a template's fixed words, which alternate with placeholder names; each of the words is
 * searched for once, from the end.
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
