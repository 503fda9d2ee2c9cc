/** The English sentence of a template with `{{name}}` filled in: what is kept and what machines read. */
export function filled(template: string, values: Readonly<Record<string, string>> = {}): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

export interface Recognised {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads back which of these templates a sentence was made from, and with what, so that `t` can say it in another language; null for
 * what none of them made. What is kept stays one English sentence, whoever reads it later.
 */
export function recogniser(templates: readonly string[]): (sentence: string) => Recognised | null {
  const patterns = templates.map(template => ({ template, pattern: patternOf(template) }));
  return sentence => {
    for (const { template, pattern } of patterns) {
      const found = pattern.exec(sentence);
      if (found) return { template, values: { ...found.groups } };
    }
    return null;
  };
}

function patternOf(template: string): RegExp {
  const parts = template.split(/\{\{(\w+)\}\}/);
  return new RegExp(`^${parts.map((part, i) => (i % 2 === 1 ? `(?<${part}>.+)` : RegExp.escape(part))).join('')}$`, 'su');
}
