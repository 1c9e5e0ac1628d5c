// Owns the list of those acts: what each does, and which can be done now. Source: clinical facts §5 "Off on purpose", "Adjusting
// sensors". Never hides one that the hub would allow.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { isOffOnPurpose } from '@chairside/shared/visit/holding.ts'
import type { ReactNode } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Trouble } from '../said-dialog.tsx'
import styles from './care.module.css'

export type CareAct = 'off' | 'move' | 'swap' | 'reassign' | 'handover'

function Act({ button, children }: { readonly button: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles['act']}>
      {button}
      <p>{children}</p>
    </div>
  )
}

export function CareActs({
  state,
  room,
  atMs,
  onAsk,
  onClose,
}: {
  readonly state: SessionState
  readonly room: RoomSummary
  /** Hub time. */
  readonly atMs: number
  readonly onAsk: (act: CareAct) => void
  readonly onClose: () => void
}) {
  const actor = useActor()
  const { busy, trouble, send } = useSending(state.head)
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const { holding, monitorOff } = state
  const held = holding !== undefined && holding.untilMs > atMs ? holding : undefined
  const done = (body: Parameters<typeof send>[0]) => () => void send(body).then((ok) => ok && onClose())
  const mine = room.nurse?.personId === actor?.personId
  return (
    <Question onClose={onClose} title="Patient, sensors, room" size={960}>
      <div className={styles['parts']}>
        <section className={styles['group']} aria-label="Sensors">
          <h3>Sensors</h3>
          <Act
            button={
              <Button
                large
                disabled={busy}
                onClick={done({
                  type: 'holding.set',
                  sessionId,
                  what: 'adjusting',
                  on: held?.what !== 'adjusting',
                })}
              >
                {held?.what === 'adjusting' ? 'Adjusting is over' : 'Adjusting 2:00'}
              </Button>
            }
          >
            For two minutes nothing is said of missing sensors, and LOW alarms wait. Numbers beyond their
            limits alarm as always.
          </Act>
          <Act
            button={
              isOffOnPurpose(state) ? (
                <Button
                  large
                  disabled={busy}
                  onClick={done({ type: 'holding.set', sessionId, what: 'offOnPurpose', on: false })}
                >
                  Sensors are back on
                </Button>
              ) : (
                <Button large onClick={() => onAsk('off')}>
                  Off on purpose …
                </Button>
              )
            }
          >
            Toilet, repositioning: somebody is with the patient. After 10 min it alarms.
          </Act>
          <Act
            button={
              <Button
                large
                disabled={busy}
                onClick={done({ type: 'monitor.off', sessionId, on: monitorOff === undefined })}
              >
                {monitorOff === undefined ? 'Monitor off' : 'Monitor is on again'}
              </Button>
            }
          >
            For good, when the patient is ready to leave: missing sensors are no alarm any more.
          </Act>
          <Act
            button={
              <Button large onClick={() => onAsk('swap')}>
                Another monitor …
              </Button>
            }
          >
            This one is exchanged for a registered one of a free room.
          </Act>
        </section>
        <div className={styles['rest']}>
          <section className={styles['group']} aria-label="Room">
            <h3>Room</h3>
            <Act
              button={
                <Button large onClick={() => onAsk('move')}>
                  Move patient …
                </Button>
              }
            >
              To a free room. The session goes along, the monitors stay.
            </Act>
            {mine && (
              <Act
                button={
                  <Button large onClick={() => onAsk('handover')}>
                    Hand over …
                  </Button>
                }
              >
                To a colleague, who accepts. Until then the room is yours.
              </Act>
            )}
          </section>
          <section className={styles['group']} aria-label="Identity">
            <h3>Wrong patient</h3>
            <Act
              button={
                <Button large onClick={() => onAsk('reassign')}>
                  Re-assign …
                </Button>
              }
            >
              This session is another patient’s. You ask, a physician confirms; nothing that was recorded
              changes.
            </Act>
          </section>
          <Trouble trouble={trouble} />
        </div>
      </div>
    </Question>
  )
}
