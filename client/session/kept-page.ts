// Owns what is known of whether this page could be opened again while the hub is away. Never keeps it: app/keep-page does.
import { createStore, type StoreApi } from 'zustand/vanilla'

/**
 * unknown       the hub has not been heard yet, or it is being kept at this moment
 * kept          this browser has it
 * notEncrypted  browsers keep pages of encrypted addresses alone (and of this very machine)
 * failed        it did not
 */
export type KeptPage = 'unknown' | 'kept' | 'notEncrypted' | 'failed'
export type KeptPageStore = StoreApi<{ readonly is: KeptPage }>
export const createKeptPage = (): KeptPageStore =>
  createStore<{ readonly is: KeptPage }>(() => ({ is: 'unknown' }))
