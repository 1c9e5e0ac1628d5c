// Owns which forms there are at the chair, and which of them what was kept belongs to. Never any markup.
import type { Scale } from '@chairside/shared/record/care-kinds.ts'
import { SCALES } from '@chairside/shared/record/care-kinds.ts'
import { SIDE_EFFECTS, type SideEffectName } from '@chairside/shared/record/visit-kinds.ts'
import type { Draft } from '../../../session/drafts.ts'

export type ObserveForm =
  | { readonly is: 'effect'; readonly effect: SideEffectName }
  | { readonly is: 'drug' }
  | { readonly is: 'oxygen' }
  | { readonly is: 'note' }
  | { readonly is: 'byHand' }
  | { readonly is: 'scale'; readonly scale: Scale }
  | { readonly is: 'amend'; readonly ofSeq?: number }
  | { readonly is: 'paper' }
  | { readonly is: 'end' }
  | { readonly is: 'account' }
  | { readonly is: 'limits' }
  | { readonly is: 'move' }
  | { readonly is: 'reassign' }

/** The form that a draft was typed into; undefined: none of the log's. */
export function formOfDraft({ form, fields }: Draft): ObserveForm | undefined {
  const [type, rest = ''] = form.split(' ')
  switch (type) {
    case 'medication.give':
      return { is: 'drug' }
    case 'oxygen.set':
      return { is: 'oxygen' }
    case 'note.add':
      return { is: 'note' }
    case 'manual.enter':
      return { is: 'byHand' }
    case 'paper':
      return { is: 'paper' }
    case 'session.end':
      return { is: 'end' }
    case 'drugAccount.set':
      return { is: 'account' }
    case 'limits.set':
      return { is: 'limits' }
    case 'session.move':
      return { is: 'move' }
    case 'reassign.ask':
      return { is: 'reassign' }
    case 'amend':
      return { is: 'amend', ofSeq: Number(rest) }
    case 'assessment.record': {
      const scale = SCALES.find((one) => one === rest)
      return scale && { is: 'scale', scale }
    }
    case 'sideEffect.begin': {
      const effect = SIDE_EFFECTS.find((one) => one === fields['effect'])
      return effect && { is: 'effect', effect }
    }
    default:
      return undefined
  }
}
