/**
 * Creates a value on first use and keeps it. A rarely needed library is loaded by `require`, so that its users
 * stay synchronous.
 */
export function createLazy<Value>(load: () => Value): () => Value {
  let loaded: { readonly value: Value } | undefined;
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
}
