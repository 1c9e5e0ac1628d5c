// Owns which column of a recording is which signal: the layouts known by their header, and the map a person gives.
// Never reads a value.
import { ok, type Result, refuse } from '../result.ts'

export const RECORDED_TARGETS = [
  'time',
  'heartRate',
  'pulseRate',
  'spo2',
  'respirationRate',
  'systolic',
  'diastolic',
  'mean',
  'phase',
] as const
/** What a column can hold. `time`: seconds. `phase`: words that say what was going on. */
export type RecordedTarget = (typeof RECORDED_TARGETS)[number]

export type RecordedLayout = 'noneeg_1hz' | 'bidmc' | 'mimic2' | 'eicu_nibp' | 'chairside' | 'map'

export type RecordedColumns = {
  readonly layout: RecordedLayout
  /** Index of the column of each target that the file has. */
  readonly at: Readonly<Partial<Record<RecordedTarget, number>>> & { readonly time: number }
  /** Columns nobody uses, by name. */
  readonly unused: readonly string[]
  /** An empty cell says nothing (Chairside's own export) rather than that there was no reading. */
  readonly sparse: boolean
}

type Layout = {
  readonly name: RecordedLayout
  readonly columns: Readonly<Record<string, RecordedTarget | 'unused'>>
  readonly sparse?: true
}

/** Column names in lower case. A layout is recognised when the header holds exactly these, in any order. */
const LAYOUTS: readonly Layout[] = [
  {
    // A Nonin wrist oximeter wrote this file: what it calls hr is a pulse rate.
    name: 'noneeg_1hz',
    columns: { t_s: 'time', hr: 'pulseRate', spo2: 'spo2', phase: 'phase' },
  },
  {
    name: 'bidmc',
    columns: {
      'time [s]': 'time',
      hr: 'heartRate',
      pulse: 'pulseRate',
      resp: 'respirationRate',
      spo2: 'spo2',
    },
  },
  {
    name: 'mimic2',
    columns: {
      t_s: 'time',
      hr: 'heartRate',
      pr: 'pulseRate',
      rr: 'respirationRate',
      spo2: 'spo2',
      nibp_sys: 'systolic',
      nibp_dia: 'diastolic',
      nibp_mean: 'mean',
    },
  },
  {
    name: 'eicu_nibp',
    columns: { t_s: 'time', sys: 'systolic', dia: 'diastolic', mean: 'mean' },
  },
  {
    // What Chairside exports: a row says one thing, and "unavailable" where the device said that there was no value.
    name: 'chairside',
    columns: {
      t_s: 'time',
      hr: 'heartRate',
      pr: 'pulseRate',
      spo2: 'spo2',
      rr: 'respirationRate',
      nibp_sys: 'systolic',
      nibp_dia: 'diastolic',
      nibp_mean: 'mean',
      rate_ml_h: 'unused',
      event: 'unused',
    },
    sparse: true,
  },
]

/** Column names for a sentence: of a foreign file there may be thousands, of any length. */
const NAMED = 20
const quoted = (names: readonly string[]): string =>
  names
    .slice(0, NAMED)
    .map((name) => `"${name.length > 40 ? `${name.slice(0, 40)}…` : name}"`)
    .join(', ') + (names.length > NAMED ? ` and ${names.length - NAMED} more` : '')
const knownHeaders = (): string => LAYOUTS.map((layout) => Object.keys(layout.columns).join(',')).join(' · ')

/**
 * The layout whose header this is, or a sentence with what to do.
 * @param place where the header stands, e.g. "line 1"
 */
export function recogniseColumns(header: readonly string[], place = 'line 1'): Result<RecordedColumns> {
  const names = header.map((name) => name.toLowerCase())
  const layout = LAYOUTS.find(
    ({ columns }) =>
      Object.keys(columns).length === names.length && names.every((name) => Object.hasOwn(columns, name)),
  )
  if (layout === undefined || new Set(names).size !== names.length)
    return refuse(
      'malformed',
      `L${place.slice(1)}: no layout is known with the columns ${quoted(header)}. Known are: ${knownHeaders()}. ` +
        'Say which column is which with a map, for example "t_s=time,hr=heartRate,sys=systolic,dia=diastolic".',
      place,
    )
  const at: Partial<Record<RecordedTarget, number>> = {}
  const unused: string[] = []
  names.forEach((name, index) => {
    const target = layout.columns[name] as RecordedTarget | 'unused'
    if (target === 'unused') unused.push(header[index] as string)
    else at[target] = index
  })
  return ok({ layout: layout.name, at: at as RecordedColumns['at'], unused, sparse: layout.sparse === true })
}

/**
 * The columns a person named: `column=target` pairs, separated by commas.
 * @returns `malformed` with field `map` when a pair, a column or a target is not what it should be
 */
export function mapColumns(header: readonly string[], map: string): Result<RecordedColumns> {
  const at: Partial<Record<RecordedTarget, number>> = {}
  for (const pair of map.split(',')) {
    const cut = pair.lastIndexOf('=')
    const column = pair.slice(0, cut).trim()
    const target = pair.slice(cut + 1).trim() as RecordedTarget
    if (cut < 1 || target.length === 0)
      return refuse(
        'malformed',
        `In the map, "${pair.trim()}" is not a pair. Write column=signal, for example "t_s=time,hr=heartRate".`,
        'map',
      )
    if (!RECORDED_TARGETS.includes(target))
      return refuse(
        'malformed',
        `In the map, "${target}" is not a signal. Known are: ${RECORDED_TARGETS.join(', ')}.`,
        'map',
      )
    const isIt = (name: string): boolean => name.toLowerCase() === column.toLowerCase()
    const index = header.findIndex(isIt)
    if (index >= 0 && header.findLastIndex(isIt) !== index)
      return refuse(
        'malformed',
        `In the map, "${column}" may be either of two: two columns of this file are called "${column}". Rename one in the file.`,
        'map',
      )
    if (Object.values(at).includes(index))
      return refuse(
        'malformed',
        `In the map, the column "${column}" is named twice. A column holds one signal.`,
        'map',
      )
    if (index < 0)
      return refuse(
        'malformed',
        `In the map, "${column}" is not a column of this file. It has: ${quoted(header)}.`,
        'map',
      )
    if (at[target] !== undefined)
      return refuse('malformed', `In the map, ${target} is named twice. Name one column for it.`, 'map')
    at[target] = index
  }
  const { time } = at
  if (time === undefined)
    return refuse('malformed', 'The map names no column for time. Add one, for example "t_s=time".', 'map')
  if (Object.keys(at).every((target) => target === 'time' || target === 'phase'))
    return refuse('malformed', 'The map names no signal. Add one, for example "hr=heartRate".', 'map')
  const used = new Set(Object.values(at))
  const unused = header.filter((_, index) => !used.has(index))
  return ok({ layout: 'map', at: { ...at, time }, unused, sparse: false })
}
