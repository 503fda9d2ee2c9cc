/**
 * Loads or creates a value on first use, and keeps it. For libraries that are rarely needed, since each
 * delays the first READY and takes memory. Load them with `require`, which handles both kinds of modules
 * synchronously, so that their users need not be asynchronous.
 */
export function createLazy<Value>(load: () => Value): () => Value {
  let loaded: { readonly value: Value } | undefined;
  return () => {
    loaded ??= { value: load() };
    return loaded.value;
  };
}
