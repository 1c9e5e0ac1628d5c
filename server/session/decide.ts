// Owns what a person's command does to a session: state and command in, facts or a refusal out. Pure.
// Never trusts that the screen has checked anything.

import { activeAlarm, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs, ScreenId } from '@chairside/shared/ids.ts'
import type { Command, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Actor, RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { assertNever, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { shown } from '@chairside/shared/vitals.ts'

export type SessionCommand = Exclude<CommandBody, { type: 'session.open' }>
export type Doer = { readonly by: Actor; readonly screenId?: ScreenId | undefined }

type Act = {
  readonly state: SessionState
  readonly command: Command
  readonly doer: Doer
  readonly nowMs: EpochMs
  /** Number of the newest infusion fact; 0 for none. */
  readonly lastInfusionSeq: number
  /** Id for a cuff order, made by the shell. */
  readonly orderId: string
}

const common = ({ command, doer }: Act) => ({
  by: doer.by,
  ...(doer.screenId === undefined ? {} : { screenId: doer.screenId }),
  commandId: command.commandId,
})

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

function infusion(act: Act, body: InfusionCommand): Result<RecordBody[]> {
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
      ...common(act),
      kind: 'infusion',
      act: name,
      atMs,
      rateMlPerHr: 'rateMlPerHr' in body ? body.rateMlPerHr : 0,
      ...('plan' in body && body.plan !== undefined ? { plan: body.plan } : {}),
    },
  ])
}

type Values = RecordOf<'acknowledgement'>['values']

/** The values that stood on the screen when it was pressed, of the quantities that the alarm is about. */
function newestValues({ signals, cuff }: SessionState, atAlarm: Values): Values {
  const values: Values = {}
  for (const key of Object.keys(atAlarm)) {
    const quantity = key as keyof Values
    const newest =
      quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'
        ? cuff.last?.[quantity]
        : signals[quantity]?.lastValue
    const value = newest === undefined ? atAlarm[quantity] : shown(quantity, newest)
    if (value !== undefined) values[quantity] = value
  }
  return values
}

function acknowledge(
  act: Act,
  alarmId: Extract<SessionCommand, { type: 'alarm.acknowledge' }>['alarmId'],
): Result<RecordBody[]> {
  const active = activeAlarm(act.state, alarmId)
  if (active === undefined)
    return refuse(
      'alarm-ended',
      'This alarm is no longer active; there is nothing left to acknowledge.',
      'body.alarmId',
    )
  // What rose since has not been seen by the person who pressed: quietening it would hide it.
  if (active.alarm.transition !== 'fell' && active.seq > act.command.basedOnSeq)
    return refuse(
      'state-moved',
      'This alarm has risen since the screen last changed. Look, then press again.',
      'basedOnSeq',
    )
  if (active.acknowledged !== undefined)
    return refuse(
      'already-acknowledged',
      `${active.acknowledged.by} has already acknowledged this alarm.`,
      'body.alarmId',
    )
  return ok([
    {
      ...common(act),
      kind: 'acknowledgement',
      alarmId,
      level: active.alarm.level,
      values: newestValues(act.state, active.alarm.values),
    },
  ])
}

function orderCuff(act: Act): Result<RecordBody[]> {
  const source = Object.values(act.state.sources).find((one) => one.takesCuffOrders && one.connected)
  if (source === undefined)
    return refuse(
      'not-found',
      'No connected monitor in this room takes cuff orders: start the cuff at the monitor.',
    )
  if (act.state.cuff.runningSinceMs !== undefined)
    return refuse('state-moved', 'The cuff is already measuring.', 'body.type')
  const { commandId, by, screenId } = { screenId: undefined, ...common(act) }
  return ok([
    {
      kind: 'cuff.ordered',
      deviceId: source.deviceId,
      orderId: act.orderId,
      cause: 'person',
      by,
      commandId,
      ...(screenId === undefined ? {} : { screenId }),
    },
  ])
}

/**
 * What a command does.
 * @returns the facts to record, in order; or a refusal, after which nothing has changed
 */
export function decide(act: Act): Result<RecordBody[]> {
  const { state, command } = act
  const body = command.body
  if (body.type === 'session.open')
    return refuse('malformed', 'A session is opened in a room, not in a session.', 'body.type')
  if (state.closed !== undefined)
    return refuse(
      'session-closed',
      `${state.closed.by} has closed this session; nothing more can be recorded in it.`,
      'body.sessionId',
    )
  if (command.basedOnSeq > state.head)
    return refuse(
      'sequence-unknown',
      'This screen refers to a record that does not exist; reload it.',
      'basedOnSeq',
    )
  switch (body.type) {
    case 'session.close':
      return ok([
        {
          ...common(act),
          kind: 'session.closed',
          openAlarms: Object.values(state.alarms).map((active) => active.alarm.alarmId),
        },
      ])
    case 'infusion.start':
    case 'infusion.rate':
    case 'infusion.pause':
    case 'infusion.resume':
    case 'infusion.stop':
      return infusion(act, body)
    case 'alarm.acknowledge':
      return acknowledge(act, body.alarmId)
    case 'cuff.order':
      return orderCuff(act)
    case 'engine.retry':
      if (!state.quarantined)
        return refuse('state-moved', 'Alarms are being judged here; there is nothing to retry.')
      return ok([
        { ...common(act), kind: 'quarantine', on: false, reason: `tried again by ${act.doer.by.name}` },
      ])
    default:
      return assertNever(body)
  }
}
