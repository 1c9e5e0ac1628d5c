// Owns the alarm bar of a session: its active alarms in the house's own words, and what can be done about each.
// It never hides an alarm and never decides that one is over.
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { memo } from 'react'
import type { SentCommand } from '../../session/hub/commands.ts'
import { useAct, useSent } from '../../session/use-screen.ts'
import { AlarmBanner, type AlarmLine } from '../../ui/alarm-banner.tsx'
import { byUrgency } from '../../ui/alarm-order.ts'
import { Button } from '../../ui/button.tsx'
import { span, type TimeScale } from '../../ui/format.ts'
import { alarmWords } from './alarm-words.ts'

const PRESSURE: readonly Quantity[] = ['systolic', 'diastolic', 'mean']

const takesCuffOrders = (state: SessionState): boolean =>
  Object.values(state.sources).some((source) => source.connected && source.takesCuffOrders)

const isWaiting = (sent: readonly SentCommand[], matches: (body: SentCommand['body']) => boolean): boolean =>
  sent.some(({ state, body }) => (state.is === 'sending' || state.is === 'asking') && matches(body))

/** The same bar whether the screen follows or somebody looks back: what alarms now never leaves the glass. */
export const AlarmBar = memo(function AlarmBar({
  state,
  atMs,
  scale,
}: {
  /** At the head. */
  readonly state: SessionState
  readonly atMs: number
  readonly scale: TimeScale
}) {
  const act = useAct(state.head)
  const sent = useSent()
  const sessionId = state.opened?.sessionId
  const alarms = Object.values(state.alarms).sort(byUrgency)
  const open = state.closed === undefined && sessionId !== undefined
  const firstPressure = alarms.find(
    ({ alarm }) => alarm.limit !== undefined && PRESSURE.includes(alarm.limit.quantity),
  )

  const repeatCuff = (label: string, primary: boolean) => {
    if (!open || !takesCuffOrders(state)) return undefined
    const measuring = state.cuff.runningSinceMs !== undefined
    const waiting = isWaiting(sent, (body) => body.type === 'cuff.order')
    return (
      <Button
        large
        kind={primary ? 'primary' : 'plain'}
        disabled={measuring || waiting}
        onClick={() => void act({ type: 'cuff.order', sessionId })}
      >
        {measuring ? 'Measuring' : waiting ? 'Sending' : label}
      </Button>
    )
  }

  const acknowledge = ({ alarm, acknowledged }: ActiveAlarm) => {
    if (!open || acknowledged !== undefined) return undefined
    const waiting = isWaiting(
      sent,
      (body) => body.type === 'alarm.acknowledge' && body.alarmId === alarm.alarmId,
    )
    return (
      <Button
        large
        disabled={waiting}
        onClick={() => void act({ type: 'alarm.acknowledge', sessionId, alarmId: alarm.alarmId })}
      >
        {waiting ? 'Sending' : 'Acknowledge'}
      </Button>
    )
  }

  const lines = alarms.map((active): AlarmLine => {
    const { acknowledged } = active
    return {
      id: active.alarm.alarmId,
      priority: active.alarm.priority,
      ...alarmWords(active, state, atMs, scale),
      acknowledged:
        acknowledged === undefined
          ? undefined
          : `acknowledged, ${acknowledged.by} ${span(atMs - acknowledged.atMs)} ago`,
      buttons: (
        <>
          {active === firstPressure && repeatCuff('Repeat cuff', true)}
          {acknowledge(active)}
        </>
      ),
    }
  })

  const notJudged: AlarmLine[] =
    state.quarantined && open
      ? [
          {
            id: 'quarantine',
            priority: 'high',
            title: 'ALARMS NOT JUDGED HERE',
            text: 'Watch the bedside monitor.',
            detail: 'Numbers go on being recorded and shown.',
            buttons: (
              <Button
                large
                disabled={isWaiting(sent, (body) => body.type === 'engine.retry')}
                onClick={() => void act({ type: 'engine.retry', sessionId })}
              >
                Judge again
              </Button>
            ),
          },
        ]
      : []

  return (
    <AlarmBanner
      lines={[...notJudged, ...lines]}
      calm={state.closed === undefined ? 'No active alarm' : 'Session closed: nothing is judged here'}
      calmButtons={repeatCuff('Measure cuff now', false)}
    />
  )
})
