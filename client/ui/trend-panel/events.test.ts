// Proves which events stand above the lanes, in how many words, and as they stand now.
import { epochMs } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { shortWords, trendEvents } from './events.ts'
import { sceneChanges, sourceEvents } from './scene-sources.ts'
import { visitEvents } from './visit-events.ts'

describe('what stands above the lanes', () => {
  const line = (seq: number, kind: string, text: string) =>
    ({ seq, kind, text, atMs: epochMs(seq * 1_000) }) as Parameters<typeof trendEvents>[0][number]
  test('[UI64] acts in few words, the whole sentence kept', () => {
    expect(shortWords(line(1, 'infusion', 'Pump started at 52.5 mL/h · R. Osei'))).toBe('Start 52.5 mL/h')
    expect(shortWords(line(1, 'infusion', 'Pump rate 52.5 mL/h → 38 mL/h · R. Osei'))).toBe(
      '52.5 mL/h → 38 mL/h',
    )
    expect(shortWords(line(1, 'infusion', 'Pump stopped (was 38 mL/h) · R. Osei'))).toBe('Stopped')
    expect(shortWords(line(1, 'session', 'Session closed by R. Osei'))).toBe('Session closed')
  })
  test('[UI64] what has an end is drawn to it: a pause to the resuming, a monitor away until it is back', () => {
    const events = trendEvents([
      line(1, 'session', 'Session opened by R. Osei'),
      line(2, 'device', 'Monitor connected'),
      line(3, 'infusion', 'Pump paused (was 52.5 mL/h) · R. Osei'),
      line(4, 'device', 'Monitor lost'),
      line(5, 'alarm', '!! HR high: HR 112 > 110'),
      line(6, 'infusion', 'Pump resumed at 52.5 mL/h · R. Osei'),
      line(7, 'device', 'Monitor connected'),
    ])
    expect(events.map(({ words, atMs, endMs }) => [words, atMs, endMs])).toEqual([
      ['Paused', 3_000, 6_000],
      ['Monitor lost', 4_000, 7_000],
      ['Resumed 52.5 mL/h', 6_000, undefined],
    ])
  })
  test('[UI352] which screen can sound takes no room above the lanes', () => {
    const audible = { ...line(2, 'hub', 'Audible: Station'), housekeeping: true as const }
    expect(trendEvents([audible, line(3, 'hub', 'Hub was away for 2:00')]).map(({ words }) => words)).toEqual(
      ['Hub was away for 2:00'],
    )
  })
  test('[UI246] an act at the pump is drawn as it stands now: taken back not at all, put right where it was', () => {
    const lines = [
      line(1, 'infusion', 'Pump started at 52.5 mL/h · R. Osei'),
      line(40, 'infusion', 'Pump paused (was 52.5 mL/h) · R. Osei'),
      line(50, 'infusion', 'Pump rate 52.5 mL/h → 60 mL/h · R. Osei'),
      line(60, 'infusion', 'Pump resumed at 52.5 mL/h · R. Osei'),
    ]
    const pump = [
      { seq: 1, act: 'start', atMs: 1_000, rateMlPerHr: 52.5 },
      { seq: 40, act: 'pause', atMs: 30_000, rateMlPerHr: 0, amended: true },
      { seq: 50, act: 'rate', atMs: 50_000, rateMlPerHr: 60, void: true },
      { seq: 60, act: 'resume', atMs: 60_000, rateMlPerHr: 45, amended: true },
    ] as unknown as Parameters<typeof trendEvents>[1]
    expect(trendEvents(lines, pump).map(({ words, atMs, endMs }) => [words, atMs, endMs])).toEqual([
      ['Start 52.5 mL/h', 1_000, undefined],
      ['Paused', 30_000, 60_000],
      ['Resumed 45 mL/h', 60_000, undefined],
    ])
  })
  test('[UI246] side effects are drawn from onset to end, one that goes on up to now; drugs at their time; oxygen until it changes', () => {
    const seen = {
      sideEffects: [
        { seq: 1, effect: 'nausea', severity: 'mild', onsetAtMs: 10, endedAtMs: 40, by: 'R. Osei' },
        { seq: 2, effect: 'other', note: 'Itching', severity: 'severe', onsetAtMs: 20, by: 'R. Osei' },
        { seq: 3, effect: 'dizziness', severity: 'mild', onsetAtMs: 20, void: true, by: 'R. Osei' },
      ],
      given: [{ seq: 4, drug: 'ondansetron', dose: '4 mg IV', atMs: 30, by: 'R. Osei' }],
      oxygen: [
        { seq: 5, device: 'nasalCannula', litresPerMin: 2, atMs: 50, by: 'R. Osei' },
        { seq: 6, device: 'roomAir', atMs: 70, by: 'R. Osei' },
      ],
    } as unknown as Parameters<typeof visitEvents>[0]
    expect(visitEvents(seen, 90).map(({ words, atMs, endMs }) => [words, atMs, endMs])).toEqual([
      ['Nausea, mild', 10, 40],
      ['Itching, severe', 20, 90],
      ['Ondansetron', 30, undefined],
      ['O₂ 2 L/min', 50, 70],
      ['Room air', 70, undefined],
    ])
  })
  test('[UI408] what was recorded half a minute or more after it happened has the mark of it, and its title says by how much', () => {
    const lines = [
      line(60, 'infusion', 'Pump stopped (was 38 mL/h) · R. Osei · recorded 2:00 later'),
      line(61, 'infusion', 'Pump started at 38 mL/h · R. Osei'),
    ]
    const pump = [
      { seq: 60, act: 'stop', atMs: 60_000, recordedAtMs: 180_000, rateMlPerHr: 0 },
      { seq: 61, act: 'start', atMs: 61_000, recordedAtMs: 90_999, rateMlPerHr: 38 },
    ] as unknown as Parameters<typeof trendEvents>[1]
    expect(trendEvents(lines, pump).map(({ words, late }) => [words, late])).toEqual([
      ['Stopped', true],
      ['Start 38 mL/h', undefined],
    ])
    const act = { by: 'R. Osei', atMs: 0, recordedAtMs: 30_000 }
    const seen = {
      sideEffects: [{ ...act, seq: 1, effect: 'nausea', severity: 'mild', onsetAtMs: 1 }],
      given: [{ ...act, seq: 4, drug: 'ondansetron', dose: '4 mg IV' }],
      oxygen: [{ ...act, seq: 5, device: 'roomAir', fromPaper: true }],
    } as unknown as Parameters<typeof visitEvents>[0]
    expect(visitEvents(seen, 90_000).map(({ title, late }) => [title, late])).toEqual([
      ['Nausea, mild, goes on · R. Osei', undefined],
      ['Ondansetron 4 mg IV · R. Osei · recorded 0:30 later', true],
      ['Room air · R. Osei · from paper, recorded 0:30 later', true],
    ])
  })
  test('[UI68] another device is marked on the lanes it took over, and named above', () => {
    const taken = [
      { atMs: 5_000, deviceName: 'Bed 2', kind: 'monitor', signals: ['heartRate', 'bloodPressure'] } as const,
    ]
    expect(sceneChanges(taken).map(({ lane, words }) => [lane, words])).toEqual([
      ['rate', 'HR from Bed 2 from here on'],
      ['pressure', 'BP from Bed 2 from here on'],
    ])
    expect(sourceEvents(taken)[0]?.title).toBe('HR, BP from Bed 2 from here on')
  })
})
