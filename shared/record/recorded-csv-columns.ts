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

export type RecordedLayout = 'noneeg_1hz' | 'bidmc' | 'mimic2' | 'eicu_nibp' | 'map'

export type RecordedColumns = {
  readonly layout: RecordedLayout
  /** Index of the column of each target that the file has. */
  readonly at: Readonly<Partial<Record<RecordedTarget, number>>> & { readonly time: number }
  /** Columns nobody uses, by name. */
  readonly unused: readonly string[]
}

type Layout = { readonly name: RecordedLayout; readonly columns: Readonly<Record<string, RecordedTarget>> }

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
]

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
const knownHeaders = (): string => LAYOUTS.map((layout) => Object.keys(layout.columns).join(',')).join(' · ')

/** The layout whose header this is, or a sentence with what to do. */
export function recogniseColumns(header: readonly string[]): Result<RecordedColumns> {
  const names = header.map((name) => name.toLowerCase())
  const layout = LAYOUTS.find(
    ({ columns }) => Object.keys(columns).length === names.length && names.every((name) => name in columns),
  )
  if (layout === undefined || new Set(names).size !== names.length)
    return refuse(
      'malformed',
      `Line 1: no layout is known with the columns ${quoted(header)}. Known are: ${knownHeaders()}. ` +
        'Say which column is which with a map, for example "t_s=time,hr=heartRate,sys=systolic,dia=diastolic".',
      'line 1',
    )
  const at: Partial<Record<RecordedTarget, number>> = {}
  names.forEach((name, index) => {
    at[layout.columns[name] as RecordedTarget] = index
  })
  return ok({ layout: layout.name, at: at as RecordedColumns['at'], unused: [] })
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
    const index = header.findIndex((name) => name.toLowerCase() === column.toLowerCase())
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
  return ok({ layout: 'map', at: { ...at, time }, unused: header.filter((_, index) => !used.has(index)) })
}
