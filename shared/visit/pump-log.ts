// Owns what follows from the acts at the pump: phase, rates, what was given as recorded, when the dose will be in, and which
// act may follow which. It knows only what people recorded, never what the pump did, and never completes anything by the clock.
import { tPlus } from '../alarm/words/t-plus.ts'
import type { InfusionNow, PumpEvent, RateSegment } from '../fold/infusion-state.ts'
import { ok, type Result, refuse } from '../result.ts'

type Act = PumpEvent['act']
type Phase = InfusionNow['phase']
export type PumpNow = Omit<InfusionNow, 'events'>

/** Which phase an act may find, and which it makes. Source: clinical facts §6, "Restart is allowed". */
export const PUMP_TABLE: Readonly<Record<Act, { readonly from: readonly Phase[]; readonly to: Phase }>> = {
  start: { from: ['none', 'stopped'], to: 'infusing' },
  rate: { from: ['infusing'], to: 'infusing' },
  pause: { from: ['infusing'], to: 'paused' },
  resume: { from: ['paused'], to: 'infusing' },
  stop: { from: ['infusing', 'paused'], to: 'stopped' },
}
const RUNS: ReadonlySet<Act> = new Set<Act>(['start', 'rate', 'resume'])

/** The acts that happened, in the order of when they were true; at one time, as they were recorded. */
export const pumpOrder = (events: readonly PumpEvent[]): PumpEvent[] =>
  events.filter((event) => !event.void).sort((a, b) => a.atMs - b.atMs)

/** While paused and after a stop nothing runs, whatever a record says. */
const rateOf = ({ act, rateMlPerHr }: PumpEvent): number => (RUNS.has(act) ? rateMlPerHr : 0)

type Plan = NonNullable<PumpEvent['plan']>
const isSamePlan = (a: Plan, b: Plan): boolean =>
  a.drug === b.drug && a.doseMg === b.doseMg && a.volumeMl === b.volumeMl && a.minutes === b.minutes

/** What the acts amount to. Takes any sequence, also one that no hub would have taken. */
export function pumpOf(events: readonly PumpEvent[]): PumpNow {
  const ordered = pumpOrder(events)
  const rates: RateSegment[] = []
  let plan: Plan | undefined
  let planFromMs: PumpEvent['atMs'] | undefined
  for (const event of ordered) {
    if (event.plan !== undefined && (plan === undefined || !isSamePlan(plan, event.plan))) {
      if (plan !== undefined) planFromMs = event.atMs
      plan = event.plan
    }
    rates.push({
      atMs: event.atMs,
      rateMlPerHr: rateOf(event),
      ...(plan === undefined ? {} : { mgPerMl: plan.doseMg / plan.volumeMl }),
    })
  }
  const last = ordered.at(-1)
  if (last === undefined) return { phase: 'none', rateMlPerHr: 0, rates }
  const started = ordered.find(({ act }) => act === 'start') ?? ordered[0]
  return {
    phase: PUMP_TABLE[last.act].to,
    rateMlPerHr: rateOf(last),
    rates,
    ...(started === undefined ? {} : { startedAtMs: started.atMs }),
    ...(last.act === 'stop' ? { stoppedAtMs: last.atMs } : {}),
    ...(last.act === 'stop' && last.completed ? { completed: true } : {}),
    ...(plan === undefined ? {} : { plan }),
    ...(planFromMs === undefined ? {} : { planFromMs }),
  }
}

// ── what may be recorded ─────────────────────────────────────────────────────────────────────────────────
const NOT_NOW: Readonly<Record<Act, string>> = {
  start: 'The infusion is already recorded as running or paused: record the stop first.',
  rate: 'No running infusion is recorded, so its rate cannot change: record the start or the resume first.',
  pause: 'No running infusion is recorded, so it cannot be paused: record the start or the resume first.',
  resume: 'The infusion is not recorded as paused, so it cannot be resumed: record the pause first.',
  stop: 'No infusion is recorded as running or paused, so it cannot be stopped: record the start first.',
}
const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  none: 'not started',
  infusing: 'running',
  paused: 'paused',
  stopped: 'stopped',
}
const ACT_WORDS: Readonly<Record<Act, string>> = {
  start: 'start',
  rate: 'rate change',
  pause: 'pause',
  resume: 'resume',
  stop: 'stop',
}

/**
 * The pump log with one act more, or with one act changed (the one that has its `seq`), if every act of it still follows from
 * the one before.
 * @returns the acts in the order of their records; or `state-moved` (what cannot follow), `impossible-value` (a rate of 0)
 */
export function pumpWith(events: readonly PumpEvent[], next: PumpEvent): Result<PumpEvent[]> {
  if (!next.void && RUNS.has(next.act) && !(next.rateMlPerHr > 0))
    return refuse(
      'impossible-value',
      'A running pump has a rate above 0 mL/h: to record that nothing runs, record a pause or a stop.',
      'body.rateMlPerHr',
    )
  const isChange = events.some(({ seq }) => seq === next.seq)
  const all = isChange ? events.map((one) => (one.seq === next.seq ? next : one)) : [...events, next]
  const ordered = pumpOrder(all)
  const startedAtMs = ordered[0]?.atMs ?? next.atMs
  let phase: Phase = 'none'
  for (const [index, event] of ordered.entries()) {
    const { from, to } = PUMP_TABLE[event.act]
    if (from.includes(phase)) {
      phase = to
      continue
    }
    const when = tPlus(event.atMs - startedAtMs)
    if (event.seq !== next.seq)
      return refuse(
        'state-moved',
        `The ${ACT_WORDS[event.act]} at ${when} would then find the pump ${PHASE_WORDS[phase]}, and cannot stand: put that one right first.`,
        isChange && next.void ? 'body.ofSeq' : 'body.atMs',
      )
    if (index === ordered.length - 1 && !isChange)
      return refuse('state-moved', NOT_NOW[event.act], 'body.type')
    return refuse(
      'state-moved',
      `At that time the pump was recorded as ${PHASE_WORDS[phase]}: a ${ACT_WORDS[event.act]} cannot have been then. Check the time.`,
      'body.atMs',
    )
  }
  return ok(all)
}

// ── what was given ───────────────────────────────────────────────────────────────────────────────────────
const HOUR_MS = 3_600_000

/** Millilitres of each stretch of one rate, up to `atMs`. */
function* stretches(rates: readonly RateSegment[], atMs: number, fromMs = Number.NEGATIVE_INFINITY) {
  for (const [index, segment] of rates.entries()) {
    const toMs = Math.min(rates[index + 1]?.atMs ?? atMs, atMs)
    const ml = (segment.rateMlPerHr * Math.max(0, toMs - Math.max(segment.atMs, fromMs))) / HOUR_MS
    yield { ml, mgPerMl: segment.mgPerMl }
  }
}

/**
 * As recorded, up to `atMs`.
 * @param rates in the order of time @param fromMs hub time; counts from then on
 * @returns mL
 */
export function infusedMl(rates: readonly RateSegment[], atMs: number, fromMs?: number): number {
  let all = 0
  for (const { ml } of stretches(rates, atMs, fromMs)) all += ml
  return all
}

/**
 * As recorded, up to `atMs`, each stretch at the concentration that its own plan says.
 * @returns mg; undefined where something ran of which no plan says the concentration
 */
export function infusedMg(infusion: Pick<InfusionNow, 'rates' | 'plan'>, atMs: number): number | undefined {
  const { rates, plan } = infusion
  if (plan === undefined) return undefined
  const isSaid = rates.some(({ mgPerMl }) => mgPerMl !== undefined)
  let all = 0
  for (const { ml, mgPerMl } of stretches(rates, atMs)) {
    const concentration = isSaid ? mgPerMl : plan.doseMg / plan.volumeMl
    if (ml > 0 && concentration === undefined) return undefined
    all += ml * (concentration ?? 0)
  }
  return all
}

/**
 * When the planned volume is in, at the rates as recorded and the one in force from then on; before `nowMs` where that time has
 * passed and nobody has recorded a stop.
 * @returns hub time; undefined without a plan, and while it does not run: then there is no end
 */
export function expectedEndMs(infusion: Omit<InfusionNow, 'events'>, nowMs: number): number | undefined {
  const { plan, phase, rates, planFromMs } = infusion
  if (plan === undefined || phase !== 'infusing') return undefined
  let leftMl = plan.volumeMl
  for (const [index, { atMs, rateMlPerHr }] of rates.entries()) {
    const fromMs = Math.max(atMs, planFromMs ?? atMs)
    const toMs = rates[index + 1]?.atMs ?? Number.POSITIVE_INFINITY
    if (rateMlPerHr <= 0 || toMs <= fromMs) continue
    const needsMs = (leftMl / rateMlPerHr) * HOUR_MS
    if (fromMs + needsMs <= toMs) return fromMs + needsMs
    leftMl -= (rateMlPerHr * (toMs - fromMs)) / HOUR_MS
  }
  return nowMs
}

export type InfusionProgress = {
  /** Since the first start, hub milliseconds. */
  readonly elapsedMs: number
  readonly givenMl: number
  /** Present where the plan says the concentration. */
  readonly givenMg?: number
  /** 0…1 of the planned volume. */
  readonly fraction?: number
  /** Of the planned volume and dose, not given as recorded. */
  readonly leftMl?: number
  readonly leftMg?: number
  /** To the end of the planned volume at the rate in force; absent while it does not run. 0: it should be in by now. */
  readonly leftMs?: number
  /** When that is, hub time; before now where it should be in. */
  readonly endMs?: number
}

/** @param atMs hub time @returns undefined before the first start */
export function infusionProgress(infusion: InfusionNow, atMs: number): InfusionProgress | undefined {
  const { startedAtMs, rates, plan, planFromMs } = infusion
  if (startedAtMs === undefined) return undefined
  const givenMl = infusedMl(rates, atMs)
  const elapsedMs = Math.max(0, atMs - startedAtMs)
  if (plan === undefined) return { elapsedMs, givenMl }
  const ofPlanMl = planFromMs === undefined ? givenMl : infusedMl(rates, atMs, planFromMs)
  const leftMl = Math.max(0, plan.volumeMl - ofPlanMl)
  const givenMg = infusedMg(infusion, atMs)
  const endMs = expectedEndMs(infusion, atMs)
  return {
    elapsedMs,
    givenMl,
    ...(givenMg === undefined ? {} : { givenMg }),
    fraction: Math.min(1, ofPlanMl / plan.volumeMl),
    leftMl,
    leftMg: (leftMl * plan.doseMg) / plan.volumeMl,
    ...(endMs === undefined ? {} : { leftMs: Math.max(0, endMs - atMs), endMs }),
  }
}

/** The rate that was set at a moment, as recorded. @returns mL/h; undefined before the first start */
export const rateAt = (rates: readonly RateSegment[], atMs: number): number | undefined =>
  rates.findLast((segment) => segment.atMs <= atMs)?.rateMlPerHr
