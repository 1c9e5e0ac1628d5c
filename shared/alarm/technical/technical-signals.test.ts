// When a sensor without a value and a silent device are said, and when not: by phase, to the millisecond.
import { describe, expect, test } from 'vitest'
import type { Phase } from '../../record/care-kinds.ts'
import type { BodyOf, RecordBody } from '../../record/record.ts'
import {
  covered,
  cuffStarts,
  factLine,
  livesThrough,
  placed,
  type Step,
  setsPhase,
} from '../../testing/clinic.ts'
import {
  at,
  attached,
  closed,
  cuff,
  detached,
  every1s,
  hubGap,
  type Instant,
  infusion,
  NURSE,
  opened,
  quarantine,
  vitals,
} from '../../testing/given.ts'

const WELL: Instant = { heartRate: 72, pulseRate: 72, spo2: 97 }
const off = (instant: Instant): Instant => ({ ...WELL, ...instant })
const act = { by: NURSE, commandId: '0123456789abcdef0123456789abcdef' } as const
const says = (seconds: number, body: unknown): Step => ({ atMs: at(seconds), body: body as RecordBody })
const moaas = (seconds: number, value: number): Step =>
  says(seconds, { ...act, kind: 'assessment', scale: 'moaas', value, atMs: at(seconds) })
const monitorOff = (seconds: number, on = true): Step => says(seconds, { ...act, kind: 'monitorOff', on })
const holding = (seconds: number, what: BodyOf<'holding'>['what'], on: boolean, untilS: number): Step =>
  says(seconds, { ...act, kind: 'holding', what, on, untilMs: at(untilS) })

/** What was decided about these conditions, in lines. */
const said = (steps: readonly (Step | Step[])[], untilS: number, only = /^no/): string[] =>
  livesThrough(steps.flat(), untilS)
    .decided.map(factLine)
    .filter((line) => only.test(line))
const first = (lines: string[]): string[] => lines.slice(0, 1)

const START = [attached(0)]
/** Valid from 0 to 39 s, then the probe is off for as long as is said. */
const probeOff = (fromS: number, toS: number, instant: Instant = { spo2: 'sensorOff' }): Step[] => [
  ...every1s(0, fromS - 1, WELL),
  ...every1s(fromS, toS, off(instant)),
]

describe('a sensor without a valid value', () => {
  test.each<[string, Phase | undefined, string[]]>([
    ['no phase yet', undefined, ['seen @50', 'low @70', 'medium @100']],
    ['check-in', 'checkIn', ['seen @50']],
    ['baseline', 'baseline', ['seen @50']],
    ['infusing', 'infusing', ['seen @50', 'low @70', 'medium @100']],
    ['paused', 'paused', ['seen @50', 'low @70', 'medium @100']],
    ['recovery', 'recovery', ['seen @50', 'low @70', 'medium @100']],
    ['ready', 'ready', ['seen @50', 'low @70']],
    ['emergency', 'emergency', ['seen @50']],
  ])(
    '[AL50] %s: seen at 10 s, LOW at 30 s, MEDIUM at 60 s where the phase has them',
    (_name, phase, levels) => {
      const steps = [START, phase === undefined ? [] : [setsPhase(0, phase)], probeOff(40, 200)]
      expect(said(steps, 200)).toEqual(
        levels.map((level, index) => `noValueSpo2 ${index === 0 ? 'raised' : 'rose'} ${level}`),
      )
    },
  )
  test.each([
    [49.999, 0],
    [50, 1],
    [69.999, 1],
    [70, 2],
    [99.999, 2],
    [100, 3],
  ])('[AL50] at %s s %i levels have been reached', (untilS, count) => {
    expect(said([START, probeOff(40, Math.floor(untilS))], untilS)).toHaveLength(count)
  })
  test('[AL50] it says since when, which signal, why, and the last value', () => {
    const [alarm] = livesThrough([...START, ...probeOff(40, 60)], 60).decided
    expect(alarm).toMatchObject({
      priority: 'low',
      silent: true,
      cause: 'technical',
      breachAtMs: at(40),
      about: { signal: 'spo2', reason: 'sensorOff', quantity: 'spo2', value: 97, valueAtMs: at(39) },
    })
  })
  test('[AL50] it ends with the first valid value that has settled, not with one that settles', () => {
    const back = [...probeOff(40, 60), ...every1s(61, 90, WELL)]
    expect(said([START, back], 90)).toEqual(['noValueSpo2 raised seen @50', 'noValueSpo2 ended seen @71'])
    expect(said([START, back.filter(({ atMs }) => atMs < at(71))], 70.999)).toHaveLength(1)
  })
  test('[AL50] while it settles it rises no further; gone again, it counts on from the beginning', () => {
    const steps = [
      ...probeOff(40, 65),
      ...every1s(66, 72, WELL),
      ...every1s(73, 120, off({ spo2: 'sensorOff' })),
    ]
    expect(said([START, steps], 120)).toEqual([
      'noValueSpo2 raised seen @50',
      'noValueSpo2 rose low @73',
      'noValueSpo2 rose medium @100',
    ])
  })
  test('[AL50] a sensor that flickers, so that nothing of it ever settles, is missed all the same', () => {
    const flicker = Array.from({ length: 20 }, (_, index) => [
      ...every1s(40 + 10 * index, 48 + 10 * index, off({ spo2: 'noReading' })),
      vitals(49 + 10 * index, WELL),
    ]).flat()
    expect(said([START, every1s(0, 39, WELL), flicker], 240)).toEqual([
      'noValueSpo2 raised seen @50',
      'noValueSpo2 rose low @70',
      'noValueSpo2 rose medium @100',
    ])
  })
  test('[AL50] five seconds of it are nothing', () => {
    expect(said([START, probeOff(40, 44), every1s(45, 60, WELL)], 60)).toEqual([])
  })
  test('[AL51] a signal that is no longer sent, while its device goes on, is a sensor without a value', () => {
    const steps = [...every1s(0, 39, WELL), ...every1s(40, 120, { heartRate: 72, pulseRate: 72 })]
    expect(said([START, steps], 120)).toEqual([
      'noValueSpo2 raised seen @49',
      'noValueSpo2 rose low @69',
      'noValueSpo2 rose medium @99',
    ])
    expect(said([START, steps.filter(({ atMs }) => atMs < at(49))], 48.999)).toEqual([])
    expect(livesThrough([...START, ...steps], 60).decided[0]).toMatchObject({ about: { reason: 'notSent' } })
  })
  test('[AL51] so is one that the device promised and never sent; one that it never promised is not', () => {
    const steps = every1s(0, 40, { pulseRate: 72, spo2: 97 })
    expect(said([START, steps], 40)).toEqual([
      'noValueHeartRate raised seen @10',
      'noValueHeartRate rose low @30',
    ])
    expect(said([steps], 40)).toEqual([])
  })
  test('[AL51] a slow device: not before the value is stale, 2.2 intervals after it', () => {
    const slow = [attached(0, { heartRate: 1_000, pulseRate: 1_000, spo2: 60_000 }), vitals(0, WELL)]
    const others = every1s(1, 300, { heartRate: 72, pulseRate: 72 })
    expect(first(said([slow, others], 300))).toEqual(['noValueSpo2 raised seen @132'])
  })
  test('[AL50] at check-in nothing until the sensor has been valid for 30 s', () => {
    const checkIn = [attached(0), setsPhase(0, 'checkIn')]
    const valid = (toS: number) => [
      ...every1s(0, toS, WELL),
      ...every1s(toS + 1, 120, off({ spo2: 'sensorOff' })),
    ]
    expect(said([checkIn, valid(29)], 120)).toEqual([])
    expect(said([checkIn, valid(30)], 120)).toEqual(['noValueSpo2 raised seen @41'])
  })
  test('[AL50] what nobody was told at check-in is told when the infusion starts', () => {
    const steps = [attached(0), setsPhase(0, 'checkIn'), infusion(100, 'start', 50)]
    expect(said([steps, every1s(0, 120, off({ spo2: 'sensorOff' }))].map(sorted), 120)).toEqual([
      'noValueSpo2 raised medium @100',
    ])
  })
  test('[AL50] recovery: LOW at most after MOAA/S 5 twice in a row; a lower score takes it back', () => {
    const recovery = [attached(0), setsPhase(0, 'recovery')]
    const lines = (...scores: number[]) =>
      said(
        [recovery, scores.map((score, index) => moaas(1 + index, score)), probeOff(40, 200)].map(sorted),
        200,
      ).at(-1)
    expect(lines(5)).toBe('noValueSpo2 rose medium @100')
    expect(lines(5, 5)).toBe('noValueSpo2 rose low @70')
    expect(lines(5, 4, 5)).toBe('noValueSpo2 rose medium @100')
    expect(lines(5, 5, 4)).toBe('noValueSpo2 rose medium @100')
  })
  test('[AL50] "Monitor off" in ready: none, and what was active ends by that name; elsewhere it hides nothing', () => {
    const ready = [attached(0), setsPhase(0, 'ready')]
    expect(
      said([ready, probeOff(40, 60), [monitorOff(60.5)], every1s(61, 200, off({ spo2: 'sensorOff' }))], 300),
    ).toEqual(['noValueSpo2 raised seen @50', 'noValueSpo2 ended seen @60.5'])
    const infusing = [attached(0), monitorOff(0)]
    expect(said([infusing, probeOff(40, 60)], 60)).toEqual(['noValueSpo2 raised seen @50'])
  })
  test('[AL50] no phase ends it; another phase may make it stronger', () => {
    const steps = [attached(0), setsPhase(0, 'baseline'), ...probeOff(40, 200)]
    expect(said([[...steps, setsPhase(150, 'infusing')]].map(sorted), 200)).toEqual([
      'noValueSpo2 raised seen @50',
      'noValueSpo2 rose medium @150',
    ])
    const infusing = [attached(0), ...probeOff(40, 200), setsPhase(150, 'baseline')]
    expect(said([infusing].map(sorted), 200).at(-1)).toBe('noValueSpo2 rose medium @100')
  })
  test('[AL52] lost while a breach was pending stands until the sensor is back; no step of this lowers or repeats it', () => {
    const steps = [
      ...every1s(0, 39, WELL),
      ...every1s(40, 46, off({ spo2: 83 })),
      ...every1s(47, 200, off({ spo2: 'sensorOff' })),
      ...every1s(201, 220, WELL),
    ]
    expect(said([START, steps], 220)).toEqual([
      'noValueSpo2 raised lostPendingHigh @47',
      'noValueSpo2 ended lostPendingHigh @211',
    ])
  })
  test('[AL53] a cuff on the probe’s limb delays the onset, at most 60 s, and never a rise', () => {
    const held = [
      attached(0),
      placed(0, 'leftArm', 'leftArm'),
      infusion(0, 'start', 50),
      ...probeOff(40, 200),
      cuffStarts(39.5),
    ]
    expect(first(said([held].map(sorted), 200))).toEqual(['noValueSpo2 raised low @99.5'])
    const other = [...held.slice(0, 1), placed(0, 'leftArm', 'rightArm'), ...held.slice(2)]
    expect(first(said([other].map(sorted), 200))).toEqual(['noValueSpo2 raised seen @50'])
  })
  test('[AL54] a hub that was away gives the gap and 15 s more', () => {
    const steps = [...probeOff(40, 45), hubGap(46, 56), ...every1s(57, 100, off({ spo2: 'sensorOff' }))]
    expect(first(said([START, steps], 100))).toEqual(['noValueSpo2 raised seen @75'])
  })
  test('[AL54] in quarantine nothing; afterwards what is still so, at the moment judging is back', () => {
    const steps = [quarantine(30, true), ...probeOff(40, 60), quarantine(61.5, false)]
    expect(said([START, steps].map(sorted), 62)).toEqual(['noValueSpo2 raised seen @61.5'])
  })
})

describe('no live data', () => {
  test.each<[string, Phase | undefined, string[]]>([
    ['no phase yet', undefined, ['medium']],
    ['check-in', 'checkIn', ['seen']],
    ['baseline', 'baseline', ['low']],
    ['infusing', 'infusing', ['medium']],
    ['paused', 'paused', ['medium']],
    ['recovery', 'recovery', ['medium']],
    ['ready', 'ready', []],
    ['emergency', 'emergency', ['medium']],
  ])('[AL55] %s: at 15 s', (_name, phase, levels) => {
    const steps = [START, phase === undefined ? [] : [setsPhase(0, phase)], every1s(0, 40, WELL)]
    expect(said(steps, 54.999)).toEqual([])
    expect(said(steps, 900)).toEqual(levels.map((level) => `noLiveData raised ${level} @55`))
  })
  test('[AL55] a whole device that is silent is one condition, not one for each of its sensors', () => {
    expect(said([START, every1s(0, 40, WELL)], 900)).toEqual(['noLiveData raised medium @55'])
  })
  test('[AL55] it ends with the next current word, be it "unavailable"', () => {
    const word = vitals(100, { heartRate: 'sensorOff' })
    expect(said([START, every1s(0, 40, WELL), [word]], 101)).toEqual([
      'noLiveData raised medium @55',
      'noLiveData ended medium @100',
    ])
    const late = vitals(100, WELL, { recovered: ['heartRate', 'pulseRate', 'spo2'] })
    expect(said([START, every1s(0, 40, WELL), [late]], 101)).toHaveLength(1)
  })
  test('[AL55] sensors that speak a moment after their device is back have their ten seconds', () => {
    const back = [vitals(100, { heartRate: 72 }), vitals(100.2, { pulseRate: 72, spo2: 97 })]
    expect(said([START, every1s(0, 40, WELL), back], 105)).toEqual([
      'noLiveData raised medium @55',
      'noLiveData ended medium @100',
    ])
  })
  test.each([
    [{ heartRate: 1_000 }, 15],
    [{ heartRate: 6_000, pulseRate: 6_000, spo2: 6_000 }, 15],
    [{ heartRate: 8_000, pulseRate: 8_000, spo2: 8_000 }, 20],
    [{ heartRate: 60_000, pulseRate: 60_000, spo2: 60_000 }, 150],
  ])('[AL55] a device that reports every %o: after %i s', (everyMs, afterS) => {
    const steps = [attached(0, everyMs), vitals(0, WELL)]
    expect(said([steps], afterS - 0.001)).toEqual([])
    expect(first(said([steps], afterS))).toEqual([`noLiveData raised medium @${afterS}`])
  })
  test('[AL55] a monitor that came and has never said anything', () => {
    expect(said([[opened(0), attached(3)]], 18)).toEqual(['noLiveData raised medium @18'])
  })
  const comes = (everyS: number, untilS: number, how: readonly Step[] = []): Step[] =>
    Array.from({ length: Math.floor(untilS / everyS) + 1 }, (_, index) => index * everyS).flatMap((atS) => [
      ...(atS === 0 ? [] : how.map((step) => ({ ...step, atMs: at(atS - 1) }))),
      attached(atS),
    ])
  const goesBy = (reason: string): Step[] => [
    says(0, { kind: 'device.detached', deviceId: 'monitor-1', reason }),
  ]
  test.each<[string, Step[]]>([
    ['without a word', []],
    ['its connection lost each time', goesBy('lost')],
    ['another connection of it taking over', goesBy('superseded')],
    ['saying goodbye each time', goesBy('left')],
  ])('[AL104] a monitor that comes back every 7 s and never says a value: %s', (_name, how) => {
    expect(said([[opened(0)], comes(7, 60, how)], 60)).toEqual(['noLiveData raised medium @15'])
    const watched = said([[opened(0), covered(0)], comes(7, 60, how)], 60)
    expect(watched).toEqual(['noLiveData raised medium @15'])
  })
  test('[AL104] so does one that only hands over what is old', () => {
    const old = [4, 11, 18, 25].map((atS) =>
      vitals(atS, WELL, { recovered: ['heartRate', 'pulseRate', 'spo2'] }),
    )
    expect(first(said([sorted([...comes(7, 60), ...old])], 60))).toEqual(['noLiveData raised medium @15'])
  })
  test('[AL104] its first value ends it, and from there its words count', () => {
    expect(said([comes(7, 28), every1s(30, 40, WELL), [attached(47)]], 60)).toEqual([
      'noLiveData raised medium @15',
      'noLiveData ended medium @30',
      'noLiveData raised medium @55',
    ])
  })
  test('[AL104] a second monitor that was taken away for longer has its time anew when it is back', () => {
    const two = [attached(0), attached(0, {}, 'second')]
    const away = says(5, { kind: 'device.detached', deviceId: 'second', reason: 'left' })
    const steps = [[...two], every1s(0, 4, WELL), [away], every1s(5, 99, WELL), [attached(100, {}, 'second')]]
    const on = (untilS: number) => every1s(100, untilS, WELL)
    expect(said([...steps, on(114)], 114.999)).toEqual([])
    expect(first(said([...steps, on(140)], 140))).toEqual(['noLiveData raised medium @115'])
  })
  test('[AL104] [AL18] a hub that restarts, and a monitor that comes back to it: the gap and one grace', () => {
    const steps = [[attached(0), hubGap(5, 35), attached(37), hubGap(40, 50), attached(51), attached(60)]]
    // 15 s, 30 s and 10 s of absence, one grace of 15 s.
    expect(said(steps, 200)).toEqual(['noLiveData raised medium @70'])
  })
  test('[AL56] a session that a hub runs and no monitor feeds is said too; an imported one without a device is not', () => {
    const of = (steps: Step[]) => livesThrough(steps, 60).decided.filter((fact) => fact.kind === 'alarm')
    expect(of([opened(0), covered(1)])).toMatchObject([
      { condition: 'noLiveData', dueAtMs: at(16), about: { reason: 'noMonitor' } },
    ])
    expect(of([opened(0)])).toEqual([])
  })
  test.each([
    ['monitor', [detached(41)]],
    ['network', []],
    ['hub', [hubGap(41, 45)]],
  ] as [string, Step[]][])('[AL55] the cause, small: %s', (reason, more) => {
    const [alarm] = livesThrough([...START, ...every1s(0, 40, WELL), ...more], 200).decided
    expect(alarm).toMatchObject({ condition: 'noLiveData', about: { deviceName: 'Monitor 1', reason } })
  })
  test('[AL54] a hub gap is not a device gap: the gap and 15 s more', () => {
    const steps = [START, every1s(0, 40, WELL), [hubGap(41, 45)]]
    expect(said(steps, 900)).toEqual(['noLiveData raised medium @74'])
  })
  test('[AL18] a hub that restarts every 20 s for five minutes still says that there is no live data', () => {
    const restarts = Array.from({ length: 15 }, (_, index) => hubGap(20 * (index + 1), 20 * (index + 1) + 6))
    const steps = [START, every1s(0, 17, WELL), restarts]
    // 15 s and one grace of 15 s in which the hub was there; from 20 s and from 40 s it was not, for 6 s each.
    expect(said(steps, 320)).toEqual(['noLiveData raised medium @59'])
  })
  test('[AL56] one of two devices is missed by itself; one that was taken away is not, once another feeds', () => {
    const two = [attached(0, {}, 'ecg'), attached(0, {}, 'oximeter')]
    const ecg = (fromS: number, toS: number) =>
      every1s(fromS, toS, {}).map((_, index) => vitals(fromS + index, { heartRate: 72 }, { deviceId: 'ecg' }))
    const ox = (fromS: number, toS: number) =>
      every1s(fromS, toS, {}).map((_, index) =>
        vitals(fromS + index + 0.1, { pulseRate: 72, spo2: 97 }, { deviceId: 'oximeter' }),
      )
    expect(said([[...two, ...ecg(0, 40), ...ox(0, 80)]].map(sorted), 80, /^noLive/)).toEqual([
      'noLiveData raised medium @55',
    ])
    const left = says(41, { kind: 'device.detached', deviceId: 'ecg', reason: 'left' })
    expect(said([[...two, ...ecg(0, 40), ...ox(0, 80), left]].map(sorted), 80, /^noLive/)).toEqual([])
  })
})

describe('held on purpose', () => {
  test('[AL57] off on purpose holds sensors’ conditions; what is still missing then counts from there', () => {
    const until = [...every1s(0, 39, WELL), holding(40, 'offOnPurpose', true, 640)]
    const back = holding(100, 'offOnPurpose', false, 640)
    expect(said([START, until, [back]], 114.999)).toEqual([])
    expect(said([START, until, [back]], 115)).toEqual(['noLiveData raised medium @115'])
  })
  test('[AL57] longer than was said: MEDIUM at that moment, and the sensors are missed again', () => {
    const steps = [START, every1s(0, 39, WELL), [holding(40, 'offOnPurpose', true, 640)]]
    expect(said(steps, 700, /./)).toEqual(['offTooLong raised medium @640', 'noLiveData raised medium @655'])
    expect(said([...steps, [holding(660, 'offOnPurpose', false, 640)]], 661, /off/)).toEqual([
      'offTooLong raised medium @640',
      'offTooLong ended medium @660',
    ])
  })
  test('[AL57] adjusting sensors holds them for two minutes; what is active stays', () => {
    const steps = [...probeOff(40, 55), holding(55.5, 'adjusting', true, 175.5)]
    expect(said([START, steps, every1s(56, 300, off({ spo2: 'sensorOff' }))], 300)).toEqual([
      'noValueSpo2 raised seen @50',
      'noValueSpo2 rose low @205.5',
      'noValueSpo2 rose medium @235.5',
    ])
  })
})

test('[AL58] the end of the session ends every technical condition, named as such', () => {
  const run = livesThrough([...START, ...probeOff(40, 55), cuff(56, 120, 80), closed(57)], 900)
  expect(run.decided.map(factLine)).toEqual(['noValueSpo2 raised seen @50', 'noValueSpo2 ended seen @57'])
  expect(run.decided.at(-1)).toMatchObject({ endedBy: 'sessionClosed' })
})

function sorted<T extends Step | Step[]>(steps: T): T {
  return (Array.isArray(steps) ? [...steps].sort((a, b) => a.atMs - b.atMs) : steps) as T
}
