// Owns the small labels: phase, where numbers come from, demo time. A shape goes with every colour.
import type { Provenance } from '@chairside/shared/record/record.ts'
import type { ReactNode } from 'react'
import styles from './badge.module.css'

export type BadgeKind = 'plain' | 'infusion' | 'origin' | 'loud' | 'quiet'

export function Badge({
  kind = 'plain',
  title,
  children,
}: {
  readonly kind?: BadgeKind
  readonly title?: string
  readonly children: ReactNode
}) {
  return (
    <span className={`${styles['badge']} ${kind === 'plain' ? '' : styles[kind]}`} title={title}>
      {children}
    </span>
  )
}

/** Real numbers need no ornament; anything else says what it is, always. */
export function OriginBadge({ provenance }: { readonly provenance: Provenance | undefined }) {
  if (provenance === 'simulated')
    return (
      <Badge kind="origin" title="These numbers come from a simulator, not from a patient.">
        <span aria-hidden="true">◇</span> SIMULATED
      </Badge>
    )
  if (provenance === 'recorded')
    return (
      <Badge kind="origin" title="These numbers are played from a recording.">
        <span aria-hidden="true">▤</span> RECORDED
      </Badge>
    )
  return undefined
}

export function DemoTimeBadge({ rate }: { readonly rate: number }) {
  if (rate === 1) return undefined
  return (
    <Badge kind="loud" title="The hub's clock runs faster than real time.">
      <span aria-hidden="true">»</span> DEMO TIME {rate}×
    </Badge>
  )
}
