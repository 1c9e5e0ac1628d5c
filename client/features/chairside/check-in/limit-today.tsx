// Owns the question that comes with an accepted warn or hold: how high BP may be today before it alarms. It stays until somebody
// has answered it. Other values are a physician's. Source: clinical facts §4 "Gate", "Limit bounds".
import { limitBounds } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { ChangedLimit } from '@chairside/shared/record/care-kinds.ts'
import { LIMITS_FOR_TODAY } from '@chairside/shared/visit/gate.ts'
import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { allowedWords } from '../../../ui/visit-words.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { rowsOf } from '../alarms/limits-dialog.tsx'
import styles from './baseline.module.css'
import { numberOf } from './numbers.ts'
import { TroubleLine } from './trouble-line.tsx'

type Pressures = { readonly systolic: number; readonly diastolic: number }
const BP_HIGH = { condition: 'bpHigh', level: 'high' } as const
const isBpHigh = ({ condition, level }: Pick<ChangedLimit, 'condition' | 'level'>): boolean =>
  condition === BP_HIGH.condition && level === BP_HIGH.level

/** Whether it is to be asked: a warn or hold was accepted, and nobody has set this patient's limits since. */
export function isLimitAsked({ visit, limitsBy, infusion }: SessionState): boolean {
  const { gate } = visit
  if (gate === undefined || gate.outcome === 'pass' || infusion.startedAtMs !== undefined) return false
  return limitsBy === undefined || limitsBy.atMs < gate.recordedAtMs
}

/** All limits of this patient with these pressures in them; what is as the profile says is not among them. */
export function limitsWith(state: SessionState, pressures: Pressures): readonly Omit<ChangedLimit, 'was'>[] {
  const others = state.limits.filter((one) => !isBpHigh(one)).map(({ was: _was, ...one }) => one)
  const rows = rowsOf(limitBounds('physician'), rulesOfSession(state), state.limits).filter(isBpHigh)
  // A profile that this screen does not know is no reason to send less than was chosen: the hub looks at it.
  const own = (['systolic', 'diastolic'] as const).flatMap((quantity) =>
    rows.find((row) => row.quantity === quantity)?.profile === pressures[quantity]
      ? []
      : [{ ...BP_HIGH, quantity, value: pressures[quantity] }],
  )
  return [...others, ...own]
}

export function LimitToday({ state }: { readonly state: SessionState }) {
  const sessionId = openSessionId(state)
  if (sessionId === undefined || !isLimitAsked(state)) return undefined
  return <Asked state={state} sessionId={sessionId} />
}

function Asked({ state, sessionId }: { readonly state: SessionState; readonly sessionId: SessionId }) {
  const actor = useActor()
  const { busy, trouble, say, send } = useSending(state.head)
  const [other, setOther] = useState<{ systolic: string; diastolic: string } | undefined>()
  const ref = useRef<HTMLElement>(null)
  // It is asked at once: it comes into sight with the gate that was accepted.
  useEffect(() => {
    // Its answer is a promise in newer browsers, and an effect may return nothing but its end.
    void ref.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const isPhysician = actor?.role === 'physician'
  const bounds = limitBounds(actor?.role).filter(isBpHigh)
  const boundOf = (quantity: 'systolic' | 'diastolic') => bounds.find((one) => one.quantity === quantity)
  const typedOf = (quantity: 'systolic' | 'diastolic') => {
    const bound = boundOf(quantity)
    const value = bound && numberOf(other?.[quantity] ?? '', bound.from, bound.to)
    return value !== undefined && Number.isInteger(value) ? value : undefined
  }
  const rows = rowsOf(limitBounds('physician'), rulesOfSession(state), state.limits).filter(isBpHigh)
  const now = (quantity: 'systolic' | 'diastolic') => rows.find((row) => row.quantity === quantity)?.now
  const systolic = typedOf('systolic')
  const diastolic = typedOf('diastolic')
  async function set(pressures: Pressures): Promise<void> {
    const is = await send({
      type: 'limits.set',
      sessionId,
      limits: [...limitsWith(state, pressures)],
      reason: `BP high limit for today, with the gate: ${pressures.systolic}/${pressures.diastolic}`,
    })
    if (is) setOther(undefined)
  }
  const field = (quantity: 'systolic' | 'diastolic', label: string) => {
    const bound = boundOf(quantity)
    const text = other?.[quantity] ?? ''
    return (
      <TextInput
        label={label}
        inputMode="numeric"
        description={bound === undefined ? undefined : allowedWords(bound, now(quantity))}
        value={text}
        maxLength={3}
        onChange={(event) => {
          const { value } = event.currentTarget
          say(undefined)
          setOther((before) => ({ systolic: '', diastolic: '', ...before, [quantity]: value }))
        }}
      />
    )
  }
  return (
    <section ref={ref} className={styles['today']} aria-label="BP high limit for today">
      <h3 className={styles['heading']}>
        BP high limit for today? <small>From which pressure on should it alarm?</small>
      </h3>
      <div className={styles['buttons']}>
        {LIMITS_FOR_TODAY.map((pressures) => (
          <Button key={pressures.systolic} large disabled={busy} onClick={() => void set(pressures)}>
            {pressures.systolic}/{pressures.diastolic}
          </Button>
        ))}
        <Button
          large
          kind="quiet"
          disabled={busy || !isPhysician}
          aria-expanded={other !== undefined}
          onClick={() => setOther(other === undefined ? { systolic: '', diastolic: '' } : undefined)}
        >
          {isPhysician ? 'Other …' : 'Other: a physician'}
        </Button>
      </div>
      {other !== undefined && (
        <form
          className={styles['otherLimit']}
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy && systolic !== undefined && diastolic !== undefined) void set({ systolic, diastolic })
          }}
        >
          {field('systolic', 'SBP from')}
          {field('diastolic', 'DBP from')}
          <Button submit kind="primary" disabled={busy || systolic === undefined || diastolic === undefined}>
            Set for today
          </Button>
        </form>
      )}
      <TroubleLine trouble={trouble} />
    </section>
  )
}
