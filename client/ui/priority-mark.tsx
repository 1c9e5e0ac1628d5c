// Owns the mark of a priority in running text: `!!!`, `!!`, `!`, and the word for who cannot see it. Its colour is the text's.
import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'

export function PriorityMark({ priority }: { readonly priority: Priority }) {
  return (
    <>
      <span aria-hidden="true">{PRIORITY_MARK[priority]}</span>
      <span className="visually-hidden">{PRIORITY_WORD[priority]}: </span>
    </>
  )
}
