import { parseSync } from 'vite';

/** A node of the syntax tree (ESTree); only the common fields are typed. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Type syntax that contains code; any other type syntax is skipped. */
const AROUND_EXPRESSIONS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
]);
const PASSED_OVER = new Set(['ImportDeclaration', 'ExportAllDeclaration']);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const isCode = ({ type, source }: Node) =>
  !PASSED_OVER.has(type) &&
  !(type === 'ExportNamedDeclaration' && source) &&
  (!type.startsWith('TS') || AROUND_EXPRESSIONS.has(type));

/** Parses a TypeScript file. Throws an Error if it is invalid. */
export function parseSource(file: string, source: string): Node {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  return program as unknown as Node;
}

/** Visits every node that is code, parents first, and passes its ancestors, innermost first. */
export function walk(
  node: Node,
  visit: (node: Node, around: readonly Node[]) => void,
  around: readonly Node[] = [],
): void {
  if (!isCode(node)) return;
  visit(node, around);
  const inside = [node, ...around];
  for (const child of Object.values(node).flat()) if (isNode(child)) walk(child, visit, inside);
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
export const isFunction = ({ type }: Node) => FUNCTIONS.has(type);

/** A function with a name that does not change when lines move. */
export interface NamedFunction {
  readonly node: Node;
  readonly name: string;
}

const nameIn = (holder: unknown): string | undefined =>
  isNode(holder) && typeof holder.name === 'string' ? holder.name : undefined;

/**
 * All functions in a tree; an anonymous one is named after its enclosing function, with a number if
 * necessary.
 */
export function listFunctions(tree: Node): NamedFunction[] {
  const named = new Map<Node, string>();
  const taken = new Map<string, number>();
  walk(tree, (node, around) => {
    if (!isFunction(node)) return;
    const [parent] = around;
    const own = nameIn(node.id) ?? nameIn(parent?.id) ?? nameIn(parent?.key) ?? '';
    const outer = around.map(holder => named.get(holder)).find(name => name !== undefined);
    const name = [outer, own].filter(Boolean).join('.');
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    named.set(node, count === 1 ? name : `${name}~${count}`);
  });
  return [...named].map(([node, name]) => ({ node, name }));
}
