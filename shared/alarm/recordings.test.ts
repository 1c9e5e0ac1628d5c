// Real recordings, read by hand against clinical facts §4: exactly these alarms, at these seconds of the file.
import { expect, test } from 'vitest'
import { attached, cuff, type Fact, type Instant, line, live, vitals } from '../testing/given.ts'

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>
  }
}
/** The files' texts by path; nothing where the folder is not there. */
const FILES: Record<string, string> = import.meta.glob(
  [
    '../../../shared/data/recordings/mimic2/*.csv',
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
const missing = (text: string | undefined): string =>
  text === undefined ? ' (SKIPPED: ../shared/data/recordings is not here)' : ''

test.skipIf(MIMIC2 === undefined)(
  `[AL30] mimic2, one row a minute: exactly the alarms it holds${missing(MIMIC2)}`,
  () => {
    const { facts, lastS } = mimic2(MIMIC2 ?? '')
    expect(live(facts, lastS).transitions.map(line)).toEqual([
      // ECG gone at 360, so the pulse rate 39.9 (shown 40) stands in: below 50, not below 40.
      'hrLow raised low @360',
      'hrLow ended low @480',
      // 89.5 is shown as 90: below 92, not below 90.
      'spo2Low raised slightlyLow @900',
      'spo2Low ended slightlyLow @1020',
      // 147/118
      'bpHigh raised veryHigh @1440',
      'bpHigh ended veryHigh @1920',
      // 151/127
      'bpHigh raised extreme @2100',
      'spo2Low raised low @2160',
      'hrLow raised low @2220',
      'spo2Low ended low @2280',
      'hrLow ended low @2340',
      'bpHigh ended extreme @2340',
      'spo2Low raised extremelyLow @2400',
      'spo2Low ended extremelyLow @2820',
      // 140/111
      'bpHigh raised veryHighDiastolic @2940',
      'bpHigh ended veryHighDiastolic @3060',
      // 160/73
      'bpHigh raised high @3120',
      'spo2Low raised slightlyLow @3180',
      'spo2Low rose low @3240',
      'bpHigh ended high @3300',
      'spo2Low rose extremelyLow @3360',
      // No ECG: pulse rate 143, then 113 and 112 (clear of 130, not of 110), then 277, then 119, 70, 73.
      'hrHigh raised veryHigh @3480',
      'hrHigh fell high @3660',
      'spo2Low ended extremelyLow @3660',
      'hrHigh rose veryHigh @3780',
      'hrHigh fell high @4200',
      'spo2Low raised extremelyLow @4200',
      'hrHigh ended high @4260',
    ])
  },
)

test.skipIf(SUBJECT_2 === undefined)(
  `[AL30] noneeg_1hz subject 2, a pulse rate at 1 Hz with holes: exactly the alarms it holds${missing(SUBJECT_2)}`,
  () => {
    const rows = rowsOf(SUBJECT_2 ?? '')
    const facts = rows.map((row) =>
      vitals(Number(row.t_s), { pulseRate: given(row.hr), spo2: given(row.spo2) }),
    )
    expect(live(facts, Number(rows.at(-1)?.t_s)).transitions.map(line)).toEqual([
      'hrHigh raised high @462',
      'hrHigh ended high @490',
      'hrHigh raised high @649',
      'hrHigh ended high @774',
      'hrHigh raised high @1099',
      'hrHigh ended high @1321',
      'spo2Low raised slightlyLow @1890',
      'spo2Low ended slightlyLow @1953',
    ])
  },
)
