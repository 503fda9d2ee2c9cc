/** An array, a typed array or a text. */
interface Indexed<Value> {
  readonly length: number;
  at(index: number): Value | undefined;
}

/**
 * The element of a list at an index at which the code knows that there is one, counted from the end if it is negative.
 * Throws a RangeError where there is none: an error of that code.
 */
export function elementAt<Value>(list: Indexed<Value>, index: number): Value {
  const element = list.at(index);
  if (element === undefined)
    throw new RangeError(`There is no element ${index} in a list of ${list.length}.`);
  return element;
}

/**
 * The value of a key that the code knows to be in a map. Throws a RangeError where it is not: an error of that
 * code.
 */
export function getExisting<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new RangeError(`There is no ${String(key)} among ${map.size} keys.`);
  return value;
}

/**
 * A value of which the code knows that it is there, such as the row of a query that always gives one. Throws an Error
 * that names what is missing where it is not: an error of that code.
 */
export function requireValue<Value>(value: Value | null | undefined, name: string): Value {
  if (value === undefined || value === null) throw new Error(`There is no ${name}, where there must be one.`);
  return value;
}
