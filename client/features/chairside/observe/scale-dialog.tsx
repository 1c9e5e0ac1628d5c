// Owns the scales: MOAA/S, CADSS, nausea and anxiety, modified Aldrete. "Eyes closed, breathing, not disturbed" is an answer, and no
// score. It adds items up; it never says what a score means. Source: clinical facts §6.
import type { Scale } from '@chairside/shared/record/care-kinds.ts'
import { SCALE_MOST } from '@chairside/shared/visit/amend.ts'
import { NumberInput } from '@mantine/core'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { type FormOf, FormTrouble, RecordButton, useActForm } from './act-form.tsx'
import { Choices } from './choices.tsx'
import styles from './observe.module.css'
import { WhenChoice } from './when-choice.tsx'

export const SCALE_TITLES: Readonly<Record<Scale, string>> = {
  moaas: 'MOAA/S',
  cadss: 'CADSS',
  nausea: 'Nausea, 0–10',
  anxiety: 'Anxiety, 0–10',
  aldrete: 'Modified Aldrete',
}
const MOAAS: readonly (readonly [number, string])[] = [
  [5, 'Responds readily to name'],
  [4, 'Lethargic'],
  [3, 'Only if called loudly or repeatedly'],
  [2, 'Only after prodding'],
  [1, 'Only to pain'],
  [0, 'No response'],
]
/** The wording of CADSS is its publisher's: its items are asked from the clinic's own sheet, by number. */
const CADSS_ITEMS = Array.from({ length: 23 }, (_, index) => `Item ${index + 1} of 23`)
const ALDRETE_ITEMS = ['Activity', 'Respiration', 'Circulation', 'Consciousness', 'SpO₂'] as const
const ITEMS: Readonly<Partial<Record<Scale, { readonly names: readonly string[]; readonly most: number }>>> =
  {
    cadss: { names: CADSS_ITEMS, most: 4 },
    aldrete: { names: ALDRETE_ITEMS, most: 2 },
  }
const isWhole = (typed: number | string, most: number): boolean =>
  typeof typed === 'number' && Number.isInteger(typed) && typed >= 0 && typed <= most
const upTo = (most: number) => Array.from({ length: most + 1 }, (_, value) => ({ value, words: value }))

export function ScaleDialog({
  state,
  atMs,
  scale,
  onRecorded,
  onClose,
}: FormOf & {
  readonly scale: Scale
  /** The score, where there is one: of MOAA/S something may have to follow. */
  readonly onRecorded?: ((scale: Scale, value: number | undefined) => void) | undefined
  readonly onClose: () => void
}) {
  const has = ITEMS[scale]
  const form = useActForm({ state, atMs }, `assessment.record ${scale}`, SCALE_TITLES[scale], {
    items: [] as readonly (number | null)[],
    total: '' as number | string,
  })
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  const items = has?.names.map((_, index) => form.fields.items[index] ?? undefined) ?? []
  const missing = items.filter((one) => one === undefined).length
  const sum = items.reduce<number>((all, one) => all + (one ?? 0), 0)
  const { total } = form.fields
  const isTotal = isWhole(total, SCALE_MOST[scale])
  // One of the two: a total beside half of the items says two things.
  const both = total !== '' && missing < items.length
  async function record(
    answer: { readonly value: number } | { readonly items: number[] } | { readonly notDisturbed: true },
  ): Promise<void> {
    if (sessionId === undefined || form.at === undefined) return
    const done = await form.send({ type: 'assessment.record', sessionId, scale, ...answer, ...form.at })
    if (!done) return
    onRecorded?.(scale, 'value' in answer ? answer.value : 'items' in answer ? sum : undefined)
    onClose()
  }
  const blocked = form.busy || form.at === undefined
  return (
    <Question onClose={onClose} title={SCALE_TITLES[scale]} size={scale === 'cadss' ? 'xl' : 'lg'}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (has === undefined || both) return
          if (missing === 0) void record({ items: items as number[] })
          else if (isTotal) void record({ value: Number(total) })
        }}
      >
        <WhenChoice form={form} />
        {scale === 'moaas' && (
          <div className={styles['scores']}>
            {MOAAS.map(([value, words]) => (
              <Button key={value} disabled={blocked} onClick={() => void record({ value })}>
                <b>{value}</b> {words}
              </Button>
            ))}
          </div>
        )}
        {has === undefined && scale !== 'moaas' && (
          <div className={styles['scores']} data-steps="">
            {upTo(SCALE_MOST[scale]).map(({ value }) => (
              <Button
                key={value}
                large
                disabled={blocked}
                aria-label={`${value} of ${SCALE_MOST[scale]}`}
                onClick={() => void record({ value })}
              >
                {value}
              </Button>
            ))}
          </div>
        )}
        {scale === 'cadss' && (
          <>
            <p className={styles['note']}>Items as printed on your CADSS sheet, each 0 to 4.</p>
            <NumberInput
              label="Total alone, 0–92, where the sheet was added up"
              value={total}
              min={0}
              max={SCALE_MOST.cadss}
              clampBehavior="none"
              allowDecimal={false}
              allowNegative={false}
              hideControls
              error={
                both
                  ? 'The items or the total, not both: empty this field.'
                  : total !== '' && !isTotal
                    ? `A whole number from 0 to ${SCALE_MOST.cadss}`
                    : undefined
              }
              onChange={(next) => form.set({ total: next })}
            />
          </>
        )}
        {has !== undefined && (
          <div className={styles['items']}>
            {has.names.map((name, index) => (
              <Choices
                key={name}
                label={name}
                options={upTo(has.most)}
                value={items[index]}
                onChange={(value) =>
                  form.set({ items: has.names.map((_, at) => (at === index ? value : (items[at] ?? null))) })
                }
              />
            ))}
          </div>
        )}
        <FormTrouble form={form} />
        {scale !== 'aldrete' && (
          <Button large wide disabled={blocked} onClick={() => void record({ notDisturbed: true })}>
            Eyes closed, breathing, not disturbed
          </Button>
        )}
        {has !== undefined && (
          <RecordButton form={form} disabled={both || (missing > 0 && !isTotal)}>
            {missing === 0
              ? `Record: ${sum} of ${SCALE_MOST[scale]}`
              : isTotal && !both
                ? `Record: ${total} of ${SCALE_MOST[scale]}, the total alone`
                : `${missing} of ${items.length} to answer; ${sum} so far`}
          </RecordButton>
        )}
      </form>
    </Question>
  )
}
