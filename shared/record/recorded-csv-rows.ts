// Owns how the text of a CSV falls into rows: comments, line ends, separators, quotes, times. Reads a file of a million rows
// without ever holding them all. Never reads a value other than the time.
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import { mapColumns, type RecordedColumns, recogniseColumns } from './recorded-csv-columns.ts'

export type Table = {
  readonly columns: RecordedColumns
  readonly header: readonly string[]
  readonly separator: string
  /** The text with one kind of line end, and where its rows begin. */
  readonly text: string
  readonly rowsAt: number
  /** Line of the file that holds the header, 1 being the first. */
  readonly headerLine: number
}
export type Row = {
  readonly line: number
  /** Milliseconds after the first row. */
  readonly atMs: number
  readonly cells: readonly string[]
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
/** The number a cell holds; NaN where it holds none. */
export const numberIn = (cell: string): number => (NUMBER.test(cell) ? Number(cell) : Number.NaN)
export const placeOf = (line: number, column: number): string => `line ${line}, column ${column + 1}`

/** A header of column names is not longer than this; what is longer is another kind of file. */
const LONGEST_HEADER = 10_000
/**
 * Characters. A row of some hundred columns is far shorter. Taking a longer one apart would need memory for each of its cells:
 * enough to end the program, not only the reading.
 */
const LONGEST_ROW = 100_000
const SEPARATORS = [',', ';', '\t'] as const

/** Cells that may be quoted, and hold separators then (`""` is a quote). A quote in the middle of a cell is itself. */
function quotedCells(line: string, separator: string): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    while (line[at] === ' ') at += 1
    if (line[at] !== '"') {
      const end = line.indexOf(separator, at)
      cells.push(line.slice(at, end < 0 ? undefined : end).trim())
      if (end < 0) return cells
      at = end + 1
      continue
    }
    let end = at + 1
    while (end < line.length && (line[end] !== '"' || line[end + 1] === '"')) end += line[end] === '"' ? 2 : 1
    const next = line.indexOf(separator, end)
    cells.push(
      line
        .slice(at + 1, end)
        .replaceAll('""', '"')
        .trim(),
    )
    if (next < 0) return cells
    at = next + 1
  }
}
function cellsOf(line: string, separator: string): string[] {
  if (line.includes('"')) return quotedCells(line, separator)
  const cells = line.split(separator)
  for (let index = 0; index < cells.length; index += 1) cells[index] = (cells[index] as string).trim()
  return cells
}

const notOurs = (message: string) => refuse('not-a-recording', message, 'line 1')

/** What a first line that names no columns is instead. */
function foreign(line: string): { ok: false; error: Refusal } | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells a text from something else
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(line.slice(0, LONGEST_HEADER)))
    return notOurs(
      'This file is not text in UTF-8: a recording is a text file whose first line names the columns.',
    )
  if (/^\s*[{[]/.test(line))
    return notOurs('This file looks like JSON: it is neither a CSV nor an export that Chairside wrote.')
  if (/^\s*</.test(line))
    return notOurs(
      'This file looks like a web page or XML, not like a CSV: its first line must name the columns.',
    )
  if (line.length > LONGEST_HEADER)
    return notOurs(`The first line has ${line.length} characters: that is not a line that names columns.`)
  return undefined
}

/** Finds the header and what its columns are. @returns the table, or what is wrong with its beginning */
export function openTable(file: string, map: string | undefined): Result<Table> {
  const marked = file.charCodeAt(0) === 0xfeff ? file.slice(1) : file
  const text = marked.includes('\r') ? marked.replace(/\r\n?/g, '\n') : marked
  if (!/\S/.test(text))
    return refuse(
      'malformed',
      'The file is empty: there is nothing in it. Its first line must name the columns.',
      'line 1',
    )
  let headerLine = 1
  let from = 0
  const lineEnd = (): number => (text.indexOf('\n', from) < 0 ? text.length : text.indexOf('\n', from))
  while (text[from] === '#') {
    from = lineEnd() + 1
    headerLine += 1
  }
  const first = text.slice(from, lineEnd())
  const place = `line ${headerLine}`
  if (first.trim() === '')
    return refuse('malformed', `Line ${headerLine} is empty. The first line must name the columns.`, place)
  const other = foreign(first)
  if (other !== undefined) return other
  const separator = SEPARATORS.find((one) => first.includes(one)) ?? ','
  const header = cellsOf(first, separator)
  const columns = map === undefined ? recogniseColumns(header, place) : mapColumns(header, map)
  if (!columns.ok) return columns
  return ok({ columns: columns.value, header, separator, text, rowsAt: lineEnd() + 1, headerLine })
}

/**
 * Gives the rows one after the other. @param take says what is wrong with a row, and then none follows
 * @returns the number of rows, or the first thing that is wrong
 */
export function eachRow(table: Table, take: (row: Row) => Refusal | undefined): Result<number> {
  const { columns, header, separator, text } = table
  const timeColumn = columns.at.time
  let line = table.headerLine
  let rows = 0
  let firstS = 0
  for (let from = table.rowsAt; from < text.length; ) {
    const found = text.indexOf('\n', from)
    const to = found < 0 ? text.length : found
    const raw = text.slice(from, to)
    from = to + 1
    line += 1
    if (raw.length > LONGEST_ROW)
      return refuse(
        'malformed',
        `Line ${line} has ${raw.length} characters: that is no row of a recording. Look at the file there.`,
        `line ${line}`,
      )
    if (raw.trim() === '') continue
    const cells = cellsOf(raw, separator)
    if (cells.length !== header.length)
      return refuse(
        'malformed',
        `Line ${line} has ${cells.length} columns, the first line has ${header.length}. ` +
          'Complete the line, or delete it if the file was cut off there.',
        placeOf(line, Math.min(cells.length, header.length) - 1),
      )
    const time = cells[timeColumn] as string
    const seconds = numberIn(time)
    if (!Number.isFinite(seconds) || Math.abs(seconds) > 1e10)
      return refuse(
        'malformed',
        `Line ${line}, column ${timeColumn + 1} (${header[timeColumn]}): "${time.slice(0, 40)}" is not a time in ` +
          'seconds. Write seconds since any moment, for example 12.5.',
        placeOf(line, timeColumn),
      )
    if (rows === 0) firstS = seconds
    rows += 1
    const wrong = take({ line, atMs: Math.round((seconds - firstS) * 1_000), cells })
    if (wrong !== undefined) return { ok: false, error: wrong }
  }
  if (rows > 0) return ok(rows)
  const next = `line ${table.headerLine + 1}`
  return refuse(
    'malformed',
    'The file has a header and no rows: there is nothing in it to play or to import.',
    next,
  )
}
