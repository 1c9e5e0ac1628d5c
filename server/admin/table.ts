// Owns how rows are shown in a terminal: columns as wide as what stands in them.

/** @returns header, then one line a row; nothing for no rows */
export function asTable(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '')))
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...cells.map((row) => row[at]?.length ?? 0)),
  )
  const line = (values: readonly string[]): string =>
    values
      .map((value, at) => value.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [columns.map((column) => column.toUpperCase()), ...cells].map(line).join('\n')
}
