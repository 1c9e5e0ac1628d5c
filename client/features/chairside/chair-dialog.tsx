// Owns what is set at the chair itself, each by name: the quiet chair, audio off, where cuff and probe are. The hub says no
// where it must; its words stand here. Source: clinical facts §4 "Cuff hold", §5 "Audio off", "Quiet chair".
import { mayCommand } from '@chairside/shared/access.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { LIMBS } from '@chairside/shared/record/care-kinds.ts'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../../session/sending.ts'
import { useActor, useSoundGrant } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { momentWords, type TimeScale } from '../../ui/format.ts'
import { KeptNote, useKeptForm } from '../../ui/kept-form.tsx'
import { Question } from '../../ui/question.tsx'
import { openSessionId } from './alarms/alarm-acts.tsx'
import { EmergencyOver, pumpAsRecorded } from './alarms/emergency-over.tsx'
import { isVisit } from './board-parts.ts'
import styles from './chair-dialog.module.css'
import { CheckInList } from './check-in/check-in-panel.tsx'
import { bedsideWords } from './footer-words.tsx'
import { Trouble } from './said-dialog.tsx'

type Limb = (typeof LIMBS)[number]
const LIMB_WORDS: Readonly<Record<Limb, string>> = {
  leftArm: 'Left arm',
  rightArm: 'Right arm',
  leftLeg: 'Left leg',
  rightLeg: 'Right leg',
  other: 'Elsewhere',
}
const LIMB_CHOICES = [
  { value: '', label: 'Not recorded' },
  ...LIMBS.map((limb) => ({ value: limb, label: LIMB_WORDS[limb] })),
]
type PartProps = { readonly state: SessionState; readonly scale: TimeScale }

function QuietChair({ state, scale }: PartProps) {
  const actor = useActor()
  const grant = useSoundGrant()
  const { busy, trouble, edited, send } = useSending(state.head)
  const { quietChair } = state
  const [bedside, setBedside] = useState(quietChair?.bedsideAlarmsOn ?? false)
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const on = quietChair?.on === true
  return (
    <section className={styles['part']} aria-label="Quiet chair">
      <h3 className={styles['title']}>Quiet chair</h3>
      <p>
        No sound at this chair until a HIGH is 15 s old; the station sounds at once. Only while the bedside
        monitor’s own alarms are on and somebody has heard the station’s tone.
      </p>
      <p>
        {bedsideWords(state, scale)}.{' '}
        {on &&
          (grant?.notQuietBecause === undefined
            ? `Quiet by ${quietChair.by} since ${momentWords(quietChair.atMs, scale)}.`
            : `Not quiet now: ${grant.notQuietBecause}`)}
      </p>
      <Checkbox
        checked={bedside}
        disabled={on}
        onChange={(event) => {
          edited()
          setBedside(event.currentTarget.checked)
        }}
        label={`The bedside monitor’s alarms are on (${actor?.name ?? '––'})`}
      />
      <div className={styles['buttons']}>
        {!on && (
          <Button
            large
            disabled={busy}
            onClick={() => void send({ type: 'chair.quiet', sessionId, on: false, bedsideAlarmsOn: bedside })}
          >
            Record the tick only
          </Button>
        )}
        <Button
          large
          kind="primary"
          disabled={busy || (!on && !bedside)}
          onClick={() => void send({ type: 'chair.quiet', sessionId, on: !on, bedsideAlarmsOn: bedside })}
        >
          {on ? 'End the quiet chair' : 'Make this chair quiet'}
        </Button>
      </div>
      <Trouble trouble={trouble} />
    </section>
  )
}

function AudioOff({ state, scale }: PartProps) {
  const actor = useActor()
  const { busy, trouble, edited, send } = useSending(state.head)
  const sessionId = openSessionId(state)
  const form = useKeptForm(sessionId ?? '', 'audio.off', 'Audio off', { reason: '' })
  const { reason } = form.fields
  if (sessionId === undefined) return undefined
  const { off } = state.audio
  const may = mayCommand(actor?.role, 'audio.off')
  return (
    <section className={styles['part']} aria-label="Audio off">
      <h3 className={styles['title']}>Audio off</h3>
      <p>
        {off === undefined
          ? 'MEDIUM and LOW make no sound in this room; HIGH always does. A reminder every 2 min. By a physician, with a reason.'
          : `Off by ${off.by ?? '––'} since ${momentWords(off.atMs, scale)}: ${off.reason}`}
      </p>
      {!may && <p>Only a physician may do this.</p>}
      {may && off === undefined && <KeptNote kept={form} />}
      {may && off === undefined && (
        <TextInput
          label="Reason"
          value={reason}
          maxLength={300}
          onChange={(event) => {
            edited()
            form.set({ reason: event.currentTarget.value })
          }}
        />
      )}
      {may && (
        <div className={styles['buttons']}>
          <Button
            large
            disabled={busy || (off === undefined && reason.trim() === '')}
            onClick={() =>
              void send({
                type: 'audio.off',
                sessionId,
                on: off === undefined,
                reason: off === undefined ? reason.trim() : 'sound is on again',
              })
            }
          >
            {off === undefined ? 'Audio off (never for !!!)' : 'Sound on again'}
          </Button>
        </div>
      )}
      <Trouble trouble={trouble} />
    </section>
  )
}

function Placement({ state }: { readonly state: SessionState }) {
  const { busy, trouble, edited, send } = useSending(state.head)
  const [cuff, setCuff] = useState(state.placement?.cuff ?? '')
  const [probe, setProbe] = useState(state.placement?.probe ?? '')
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  return (
    <section className={styles['part']} aria-label="Cuff and probe">
      <h3 className={styles['title']}>Cuff and probe</h3>
      <p>
        {cuff !== '' && cuff === probe
          ? 'On one limb: while the cuff measures, alarms on the probe’s values wait, 60 s at most.'
          : 'A cuff on the probe’s limb disturbs its values. The hub allows for that where it knows both.'}
      </p>
      <div className={styles['pair']}>
        <NativeSelect
          label="Cuff"
          data={LIMB_CHOICES}
          value={cuff}
          onChange={(event) => {
            edited()
            setCuff(event.currentTarget.value)
          }}
        />
        <NativeSelect
          label="Probe"
          data={LIMB_CHOICES}
          value={probe}
          onChange={(event) => {
            edited()
            setProbe(event.currentTarget.value)
          }}
        />
      </div>
      <div className={styles['buttons']}>
        <Button
          large
          disabled={
            busy || (cuff === (state.placement?.cuff ?? '') && probe === (state.placement?.probe ?? ''))
          }
          onClick={() =>
            void send({
              type: 'placement.set',
              sessionId,
              ...(cuff === '' ? {} : { cuff: cuff as Limb }),
              ...(probe === '' ? {} : { probe: probe as Limb }),
            })
          }
        >
          Record where they are
        </Button>
      </div>
      <Trouble trouble={trouble} />
    </section>
  )
}

/** An emergency ends by name. Source: clinical facts §4 "Phases". */
function EndEmergency({ state }: { readonly state: SessionState }) {
  if (openSessionId(state) === undefined || state.phase !== 'emergency') return undefined
  return (
    <section className={styles['part']} aria-label="Emergency">
      <h3 className={styles['title']}>Emergency</h3>
      <p>The phase is emergency until somebody says by name that it is over. {pumpAsRecorded(state)}</p>
      <div className={styles['buttons']}>
        <EmergencyOver state={state} />
      </div>
    </section>
  )
}

/** While the pump runs there is no other way to what was asked at the beginning: allergies, where the IV is, who comes. */
function CheckIn({ state, atMs }: { readonly state: SessionState; readonly atMs: number }) {
  if (!isVisit(state)) return undefined
  return (
    <section className={styles['part']} aria-label="Check-in, as answered">
      <h3 className={styles['title']}>Check-in</h3>
      <CheckInList state={state} atMs={atMs} />
    </section>
  )
}

export function ChairDialog({
  state,
  atMs,
  scale,
  onClose,
}: PartProps & { readonly atMs: number; readonly onClose: () => void }) {
  return (
    <Question onClose={onClose} title="This chair" size="lg">
      <div className={styles['parts']}>
        <EndEmergency state={state} />
        <QuietChair state={state} scale={scale} />
        <Placement state={state} />
        <AudioOff state={state} scale={scale} />
        <CheckIn state={state} atMs={atMs} />
      </div>
    </Question>
  )
}
