// Owns what is recorded of the pump and the cuff. Never controls a pump, and never guesses a rate.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { CUFF_RUNS_AT_MOST_MS } from '@chairside/shared/vitals.ts'
import { type Act, type SessionCommand, unsigned } from './act.ts'

type InfusionCommand = Extract<SessionCommand, { type: `infusion.${string}` }>

const WHEN_ALLOWED = {
  'infusion.start': {
    phases: ['none', 'stopped'],
    not: 'The infusion is already recorded as running or paused.',
  },
  'infusion.rate': {
    phases: ['infusing'],
    not: 'No running infusion is recorded, so its rate cannot change.',
  },
  'infusion.pause': { phases: ['infusing'], not: 'No running infusion is recorded, so it cannot be paused.' },
  'infusion.resume': {
    phases: ['paused'],
    not: 'The infusion is not recorded as paused, so it cannot be resumed.',
  },
  'infusion.stop': { phases: ['infusing', 'paused'], not: 'No infusion is recorded as running or paused.' },
} as const

export function infusion(act: Act, body: InfusionCommand): Result<RecordBody[]> {
  const { state, command, nowMs, lastInfusionSeq } = act
  const allowed = WHEN_ALLOWED[body.type]
  if (lastInfusionSeq > command.basedOnSeq)
    return refuse(
      'state-moved',
      `Someone recorded something else about the pump a moment ago (now: ${state.infusion.phase}). Look, then press again if it still holds.`,
      'basedOnSeq',
    )
  if (!(allowed.phases as readonly string[]).includes(state.infusion.phase))
    return refuse('state-moved', allowed.not, 'body.type')
  const lastAtMs = state.infusion.rates.at(-1)?.atMs ?? state.opened?.hubAtMs ?? nowMs
  const atMs = Math.min(nowMs, Math.max(command.pressedAtHubMs, lastAtMs)) as EpochMs
  const name = body.type.slice('infusion.'.length) as 'start' | 'rate' | 'pause' | 'resume' | 'stop'
  return ok([
    {
      ...unsigned(act),
      kind: 'infusion',
      act: name,
      atMs,
      rateMlPerHr: 'rateMlPerHr' in body ? body.rateMlPerHr : 0,
      ...('plan' in body && body.plan !== undefined ? { plan: body.plan } : {}),
    },
  ])
}

export function orderCuff(act: Act): Result<RecordBody[]> {
  const source = Object.values(act.state.sources).find((one) => one.takesCuffOrders && one.connected)
  if (source === undefined)
    return refuse(
      'not-found',
      'No connected monitor in this room takes cuff orders: start the cuff at the monitor.',
    )
  const { runningSinceMs } = act.state.cuff
  // A cycle whose end never came keeps nobody from the next reading.
  if (runningSinceMs !== undefined && act.nowMs - runningSinceMs < CUFF_RUNS_AT_MOST_MS)
    return refuse('state-moved', 'The cuff is already measuring.', 'body.type')
  return ok([
    {
      ...unsigned(act),
      kind: 'cuff.ordered',
      deviceId: source.deviceId,
      orderId: act.orderId,
      cause: 'person',
    },
  ])
}
