// Owns this patient's limits: what they are now, how far this person may move them, what ends if they are saved, the reason.
// It saves nothing without a reason and says what ends before, not after. Source: clinical facts §4 "Limit bounds".
import { type LimitBound, limitBounds } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import { ladderOf, type Rules } from '@chairside/shared/alarm/rules.ts'
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { alarmName, limitWords } from '@chairside/shared/alarm/words/text.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { ChangedLimit } from '@chairside/shared/record/care-kinds.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { momentWords, type TimeScale } from '../../../ui/format.ts'
import { KeptNote, useKeptForm } from '../../../ui/kept-form.tsx'
import { Question } from '../../../ui/question.tsx'
import { allowedWords } from '../../../ui/visit-words.ts'
import styles from '../chair-dialog.module.css'
import { Trouble } from '../said-dialog.tsx'
import { openSessionId } from './alarm-acts.tsx'
import { type EndsWords, endsOf } from './limits-end.ts'

type Typed = number | string
export type Row = LimitBound & {
  readonly key: string
  readonly now: number
  readonly profile: number
  /** A limit from this patient's baseline stands beside it: what is moved here moves that one not. */
  readonly fromBaseline?: string
}

const keyOf = ({
  condition,
  level,
  quantity,
}: Pick<ChangedLimit, 'condition' | 'level' | 'quantity'>): string => `${condition} ${level} ${quantity}`

/** The limits this role may move that the session's rules have, with their values now. */
export function rowsOf(
  bounds: readonly LimitBound[],
  rules: Rules | undefined,
  changed: readonly ChangedLimit[],
): readonly Row[] {
  return bounds.flatMap((bound) => {
    const level = ladderOf(rules ?? NO_LADDERS, bound.condition)?.levels.find(
      ({ level }) => level === bound.level,
    )
    // A limit that comes from the baseline is not this one: it stands beside it.
    const limit =
      level?.limits.find(({ quantity, relative }) => quantity === bound.quantity && relative !== true) ??
      level?.limits.find(({ quantity }) => quantity === bound.quantity)
    if (limit === undefined) return []
    const own = changed.find((one) => keyOf(one) === keyOf(bound))
    const beside = level?.limits.find(
      (one) => one !== limit && one.quantity === bound.quantity && one.relative === true,
    )
    return [
      {
        ...bound,
        key: keyOf(bound),
        now: own?.value ?? limit.value,
        profile: own?.was ?? limit.value,
        ...(beside === undefined ? {} : { fromBaseline: limitWords(beside) }),
      },
    ]
  })
}
const NOTHING: EndsWords = { ends: [], lowers: [] }
const NO_LADDERS = { ladders: [] } as unknown as Rules

export function LimitsDialog({
  state,
  atMs,
  scale,
  onClose,
}: {
  readonly state: SessionState
  /** Hub time. */
  readonly atMs: number
  readonly scale: TimeScale
  readonly onClose: () => void
}) {
  const actor = useActor()
  // What was looked at when this was opened: the hub refuses a change made over somebody else's.
  const [head] = useState(state.head)
  const { busy, trouble, edited, send } = useSending(head)
  const rules = rulesOfSession(state)
  const rows = rowsOf(limitBounds(actor?.role), rules, state.limits)
  const sessionId = openSessionId(state)
  const form = useKeptForm(sessionId ?? '', 'limits.set', 'Limits', {
    typed: {} as Readonly<Record<string, Typed>>,
    reason: '',
  })
  const { typed, reason } = form.fields
  const set = (change: Partial<typeof form.fields>): void => {
    edited()
    form.set(change)
  }
  if (sessionId === undefined) return undefined

  const typedOf = (row: Row): Typed => typed[row.key] ?? row.now
  const isWrong = (row: Row): boolean => {
    const value = Number(typedOf(row))
    const unchanged = value === row.profile || value === row.now
    return !Number.isInteger(value) || (!unchanged && (value < row.from || value > row.to))
  }
  // What this person may not move, and somebody else has moved, stays as it is.
  const others = state.limits.filter((one) => !rows.some(({ key }) => key === keyOf(one)))
  const next = [
    ...others.map(({ was: _was, ...one }) => one),
    ...rows
      .filter((row) => Number(typedOf(row)) !== row.profile)
      .map((row) => ({
        condition: row.condition,
        level: row.level,
        quantity: row.quantity,
        value: Number(typedOf(row)),
      })),
  ]
  const wrong = rows.some(isWrong)
  const same =
    next.length === state.limits.length &&
    next.every((one) => state.limits.some((own) => keyOf(own) === keyOf(one) && own.value === one.value))
  const { ends, lowers } = wrong ? NOTHING : endsOf(state, next, atMs)

  async function save(limits: readonly Omit<ChangedLimit, 'was'>[]): Promise<void> {
    if (sessionId === undefined) return
    if (await send({ type: 'limits.set', sessionId, limits: [...limits], reason: reason.trim() })) onClose()
  }
  return (
    <Question onClose={onClose} title="This patient’s limits" size="lg">
      <form
        className={styles['parts']}
        onSubmit={(event) => {
          event.preventDefault()
          if (!wrong && !same && reason.trim() !== '') void save(next)
        }}
      >
        <KeptNote kept={form} />
        <p>
          For this session only; at its end the profile’s limits are back. The limits of very high and extreme
          are never raised at the chair.
          {state.limits.length > 0 &&
            state.limitsBy !== undefined &&
            ` Changed by ${state.limitsBy.by} ${momentWords(state.limitsBy.atMs, scale)}: ${state.limitsBy.reason}`}
        </p>
        {rows.length === 0 && (
          <p>You may set no limit here, or this session’s profile is not known to this screen.</p>
        )}
        {rows.map((row) => (
          <div key={row.key} className={styles['row']}>
            <label htmlFor={`limit ${row.key}`}>
              {alarmName({ condition: row.condition, level: row.level })}: {CATALOGUE[row.quantity].short}
              <small>
                {allowedWords(row, row.now)}
                {row.now === row.profile ? '' : ` (profile ${row.profile})`}
                {row.fromBaseline !== undefined &&
                  ` · it alarms at ${row.fromBaseline} from the baseline, too`}
              </small>
            </label>
            <NumberInput
              id={`limit ${row.key}`}
              value={typedOf(row)}
              onChange={(value) => set({ typed: { ...typed, [row.key]: value } })}
              allowDecimal={false}
              hideControls
              error={isWrong(row) ? allowedWords(row) : undefined}
            />
          </div>
        ))}
        {(ends.length > 0 || lowers.length > 0) && (
          <p className={styles['ends']} role="status">
            {ends.length > 0 && (
              <>
                This ends: <strong>{ends.join(', ')}</strong>{' '}
              </>
            )}
            {lowers.length > 0 && (
              <>
                This lowers: <strong>{lowers.join(', ')}</strong>
              </>
            )}
          </p>
        )}
        <TextInput
          label="Reason"
          value={reason}
          maxLength={300}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <Trouble trouble={trouble} />
        <div className={styles['buttons']}>
          <Button submit large kind="primary" disabled={busy || wrong || same || reason.trim() === ''}>
            Save: {actor?.name ?? '––'}
          </Button>
          {state.limits.length > 0 && (
            <Button large disabled={busy || reason.trim() === ''} onClick={() => void save([])}>
              Back to the profile’s
            </Button>
          )}
        </div>
      </form>
    </Question>
  )
}
