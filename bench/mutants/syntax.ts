import { parseSync } from 'vite';

/** A node of the syntax tree (ESTree), of which only what all have in common is told. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Types are no code, except where they stand around an expression. */
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

/** The tree of a TypeScript file; a file that is none throws. */
export function parseSource(file: string, source: string): Node {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  return program as unknown as Node;
}

/**
 * Calls back for every node that is code, from the outside in, with the nodes that it stands in, the nearest
 * first.
 */
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

/** A function, by a name that stays the same when lines move. */
export interface NamedFunction {
  readonly node: Node;
  readonly name: string;
}

const nameIn = (holder: unknown): string | undefined =>
  isNode(holder) && typeof holder.name === 'string' ? holder.name : undefined;

/** Every function of a tree; one without a name has the name of what it stands in and a number. */
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
