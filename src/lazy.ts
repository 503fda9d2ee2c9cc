/** Loads a rarely needed library on first use and keeps it; by `require`, so that users stay synchronous. */
export function createLazy<Value>(load: () => Value): () => Value {
  let loaded: { readonly value: Value } | undefined;
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
}
