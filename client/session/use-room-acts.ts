// Owns the acts on rooms and alarms that are sent from a list of rooms: each is based on what the list showed.
// Where an act needs a name and nobody is signed in, they are asked who they are, for that act, and it is sent then.
import type { CommandBody, RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { zAlarmId, zRecordSeq } from '@chairside/shared/record/record.ts'
import { useMemo } from 'react'
import { isSettled, type SentCommand } from './hub/commands.ts'
import { sendSigned } from './sign-in-first.ts'
import { useScreen, useSent } from './use-screen.ts'

type Session = NonNullable<RoomSummary['session']>
export type AlarmAct = 'alarm.coming' | 'alarm.take' | 'alarm.decline'

export type RoomActs = {
  readonly onAlarm: (type: AlarmAct, room: RoomSummary, alarm: RoomAlarm) => void
  readonly undo: (session: Session, ofSeq: number) => void
  readonly onRoom: (type: 'room.take' | 'room.giveBack', room: RoomSummary) => void
  /** That act on that alarm has been sent, and the hub has not answered yet. */
  readonly isWaiting: (type: AlarmAct, alarm: RoomAlarm) => boolean
  readonly isRoomWaiting: (roomId: string) => boolean
  /** Any act, with the newest record it is based on. @param about of which room and alarm, for whoever is asked to sign in */
  readonly send: (body: CommandBody, basedOnSeq: number, about?: string) => Promise<SentCommand>
}

export function useRoomActs(): RoomActs {
  const { screen, askSignIn } = useScreen()
  const sent = useSent()
  return useMemo(() => {
    const waiting = sent.filter(({ state }) => !isSettled(state))
    const send: RoomActs['send'] = (body, basedOnSeq, about) =>
      sendSigned(screen, askSignIn, body, basedOnSeq, about)
    return {
      send,
      onAlarm: (type, { roomName, session }, { alarmId, text }) => {
        if (session === undefined) return
        const { sessionId, head } = session
        void send({ type, sessionId, alarmId: zAlarmId.parse(alarmId) }, head, `${roomName}, ${text}`)
      },
      undo: ({ sessionId, head }, ofSeq) =>
        void send({ type: 'undo', sessionId, ofSeq: zRecordSeq.parse(ofSeq) }, Math.max(head, ofSeq)),
      onRoom: (type, { roomId, roomName }) => void send({ type, roomId }, 0, roomName),
      isWaiting: (type, { alarmId }) =>
        waiting.some(({ body }) => body.type === type && body.alarmId === alarmId),
      isRoomWaiting: (roomId) =>
        waiting.some(
          ({ body }) =>
            (body.type === 'room.take' || body.type === 'room.giveBack') && body.roomId === roomId,
        ),
    }
  }, [screen, askSignIn, sent])
}
