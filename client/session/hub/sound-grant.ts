// Owns what the hub lets this page do with its sound. A grant of a hub that is lost is no grant: it is gone, and the
// screen then sounds what it knew by the rules of a lost hub. Never grants anything itself.
import type { SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HubLink } from './hub-link.ts'

/** grant: undefined until the hub has said so on this connection's hub, and while the hub is lost or refuses. */
export type SoundGrantState = {
  readonly grant?: SoundGrant
  /** The place this page had by the hub's last word; outlives its loss, which a place has its own sound for. */
  readonly lastPlace?: string
}
export type SoundGrantWatch = { readonly store: StoreApi<SoundGrantState>; stop(): void }

export function watchSoundGrant(link: HubLink): SoundGrantWatch {
  const store = createStore<SoundGrantState>(() => ({}))
  const take = (grant: SoundGrant) =>
    store.setState({ grant, ...(grant.place === undefined ? {} : { lastPlace: grant.place }) }, true)
  const drop = () => {
    const { grant, ...rest } = store.getState()
    if (grant !== undefined) store.setState(rest, true)
  }
  const undo = [
    link.wire.hear('sound:state', take),
    link.onReset(drop),
    // A connection that is gone for less than five seconds keeps its grant: twice heard is better than not at all.
    link.store.subscribe(({ phase }) => {
      if (phase === 'lost' || phase === 'refused') drop()
    }),
  ]
  return {
    store,
    stop() {
      for (const off of undo) off()
    },
  }
}
