// Real recordings, read by hand against clinical facts §4: exactly these alarms on the patient, at these seconds of the file.
import { expect, test } from 'vitest'
import { attached, cuff, type Fact, type Instant, line, live, vitals } from '../testing/given.ts'
import {
  EICU_2589516_ALARMS,
  EICU_2784403_ALARMS,
  MIMIC2_ALARMS,
  SUBJECT_2_ALARMS,
} from '../testing/recorded-alarms.ts'

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>
  }
}
/** The files' texts by path; nothing where the folder is not there. */
const FILES: Record<string, string> = import.meta.glob(
  [
    '../../../shared/data/recordings/mimic2/*.csv',
    '../../../shared/data/recordings/eicu_nibp/*.csv',
    '../../../shared/data/recordings/noneeg_1hz/subject_2.csv',
  ] as unknown as string,
  { query: '?raw', import: 'default', eager: true },
)
const textOf = (name: string): string | undefined =>
  Object.entries(FILES).find(([path]) => path.endsWith(name))?.[1]

const rowsOf = (text: string): Record<string, string>[] => {
  const [header = '', ...rows] = text.trim().split(/\r?\n/)
  const names = header.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, index) => [names[index], cell])))
}
/** 0, blank and NaN mean "no reading". */
const value = (cell: string | undefined): number | undefined => {
  const number = Number(cell?.trim() === '' ? Number.NaN : cell)
  return Number.isFinite(number) && number !== 0 ? number : undefined
}
const given = (cell: string | undefined) => value(cell) ?? 'noReading'

function mimic2(text: string): { facts: Fact[]; lastS: number } {
  const everyMs = { heartRate: 60_000, pulseRate: 60_000, spo2: 60_000, respirationRate: 60_000 }
  const facts: Fact[] = [attached(0, everyMs)]
  let lastS = 0
  for (const row of rowsOf(text)) {
    lastS = Number(row.t_s)
    const instant: Instant = {
      heartRate: given(row.hr),
      pulseRate: given(row.pr),
      respirationRate: given(row.rr),
      spo2: given(row.spo2),
    }
    facts.push(vitals(lastS, instant))
    const pressure = [row.nibp_sys, row.nibp_dia, row.nibp_mean].map(value)
    if (pressure.some((component) => component !== undefined))
      facts.push(cuff(lastS, pressure[0], pressure[1], pressure[2]))
  }
  return { facts, lastS }
}

const MIMIC2 = textOf('s25047-2704-05-04-10-44n.csv')
const SUBJECT_2 = textOf('subject_2.csv')
const STAY_A = textOf('stay_2784403.csv')
const STAY_B = textOf('stay_2589516.csv')
const missing = (text: string | undefined): string =>
  text === undefined ? ' (SKIPPED: ../shared/data/recordings is not here)' : ''

test.skipIf(MIMIC2 === undefined)(
  `[AL30] mimic2, one row a minute: exactly the alarms it holds${missing(MIMIC2)}`,
  () => {
    const { facts, lastS } = mimic2(MIMIC2 ?? '')
    expect(live(facts, lastS).transitions.map(line)).toEqual(MIMIC2_ALARMS)
  },
)

/** Cuff readings of a stay: a reading that is repeated on rows at most 3 min apart is one, at the first row's time. */
function stay(text: string, untilS: number): Fact[] {
  const facts: Fact[] = []
  let last = { key: '', atS: Number.NEGATIVE_INFINITY }
  for (const row of rowsOf(text)) {
    const atS = Number(row.t_s)
    const key = `${row.sys}/${row.dia}/${row.mean}`
    const isRepeated = key === last.key && atS - last.atS <= 180
    last = { key, atS }
    if (atS <= untilS && !isRepeated) facts.push(cuff(atS, value(row.sys), value(row.dia), value(row.mean)))
  }
  return facts
}

test.skipIf(STAY_A === undefined)(
  `[AL30] eicu 2784403, seven hours of a cuff every 15 min: exactly the alarms they hold${missing(STAY_A)}`,
  () => {
    expect(live(stay(STAY_A ?? '', 25_000), 25_000).transitions.map(line)).toEqual(EICU_2784403_ALARMS)
  },
)

test.skipIf(STAY_B === undefined)(
  `[AL30] eicu 2589516, seven hours of a high diastolic pressure: exactly the alarms they hold${missing(STAY_B)}`,
  () => {
    expect(live(stay(STAY_B ?? '', 25_000), 25_000).transitions.map(line)).toEqual(EICU_2589516_ALARMS)
  },
)

test.skipIf(SUBJECT_2 === undefined)(
  `[AL30] noneeg_1hz subject 2, a pulse rate at 1 Hz with holes: exactly the alarms it holds${missing(SUBJECT_2)}`,
  () => {
    const rows = rowsOf(SUBJECT_2 ?? '')
    const facts = rows.map((row) =>
      vitals(Number(row.t_s), { pulseRate: given(row.hr), spo2: given(row.spo2) }),
    )
    expect(live(facts, Number(rows.at(-1)?.t_s)).transitions.map(line)).toEqual(SUBJECT_2_ALARMS)
  },
)
