/** An array, a typed array or a string. */
interface Indexed<Value> {
  readonly length: number;
  at(index: number): Value | undefined;
}

/** The element at an index that exists, from the end if negative. Throws a RangeError (a bug) if not. */
export function elementAt<Value>(list: Indexed<Value>, index: number): Value {
  const element = list.at(index);
  if (element === undefined)
    throw new RangeError(`There is no element ${index} in a list of ${list.length}.`);
  return element;
}

/** The value of a key that is in a map. Throws a RangeError if it is not, a bug in the caller. */
export function getExisting<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`There is no ${String(key)} among ${map.size} keys.`);
  return value;
}

/** A value that is present, such as a row that a query always returns. Throws an Error (a bug) if not. */
export function requireValue<Value>(value: Value | null | undefined, name: string): Value {
  if (value === undefined || value === null) throw new Error(`There is no ${name}, where there must be one.`);
  return value;
}

/** Appends a value to the list of a key, which begins with the first value. */
export function appendTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The elements before the first at which a list is to end; all of them if there is none. */
export function takeUntil<Value>(
  list: readonly Value[],
  isEnd: (value: Value, index: number) => boolean,
): readonly Value[] {
  const end = list.findIndex(isEnd);
  return end < 0 ? list : list.slice(0, end);
}

/** How many elements come first for which a test holds, by halving: it must hold for none behind them. */
export function countLeading<Value>(list: readonly Value[], holds: (value: Value) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(elementAt(list, middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}
