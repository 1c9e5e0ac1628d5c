// Owns what has been typed into profiles and not been saved: kept while this page is loaded, whatever is refused, however the
// person moves about, and when a sign-in ends in between. Never sent anywhere by itself.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ProfileId } from '../../net/profiles-api.ts'
import { type Draft, draftOf } from './draft.ts'

export type Editing = {
  /** The version it began from, whose newest it must be when it is saved. */
  readonly base: ProfileId
  readonly baseRules: RuleSet
  readonly draft: Draft
  /** As it is typed: another one makes a profile of its own. */
  readonly name: string
  readonly reason: string
}

/** By name: one draft of each profile. */
type Drafts = { readonly byName: Readonly<Record<string, Editing>> }
const store = createStore<Drafts>(() => ({ byName: {} }))

export const useEditing = (name: string): Editing | undefined => useStore(store, ({ byName }) => byName[name])
export const useEdited = (): Drafts['byName'] => useStore(store, ({ byName }) => byName)

/** Goes on with what was typed; begins anew where nothing was. */
export function beginEditing(base: ProfileId, baseRules: RuleSet): void {
  if (store.getState().byName[base.name] !== undefined) return
  keep({ base, baseRules, draft: draftOf(baseRules), name: base.name, reason: '' })
}

export const keep = (editing: Editing): void =>
  store.setState(({ byName }) => ({ byName: { ...byName, [editing.base.name]: editing } }))

export const forget = (name: string): void =>
  store.setState(({ byName }) => {
    const { [name]: _gone, ...others } = byName
    return { byName: others }
  })
