/**
 * One way to find out who said something. `apply` returns what it finds; undefined if the rule does not
 * apply, so that the next one of the list is tried; null if it also rules out the rest of the list.
 */
export interface Rule<Input, Result extends object> {
  readonly name: string;
  readonly apply: (input: Input) => (Result & { readonly rules?: readonly string[] }) | null | undefined;
}

/** A result with the names of the rules that decided it, outermost first: a rule may apply its own list. */
export type Decided<Result> = Result & { readonly rules: readonly string[] };

/** The result of the first rule of an ordered list that applies, or undefined. */
export function applyRules<Input, Result extends object>(
  rules: readonly Rule<Input, Result>[],
  input: Input,
): Decided<Result> | undefined {
  for (const { name, apply } of rules) {
    const result = apply(input);
    if (result === null) return undefined;
    if (result) return { ...result, rules: [name, ...(result.rules ?? [])] };
  }
  return undefined;
}
