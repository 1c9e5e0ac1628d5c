// The pump log: what was given is the integral of the recorded rate, whatever was late, undone or amended; and which act may
// follow which.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptySession, foldSession, type PumpEvent } from '../fold/session-state.ts'
import type { LogRecord } from '../record/record.ts'
import { at, type Fact, opened, records } from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { amended, PLAN, pump, seq, undone } from '../testing/visit-given.ts'
import {
  expectedEndMs,
  infusedMg,
  infusedMl,
  infusionProgress,
  pumpOf,
  pumpWith,
  rateAt,
} from './pump-log.ts'

const fold = (facts: readonly Fact[]) => records(facts).reduce(foldSession, emptySession)

type Deed =
  | { readonly is: 'act'; readonly act: PumpEvent['act']; readonly rate: number; readonly backS: number }
  | { readonly is: 'undo'; readonly pick: number }
  | { readonly is: 'void'; readonly pick: number }
  | { readonly is: 'amend'; readonly pick: number; readonly rate?: number; readonly toS?: number }
const backS = fc.constantFrom(0, 0, 0, 60, 120, 300, 1_000)
const rate = fc.constantFrom(7.5, 30, 45, 52.5, 60, 120)
const act = fc.constantFrom<PumpEvent['act']>('start', 'rate', 'pause', 'resume', 'stop')
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('act' as const), act, rate, backS }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('undo' as const), pick: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('void' as const), pick: fc.nat(30) }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { is: fc.constant('amend' as const), pick: fc.nat(30), rate, toS: fc.nat(7_200) },
      { requiredKeys: ['is', 'pick'] },
    ),
  },
)
const deeds = fc.array(fc.tuple(fc.constantFrom(1, 10, 60, 200, 600), deed), { minLength: 1, maxLength: 30 })

/** The facts of the deeds, in the order of the log. Record 1 opens the session; an act's number is its place. */
function factsOf(made: readonly (readonly [number, Deed])[]): Fact[] {
  const facts: Fact[] = [opened(0)]
  let nowS = 0
  for (const [gapS, one] of made) {
    nowS += gapS
    const pumps = facts.flatMap(({ body }, index) => (body.kind === 'infusion' ? [index + 1] : []))
    if (one.is === 'act') {
      const runs = one.act !== 'pause' && one.act !== 'stop'
      const plan = one.act === 'start' ? { plan: PLAN } : {}
      facts.push(pump(nowS, one.act, runs ? one.rate : 0, Math.max(0, nowS - one.backS), plan))
      continue
    }
    const ofSeq = pumps[one.pick % Math.max(1, pumps.length)]
    if (ofSeq === undefined) continue
    if (one.is === 'undo') facts.push(undone(nowS, ofSeq))
    else if (one.is === 'void') facts.push(amended(nowS, ofSeq, {}, { void: true }))
    else
      facts.push(
        amended(nowS, ofSeq, {
          ...(one.rate === undefined ? {} : { rateMlPerHr: one.rate }),
          ...(one.toS === undefined ? {} : { atMs: at(Math.min(one.toS, nowS)) }),
        }),
      )
  }
  return facts
}

/**
 * The integral of the rate, second by second, from the records alone: of each second the last act that was true by then, as it
 * was put right, where it stands. Knows nothing of the fold.
 */
function integralMl(log: readonly LogRecord[], untilS: number): number {
  const truth = log.flatMap((record) => {
    if (record.kind !== 'infusion') return []
    let { atMs, rateMlPerHr } = record
    for (const later of log) {
      if ((later.kind !== 'undone' && later.kind !== 'amended') || later.ofSeq !== record.seq) continue
      if (later.kind === 'undone' || later.void) return []
      atMs = later.change.atMs ?? atMs
      rateMlPerHr = later.change.rateMlPerHr ?? rateMlPerHr
    }
    const isHalt = record.act === 'pause' || record.act === 'stop'
    return [{ atMs, rateMlPerHr: isHalt ? 0 : rateMlPerHr, seq: record.seq }]
  })
  let ml = 0
  for (let second = 0; second < untilS; second += 1) {
    let running = 0
    let best: { atMs: number; seq: number } | undefined
    for (const one of truth) {
      if (one.atMs > at(second)) continue
      if (best !== undefined && (one.atMs < best.atMs || (one.atMs === best.atMs && one.seq < best.seq)))
        continue
      best = one
      running = one.rateMlPerHr
    }
    ml += running / 3_600
  }
  return ml
}

/** s start, r rate, p pause, u resume, x stop. */
const LETTER = { start: 's', rate: 'r', pause: 'p', resume: 'u', stop: 'x' } as const
const LEGAL = /^(s(r|pu)*p?x)*(s(r|pu)*p?)?$/
const lettersOf = (events: readonly PumpEvent[]): string =>
  events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => !event.void)
    .sort((a, b) => a.event.atMs - b.event.atMs || a.index - b.index)
    .map(({ event }) => LETTER[event.act])
    .join('')

describe('any pump log', { timeout }, () => {
  test('[VI50] infused mg is the integral of the recorded rate to 0.01 mg: any sequence, late, undone, amended', () => {
    holds(
      fc.property(deeds, fc.nat(4_000), (made, moreS) => {
        const log = records(factsOf(made))
        const state = log.reduce(foldSession, emptySession)
        const untilS = Math.min(7_200, Math.round(((log.at(-1)?.hubAtMs ?? 0) - at(0)) / 1_000) + moreS)
        const ml = integralMl(log, untilS)
        expect(Math.abs(infusedMl(state.infusion.rates, at(untilS)) - ml)).toBeLessThan(0.01)
        const mg = infusedMg({ ...state.infusion, plan: PLAN }, at(untilS))
        // Where something ran before any plan was said, there is no figure of mg: never a wrong one.
        if (mg !== undefined) expect(Math.abs(mg - (ml * PLAN.doseMg) / PLAN.volumeMl)).toBeLessThan(0.01)
      }),
    )
  })

  test('[VI50] of a log as a hub takes it, each start with its plan, there is always a figure, and it is right', () => {
    holds(
      fc.property(deeds, fc.nat(4_000), (made, moreS) => {
        const taken: Fact[] = []
        let state = emptySession
        for (const fact of factsOf(made)) {
          const { body } = fact
          const event = state.infusion.events.find((one) => 'ofSeq' in body && one.seq === body.ofSeq)
          if ('ofSeq' in body && event === undefined) continue
          const [record] = records([...taken, fact]).slice(-1)
          if (record === undefined) continue
          const after = foldSession(state, record)
          const next = after.infusion.events.find((one) => one.seq === (event?.seq ?? record.seq))
          if (next !== undefined && !pumpWith(state.infusion.events, next).ok) continue
          taken.push(fact)
          state = after
        }
        const log = records(taken)
        const untilS = Math.min(7_200, Math.round(((log.at(-1)?.hubAtMs ?? 0) - at(0)) / 1_000) + moreS)
        expect(lettersOf(state.infusion.events)).toMatch(LEGAL)
        if (state.infusion.phase === 'none') return
        const mg = (integralMl(log, untilS) * PLAN.doseMg) / PLAN.volumeMl
        expect(Math.abs((infusedMg(state.infusion, at(untilS)) ?? Number.NaN) - mg)).toBeLessThan(0.01)
      }),
    )
  })

  test('[VI51] an act is taken exactly where the whole log stays one that can have been', () => {
    holds(
      fc.property(deeds, (made) => {
        let events: readonly PumpEvent[] = []
        let nowS = 0
        for (const [index, [gapS, one]] of made.entries()) {
          nowS += gapS
          const before = one.is === 'act' ? undefined : events[one.pick % Math.max(1, events.length)]
          if (one.is !== 'act' && before === undefined) continue
          const runs = one.is === 'act' && one.act !== 'pause' && one.act !== 'stop'
          const next: PumpEvent =
            one.is === 'act'
              ? {
                  seq: seq(index + 1),
                  act: one.act,
                  atMs: at(Math.max(0, nowS - one.backS)),
                  rateMlPerHr: runs ? one.rate : 0,
                  recordedAtMs: at(nowS),
                }
              : {
                  ...(before as PumpEvent),
                  ...(one.is === 'amend'
                    ? one.toS === undefined
                      ? {}
                      : { atMs: at(Math.min(one.toS, nowS)) }
                    : { void: true as const }),
                }
          const candidate =
            one.is === 'act' ? [...events, next] : events.map((each) => (each.seq === next.seq ? next : each))
          const result = pumpWith(events, next)
          expect(result.ok).toBe(LEGAL.test(lettersOf(candidate)))
          if (result.ok) {
            expect(result.value).toEqual(candidate)
            events = result.value
          } else
            expect(result.error).toMatchObject({
              code: 'state-moved',
              field: expect.stringMatching(/^body\./),
            })
        }
      }),
    )
  })
})

describe('which act may follow which', () => {
  const PHASE_OF = { none: '', infusing: 's', paused: 'sp', stopped: 'sx' } as const
  const TAKEN: Readonly<Record<keyof typeof PHASE_OF, readonly PumpEvent['act'][]>> = {
    none: ['start'],
    infusing: ['rate', 'pause', 'stop'],
    paused: ['resume', 'stop'],
    stopped: ['start'],
  }
  const ACTS = ['start', 'rate', 'pause', 'resume', 'stop'] as const
  const event = (number: number, name: PumpEvent['act'], seconds: number): PumpEvent => ({
    seq: seq(number),
    act: name,
    atMs: at(seconds),
    rateMlPerHr: name === 'pause' || name === 'stop' ? 0 : 52.5,
    recordedAtMs: at(seconds),
  })
  const asActs = { s: 'start', p: 'pause', x: 'stop' } as const
  test.each(Object.keys(PHASE_OF) as (keyof typeof PHASE_OF)[])('[VI51] while %s', (now) => {
    const events = [...PHASE_OF[now]].map((letter, index) =>
      event(index + 1, asActs[letter as keyof typeof asActs], index * 60),
    )
    expect(pumpOf(events).phase).toBe(now)
    const taken = ACTS.filter((name) => pumpWith(events, event(9, name, 600)).ok)
    expect(taken).toEqual(TAKEN[now])
  })
  const running = [event(1, 'start', 0), event(2, 'pause', 600), event(3, 'resume', 900)]
  test('[VI51] a late act that cannot have been then is refused with its time', () => {
    const result = pumpWith(running, event(4, 'rate', 700))
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'state-moved',
        field: 'body.atMs',
        message:
          'At that time the pump was recorded as paused: a rate change cannot have been then. Check the time.',
      },
    })
    expect(pumpWith(running, event(4, 'rate', 300)).ok).toBe(true)
  })
  test('[VI51] one that would leave a later act without its cause names that act', () => {
    expect(pumpWith(running, event(4, 'stop', 300))).toMatchObject({
      error: {
        field: 'body.atMs',
        message:
          'The pause at T+10:00 would then find the pump stopped, and cannot stand: put that one right first.',
      },
    })
    expect(pumpWith(running, { ...(running[1] as PumpEvent), void: true })).toMatchObject({
      error: {
        code: 'state-moved',
        field: 'body.ofSeq',
        message: expect.stringContaining('The resume at T+15:00'),
      },
    })
  })
  test('[VI51] a second start and a resume without a pause say what to record first', () => {
    const started = [event(1, 'start', 0)]
    expect(pumpWith(started, event(2, 'start', 60))).toMatchObject({
      error: { field: 'body.type', message: expect.stringContaining('record the stop first') },
    })
    expect(pumpWith(started, event(2, 'resume', 60))).toMatchObject({
      error: { field: 'body.type', message: expect.stringContaining('record the pause first') },
    })
  })
  test('[VI51] what runs has a rate above 0', () => {
    expect(pumpWith([], { ...event(1, 'start', 0), rateMlPerHr: 0 })).toMatchObject({
      error: { code: 'impossible-value', field: 'body.rateMlPerHr' },
    })
  })
})

describe('what follows from the acts', () => {
  const MIN = 60
  const start = (seconds: number) => pump(seconds, 'start', 52.5, seconds, { plan: PLAN })

  test('[VI52] the acts count in the order of when they were true; T+00:00 is the first start', () => {
    const { infusion } = fold([start(0), pump(20 * MIN, 'rate', 30), pump(25 * MIN, 'rate', 45, 10 * MIN)])
    expect(infusion.rates.map((one) => [(one.atMs - at(0)) / 60_000, one.rateMlPerHr])).toEqual([
      [0, 52.5],
      [10, 45],
      [20, 30],
    ])
    expect(infusion).toMatchObject({ phase: 'infusing', rateMlPerHr: 30, startedAtMs: at(0) })
    expect(infusion.events.map((one) => one.rateMlPerHr)).toEqual([52.5, 30, 45])
    expect(rateAt(infusion.rates, at(15 * MIN))).toBe(45)
    expect(rateAt(infusion.rates, at(-1))).toBeUndefined()
  })
  test('[VI52] a stop that was recorded two minutes late ended it two minutes ago', () => {
    const state = fold([start(0), pump(42 * MIN, 'stop', 0, 40 * MIN)])
    expect(state.infusion).toMatchObject({ phase: 'stopped', stoppedAtMs: at(40 * MIN) })
    expect(infusedMg(state.infusion, at(60 * MIN))).toBeCloseTo(35, 6)
  })
  test('[VI52] an act that was undone, or amended to not have been, is as if it had not been; it stays in the list', () => {
    const facts = [start(0), pump(10 * MIN, 'pause'), undone(10 * MIN + 5, 2)]
    const { infusion } = fold(facts)
    expect(infusion).toMatchObject({ phase: 'infusing', rateMlPerHr: 52.5 })
    expect(infusion.events[1]).toMatchObject({ act: 'pause', void: true })
    const { infusion: mended } = fold([...facts.slice(0, 2), amended(900, 2, { atMs: at(12 * MIN) })])
    expect(mended.rates[1]).toMatchObject({ atMs: at(12 * MIN), rateMlPerHr: 0 })
    expect(mended.events[1]).toMatchObject({ amended: true, recordedAtMs: at(10 * MIN) })
  })
  test('[VI52] an unsigned stop that was claimed is whoever claimed it’s', () => {
    const unsigned = pump(60, 'stop')
    const { by: _by, ...body } = unsigned.body as { by?: unknown } & Fact['body']
    const facts = [start(0), { ...unsigned, body: body as Fact['body'] }]
    expect(fold(facts).infusion.events[1]?.by).toBeUndefined()
    const claim: Fact = {
      atMs: at(70),
      body: { ...pump(0, 'stop').body, kind: 'claimed', ofSeq: seq(2) } as never,
    }
    expect(fold([...facts, claim]).infusion.events[1]).toMatchObject({ by: 'R. Osei', personId: 'p-nurse' })
  })
  test('[VI53] the end is expected at the rate in force, and moves with it; a pause and a stop have none', () => {
    const slowed = fold([start(0), pump(20 * MIN, 'rate', 26.25)]).infusion
    expect(expectedEndMs(slowed, at(21 * MIN))).toBe(at(60 * MIN))
    expect(infusionProgress(slowed, at(30 * MIN))).toMatchObject({
      givenMg: 17.5 + 4.375,
      leftMl: 13.125,
      leftMg: 13.125,
      leftMs: 30 * 60_000,
      endMs: at(60 * MIN),
    })
    expect(expectedEndMs(fold([start(0), pump(60, 'pause')]).infusion, at(61))).toBeUndefined()
    expect(expectedEndMs(fold([start(0), pump(60, 'stop')]).infusion, at(61))).toBeUndefined()
    expect(expectedEndMs(fold([pump(0, 'start', 50)]).infusion, at(61))).toBeUndefined()
  })
  test('[VI53] the clock completes nothing: past the end it still runs, and the end is when it should have been', () => {
    const { infusion } = fold([start(0)])
    expect(infusionProgress(infusion, at(45 * MIN))).toMatchObject({
      fraction: 1,
      leftMs: 0,
      endMs: at(40 * MIN),
    })
    expect(infusion.phase).toBe('infusing')
    expect(infusion.completed).toBeUndefined()
    const done = fold([start(0), pump(41 * MIN, 'stop', 0, 40 * MIN, { completed: true })]).infusion
    expect(done).toMatchObject({ phase: 'stopped', completed: true })
  })
  test('[VI54] each stretch at the concentration of its own plan; another plan counts anew from its start', () => {
    const diluted = { ...PLAN, doseMg: 15, volumeMl: 30, minutes: 20 }
    const { infusion } = fold([
      start(0),
      pump(20 * MIN, 'stop'),
      pump(30 * MIN, 'start', 90, 30 * MIN, { plan: diluted }),
    ])
    expect(infusedMg(infusion, at(40 * MIN))).toBeCloseTo(17.5 + 7.5, 6)
    expect(infusionProgress(infusion, at(40 * MIN))).toMatchObject({
      fraction: 0.5,
      leftMl: 15,
      endMs: at(50 * MIN),
    })
    expect(infusion.planFromMs).toBe(at(30 * MIN))
    const again = fold([start(0), pump(20 * MIN, 'stop'), start(30 * MIN)]).infusion
    expect(again.planFromMs).toBeUndefined()
    expect(infusionProgress(again, at(30 * MIN))).toMatchObject({ fraction: 0.5, endMs: at(50 * MIN) })
  })
  test('[VI54] of what ran without a plan there are millilitres and no milligrams', () => {
    const { infusion } = fold([pump(0, 'start', 60), pump(600, 'stop'), start(900)])
    expect(infusedMl(infusion.rates, at(900))).toBeCloseTo(10, 6)
    expect(infusedMg(infusion, at(900))).toBeUndefined()
  })
})
