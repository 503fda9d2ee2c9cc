import { pathToFileURL } from 'node:url';

/**
 * Prints as JSON the expressions that the given modules construct (`new RegExp(...)`) when loaded, with their
 * locations: `node expressions-made.ts ROOT FILE...`.
 */
const [root = '', ...files] = process.argv.slice(2);
const made: { target: string; source: string; flags: string }[] = [];
const Original = RegExp;

function recordExpression(expression: RegExp): RegExp {
  // the error, this function, the trap, and then the caller
  const line = new Error().stack?.split('\n')[3] ?? '';
  const target =
    line.includes(root) &&
    !line.includes('node_modules') &&
    /((?:src|commands)\/[^:()]+:\d+):\d+\)?$/.exec(line)?.[1];
  if (target) made.push({ target, source: expression.source, flags: expression.flags });
  return expression;
}

globalThis.RegExp = new Proxy(Original, {
  construct: (target, parts) => recordExpression(Reflect.construct(target, parts)),
  apply: (target, self, parts) => recordExpression(Reflect.apply(target, self, parts)),
});
for (const file of files) await import(pathToFileURL(root + file).href);
process.stdout.write(JSON.stringify(made), () => process.exit(0));
