// Owns the covers for what may not be believed: the hub is lost, the hub refuses, the hub cannot record.
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { useNotWatching } from '../ui/not-watching.tsx'
import { StaleVeil } from '../ui/stale-veil.tsx'

export function HubVeil({ children }: { readonly children?: ReactNode }) {
  const said = useNotWatching()
  if (said === undefined) return undefined
  const { is, title, words, detail } = said
  return (
    <StaleVeil title={title} words={words} detail={detail} opaque={is !== 'lost'}>
      {is === 'lost' && children}
      {is === 'refused' && (
        <Button kind="primary" large onClick={() => location.reload()}>
          Reload
        </Button>
      )}
    </StaleVeil>
  )
}
