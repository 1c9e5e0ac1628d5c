// Owns the numbers at the cursor: each with its age there, by the same rules of freshness as a live screen.
// While the records of this moment are on their way it shows no number at all, never another moment's.
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { CATALOGUE, type Quantity, type SignalId } from '@chairside/shared/vitals.ts'
import { Fragment, type ReactNode } from 'react'
import { infusionProgress } from '../../session/view/infusion-progress.ts'
import { alarmOn } from '../../ui/alarm-order.ts'
import { clockWords, decimal, momentWords, type TimeScale } from '../../ui/format.ts'
import { cuffView, numbersOf, rateView, type SignalView, signalView } from '../../ui/number-view.ts'
import type { TileNumber } from '../../ui/vital-number.ts'
import styles from './moment-values.module.css'

function Value({
  name,
  tone,
  numbers,
  unit,
  age,
  late = false,
  why,
}: {
  readonly name: string
  readonly tone: 'heart-rate' | 'pressure' | 'spo2' | 'respiration' | 'infusion'
  readonly numbers: readonly TileNumber[]
  readonly unit?: ReactNode
  readonly age?: string | undefined
  readonly late?: boolean
  readonly why?: ReactNode
}) {
  return (
    <div className={styles['value']} data-value={tone}>
      <dt className={styles['name']}>{name}</dt>
      <dd className={styles['figure']}>
        <span className={styles['digits']} data-tone={tone}>
          {numbers.map((number, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: systolic, then diastolic
            <Fragment key={index}>
              {index > 0 && '/'}
              <span className={styles['number']} data-state={number.state} data-priority={number.priority}>
                {number.text}
              </span>
            </Fragment>
          ))}
        </span>
        {unit !== undefined && <span className={styles['unit']}>{unit}</span>}
        {age !== undefined && (
          <span className={styles['age']} data-late={late || undefined}>
            {age}
          </span>
        )}
        {why}
      </dd>
    </div>
  )
}

const marked = (number: TileNumber, priority: Priority | undefined): TileNumber =>
  priority === undefined || number.state === 'none' ? number : { ...number, priority }

/** A value of this very moment needs no age: the moment stands beside it. */
const wordsOf = ({ note, age, late }: SignalView) => ({
  age: note ?? (age === 'then' ? undefined : age),
  late,
})

const PHASE = { none: '', infusing: 'Infusing', paused: 'Paused', stopped: 'Infusion ended' } as const

/** The moment itself, in the words of the session, with the clock beside T+. */
export function MomentWords({ atMs, scale }: { readonly atMs: number; readonly scale: TimeScale }) {
  const words = momentWords(atMs, scale)
  const clockTime = clockWords(atMs, scale)
  return (
    <p className={styles['moment']}>
      <span className={styles['when']} data-testid="moment">
        {words}
      </span>
      {clockTime !== undefined && clockTime !== words && <span className={styles['clock']}>{clockTime}</span>}
    </p>
  )
}

/**
 * @param state the session at the cursor
 * @param atMs  the cursor, hub time
 */
export function MomentValues({
  state,
  atMs,
  whyOf,
}: {
  readonly state: SessionState
  readonly atMs: number
  /** What can be asked of a number at this moment. */
  readonly whyOf?: ((about: Quantity, name: string) => ReactNode) | undefined
}) {
  const numbers = numbersOf(state)
  const alarms: readonly ActiveAlarm[] = Object.values(state.alarms)
  const rate = rateView(numbers, atMs, 'then')
  const cuff = cuffView(numbers.cuff, atMs, 'then')
  const spo2 = signalView(numbers, 'spo2', atMs, 'then')
  const priority = (...quantities: Parameters<typeof alarmOn>[1]) => alarmOn(alarms, quantities)?.priority
  const has = (signal: SignalId): boolean => numbers.signals[signal] !== undefined
  const progress = infusionProgress(state.infusion, atMs)
  return (
    <dl className={styles['values']} aria-label="Values at this moment">
      <Value
        name={CATALOGUE[rate.signal].short}
        tone="heart-rate"
        why={whyOf?.(rate.signal, CATALOGUE[rate.signal].label)}
        numbers={[marked(rate.number, priority('heartRate', 'pulseRate'))]}
        {...wordsOf(rate)}
      />
      <Value
        name="BP"
        tone="pressure"
        why={whyOf?.('systolic', 'Blood pressure')}
        numbers={
          cuff.age === undefined
            ? [cuff.systolic]
            : [marked(cuff.systolic, priority('systolic')), marked(cuff.diastolic, priority('diastolic'))]
        }
        age={[cuff.note, cuff.age, cuff.doing].filter(Boolean).join(' · ')}
        late={cuff.late}
      />
      <Value
        name={CATALOGUE.spo2.short}
        tone="spo2"
        why={whyOf?.('spo2', CATALOGUE.spo2.label)}
        numbers={[marked(spo2.number, priority('spo2'))]}
        {...wordsOf(spo2)}
      />
      {has('respirationRate') && (
        <Value
          name={CATALOGUE.respirationRate.short}
          tone="respiration"
          numbers={[signalView(numbers, 'respirationRate', atMs, 'then').number]}
          {...wordsOf(signalView(numbers, 'respirationRate', atMs, 'then'))}
        />
      )}
      {progress !== undefined && (
        <Value
          name="Pump"
          tone="infusion"
          numbers={[{ text: decimal(state.infusion.rateMlPerHr, 1), state: 'fresh' }]}
          unit={
            <>
              mL/h
              {progress.givenMg !== undefined && ` · ${decimal(progress.givenMg, 1)} mg`}
            </>
          }
          age={`${PHASE[state.infusion.phase]}, as recorded`}
        />
      )}
    </dl>
  )
}

/** What stands in place of the numbers while this moment is being read. */
export function ValuesOnTheirWay() {
  return (
    <p className={styles['reading']} role="status">
      –– Reading this moment …
    </p>
  )
}
