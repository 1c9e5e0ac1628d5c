// Owns what a chairside screen signals beside its own glass: the browser's tab and the browser's notifications.
import { alarmName } from '@chairside/shared/alarm/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { useMemo } from 'react'
import { useHighNotifications, useTabAlarms } from '../../sound/use-sound.tsx'
import { byUrgency } from '../../ui/alarm-order.ts'

/** Alarms that ask for somebody: not acknowledged, and not of a kind that is only seen. */
const asking = ({ alarms }: Pick<SessionState, 'alarms'>) =>
  Object.values(alarms)
    .filter(({ acknowledged, alarm }) => acknowledged === undefined && alarm.silent !== true)
    .sort(byUrgency)

export function useChairSignals({ roomName }: RoomSummary, { alarms }: SessionState): void {
  const now = useMemo(() => asking({ alarms }), [alarms])
  useTabAlarms(now.map(({ alarm }) => ({ priority: alarm.priority, title: alarmName(alarm) })))
  const highs = useMemo(
    () =>
      now
        .filter(({ alarm }) => alarm.priority === 'high')
        .map(({ alarm }) => ({ alarmId: alarm.alarmId, title: alarmName(alarm), room: roomName })),
    [now, roomName],
  )
  useHighNotifications(highs)
}
