// Owns what a chairside screen signals beside its own glass: the browser's tab and the browser's notifications.
import { NOT_JUDGED } from '@chairside/shared/alarm/silence/sounding.ts'
import { alarmName } from '@chairside/shared/alarm/words/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { useMemo } from 'react'
import { useHighNotifications, useTabAlarms } from '../../../sound/use-sound.tsx'
import { byUrgency } from '../../../ui/alarm-order.ts'

/** Alarms that ask for somebody: not acknowledged, and not of a kind that is only seen. */
const asking = ({ alarms }: Pick<SessionState, 'alarms'>) =>
  Object.values(alarms)
    .filter(({ acknowledged, alarm }) => acknowledged === undefined && alarm.silent !== true)
    .sort(byUrgency)

type Signalled = { readonly alarmId: string; readonly priority: Priority; readonly title: string }

/** What of a session its screen signals. ALARMS NOT JUDGED HERE is a HIGH that no record of an alarm says. */
export function signalledOf({
  alarms,
  quarantined,
  notJudgedSinceMs = 0 as EpochMs,
}: Pick<SessionState, 'alarms' | 'quarantined' | 'notJudgedSinceMs'>): readonly Signalled[] {
  const alarmId = `${NOT_JUDGED}@${notJudgedSinceMs}`
  return [
    ...(quarantined ? [{ alarmId, priority: 'high', title: 'ALARMS NOT JUDGED HERE' } as const] : []),
    ...asking({ alarms }).map(({ alarm }) => ({
      alarmId: alarm.alarmId,
      priority: alarm.priority,
      title: alarmName(alarm),
    })),
  ]
}

export function useChairSignals(
  { roomName }: RoomSummary,
  { alarms, quarantined, notJudgedSinceMs }: SessionState,
): void {
  const now = useMemo(
    () => signalledOf({ alarms, quarantined, notJudgedSinceMs }),
    [alarms, quarantined, notJudgedSinceMs],
  )
  useTabAlarms(now)
  const highs = useMemo(
    () =>
      now
        .filter(({ priority }) => priority === 'high')
        .map(({ alarmId, title }) => ({ alarmId, title, room: roomName })),
    [now, roomName],
  )
  useHighNotifications(highs)
}
