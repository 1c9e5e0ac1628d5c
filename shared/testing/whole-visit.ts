// Owns one whole visit as the hub would have recorded it, from the door to the ride home: numbers once a second from a seed, alarms
// decided by the engine, acts by people, late ones, undone ones and amended ones. Never used by the programs.
import { advanceTo, type Fact as Decided, type EngineState, initialEngine, step } from '../alarm/engine.ts'
import { emptySession, foldSession } from '../fold/session-state.ts'
import { type EpochMs, epochMs, type RecordSeq, recordSeq } from '../ids.ts'
import { createRandom } from '../random.ts'
import { type Actor, type LogRecord, type RecordBody, type RecordOf, stamp } from '../record/record.ts'
import { at, attached, cuff, type Fact, infusion, NURSE, RULES, vitals } from './given.ts'
import {
  assessed,
  byHand,
  checkedIn,
  DOCTOR,
  dose,
  drug,
  effect,
  fact,
  gate,
  openedVisit,
  oxygen,
  phase,
  plan,
  signedOff,
} from './visit-facts.ts'

export const RELIEF = { personId: 'p-relief', name: 'A. Berg', role: 'nurse' } as unknown as Actor
/** Seconds from the opening to T+00:00. */
export const START_S = 500
const T = (minutes: number, seconds = 0): number => START_S + minutes * 60 + seconds
export const END_S = T(112)
const PLAN = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }

type Log = readonly LogRecord[]
/** An act that says which record it is about, once that is in the log. */
type Later = { readonly atMs: EpochMs; readonly body: (log: Log) => RecordBody }
const later = (seconds: number, body: (log: Log) => object, by: Actor = NURSE as Actor): Later => ({
  atMs: at(seconds),
  body: (log) => fact(seconds, body(log), by).body,
})
const newest = <K extends LogRecord['kind']>(
  log: Log,
  kind: K,
  is: (record: RecordOf<K>) => boolean = () => true,
): RecordSeq => {
  const found = log.findLast((record) => record.kind === kind && is(record as RecordOf<K>))
  if (found === undefined) throw new Error(`no ${kind} has been recorded yet`)
  return found.seq
}

const bpHigh = (log: Log) => {
  const isIt = (record: LogRecord): record is RecordOf<'alarm'> =>
    record.kind === 'alarm' && record.condition === 'bpHigh'
  const { alarmId, level } = log.findLast(isIt) ?? {}
  return { alarmId, level }
}

/** Minutes after the start, systolic, diastolic. */
const READINGS: readonly (readonly [number, number, number])[] = [
  [2, 146, 88],
  [5, 151, 90],
  [10, 156, 94],
  [15, 158, 95],
  [20, 161, 97],
  [22, 158, 96],
  [25, 166, 101],
  [27, 167, 102],
  [30, 172, 104],
  [35, 168, 99],
  [38, 186, 112],
  [40, 183, 110],
  [42.5, 171, 101],
  [45, 158, 96],
  [50, 149, 92],
  [60, 144, 90],
  [70, 138, 86],
  [85, 134, 84],
  [95, 131, 82],
  [105, 129, 80],
]

const lerp = (points: readonly (readonly [number, number])[], x: number): number => {
  const next = points.findIndex(([place]) => place > x)
  const [to, from] = [points[next] ?? points.at(-1), points[Math.max(0, next - 1)]]
  if (next === 0 || to === undefined || from === undefined) return points[0]?.[1] ?? 0
  return next === -1 ? to[1] : from[1] + ((to[1] - from[1]) * (x - from[0])) / (to[0] - from[0])
}

function numbers(seed: string): Fact[] {
  const random = createRandom(seed)
  const facts: Fact[] = []
  for (let second = 20; second < T(108); second += 1) {
    const minute = (second - START_S) / 60
    // The probe is off for a while, and once at the toilet.
    if (minute > 63 && minute < 64) {
      facts.push(vitals(second, { heartRate: 'sensorOff', spo2: 'sensorOff', pulseRate: 'sensorOff' }))
      continue
    }
    const heartRate = lerp(
      [
        [-10, 74],
        [0, 75],
        [30, 96],
        [45, 101],
        [60, 86],
        [110, 76],
      ],
      minute,
    )
    const dip = minute >= 25 && minute < 26
    const spo2 = dip
      ? 87
      : lerp(
          [
            [-10, 97],
            [20, 96],
            [40, 95],
            [60, 97],
          ],
          minute,
        )
    const noise = random.normal()
    facts.push(
      vitals(second, {
        heartRate: Math.round(heartRate + 2 * noise),
        pulseRate: Math.round(heartRate + 2 * noise),
        spo2: Math.max(80, Math.min(100, Math.round(spo2 + 0.4 * random.normal()))),
      }),
    )
  }
  return facts
}

function acts(): (Fact | Later)[] {
  const late = (seconds: number, body: object, by?: Actor): Fact => fact(seconds, body, by)
  return [
    openedVisit(0),
    plan(1, { prn: [{ drug: 'ondansetron', dose: '4 mg IV', when: 'nausea' }] }),
    phase(2, 'checkIn'),
    attached(10),
    ...checkedIn(150),
    dose(230, { lot: 'L-2291', checkedBy: RELIEF }),
    phase(290, 'baseline'),
    cuff(300, 141, 86, 104),
    cuff(400, 143, 88, 106),
    gate(480, {
      outcome: 'warn',
      findings: [{ finding: 'pressureAbovePass', outcome: 'warn', text: 'BP 142/87, above 140/90' }],
      values: { systolic: 142, diastolic: 87 },
      reason: 'nervous, usual for this patient',
    }),
    fact(499, { kind: 'baseline', systolic: 142, diastolic: 87, mean: 105, heartRate: 75, spo2: 97 }),
    fact(START_S, {
      kind: 'infusion',
      act: 'start',
      atMs: at(START_S),
      rateMlPerHr: 52.5,
      plan: PLAN,
    }),
    ...READINGS.map(([minute, systolic, diastolic]) => cuff(T(minute), systolic, diastolic)),
    effect(T(6), 'dissociation', 'mild'),
    later(T(18, 30), (log) => ({
      kind: 'sideEffect',
      event: 'changed',
      ofSeq: newest(log, 'sideEffect', (one) => one.effect === 'dissociation'),
      severity: 'moderate',
      atMs: at(T(18)),
    })),
    later(T(58), (log) => ({
      kind: 'sideEffect',
      event: 'ended',
      ofSeq: newest(log, 'sideEffect', (one) => one.effect === 'dissociation'),
      atMs: at(T(57)),
    })),
    assessed(T(10), 'moaas', 4),
    effect(T(12), 'nausea', 'moderate'),
    drug(T(14), 'ondansetron'),
    infusion(T(18), 'rate', 45),
    assessed(T(20), 'moaas'),
    later(T(20, 30), (log) => ({
      kind: 'sideEffect',
      event: 'ended',
      ofSeq: newest(log, 'sideEffect', (one) => one.effect === 'nausea'),
      atMs: at(T(20)),
    })),
    infusion(T(22), 'pause', 0),
    infusion(T(24), 'resume', 45),
    oxygen(T(25, 40), 'nasalCannula', 2),
    // The acknowledgement of BP high lapsed at T+25: the physician's turn, and another answers.
    {
      atMs: at(T(27)),
      body: (log) =>
        ({
          ...{ kind: 'escalation', ...bpHigh(log), priority: 'medium', step: 'physician' },
          ...{ condition: 'bpHigh', dueAtMs: at(T(27)) },
        }) as RecordBody,
    },
    later(T(27, 30), (log) => ({ kind: 'acknowledgement', ...bpHigh(log), values: {} }), RELIEF),
    fact(T(28), { kind: 'note', text: 'wrong patient’s note', atMs: at(T(28)) }),
    later(T(28, 6), (log) => ({ kind: 'undone', ofSeq: newest(log, 'note') })),
    fact(T(29), { kind: 'note', text: 'Talks of floating, eyes closed, calm.', atMs: at(T(29)) }),
    assessed(T(30), 'moaas', 4),
    assessed(T(30, 20), 'cadss', 28),
    oxygen(T(33), 'roomAir'),
    later(T(36), (log) => ({
      kind: 'amended',
      ofSeq: newest(log, 'infusion', (one) => one.act === 'rate'),
      ofKind: 'infusion',
      change: { atMs: at(T(17)) },
      reason: 'it was a minute earlier',
    })),
    drug(T(40, 30), 'labetalol', { dose: '10 mg IV', by: DOCTOR }),
    // Recorded two minutes after it was done.
    late(T(49), {
      kind: 'infusion',
      act: 'stop',
      atMs: at(T(47)),
      rateMlPerHr: 0,
      completed: true,
    }),
    assessed(T(48), 'moaas', 5),
    fact(
      T(60),
      {
        kind: 'handover',
        event: 'accepted',
        roomId: 'room-1',
        from: NURSE,
        to: RELIEF,
        lines: ['T+60:00 recovery'],
      },
      RELIEF,
    ),
    assessed(T(62), 'moaas', 5),
    assessed(T(77), 'moaas', 5),
    assessed(T(78), 'cadss', 2),
    byHand(T(90), { systolic: 133, diastolic: 83, heartRate: 80 }, { temperatureC: 36.7 }),
    assessed(T(100), 'aldrete', 10),
    ...['dissociation', 'nausea', 'walks'].map((item, index) => signedOff(T(104, index), item)),
    phase(T(106), 'ready'),
    fact(T(108), { kind: 'monitorOff', on: true }),
    ...['escortHere', 'advice'].map((item, index) => signedOff(T(109, index), item)),
    fact(
      T(110),
      {
        kind: 'drugAccount',
        lot: 'L-2291',
        drawnMg: 50,
        givenMg: 35,
        wastedMg: 15,
        witness: NURSE,
      },
      RELIEF,
    ),
  ]
}

/** Whoever is there acknowledges what sounds, this long after it was decided. */
const ANSWERS_S = [22, 47, 15, 90, 31]

/** @param seed of the numbers @returns the session's records, from its opening to its end */
export function wholeVisit(seed = 'whole visit'): readonly LogRecord[] {
  const waiting = [...acts(), ...numbers(seed)].sort((a, b) => a.atMs - b.atMs)
  const log: LogRecord[] = []
  let state: EngineState = initialEngine()
  let answered = 0
  const append = (body: RecordBody, atMs: EpochMs): LogRecord => {
    const record = stamp(body, recordSeq(log.length + 1), atMs)
    log.push(record)
    return record
  }
  const keep = (result: { state: EngineState; transitions: readonly Decided[] }, atMs: EpochMs): void => {
    state = result.state
    for (const one of result.transitions) {
      append(one, atMs)
      if (one.kind !== 'alarm' || one.silent || (one.transition !== 'raised' && one.transition !== 'rose'))
        continue
      const afterS = ANSWERS_S[answered % ANSWERS_S.length] ?? 30
      answered += 1
      // Every fifth is left to the others.
      if (answered % 5 === 0) continue
      const seconds = (atMs - at(0)) / 1_000 + afterS
      const { alarmId, level } = one
      const body = fact(seconds, { kind: 'acknowledgement', alarmId, level, values: {} }).body
      const place = waiting.findIndex((next) => next.atMs > at(seconds))
      waiting.splice(place === -1 ? waiting.length : place, 0, { atMs: at(seconds), body })
    }
  }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { atMs, body } = next
    if (atMs >= at(END_S)) break
    keep(advanceTo(RULES, state, epochMs(atMs - 1)), epochMs(atMs - 1))
    const record = append(typeof body === 'function' ? body(log) : body, atMs)
    keep(step(RULES, state, record), atMs)
  }
  const { alarms } = log.reduce(foldSession, emptySession)
  const open = Object.values(alarms).map(({ alarm }) => alarm.alarmId)
  const end = append(
    fact(END_S, { kind: 'session.closed', openAlarms: open, outcome: 'discharged' }, RELIEF).body,
    at(END_S),
  )
  keep(step(RULES, state, end), at(END_S))
  return log
}
