// Owns what a person is told of rooms that are offered to them, on every page. Never accepts unread.
import type { Offer } from '@chairside/shared/protocol/screens.ts'
import { useState } from 'react'
import { useActor, useSuite } from '../../session/use-screen.ts'
import { AcceptDialog } from './handover-dialog.tsx'

/** Rooms that are offered to whoever is signed in here. */
export function useMyOffers(): readonly Offer[] {
  const me = useActor()
  const offers = useSuite()?.offers
  return offers?.filter(({ to }) => to.personId === me?.personId) ?? []
}

/** @param children how an offer is said, and the way to read it */
export function MyOffers({
  children,
}: {
  readonly children: (offer: Offer, read: () => void) => React.ReactNode
}) {
  const offers = useMyOffers()
  const [reading, setReading] = useState<Offer | undefined>()
  return (
    <>
      {offers.map((offer) => children(offer, () => setReading(offer)))}
      {reading !== undefined && <AcceptDialog offer={reading} onClose={() => setReading(undefined)} />}
    </>
  )
}
