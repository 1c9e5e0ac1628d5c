// Owns who is on duty: the strip that says it, and the dialog in which a person sets it by name. Nobody on duty is said
// loudly; it is never left blank.
import type { SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import { zPersonId } from '@chairside/shared/record/record.ts'
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RoomActs } from '../../session/use-room-acts.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/question.tsx'
import styles from './station.module.css'

type Duty = SuiteSummary['duty']
const PARTS = ['physician', 'backup'] as const
type Part = (typeof PARTS)[number]
const NOBODY = ''
const LABELS: Readonly<Record<Part, string>> = { physician: 'Physician', backup: 'Backup' }

function Who({ on }: { readonly on: Duty[Part] }) {
  if (on === undefined) return <strong>nobody</strong>
  return (
    <>
      <strong>{on.actor.name}</strong>
      {on.phone !== undefined && <span className={styles['phone']}> {on.phone}</span>}
    </>
  )
}

/** @param duty undefined: the hub has not said, or is lost */
export function DutyStrip({ duty, onSet }: { readonly duty: Duty | undefined; readonly onSet: () => void }) {
  return (
    <section
      className={styles['duty']}
      aria-label="On duty"
      data-nobody={(duty && !duty.physician) || undefined}
    >
      <p>
        {duty === undefined ? (
          'On duty: not known'
        ) : duty.physician === undefined ? (
          <>
            <strong>No physician on duty</strong>
            <br />
            Backup <Who on={duty.backup} />
          </>
        ) : (
          <>
            Physician <Who on={duty.physician} />
            <br />
            Backup <Who on={duty.backup} />
          </>
        )}
      </p>
      <Button onClick={onSet} disabled={duty === undefined} aria-label="Set who is on duty">
        Set
      </Button>
    </section>
  )
}

type Draft = { readonly personId: string; readonly phone: string }
const draftOf = (on: Duty[Part]): Draft => ({
  personId: on?.actor.personId ?? NOBODY,
  phone: on?.phone ?? '',
})

export function DutyDialog({
  suite,
  acts,
  onClose,
}: {
  readonly suite: SuiteSummary
  readonly acts: RoomActs
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState<Readonly<Record<Part, Draft>>>(() => ({
    physician: draftOf(suite.duty.physician),
    backup: draftOf(suite.duty.backup),
  }))
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  const change = (part: Part, to: Partial<Draft>) =>
    setDraft((now) => ({ ...now, [part]: { ...now[part], ...to } }))

  async function save(): Promise<void> {
    setBusy(true)
    setTrouble(undefined)
    for (const part of PARTS) {
      const { personId, phone } = draft[part]
      const was = draftOf(suite.duty[part])
      if (personId === was.personId && phone.trim() === was.phone) continue
      const sent = await acts.send(
        {
          type: 'duty.set',
          role: part,
          ...(personId === NOBODY ? {} : { personId: zPersonId.parse(personId) }),
          ...(phone.trim() === '' || personId === NOBODY ? {} : { phone: phone.trim() }),
        },
        0,
      )
      if (sent?.state.is === 'recorded') continue
      setBusy(false)
      // Not sent: the sign-in dialog has been asked for and stands above this one.
      if (sent?.state.is === 'refused') setTrouble(sent.state.error.message)
      else if (sent?.state.is === 'notSent') setTrouble(sent.state.why)
      else if (sent !== undefined) setTrouble('Whether it was recorded is not known. Look at the strip.')
      return
    }
    onClose()
  }

  const people = [
    { value: NOBODY, label: 'Nobody' },
    ...suite.physicians.map(({ personId, name }) => ({ value: personId as string, label: name })),
  ]
  return (
    <Question onClose={onClose} title="Who is on duty?">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <p className={styles['hint']}>
          Whoever is set here is called when nobody has acknowledged an alarm. Every screen shows it.
        </p>
        {PARTS.map((part) => (
          <div key={part} className={styles['part']}>
            <NativeSelect
              label={LABELS[part]}
              value={draft[part].personId}
              data={people}
              onChange={(event) => change(part, { personId: event.currentTarget.value })}
            />
            <TextInput
              label={`${LABELS[part]}’s phone`}
              placeholder="number to call"
              maxLength={40}
              value={draft[part].phone}
              disabled={draft[part].personId === NOBODY}
              onChange={(event) => change(part, { phone: event.currentTarget.value })}
            />
          </div>
        ))}
        {suite.physicians.length === 0 && (
          <p className={styles['hint']}>No physician is known to this hub yet.</p>
        )}
        {trouble !== undefined && <p role="alert">{trouble}</p>}
        <Button submit large wide kind="primary" disabled={busy}>
          {busy ? 'Setting …' : 'Set'}
        </Button>
      </form>
    </Question>
  )
}
