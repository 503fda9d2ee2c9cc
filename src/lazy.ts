/**
 * What is loaded or made when it is first wanted, and kept. For libraries that few need: each takes of the
 * time to the first READY, and of the memory. They are loaded by `require`, which takes modules of either
 * kind, so that who wants them need not wait in turn.
 */
export function createLazy<Value>(load: () => Value): () => Value {
  let loaded: { readonly value: Value } | undefined;
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
}
