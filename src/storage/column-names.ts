/** The property name of a snake_case column: `serverId` for `server_id`. */
export function propertyOf(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The column name of a property: `server_id` for `serverId`. */
export function columnOf(property: string): string {
  return property.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
