// Owns telling the hub which alarms stand on this glass; whether anybody could see it is the session core's to judge.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { useEffect } from 'react'
import { useScreen } from '../../../session/use-screen.ts'

export function useAlarmShown({ alarms, opened }: SessionState): void {
  const { alarmShown } = useScreen().screen
  const sessionId = opened?.sessionId
  useEffect(() => {
    if (sessionId === undefined) return
    alarmShown.show(
      Object.values(alarms).map(({ alarm, told }) => ({
        sessionId,
        alarmId: alarm.alarmId,
        told: told.filter(({ event }) => event === 'sent').length,
      })),
    )
  }, [alarmShown, sessionId, alarms])
  useEffect(() => () => alarmShown.show([]), [alarmShown])
}
