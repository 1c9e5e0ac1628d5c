// Proves that every real recording is read as it was measured. The expected figures were worked out with awk from the
// files, not with the parser under test. The recordings are not part of the repository: without them it says so.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseRecordedCsv, type RecordedFile } from '@chairside/shared/record/recorded-csv.ts'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../shared/data/recordings/', import.meta.url))
const there = existsSync(folder)
if (!there) console.log('The real recordings (../shared/data) are not here: their tests are skipped.')

const read = (name: string): RecordedFile => {
  const result = parseRecordedCsv(readFileSync(`${folder}${name}`, 'utf8'))
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`)
  return result.value
}
const noteCount = (file: RecordedFile, kind: string) => file.notes.filter((note) => note.kind === kind).length

describe.skipIf(!there)('the real recordings', () => {
  it.each([
    ['1', 2299, 6, 1, 2441],
    ['2', 2297, 6, 1, 2466],
    ['5', 2287, 6, 1, 2462],
    ['6', 2286, 6, 1, 2502],
    ['7', 2278, 7, 0, 2470],
    ['8', 2288, 6, 1, 2463],
    ['9', 2287, 6, 1, 2456],
    ['10', 2286, 6, 1, 2460],
    ['11', 2538, 6, 1, 2710],
    ['12', 2285, 6, 1, 2466],
  ])(
    '[PL7] noneeg subject %s: %d rows, %d holes, %d repeated time, %d s',
    (name, rows, holes, same, lastS) => {
      const file = read(`noneeg_1hz/subject_${name}.csv`)
      expect(file.layout).toBe('noneeg_1hz')
      expect(file.rows).toBe(rows)
      expect(file.events).toHaveLength(rows)
      expect(file.lengthMs).toBe(lastS * 1_000)
      expect(noteCount(file, 'hole')).toBe(holes)
      expect(noteCount(file, 'sameTime')).toBe(same)
      expect(noteCount(file, 'backward')).toBe(0)
      expect(file.everyMs).toEqual({ pulseRate: 1_000, spo2: 1_000 })
      expect(file.counts).toEqual({
        pulseRate: { measured: rows, none: 0 },
        spo2: { measured: rows, none: 0 },
      })
      expect(new Set(file.phases.map((phase) => phase.name)).size).toBe(7)
    },
  )

  it.each([
    ['01', 13, 0, 13],
    ['15', 0, 3, 0],
    ['16', 0, 0, 0],
    ['21', 0, 0, 0],
    ['22', 0, 0, 0],
    ['25', 1, 0, 1],
    ['32', 0, 0, 0],
    ['41', 0, 0, 0],
    ['45', 0, 0, 0],
    ['48', 0, 0, 0],
    ['52', 0, 0, 0],
  ])('[PL7] bidmc %s: 481 rows, without pulse %d, respiration %d, SpO₂ %d', (name, pulse, resp, spo2) => {
    const file = read(`bidmc/bidmc_${name}_Numerics.csv`)
    expect(file.layout).toBe('bidmc')
    expect(file.rows).toBe(481)
    expect(file.lengthMs).toBe(480_000)
    expect(file.notes).toEqual([])
    expect(file.counts).toEqual({
      heartRate: { measured: 481, none: 0 },
      pulseRate: { measured: 481 - pulse, none: pulse },
      respirationRate: { measured: 481 - resp, none: resp },
      spo2: { measured: 481 - spo2, none: spo2 },
    })
  })

  it('[PL7] mimic2: 72 rows a minute apart, 21 cuff measurements, three of them a mean alone, zeros are no readings', () => {
    const file = read('mimic2/s25047-2704-05-04-10-44n.csv')
    expect(file.layout).toBe('mimic2')
    expect(file.rows).toBe(72)
    expect(file.everyMs.heartRate).toBe(60_000)
    expect(file.counts).toEqual({
      heartRate: { measured: 44, none: 28 },
      pulseRate: { measured: 64, none: 8 },
      respirationRate: { measured: 67, none: 5 },
      spo2: { measured: 61, none: 11 },
    })
    const cuffs = file.events.filter((event) => event.kind === 'bloodPressure')
    expect(cuffs).toHaveLength(21)
    expect(cuffs.filter((c) => c.result.status === 'measured' && c.result.systolic === undefined)).toEqual([
      { kind: 'bloodPressure', atMs: 300_000, line: 7, result: { status: 'measured', mean: 94 } },
      { kind: 'bloodPressure', atMs: 3_540_000, line: 61, result: { status: 'measured', mean: 73 } },
      { kind: 'bloodPressure', atMs: 3_660_000, line: 63, result: { status: 'measured', mean: 31 } },
    ])
    expect(cuffs[0]).toMatchObject({ atMs: 120_000, result: { systolic: 87, diastolic: 46, mean: 62 } })
  })

  it.each([
    ['1794248', 1107, 1105],
    ['216950', 565, 565],
    ['2589516', 402, 151],
    ['2784403', 295, 295],
  ])('[PL7] eicu stay %s: %d rows are %d cuff measurements', (name, rows, measurements) => {
    const file = read(`eicu_nibp/stay_${name}.csv`)
    expect(file.layout).toBe('eicu_nibp')
    expect(file.signals).toEqual(['bloodPressure'])
    expect(file.rows).toBe(rows)
    expect(file.cuffMeasurements).toBe(measurements)
    expect(file.events).toHaveLength(measurements)
    expect(noteCount(file, 'backward')).toBe(0)
  })

  it('[PL7] eicu stay 216950: six means that came alone', () => {
    const alone = read('eicu_nibp/stay_216950.csv').events.filter(
      (event) =>
        event.kind === 'bloodPressure' &&
        event.result.status === 'measured' &&
        event.result.systolic === undefined,
    )
    expect(alone.map((event) => event.atMs / 1_000)).toEqual([94500, 171060, 687420, 689220, 739860, 768720])
  })
})
