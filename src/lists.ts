/**
 * The element of a list at an index at which the code knows that there is one, counted from the end if it is negative.
 * Throws a RangeError where there is none: an error of that code.
 */
export function elementAt<Value>(list: readonly Value[], index: number): Value {
  const element = list.at(index);
  if (element === undefined)
    throw new RangeError(`There is no element ${index} in a list of ${list.length}.`);
  return element;
}
