// Owns the two dialogs in which a room changes hands: the offer, by whoever has it, and the acceptance, by whoever is named. Both
// show the lines of the hand-over first. Nothing has changed hands before the hub has said so.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HandoverNow, Offer } from '@chairside/shared/protocol/screens.ts'
import { zAlarmId, zPersonId, zRoomId } from '@chairside/shared/record/record.ts'
import { useState } from 'react'
import { useRoomActs } from '../../session/use-room-acts.ts'
import { Button } from '../button.tsx'
import { Question } from '../question.tsx'
import { ScrollCue } from '../scroll-cue.tsx'
import styles from './handover.module.css'
import { troubleOf } from './sent-words.ts'
import { type Look, useHandoverLook } from './use-look.ts'

/** Lines and who is to have the room beside them, where there is the width. */
const WIDE = 880

/** What is read, or why there is nothing to read yet. */
function Lines({ look }: { readonly look: Look }) {
  const { now, failure } = look
  if (failure !== undefined)
    return (
      <p className={styles['trouble']} role="alert">
        {failure}{' '}
        <Button kind="quiet" onClick={() => void look.again()}>
          Ask again
        </Button>
      </p>
    )
  if (now === undefined) return <p role="status">Asking the hub …</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to.
    <ul className={styles['lines']} aria-label="The hand-over" tabIndex={0}>
      {now.lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place.
        <li key={`${at} ${line}`}>{line}</li>
      ))}
      <ScrollCue of="li" />
    </ul>
  )
}

function Trouble({ words }: { readonly words: string | undefined }) {
  if (words === undefined) return undefined
  return (
    <p className={styles['trouble']} role="alert">
      {words}
    </p>
  )
}

function People({
  now,
  chosen,
  onChoose,
}: {
  readonly now: HandoverNow
  readonly chosen: string | undefined
  readonly onChoose: (personId: string) => void
}) {
  if (now.people.length === 0) return <p>There is nobody else here who could have a room.</p>
  const inOrder = [...now.people].sort((a, b) => Number(b.signedIn) - Number(a.signedIn))
  return (
    <fieldset className={`${styles['choices']} ${styles['people']}`}>
      <legend>To whom?</legend>
      {inOrder.map(({ person, signedIn }) => (
        <label key={person.personId} className={styles['choice']}>
          <input
            type="radio"
            name="to"
            checked={chosen === person.personId}
            onChange={() => onChoose(person.personId)}
          />
          <span>
            {person.name}{' '}
            <small>
              {person.role}
              {signedIn ? '' : ', signed in nowhere'}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** By whoever has the room. While it is offered it can be withdrawn here. */
export function OfferDialog({
  roomId,
  roomName,
  onClose,
}: {
  readonly roomId: RoomId
  readonly roomName: string
  readonly onClose: () => void
}) {
  const look = useHandoverLook(roomId)
  const acts = useRoomActs()
  const [to, setTo] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  const { now } = look
  const offer = now?.offer

  async function send(body: Parameters<typeof acts.send>[0]): Promise<void> {
    setBusy(true)
    const said = troubleOf(await acts.send(body, 0))
    setBusy(false)
    setTrouble(said)
    if (said === undefined) onClose()
    else void look.again()
  }

  return (
    <Question onClose={onClose} title={`Hand over ${roomName}`} size={WIDE}>
      <div className={styles['parts']}>
        <p className={styles['hint']}>
          {offer === undefined
            ? 'The room stays yours until the other has accepted at a screen where they are signed in.'
            : `Offered to ${offer.to.name}, who has not accepted yet. The room is still yours.`}
        </p>
        <div className={styles['beside']}>
          <Lines look={look} />
          {now !== undefined && offer === undefined && <People now={now} chosen={to} onChoose={setTo} />}
        </div>
        <Trouble words={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large onClick={onClose}>
            {offer === undefined ? 'Not now' : 'Keep it offered'}
          </Button>
          {offer === undefined && (
            <Button
              large
              disabled={busy}
              onClick={() => void send({ type: 'room.giveBack', roomId: zRoomId.parse(roomId) })}
            >
              Give back to nobody
            </Button>
          )}
          {now !== undefined && offer === undefined && (
            <Button
              large
              kind="primary"
              disabled={busy || to === undefined}
              onClick={() => void send({ type: 'handover.offer', roomId, toPersonId: zPersonId.parse(to) })}
            >
              Offer {roomName}
            </Button>
          )}
          {offer !== undefined && (
            <Button
              large
              kind="primary"
              disabled={busy}
              onClick={() =>
                void send({ type: 'handover.answer', roomId, answer: 'withdraw', seenSeq: now?.head ?? 0 })
              }
            >
              Withdraw the offer
            </Button>
          )}
        </div>
      </div>
    </Question>
  )
}

/** By the person it is offered to. */
export function AcceptDialog({ offer, onClose }: { readonly offer: Offer; readonly onClose: () => void }) {
  const { roomId, roomName, from } = offer
  const look = useHandoverLook(roomId)
  const acts = useRoomActs()
  const [taken, setTaken] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  const { now } = look

  async function answer(said: 'accept' | 'decline'): Promise<void> {
    setBusy(true)
    const sent = await acts.send(
      {
        type: 'handover.answer',
        roomId,
        answer: said,
        seenSeq: now?.head ?? 0,
        ...(said === 'accept' && taken.length > 0 ? { retake: taken.map((id) => zAlarmId.parse(id)) } : {}),
      },
      0,
    )
    setBusy(false)
    const words = troubleOf(sent)
    setTrouble(words)
    if (words === undefined) onClose()
    else void look.again()
  }

  return (
    <Question onClose={onClose} title={`${from.name} hands ${roomName} over to you`} size={WIDE}>
      <div className={styles['parts']}>
        <div className={styles['beside']}>
          <Lines look={look} />
          {now !== undefined && now.acknowledged.length > 0 && (
            <fieldset className={`${styles['choices']} ${styles['people']}`}>
              <legend>
                Acknowledged by {from.name}. Tick what you take over; the sound of the rest returns.
              </legend>
              {now.acknowledged.map(({ alarmId, text }) => (
                <label key={alarmId} className={styles['choice']}>
                  <input
                    type="checkbox"
                    checked={taken.includes(alarmId)}
                    onChange={({ currentTarget: { checked } }) =>
                      setTaken((all) => (checked ? [...all, alarmId] : all.filter((one) => one !== alarmId)))
                    }
                  />
                  <span>{text}</span>
                </label>
              ))}
            </fieldset>
          )}
        </div>
        <Trouble words={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large disabled={busy} onClick={() => void answer('decline')}>
            Decline
          </Button>
          <Button
            large
            kind="primary"
            disabled={busy || now === undefined || look.failure !== undefined}
            onClick={() => void answer('accept')}
          >
            I have read it, {roomName} is mine
          </Button>
        </div>
      </div>
    </Question>
  )
}
