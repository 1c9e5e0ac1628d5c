// Owns where in a visit we are, in the header: each phase in its order, the present one by name. Never sets one.
// Source: clinical facts §4 "Phases".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Phase } from '@chairside/shared/record/care-kinds.ts'
import { Badge, type BadgeKind } from '../../../ui/badge.tsx'
import styles from './phase-strip.module.css'

type Step = 'checkIn' | 'baseline' | 'infusing' | 'recovery' | 'ready'
const STEPS: readonly (readonly [Step, string])[] = [
  ['checkIn', 'Check-in'],
  ['baseline', 'Baseline'],
  ['infusing', 'Infusion'],
  ['recovery', 'Recovery'],
  ['ready', 'Ready to leave'],
]
/** An emergency stands beside the way, not on it: where it began is where the last other phase was. */
function stepOf({ phase, visit }: Pick<SessionState, 'phase' | 'visit'>): Step {
  const on = phase === 'emergency' ? visit.phases.findLast((one) => one.phase !== 'emergency')?.phase : phase
  switch (on as Phase | undefined) {
    case 'baseline':
    case 'recovery':
    case 'ready':
    case 'infusing':
      return on as Step
    case 'paused':
      return 'infusing'
    default:
      return 'checkIn'
  }
}

/** @param words what the present phase is called, as the header says it everywhere */
export function PhaseStrip({
  state,
  words,
  kind,
}: {
  readonly state: Pick<SessionState, 'phase' | 'visit'>
  readonly words: string
  readonly kind: BadgeKind
}) {
  const step = stepOf(state)
  const at = STEPS.findIndex(([each]) => each === step)
  return (
    <ol className={styles['strip']} aria-label="Phases of this visit">
      {STEPS.map(([each, name], index) => (
        <li
          key={each}
          className={styles['step']}
          data-is={index < at ? 'past' : index === at ? 'now' : 'next'}
          aria-current={index === at ? 'step' : undefined}
          title={name}
        >
          {index === at ? (
            <Badge kind={kind}>{words}</Badge>
          ) : (
            <>
              <span className={styles['name']}>{name}</span>
              <span className={styles['dot']} aria-hidden="true" />
            </>
          )}
        </li>
      ))}
    </ol>
  )
}
