// Owns the lines of an order for drugs as needed: which, how much, by which route, for what. Never chooses any of it.
import { DRUGS, ROUTES } from '@chairside/shared/record/care-kinds.ts'
import { DRUG_NAMES } from '@chairside/shared/visit/names.ts'
import { NativeSelect, TextInput } from '@mantine/core'
import { Button } from '../../ui/button.tsx'
import { type PrnTyped, withPrn } from './order-draft.ts'
import styles from './patients.module.css'

const CHOOSE = { value: '', label: 'Choose' }

function Line({
  line,
  at,
  problems,
  onPut,
  onRemove,
}: {
  readonly line: PrnTyped
  /** From 0. */
  readonly at: number
  readonly problems: Readonly<Record<string, string>>
  readonly onPut: (change: Partial<PrnTyped>) => void
  readonly onRemove: () => void
}) {
  const { key, drug, which, dose, route, when } = line
  return (
    <fieldset className={styles['prn']} aria-label={`As needed, line ${at + 1}`}>
      <NativeSelect
        label="Drug"
        required
        value={drug}
        onChange={(event) => onPut({ drug: event.currentTarget.value as PrnTyped['drug'] })}
        data={[CHOOSE, ...DRUGS.map((value) => ({ value, label: DRUG_NAMES[value] }))]}
      />
      <TextInput
        label="Dose and unit"
        required
        value={dose}
        maxLength={60}
        onChange={(event) => onPut({ dose: event.currentTarget.value })}
        error={problems[`prn ${key} dose`] || undefined}
      />
      <NativeSelect
        label="Route"
        required
        value={route}
        onChange={(event) => onPut({ route: event.currentTarget.value as PrnTyped['route'] })}
        data={[CHOOSE, ...ROUTES]}
      />
      <Button aria-label={`Remove line ${at + 1} ${drug}`} onClick={onRemove}>
        Remove
      </Button>
      {drug === 'other' && (
        <TextInput
          className={styles['which'] ?? ''}
          label="Which drug"
          required
          value={which}
          maxLength={60}
          onChange={(event) => onPut({ which: event.currentTarget.value })}
        />
      )}
      <TextInput
        className={styles['when'] ?? ''}
        label="For what, how often"
        value={when}
        maxLength={300}
        onChange={(event) => onPut({ when: event.currentTarget.value })}
      />
    </fieldset>
  )
}

export function OrderPrn({
  prn,
  problems,
  onChange,
}: {
  readonly prn: readonly PrnTyped[]
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (prn: readonly PrnTyped[]) => void
}) {
  return (
    <fieldset className={styles['fieldset']}>
      <legend>Drugs as needed (PRN)</legend>
      {prn.map((line, at) => (
        <Line
          key={line.key}
          line={line}
          at={at}
          problems={problems}
          onPut={(change) => onChange(prn.map((one) => (one === line ? { ...one, ...change } : one)))}
          onRemove={() => onChange(prn.filter((one) => one !== line))}
        />
      ))}
      <Button disabled={prn.length >= 20} onClick={() => onChange(withPrn(prn))}>
        Add a drug
      </Button>
    </fieldset>
  )
}
