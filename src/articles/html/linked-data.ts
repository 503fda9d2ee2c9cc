import type { PageDocument } from './dom.ts';

/** A node of a page's JSON-LD, as far as it could be parsed. */
export type LinkedNode = Readonly<Record<string, unknown>>;

/** The maximum size and depth of JSON-LD; anything beyond does not describe a page. */
const LIMITS = { nodes: 50_000, depth: 100 };

/** All objects in the page's JSON-LD, nested ones after what contains them; invalid scripts are skipped. */
export function parseLinkedNodes(document: PageDocument): LinkedNode[] {
  const scripts = [...document.querySelectorAll('script[type*="ld+json" i]')];
  return scripts.flatMap(script => collectNodes(parseLenientJson(script.textContent)));
}

function collectNodes(root: unknown): LinkedNode[] {
  const found: LinkedNode[] = [];
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next && found.length < LIMITS.nodes; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null || depth > LIMITS.depth) continue;
    if (isNode(value)) found.push(value);
    for (const inner of Object.values(value).reverse()) open.push({ value: inner, depth: depth + 1 });
  }
  return found;
}

/** Whether a node's type matches the pattern (`NewsArticle`, `http://schema.org/NewsArticle`). */
export function isOfType(node: LinkedNode, type: RegExp): boolean {
  return toList(node['@type']).some(
    name => typeof name === 'string' && type.test(name.replace(/^.*[/:#]/, '')),
  );
}

/** Whether a JSON-LD value is a node rather than a string or a list. */
export function isNode(value: unknown): value is LinkedNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One value or a list of them, as a list. */
export function toList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.flat(2) : [value];
}

/** The names of people or organisations: strings, or objects with a name. */
export function parseNames(value: unknown): string[] {
  return toList(value)
    .flatMap(item => (isNode(item) ? toList(item.name) : [item]))
    .filter((name): name is string => typeof name === 'string' && name.trim() !== '');
}

/** Parses almost-JSON: wrapped in comments, with line breaks in strings or trailing commas. */
function parseLenientJson(text: string): unknown {
  const bare = text
    .replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, '')
    .trimEnd()
    .replace(/;$/, '')
    .trimEnd()
    .replace(/(?:-->|(?:\/\/\s{0,9})?\]\]>|\/\*\s{0,9}\]\]>\s{0,9}\*\/)$/, '');
  return parseJson(bare) ?? parseJson(bare.replace(/[\u0000-\u001f]+/g, ' ').replace(/,\s*([\]}])/g, '$1'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Invalid JSON-LD is common, and the rest of the page says the same.
    return undefined;
  }
}
