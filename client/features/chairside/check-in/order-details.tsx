// Owns what the physician ordered, whole, as it is read before it is agreed to. Never recommends anything.
import { limitsToApply } from '@chairside/shared/alarm/ordered-limits.ts'
import { ruleSetOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { prnWords } from '@chairside/shared/visit/names.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { decimal } from '../../../ui/format.ts'
import styles from './check-in.module.css'

export function OrderDetails({ state }: { readonly state: SessionState }) {
  const order = state.visit.plan?.order
  if (order === undefined) return undefined
  const { drug, mgPerKg, maxMg, minutes, limits, prn, oxygen, note, signedBy, scope } = order
  const ruleSet = ruleSetOfSession(state)
  return (
    <dl className={styles['order']} aria-label="The order">
      <dt>Infusion</dt>
      <dd>
        {drug} {decimal(mgPerKg, 3)} mg/kg over {decimal(minutes, 1)} min, at most {decimal(maxMg, 1)} mg
      </dd>
      <dt>Limits</dt>
      <dd>
        {ruleSet === undefined
          ? limits.map(({ quantity, value }) => `${CATALOGUE[quantity].short} ${value}`).join(' · ') ||
            'as the profile says; this screen does not know it'
          : limitsToApply(ruleSet, limits)
              .map(({ words, isOrdered }) => (isOrdered ? `${words} (ordered)` : words))
              .join(' · ')}
      </dd>
      {prn.length > 0 && (
        <>
          <dt>If needed</dt>
          <dd>{prn.map(prnWords).join(' · ')}</dd>
        </>
      )}
      {oxygen !== undefined && (
        <>
          <dt>Oxygen</dt>
          <dd>{oxygen}</dd>
        </>
      )}
      {note !== undefined && (
        <>
          <dt>Note</dt>
          <dd>{note}</dd>
        </>
      )}
      <dt>Signed</dt>
      <dd>
        {signedBy.name}, for {scope === 'course' ? 'the course' : 'this session'}
      </dd>
    </dl>
  )
}
