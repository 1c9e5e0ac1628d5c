// Owns what is recorded of sensors that are off by a person's word: for good, on purpose, or while they are adjusted.
// Never lets a patient who may still need them be without them unseen.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { isOffOnPurpose } from '@chairside/shared/visit/holding.ts'
import { isPumpOn, phaseName, visitPhase } from '@chairside/shared/visit/phases.ts'
import { type Act, type Body, isVisit, signed } from './act.ts'

/** Source: clinical facts §5 "Off on purpose" 10 min, "Adjusting sensors" 2:00. Hub milliseconds. */
export const HOLDING_MS = { offOnPurpose: 10 * 60_000, adjusting: 2 * 60_000 } as const

/** Source: clinical facts §4 "By phase": none after "Monitor off", in "ready". */
export function monitorOff(act: Act, { on }: Body<'monitor.off'>): Result<RecordBody[]> {
  const { state } = act
  const isOff = state.monitorOff !== undefined
  if (isOff === on)
    return refuse(
      'state-moved',
      on ? 'The monitor is off by name already.' : 'The monitor is not off by name.',
      'body.on',
    )
  const phase = visitPhase(state)
  const mayBeOff = isVisit(act) ? phase === 'ready' : !isPumpOn(state)
  if (on && !mayBeOff)
    return refuse(
      'phase-not-allowed',
      `The monitor stays on at ${phaseName(phase)}: it comes off when the patient is ready to go. For a moment without it there is "off on purpose".`,
      'body.on',
    )
  return ok([{ ...signed(act), kind: 'monitorOff', on }])
}

/** Who is not ready to go any more is watched again: what was said of the monitor is over. */
export const monitorBack = (act: Act): RecordBody[] =>
  isVisit(act) && act.state.monitorOff !== undefined && act.doer.by !== undefined
    ? [{ ...signed(act), kind: 'monitorOff', on: false }]
    : []

export function hold(act: Act, body: Body<'holding.set'>): Result<RecordBody[]> {
  const { state, nowMs } = act
  const { what, on } = body
  const companion = body.with?.trim() ?? ''
  const now = state.holding
  const isHeld =
    what === 'offOnPurpose'
      ? isOffOnPurpose(state)
      : now !== undefined && now.what === what && now.untilMs > nowMs
  if (!on && !isHeld)
    return refuse(
      'state-moved',
      what === 'adjusting'
        ? 'Nobody has said that the sensors are being adjusted.'
        : 'The sensors are not off on purpose.',
      'body.on',
    )
  if (on && what === 'offOnPurpose' && companion === '')
    return refuse('malformed', 'Say who is with the patient while the sensors are off.', 'body.with')
  return ok([
    {
      ...signed(act),
      kind: 'holding',
      what,
      on,
      ...(companion === '' ? {} : { with: companion }),
      untilMs: (on ? nowMs + HOLDING_MS[what] : nowMs) as EpochMs,
    },
  ])
}
