// Owns the three tiles of a room: heart or pulse rate, blood pressure, SpO₂. What they say is tile-model's to decide.
import { ADULT_KETAMINE_INFUSION, limitsShown } from '@chairside/shared/alarm/rules.ts'
import { limitWords } from '@chairside/shared/alarm/text.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import { BLOOD_PRESSURE, CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import type { ReactNode } from 'react'
import { alarmOn, firstLimits } from '../../ui/alarm-order.ts'
import { cuffView, type Numbers, rateView, type SignalView, signalView } from '../../ui/number-view.ts'
import type { TileNumber } from '../../ui/vital-number.ts'
import { VitalTile } from '../../ui/vital-tile.tsx'

const LIMITS = ADULT_KETAMINE_INFUSION

function Limits({
  quantities,
  judged,
}: {
  readonly quantities: readonly Quantity[]
  readonly judged: boolean
}) {
  if (!judged) return <>no alarms</>
  const all = quantities.map((quantity) => limitsShown(LIMITS, quantity))
  if (all.every((limits) => limits.length === 0)) return <>no alarm</>
  const title = all
    .flatMap((limits, index) =>
      limits.map((limit) => `${CATALOGUE[quantities[index]!].short} ${limitWords(limit)} ${limit.priority}`),
    )
    .join(' · ')
  const first = all.map((limits) => firstLimits(limits).map(limitWords).reverse().join(', '))
  return <span title={title}>alarms {first.join(' / ')}</span>
}

const marked = (number: TileNumber, alarm: ReturnType<typeof alarmOn>): TileNumber =>
  alarm === undefined || number.state === 'none' ? number : { ...number, priority: alarm.priority }

const noteOf = ({ note, cause }: SignalView): string | undefined =>
  note === undefined || cause === undefined ? note : `${note} · ${cause}`

const every = (view: SignalView): ReactNode =>
  view.everySeconds === undefined ? undefined : <strong key="every">every {view.everySeconds} s</strong>

export function Tiles({
  numbers,
  alarms,
  atMs,
  judged,
}: {
  readonly numbers: Numbers
  readonly alarms: readonly ActiveAlarm[]
  /** Hub time. */
  readonly atMs: number
  /** false: nobody judges these numbers (no session, or the engine is off). */
  readonly judged: boolean
}) {
  const rate = rateView(numbers, atMs)
  const cuff = cuffView(numbers.cuff, atMs)
  const spo2 = signalView(numbers, 'spo2', atMs)
  const respiration = signalView(numbers, 'respirationRate', atMs)
  const onRate = alarmOn(alarms, ['heartRate', 'pulseRate'])
  const onPressure = alarmOn(alarms, ['systolic', 'diastolic', 'mean'])
  const onSpo2 = alarmOn(alarms, ['spo2'])
  const rateEntry = CATALOGUE[rate.signal]
  return (
    <>
      <VitalTile
        label={rate.signal === 'pulseRate' ? 'PR · pulse rate' : rateEntry.label}
        unit={rateEntry.unit}
        tone="heart-rate"
        numbers={[marked(rate.number, onRate)]}
        age={rate.age}
        late={rate.late}
        note={noteOf(rate)}
        priority={onRate?.priority}
        acknowledged={onRate?.acknowledged ?? false}
        foot={[every(rate), <Limits key="limits" quantities={[rate.signal]} judged={judged} />]}
      />
      <VitalTile
        label={BLOOD_PRESSURE.label}
        unit={BLOOD_PRESSURE.unit}
        tone="pressure"
        numbers={[
          marked(cuff.systolic, alarmOn(alarms, ['systolic'])),
          marked(cuff.diastolic, alarmOn(alarms, ['diastolic'])),
        ]}
        age={cuff.age}
        late={cuff.late}
        note={cuff.note}
        priority={onPressure?.priority}
        acknowledged={onPressure?.acknowledged ?? false}
        foot={[
          ...(cuff.doing === undefined ? [] : [<strong key="doing">{cuff.doing}</strong>, undefined]),
          cuff.mean === undefined ? undefined : `MAP ${cuff.mean}`,
          <Limits key="limits" quantities={['systolic', 'diastolic']} judged={judged} />,
        ]}
      />
      <VitalTile
        label={CATALOGUE.spo2.label}
        unit={CATALOGUE.spo2.unit}
        tone="spo2"
        numbers={[marked(spo2.number, onSpo2)]}
        age={spo2.age}
        late={spo2.late}
        note={noteOf(spo2)}
        priority={onSpo2?.priority}
        acknowledged={onSpo2?.acknowledged ?? false}
        foot={[
          ...(spo2.everySeconds === undefined ? [] : [every(spo2), undefined]),
          numbers.signals.respirationRate === undefined ? (
            'no alarm on respiration'
          ) : (
            <span key="respiration">
              RR <strong>{respiration.number.text}</strong> {respiration.age} · no alarm
            </span>
          ),
          <Limits key="limits" quantities={['spo2']} judged={judged} />,
        ]}
      />
    </>
  )
}
