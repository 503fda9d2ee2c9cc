/** Creates a function that runs work under the same key one after the other, in the order of the calls. */
export function createKeyedMutex(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = result.catch(() => {}).finally(() => last.get(key) === settled && last.delete(key));
    last.set(key, settled);
    return result;
  };
}
