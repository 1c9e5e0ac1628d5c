// Owns exchanging the monitor at this chair: which one comes, which one it replaces. The hub says no where another patient would be
// left without one; its words stand here.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { HttpMonitor } from '@chairside/shared/protocol/http.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { zDeviceId } from '@chairside/shared/record/report.ts'
import { useEffect, useState } from 'react'
import { listMonitors } from '../../../net/monitors-api.ts'
import { useSending } from '../../../session/sending.ts'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Trouble } from '../said-dialog.tsx'
import styles from './care.module.css'

const NONE = ''

function Monitors({
  legend,
  name,
  monitors,
  chosen,
  onChoose,
}: {
  readonly legend: string
  readonly name: string
  readonly monitors: readonly { readonly deviceId: string; readonly name: string; readonly about?: string }[]
  readonly chosen: string | undefined
  readonly onChoose: (deviceId: string) => void
}) {
  return (
    <fieldset className={styles['choices']}>
      <legend>{legend}</legend>
      {monitors.map((one) => (
        <label key={one.deviceId} className={styles['choice']}>
          <input
            type="radio"
            name={name}
            checked={chosen === one.deviceId}
            onChange={() => onChoose(one.deviceId)}
          />
          <span>
            {one.name} {one.about !== undefined && <small>{one.about}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export function SwapDialog({
  state,
  room,
  onClose,
}: {
  readonly state: SessionState
  readonly room: RoomSummary
  readonly onClose: () => void
}) {
  const { busy, trouble, edited, send } = useSending(state.head)
  const [monitors, setMonitors] = useState<readonly HttpMonitor[] | undefined>()
  const [failure, setFailure] = useState<string | undefined>()
  const [comes, setComes] = useState<string | undefined>()
  const [goes, setGoes] = useState<string | undefined>()
  useEffect(() => {
    let here = true
    void listMonitors().then((answer) => {
      if (!here) return
      if (answer.ok) setMonitors(answer.value)
      else setFailure(answer.error.message)
    })
    return () => {
      here = false
    }
  }, [])
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const here = monitors?.filter(({ roomId }) => roomId === room.roomId) ?? []
  const elsewhere = monitors?.filter(({ roomId }) => roomId !== room.roomId)
  // With one monitor here there is one that can go.
  const out = goes ?? (here.length === 1 ? here[0]?.deviceId : undefined)
  return (
    <Question onClose={onClose} title={`Another monitor in ${room.roomName}`}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (comes === undefined) return
          void send({
            type: 'monitor.swap',
            sessionId,
            inDeviceId: zDeviceId.parse(comes),
            ...(out === undefined || out === NONE ? {} : { outDeviceId: zDeviceId.parse(out) }),
          }).then((ok) => ok && onClose())
        }}
      >
        <p className={styles['hint']}>
          What it measured in its own room is not taken over. The other one belongs there from now on. Check
          that its own alarms are on, and say so again under “Chair …”.
        </p>
        {elsewhere === undefined && <p role="status">{failure ?? 'Asking the hub …'}</p>}
        {elsewhere?.length === 0 && <p>No other monitor is registered on this hub.</p>}
        {elsewhere !== undefined && elsewhere.length > 0 && (
          <Monitors
            legend="Which one comes?"
            name="comes"
            monitors={elsewhere.map(({ deviceId, name, roomName, kind }) => ({
              deviceId,
              name,
              about: kind === 'monitor' ? roomName : `${roomName} · ${kind}`,
            }))}
            chosen={comes}
            onChoose={(deviceId) => {
              edited()
              setComes(deviceId)
            }}
          />
        )}
        {here.length > 0 && (
          <Monitors
            legend="In place of"
            name="goes"
            monitors={[
              ...here.map(({ deviceId, name }) => ({ deviceId, name })),
              { deviceId: NONE, name: 'none: it comes in addition' },
            ]}
            chosen={out}
            onChoose={(deviceId) => {
              edited()
              setGoes(deviceId)
            }}
          />
        )}
        <Trouble trouble={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large onClick={onClose}>
            Cancel
          </Button>
          <Button large kind="primary" submit disabled={busy || comes === undefined}>
            Exchange
          </Button>
        </div>
      </form>
    </Question>
  )
}
