// Owns what the hub says of the whole suite: who is on duty, whether every room can be heard.
// Never keeps "can be heard" past the loss of the hub; whom to call stays known, because that is when one calls.
import type { SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HubLink } from './hub-link.ts'

export type SuiteState = {
  /** As the hub says it now; undefined until it has, and while it is lost or refuses this screen. */
  readonly suite?: SuiteSummary
  /** Who was on duty when the hub last said so; outlives the loss of the hub, not a new log. */
  readonly lastDuty?: SuiteSummary['duty']
}
export type SuiteWatch = { readonly store: StoreApi<SuiteState>; stop(): void }

export function watchSuite(link: HubLink): SuiteWatch {
  const store = createStore<SuiteState>(() => ({}))
  const undo = [
    link.wire.hear('suite:state', (suite) => store.setState({ suite, lastDuty: suite.duty }, true)),
    link.onReset(() => store.setState({}, true)),
    link.store.subscribe(({ phase }) => {
      const { suite, lastDuty } = store.getState()
      if (suite === undefined || (phase !== 'lost' && phase !== 'refused')) return
      store.setState(lastDuty === undefined ? {} : { lastDuty }, true)
    }),
  ]
  return {
    store,
    stop() {
      for (const off of undo) off()
    },
  }
}
