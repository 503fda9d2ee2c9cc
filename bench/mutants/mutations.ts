import { isFunction, listFunctions, type Node, parseSource, walk } from './syntax.ts';

/** One small change of a source file that a test should notice. */
export interface Mutation {
  /** The path relative to the project's folder. */
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  /** The enclosing functions, innermost first, as `listFunctions` names them. */
  readonly functions: readonly string[];
}

type Change = readonly [start: number, end: number, after: string];
interface Place {
  readonly node: Node;
  readonly around: readonly Node[];
  readonly source: string;
}
type Rule = (place: Place) => readonly Change[];

const nodeOf = (node: Node, field: string) => node[field] as Node;
const textOf = ({ start, end }: Node, source: string) => source.slice(start, end);

const BOUNDARIES: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
};
const SWAPPED_METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  find: 'findLast',
  findLast: 'find',
  min: 'max',
  max: 'min',
};
/** Methods whose result has the same type as the object they are called on. */
const DROPPED_METHODS = new Set([
  ...['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed'],
  ...['trim', 'trimEnd', 'trimStart', 'toLowerCase', 'normalize', 'replace', 'replaceAll'],
]);
/** Functions whose arguments are wording, and methods that write to the log. */
const SAYING = new Set(['t', 'md', 'say', 'phrase', 'message', 'defineMessage', 'describe']);
const LOGGING = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
const SQL = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE)\b/;
/** Fragments of SQL statements, each with its replacement. */
const SQL_CHANGES: readonly (readonly [pattern: RegExp, after: string])[] = [
  [/ AND /g, ' OR '],
  [/(?<![<>=-])<=(?!>)/g, '<'],
  [/(?<![<>=-])>=/g, '>'],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ DESC\b/g, ''],
  [/ IS NULL\b/g, ' IS NOT NULL'],
  [/ IS NOT NULL\b/g, ' IS NULL'],
  [/ NOT EXISTS\b/g, ' EXISTS'],
  [/ IS NOT DISTINCT FROM /g, ' IS DISTINCT FROM '],
];

/** The position of the operator between both operands. */
function operatorIn(node: Node, source: string): readonly [number, number] {
  const operator = node.operator as string;
  const start = source.indexOf(operator, nodeOf(node, 'left').end);
  return [start, start + operator.length];
}

const isText = (node: Node) =>
  (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral';
/** Whether `+` concatenates strings, judging by its operands. */
const isJoin = (node: Node) =>
  node.operator === '+' && [nodeOf(node, 'left'), nodeOf(node, 'right')].some(isText);

const changeOperator: Rule = ({ node, source }) => {
  const after = node.type === 'BinaryExpression' ? BOUNDARIES[node.operator as string] : undefined;
  return after === undefined || isJoin(node) ? [] : [[...operatorIn(node, source), after]];
};

/** Replaces `&&`, `||` and `??` with either operand. */
const dropSide: Rule = ({ node, source }) =>
  node.type !== 'LogicalExpression'
    ? []
    : ['left', 'right'].map(side => [node.start, node.end, textOf(nodeOf(node, side), source)] as const);

/** Makes a condition always or never hold, except that a loop is never made infinite. */
const fixCondition: Rule = ({ node }) => {
  const isLoop = node.type === 'WhileStatement' || node.type === 'ForStatement';
  if (!isLoop && node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return [];
  if (!node.test) return [];
  const { start, end } = nodeOf(node, 'test');
  return [...(isLoop ? [] : ['true']), 'false'].map(after => [start, end, after] as const);
};

const dropNegation: Rule = ({ node, source }) =>
  node.type === 'UnaryExpression' && (node.operator === '!' || node.operator === '-')
    ? [[node.start, node.end, textOf(nodeOf(node, 'argument'), source)]]
    : [];

const countOtherWay: Rule = ({ node, source }) =>
  node.type === 'UpdateExpression'
    ? [[node.start, node.end, textOf(node, source).replace(/\+\+|--/, sign => (sign === '++' ? '--' : '++'))]]
    : [];

const changeLiteral: Rule = ({ node }) => {
  if (node.type !== 'Literal') return [];
  if (typeof node.value === 'boolean') return [[node.start, node.end, String(!node.value)]];
  if (typeof node.value === 'number') return [[node.start, node.end, String(node.value + 1)]];
  return [];
};

const calleeName = (call: Node): string | undefined => {
  const callee = call.callee as Node | undefined;
  const named = callee?.type === 'MemberExpression' ? nodeOf(callee, 'property') : callee;
  return named?.name as string | undefined;
};
const isLogCall = (call: Node) =>
  calleeName(call) !== undefined &&
  LOGGING.has(calleeName(call) ?? '') &&
  /^(?:\w+\.)*log$/i.test(String((nodeOf(nodeOf(call, 'callee'), 'object') as Node | undefined)?.name ?? ''));

/** Whether a node is part of wording: a sentence, an error or a log line. */
function isSaid(around: readonly Node[]): boolean {
  const until = around.findIndex(isFunction);
  const near = until < 0 ? around : around.slice(0, until);
  return near.some(
    node =>
      node.type === 'TaggedTemplateExpression' ||
      node.type === 'NewExpression' ||
      (node.type === 'CallExpression' && (SAYING.has(calleeName(node) ?? '') || isLogCall(node))),
  );
}

const isKey = (node: Node, [parent]: readonly Node[]) =>
  parent !== undefined && parent.key === node && parent.computed !== true;

/**
 * Empties a string that is a single word (a code, a key, a mark); anything with a space is wording or SQL.
 */
const emptyText: Rule = ({ node, around, source }) => {
  if (!isText(node) || isKey(node, around) || isSaid(around)) return [];
  const inside = source.slice(node.start + 1, node.end - 1);
  return inside === '' || /\s/.test(inside.replace(/\$\{[^}]*\}/g, '')) ? [] : [[node.start, node.end, "''"]];
};

const changeSql: Rule = ({ node, source }) => {
  const text = textOf(node, source);
  if (!isText(node) || !SQL.test(text)) return [];
  return SQL_CHANGES.flatMap(([pattern, after]) =>
    [...text.matchAll(pattern)].map(({ index, 0: before }) => {
      const start = node.start + index;
      return [start, start + before.length, after] as const;
    }),
  );
};

const loosenExpression: Rule = ({ node, source }) => {
  if (node.type !== 'Literal' || !node.regex) return [];
  const { pattern, flags } = node.regex as { pattern: string; flags: string };
  const endOfPattern = node.start + 1 + pattern.length;
  return [
    ...(pattern.startsWith('^') ? [[node.start + 1, node.start + 2, ''] as const] : []),
    ...(/(?<!\\)\$$/.test(pattern) ? [[endOfPattern - 1, endOfPattern, ''] as const] : []),
    ...(flags.includes('i') ? [[endOfPattern + 1, node.end, flags.replace('i', '')] as const] : []),
  ].filter(([start, end]) => source.slice(start, end) !== '');
};

const emptyList: Rule = ({ node }) =>
  node.type === 'ArrayExpression' && (node.elements as unknown[]).length > 0
    ? [[node.start, node.end, '[]']]
    : [];

/** Drops an optional element of a list or object, such as `...(there && [it])`. */
const dropSpread: Rule = ({ node, around, source }) => {
  const [parent] = around;
  if (node.type !== 'SpreadElement' || parent?.type === 'CallExpression') return [];
  const [comma = ''] = /^\s*,/.exec(source.slice(node.end)) ?? [];
  return [[node.start, node.end + comma.length, '']];
};

const changeMethod: Rule = ({ node }) => {
  if (node.type !== 'CallExpression') return [];
  const callee = nodeOf(node, 'callee');
  if (callee.type !== 'MemberExpression' || callee.computed === true) return [];
  const property = nodeOf(callee, 'property');
  const name = property.name as string;
  const swapped = Object.hasOwn(SWAPPED_METHODS, name) ? SWAPPED_METHODS[name] : undefined;
  return [
    ...(swapped === undefined ? [] : [[property.start, property.end, swapped] as const]),
    ...(DROPPED_METHODS.has(name) ? [[nodeOf(callee, 'object').end, node.end, ''] as const] : []),
  ];
};

/** Drops a statement that is executed for its effect, except for log calls. */
const dropStatement: Rule = ({ node, around }) => {
  if (node.type !== 'ExpressionStatement' || around[0]?.type === 'Program') return [];
  const expression = nodeOf(node, 'expression');
  const called = expression.type === 'AwaitExpression' ? nodeOf(expression, 'argument') : expression;
  return called.type === 'Literal' || (called.type === 'CallExpression' && isLogCall(called))
    ? []
    : [[node.start, node.end, ';']];
};

/**
 * All rules. The body of an arrow function such as `() => store.delete(id)` is an expression, so
 * `dropStatement` leaves it alone.
 */
const RULES: readonly Rule[] = [
  ...[changeOperator, dropSide, fixCondition, dropNegation, countOtherWay, changeLiteral],
  ...[emptyText, changeSql, loosenExpression, emptyList, dropSpread, changeMethod, dropStatement],
];

/** All changes of one file, in text order, without duplicates. */
export function listMutations(file: string, source: string): Mutation[] {
  const tree = parseSource(file, source);
  const names = new Map(listFunctions(tree).map(({ node, name }) => [node, name]));
  const found = new Map<string, Mutation>();
  walk(tree, (node, around) => {
    for (const [start, end, after] of RULES.flatMap(rule => rule({ node, around, source }))) {
      const before = source.slice(start, end);
      const line = source.slice(0, start).split('\n').length;
      const functions = [node, ...around].flatMap(holder => names.get(holder) ?? []);
      if (before !== after)
        found.set(`${start}:${end}:${after}`, { file, line, start, end, before, after, functions });
    }
  });
  return [...found.values()].sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Applies a change to the source. */
export const mutate = (source: string, { start, end, after }: Mutation) =>
  source.slice(0, start) + after + source.slice(end);
