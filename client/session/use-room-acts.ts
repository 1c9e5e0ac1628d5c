// Owns the acts on rooms and alarms that are sent from a list of rooms: each is based on what the list showed.
// Never sends for somebody who is not signed in where the act needs a name: they are asked who they are.
import type { CommandBody, RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { zAlarmId, zRecordSeq } from '@chairside/shared/record/record.ts'
import { useMemo } from 'react'
import { isSettled, type SentCommand } from './hub/commands.ts'
import { useMaySend, useScreen, useSent } from './use-screen.ts'

type Session = NonNullable<RoomSummary['session']>
export type AlarmAct = 'alarm.coming' | 'alarm.take' | 'alarm.decline'

export type RoomActs = {
  readonly onAlarm: (type: AlarmAct, session: Session, alarm: RoomAlarm) => void
  readonly undo: (session: Session, ofSeq: number) => void
  readonly onRoom: (type: 'room.take' | 'room.giveBack', room: RoomSummary) => void
  /** That act on that alarm has been sent, and the hub has not answered yet. */
  readonly isWaiting: (type: AlarmAct, alarm: RoomAlarm) => boolean
  readonly isRoomWaiting: (roomId: string) => boolean
  /** Any act, with the newest record it is based on; undefined: it was not sent, the person was asked who they are. */
  readonly send: (body: CommandBody, basedOnSeq: number) => Promise<SentCommand | undefined>
}

export function useRoomActs(): RoomActs {
  const { screen, askSignIn } = useScreen()
  const maySend = useMaySend()
  const sent = useSent()
  return useMemo(() => {
    const waiting = sent.filter(({ state }) => !isSettled(state))
    const send: RoomActs['send'] = async (body, basedOnSeq) => {
      if (maySend(body.type)) return screen.commands.send(body, basedOnSeq)
      askSignIn()
      return undefined
    }
    return {
      send,
      onAlarm: (type, { sessionId, head }, { alarmId }) =>
        void send({ type, sessionId, alarmId: zAlarmId.parse(alarmId) }, head),
      undo: ({ sessionId, head }, ofSeq) =>
        void send({ type: 'undo', sessionId, ofSeq: zRecordSeq.parse(ofSeq) }, Math.max(head, ofSeq)),
      onRoom: (type, { roomId }) => void send({ type, roomId }, 0),
      isWaiting: (type, { alarmId }) =>
        waiting.some(({ body }) => body.type === type && body.alarmId === alarmId),
      isRoomWaiting: (roomId) =>
        waiting.some(
          ({ body }) =>
            (body.type === 'room.take' || body.type === 'room.giveBack') && body.roomId === roomId,
        ),
    }
  }, [screen, askSignIn, maySend, sent])
}
