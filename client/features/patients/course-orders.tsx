// Owns the orders of a course: the one that counts, those for one session, and those before, each with who signed and who withdrew it.
import { limitsToApply } from '@chairside/shared/alarm/ordered-limits.ts'
import type { HttpCourse, HttpOrder, HttpScore } from '@chairside/shared/protocol/http-visits.ts'
import { prnWords } from '@chairside/shared/visit/names.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { clockMinutes, date } from '../../ui/format.ts'
import { orderWords } from '../../ui/visit-words.ts'
import styles from './patients.module.css'
import { useProfileInForce } from './profile-in-force.ts'

/** What is asked about a course: one question at a time. */
export type Asked =
  | { readonly what: 'plan' | 'order' | 'score' | 'book' }
  | { readonly what: 'withdraw'; readonly order: HttpOrder }
  | { readonly what: 'strike'; readonly score: HttpScore }

function OrderLine({
  order,
  zone,
  onWithdraw,
}: {
  readonly order: HttpOrder
  readonly zone: string | undefined
  /** Absent: it may not be withdrawn here. */
  readonly onWithdraw: (() => void) | undefined
}) {
  const { limits, prn, oxygen, note, withdrawn, inForce, scope, signedBy, signedAtMs } = order
  const { ruleSet } = useProfileInForce() ?? {}
  const applied = inForce && ruleSet !== undefined ? limitsToApply(ruleSet, limits) : []
  const more = [
    ...(applied.length > 0
      ? []
      : limits.map(({ quantity, value }) => `${CATALOGUE[quantity].short} limit ${value}`)),
    ...(prn.length === 0 ? [] : [`as needed: ${prn.map(prnWords).join('; ')}`]),
    ...(oxygen === undefined ? [] : [`oxygen: ${oxygen}`]),
    ...(note === undefined ? [] : [note]),
  ]
  return (
    <li className={styles['entry']} data-over={!inForce || undefined}>
      <div>
        <p>
          <strong>{orderWords(order)}</strong>{' '}
          {inForce && <Badge kind="loud">{scope === 'session' ? 'FOR ONE SESSION' : 'IN FORCE'}</Badge>}
          {withdrawn !== undefined && <Badge>WITHDRAWN</Badge>}
        </p>
        {more.length > 0 && <p className={styles['fact']}>{more.join(' · ')}</p>}
        {applied.length > 0 && (
          <p className={styles['fact']}>
            Alarm limits:{' '}
            {applied.map(({ words, isOrdered }) => (isOrdered ? `${words} (ordered)` : words)).join(' · ')}
          </p>
        )}
        <p className={styles['fact']}>
          Signed by {signedBy.name}, {date(signedAtMs, zone)} {clockMinutes(signedAtMs, zone)}
          {withdrawn !== undefined &&
            `. Withdrawn by ${withdrawn.by}, ${date(withdrawn.atMs, zone)}: ${withdrawn.reason}`}
        </p>
      </div>
      {onWithdraw !== undefined && <Button onClick={onWithdraw}>Withdraw …</Button>}
    </li>
  )
}

export function Orders({
  course,
  zone,
  maySign,
  onAsk,
}: {
  readonly course: HttpCourse
  readonly zone: string | undefined
  readonly maySign: boolean
  readonly onAsk: (asked: Asked) => void
}) {
  const [all, setAll] = useState(false)
  const counting = course.orders.filter(({ inForce }) => inForce)
  const older = course.orders.filter(({ inForce }) => !inForce)
  return (
    <section className={styles['part']} aria-label="Orders">
      <header className={styles['partHead']}>
        <h3>Orders</h3>
        {maySign ? (
          <Button
            kind={counting.length === 0 ? 'primary' : 'outlined'}
            onClick={() => onAsk({ what: 'order' })}
          >
            {counting.length === 0 ? 'Sign an order' : 'Sign another order'}
          </Button>
        ) : (
          <span className={styles['fact']}>Signed by a physician</span>
        )}
      </header>
      {counting.length === 0 && (
        <p>
          <strong>No order is signed.</strong> No infusion is started without one.
        </p>
      )}
      <ul className={styles['entries']}>
        {[...counting, ...(all ? older : [])].map((order) => (
          <OrderLine
            key={order.orderId}
            order={order}
            zone={zone}
            onWithdraw={maySign && order.inForce ? () => onAsk({ what: 'withdraw', order }) : undefined}
          />
        ))}
      </ul>
      {older.length > 0 && (
        <Button kind="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Only those that count' : `Earlier orders (${older.length})`}
        </Button>
      )}
    </section>
  )
}
