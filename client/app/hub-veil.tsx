// Owns the covers for what may not be believed: the hub is lost, the hub refuses, the hub cannot record.
// Source of the words: clinical facts §5 "Lost the hub".
import type { ReactNode } from 'react'
import { useLink, useZone } from '../session/use-screen.ts'
import { Button } from '../ui/button.tsx'
import { clock } from '../ui/format.ts'
import { StaleVeil } from '../ui/stale-veil.tsx'

export function HubVeil({ children }: { readonly children?: ReactNode }) {
  const { phase, numbersFromMs, refusal, mark } = useLink((state) => state)
  const zone = useZone()
  if (phase === 'lost')
    return (
      <StaleVeil
        title="Chairside is not watching: no alarms, nothing recorded here."
        words={`Watch the bedside monitor.${numbersFromMs === undefined ? '' : ` Numbers from ${clock(numbersFromMs, zone)}.`}`}
        detail={refusal?.message ?? 'This screen has lost the hub and goes on trying to reach it.'}
      >
        {children}
      </StaleVeil>
    )
  if (phase === 'refused' && refusal?.code !== 'not-signed-in')
    return (
      <StaleVeil
        opaque
        title="Chairside is not watching: no alarms, nothing recorded here."
        words="Watch the bedside monitor."
        detail={refusal?.message ?? 'The hub refuses this screen.'}
      >
        <Button kind="primary" large onClick={() => location.reload()}>
          Reload
        </Button>
      </StaleVeil>
    )
  if (mark?.recording === false)
    return (
      <StaleVeil
        opaque
        title="HUB CANNOT RECORD: use the bedside monitor"
        words="Nothing is recorded and no alarm is judged until it can."
        detail="Tell whoever keeps the hub: its disk takes no more."
      />
    )
  return undefined
}
