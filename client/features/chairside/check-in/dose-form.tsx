// Owns the dose as a sentence and the rate that is typed from the pump. It stops where the two disagree and says which number to
// check; the arithmetic is shared/visit's, and the hub does it again. Source: clinical facts §6 "Order".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { doseNow } from '@chairside/shared/visit/check-in.ts'
import { doseOf, doseSentence, doseTyped, doseWorkings, plannedRate } from '@chairside/shared/visit/dose.ts'
import { PasswordInput, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { clockMinutes, decimal } from '../../../ui/format.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { siteOf } from '../board-parts.ts'
import styles from './check-in.module.css'
import { StateMark } from './item-row.tsx'
import { numberOf } from './numbers.ts'
import { TroubleLine } from './trouble-line.tsx'
import { useTyped } from './use-typed.ts'

const NO_CHECKER = { name: '', password: '' }

/**
 * What stands in the form before anybody types: of a dose that is recorded all but the rate, which is read from the pump each time.
 * One for another weight or order is made anew: what is in the syringe then is typed, the lot stays.
 */
function recordedFields({ visit }: SessionState) {
  const { dose, checkIn, plan } = visit
  const weight = checkIn.weight?.detail
  const stands =
    dose !== undefined &&
    weight?.item === 'weight' &&
    weight.weightKg === dose.weightKg &&
    (plan === undefined || plan.seq < dose.seq)
  return {
    dose: stands ? String(dose.doseMg) : '',
    volume: stands ? String(dose.volumeMl) : '',
    minutes: stands ? String(dose.minutes) : '',
    rate: '',
    lot: dose?.lot ?? '',
  }
}

function Fields({ state, onRecorded }: { readonly state: SessionState; readonly onRecorded: () => void }) {
  const actor = useActor()
  const { busy, trouble, say, send } = useSending(state.head)
  const { visit } = state
  const order = visit.plan?.order
  const weight = visit.checkIn.weight?.detail
  const weightKg = weight?.item === 'weight' ? weight.weightKg : undefined
  const needsChecker = siteOf(state).secondChecker
  const [typed, type, forget] = useTyped(
    state,
    { form: 'dose.set', title: 'Dose and rate on the pump' },
    recordedFields(state),
  )
  const [checker, setChecker] = useState(NO_CHECKER)
  const sessionId = openSessionId(state)
  // What the order makes of the weight stands there as if typed, until somebody types another figure.
  const ordered = order === undefined || weightKg === undefined ? undefined : doseOf(order, weightKg, 1)
  const doseText = typed.dose === '' && ordered !== undefined ? decimal(ordered.doseMg, 1) : typed.dose
  const minutesText = typed.minutes === '' && order !== undefined ? decimal(order.minutes, 1) : typed.minutes
  const doseMg = numberOf(doseText, 0.01, 1_000)
  const volumeMl = numberOf(typed.volume, 0.1, 2_000)
  const minutes = numberOf(minutesText, 0.1, 600)
  const pumpRateMlPerHr = numberOf(typed.rate, 0.01, 2_000)
  const asked = trouble?.code === 'unlikely-value'
  const change = (next: Partial<typeof typed>) => {
    say(undefined)
    type(next)
  }
  const checkerReady = !needsChecker || (checker.name.trim() !== '' && checker.password !== '')
  // What is wrong, with what can be done about it, comes into sight whole.
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (trouble !== undefined) void end.current?.scrollIntoView({ block: 'nearest' })
  }, [trouble])
  if (sessionId === undefined || weightKg === undefined)
    return <p className={styles['hint']}>First the weight: the dose is worked out from it.</p>

  async function record(confirmed: boolean): Promise<void> {
    if (
      sessionId === undefined ||
      weightKg === undefined ||
      doseMg === undefined ||
      volumeMl === undefined ||
      minutes === undefined ||
      pumpRateMlPerHr === undefined
    )
      return
    const found = doseTyped(
      { weightKg, doseMg, volumeMl, minutes, pumpRateMlPerHr, order },
      order?.drug ?? 'Ketamine',
      confirmed,
    )
    if (!found.ok) {
      const { code, message, field } = found.error
      return say(message, { code, ...(field === undefined ? {} : { field }) })
    }
    const is = await send({
      type: 'dose.set',
      sessionId,
      doseMg,
      volumeMl,
      minutes,
      pumpRateMlPerHr,
      ...(typed.lot.trim() === '' ? {} : { lot: typed.lot.trim() }),
      ...(needsChecker ? { checker: { name: checker.name.trim(), password: checker.password } } : {}),
      ...(confirmed ? { confirmed: true } : {}),
    })
    setChecker((before) => ({ ...before, password: '' }))
    if (is) {
      forget()
      onRecorded()
    }
  }
  const complete =
    doseMg !== undefined && volumeMl !== undefined && minutes !== undefined && pumpRateMlPerHr !== undefined
  const number = (
    field: 'dose' | 'volume' | 'minutes' | 'rate',
    label: string,
    value: string,
    bad: boolean,
  ) => (
    <TextInput
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      maxLength={8}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      error={
        bad ? 'A number above 0' : trouble?.field?.endsWith(FIELDS[field]) === true ? 'Check this' : undefined
      }
    />
  )
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (complete && checkerReady && !busy && !asked) void record(false)
      }}
    >
      {order !== undefined && <p className={styles['workings']}>{doseWorkings(order, weightKg)}</p>}
      <div className={styles['three']}>
        {number('dose', 'Dose, mg', doseText, doseText !== '' && doseMg === undefined)}
        {number('volume', 'In, mL', typed.volume, typed.volume !== '' && volumeMl === undefined)}
        {number('minutes', 'Over, min', minutesText, minutesText !== '' && minutes === undefined)}
      </div>
      <div className={styles['rate']}>
        {number(
          'rate',
          'Rate set on the pump, mL/h',
          typed.rate,
          typed.rate !== '' && pumpRateMlPerHr === undefined,
        )}
        <TextInput
          label="Lot (may be left out)"
          value={typed.lot}
          maxLength={60}
          onChange={(event) => change({ lot: event.currentTarget.value })}
        />
      </div>
      <p className={styles['sentence']} aria-live="polite">
        {doseMg !== undefined && volumeMl !== undefined && minutes !== undefined ? (
          <>
            <strong>{doseSentence({ doseMg, volumeMl, minutes })}</strong> makes{' '}
            <strong>{decimal(plannedRate({ volumeMl, minutes }), 1)} mL/h</strong>
          </>
        ) : (
          'Type the volume as it is in the syringe or bag, and the rate as the pump shows it.'
        )}
      </p>
      {needsChecker && (
        <fieldset className={styles['checker']}>
          <legend>Second checker: another person looks at drug, dose and rate, and signs here</legend>
          <TextInput
            label="Name"
            autoComplete="off"
            value={checker.name}
            maxLength={120}
            onChange={(event) => setChecker({ ...checker, name: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            autoComplete="off"
            value={checker.password}
            maxLength={200}
            onChange={(event) => setChecker({ ...checker, password: event.currentTarget.value })}
          />
        </fieldset>
      )}
      <div ref={end} className={styles['end']}>
        <TroubleLine trouble={trouble} />
        <div className={styles['choices']}>
          <Button submit kind="primary" disabled={busy || !complete || !checkerReady || asked}>
            {busy ? 'Recording …' : `Record the dose: ${actor?.name ?? '––'}`}
          </Button>
          {asked && (
            <Button disabled={busy} onClick={() => void record(true)}>
              It is right: record it
            </Button>
          )}
        </div>
      </div>
    </form>
  )
}
const FIELDS = {
  dose: 'doseMg',
  volume: 'volumeMl',
  minutes: 'minutes',
  rate: 'pumpRateMlPerHr',
} as const

/** The last line of what the start waits for. */
export function DoseRow({
  state,
  open,
  onOpen,
  onRecorded,
}: {
  readonly state: SessionState
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
  readonly onRecorded: () => void
}) {
  const line = doseNow(state)
  return (
    <li className={styles['item']} data-state={line.state} data-item="dose" data-open={open || undefined}>
      <div className={styles['line']}>
        <StateMark state={line.state} />
        <span className={styles['words']}>
          <span className={styles['text']}>{line.text}</span>
          {line.by !== undefined && line.atMs !== undefined && (
            <small className={styles['by']}>
              {line.by}, {clockMinutes(line.atMs, state.opened?.zone)}
            </small>
          )}
        </span>
        <span className={styles['acts']}>
          {openSessionId(state) !== undefined && (
            <Button
              kind="quiet"
              aria-expanded={open}
              aria-label={
                open ? 'Leave the dose' : line.state === 'done' ? 'Change the dose' : 'Answer the dose'
              }
              onClick={() => onOpen(!open)}
            >
              {open ? '⌃' : line.state === 'done' ? 'Change' : 'Answer'}
            </Button>
          )}
        </span>
      </div>
      {open && (
        <div className={styles['under']}>
          <Fields state={state} onRecorded={onRecorded} />
        </div>
      )}
    </li>
  )
}
