/**
 * One way to tell who said something. It returns what it finds; undefined where it does not apply, so that
 * the next rule of its list is asked; or null where it sees that none of its list does.
 */
export interface Rule<Input, Result extends object> {
  readonly name: string;
  readonly apply: (input: Input) => (Result & { readonly rules?: readonly string[] }) | null | undefined;
}

/**
 * What a rule found, with the names of the rules that decided: of the first list, then of those within its
 * rule.
 */
export type Decided<Result> = Result & { readonly rules: readonly string[] };

/** What the first rule of an ordered list that applies finds, or undefined. */
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
