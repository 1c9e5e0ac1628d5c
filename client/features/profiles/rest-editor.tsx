// Owns editing what is not a limit: technical conditions, phases, the cuff's cycle, repeat, hold, silences.
// Never leaves out what cannot be left out: it has no switch.
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/profile/adult-ketamine-infusion.ts'
import { ALWAYS, CUFF_CYCLES_MS } from '@chairside/shared/alarm/profile/rule-set-check.ts'
import {
  conditionWords,
  PHASE_WORDS,
  quantityWords,
  timeWords,
} from '@chairside/shared/alarm/profile/rule-words.ts'
import type { PhaseRule, TechnicalLevel, TechnicalRule } from '@chairside/shared/alarm/rules.ts'
import { PHASES } from '@chairside/shared/record/care-kinds.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { leaveOutTechnical, type Path, set, takeInTechnical } from './draft.ts'
import styles from './field.module.css'
import { ChoiceField, NumberField, TimeField, useEditor } from './field.tsx'
import { TIMES } from './profile-words.ts'
import table from './rule-table.module.css'
import { Switch } from './switch.tsx'

const KEPT: ReadonlySet<string> = new Set(ALWAYS)
type Heard = Priority | 'seen'
const HEARD: readonly (readonly [Heard, string])[] = [
  ['seen', 'seen'],
  ['low', '! LOW'],
  ['medium', '!! MEDIUM'],
  ['high', '!!! HIGH'],
]
const heardOf = ({ priority, silent }: TechnicalLevel): Heard => (silent === true ? 'seen' : priority)

function LevelFields({
  level,
  path,
  field,
  name,
}: {
  level: TechnicalLevel
  path: Path
  field: string
  name: string
}) {
  const { draft, change } = useEditor()
  const hear = (heard: Heard): void => {
    const { silent: _silent, ...rest } = level
    const next = heard === 'seen' ? { ...rest, priority: 'low', silent: true } : { ...rest, priority: heard }
    change(set(draft, path, { ...next, level: heard }))
  }
  return (
    <div className={styles['step']}>
      <ChoiceField
        field={`${field}.priority`}
        label={`${name}: priority`}
        value={heardOf(level)}
        choices={HEARD}
        onValue={hear}
      />
      {level.afterCycles === undefined ? (
        <TimeField
          field={`${field}.afterMs`}
          label={`${name}: after`}
          before="after"
          value={level.afterMs}
          onValue={(ms) => change(set(draft, [...path, 'afterMs'], ms))}
        />
      ) : (
        <NumberField
          field={`${field}.afterCycles`}
          label={`${name}: after cycles`}
          before="after"
          unit="cycles"
          decimals={1}
          value={level.afterCycles}
          onValue={(cycles) => change(set(draft, [...path, 'afterCycles'], cycles))}
        />
      )}
    </div>
  )
}

function TechnicalRow({ known }: { known: TechnicalRule }) {
  const { draft, base, change, problem } = useEditor()
  const { condition } = known
  const index = draft.ruleSet.technical.findIndex((rule) => rule.condition === condition)
  const rule = draft.ruleSet.technical[index]
  const name = conditionWords(condition)
  const at = `technical.${condition}`
  const trouble =
    problem(at) ??
    problem(`${at}.otherwise`) ??
    PHASES.map((phase) => problem(`${at}.byPhase.${phase}`)).find(Boolean)
  const fieldsOf = (levels: readonly TechnicalLevel[], path: Path, field: string, said: string) =>
    levels.length === 0 ? (
      <span className={table['muted']}>none</span>
    ) : (
      levels.map((level, rank) => (
        <LevelFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
          key={rank}
          level={level}
          path={[...path, rank]}
          field={`${field}[${rank}]`}
          name={`${said}, step ${rank + 1}`}
        />
      ))
    )
  return (
    <tr data-out={rule === undefined || undefined}>
      <th scope="row">
        {name}
        {trouble !== undefined && <span className={styles['trouble']}>{trouble}</span>}
      </th>
      {rule === undefined ? (
        <td colSpan={2} className={table['muted']}>
          Left out: not watched
        </td>
      ) : (
        <>
          <td>{fieldsOf(rule.otherwise, ['technical', index, 'otherwise'], `${at}.otherwise`, name)}</td>
          <td>
            {PHASES.flatMap((phase) => {
              const own = rule.byPhase[phase]
              const said = `${name}, ${PHASE_WORDS[phase]}`
              return own === undefined
                ? []
                : [
                    <div key={phase} className={styles['stack']}>
                      <small className={table['muted']}>{PHASE_WORDS[phase]}</small>
                      {fieldsOf(own, ['technical', index, 'byPhase', phase], `${at}.byPhase.${phase}`, said)}
                    </div>,
                  ]
            })}
          </td>
        </>
      )}
      <td>
        {/* One of an older version may lack what cannot be left out: it can be taken in. */}
        {KEPT.has(condition) && rule !== undefined ? (
          <span className={table['muted']}>always</span>
        ) : (
          <Switch
            label={`${name}: in use`}
            on={rule !== undefined}
            onChange={(on) =>
              change(on ? takeInTechnical(draft, base, condition) : leaveOutTechnical(draft, condition))
            }
          />
        )}
      </td>
    </tr>
  )
}

export function TechnicalEditor() {
  return (
    <section className={table['card']}>
      <h3 className={table['cardTitle']}>Technical conditions</h3>
      <div className={table['wide']}>
        <table className={table['table']} data-editor>
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <th scope="col">Raised</th>
              <th scope="col">Otherwise in</th>
              <th scope="col">
                <span className="visually-hidden">In use</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ADULT_KETAMINE_INFUSION.technical.map((known) => (
              <TechnicalRow key={known.condition} known={known} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const PHYSIOLOGICAL: readonly (readonly [PhaseRule['physiological'], string])[] = [
  ['all', 'all levels'],
  ['highSounds', 'HIGH sounds, others are seen'],
  ['highOnly', 'HIGH only'],
]
const CYCLES: readonly (readonly [string, string])[] = [
  ...CUFF_CYCLES_MS.map((ms) => [String(ms), `every ${timeWords(ms)}`] as const),
]
const ON_DEMAND = ['', 'on demand'] as const

export function PhaseEditor() {
  const { draft, change } = useEditor()
  return (
    <section className={table['card']}>
      <h3 className={table['cardTitle']}>By phase</h3>
      <div className={table['wide']}>
        <table className={table['table']} data-editor>
          <thead>
            <tr>
              <th scope="col">Phase</th>
              <th scope="col">Physiological</th>
              <th scope="col">Relative to the baseline</th>
              <th scope="col">Cuff</th>
            </tr>
          </thead>
          <tbody>
            {PHASES.map((phase) => {
              const { physiological, relative, cuffMs } = draft.ruleSet.phases[phase]
              const name = PHASE_WORDS[phase]
              const at = `phases.${phase}`
              const mayBeOnDemand = ADULT_KETAMINE_INFUSION.phases[phase].cuffMs === undefined
              return (
                <tr key={phase}>
                  <th scope="row">{name}</th>
                  <td>
                    <ChoiceField
                      field={`${at}.physiological`}
                      label={`In ${name}: physiological alarms`}
                      value={physiological}
                      choices={PHYSIOLOGICAL}
                      onValue={(value) => change(set(draft, ['phases', phase, 'physiological'], value))}
                    />
                  </td>
                  <td>
                    <ChoiceField
                      field={`${at}.relative`}
                      label={`In ${name}: limits relative to the baseline`}
                      value={relative ? 'on' : 'off'}
                      choices={[
                        ['on', 'on'],
                        ['off', 'off'],
                      ]}
                      onValue={(value) => change(set(draft, ['phases', phase, 'relative'], value === 'on'))}
                    />
                  </td>
                  <td>
                    <ChoiceField
                      field={`${at}.cuffMs`}
                      label={`In ${name}: cuff`}
                      value={cuffMs === undefined ? '' : String(cuffMs)}
                      choices={mayBeOnDemand ? [ON_DEMAND, ...CYCLES] : CYCLES}
                      onValue={(value) =>
                        change(
                          set(draft, ['phases', phase, 'cuffMs'], value === '' ? undefined : Number(value)),
                        )
                      }
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const CYCLE_FIELDS: ReadonlySet<string> = new Set(['cuff.whileHighMs', 'cuff.recoveryThenMs'])
const IN_MINUTES: ReadonlySet<string> = new Set([
  'manualMs',
  'cuff.firstMs',
  'cuff.afterDrugMs',
  'cuff.recoveryFirstMs',
  'hold.notAtCycleMs',
  'silence.helpQuietMs',
  'silence.mediumHoldsMs',
])

export function TimesEditor() {
  const { draft, change } = useEditor()
  return (
    <section className={table['card']}>
      <h3 className={table['cardTitle']}>Times and silences</h3>
      <div className={styles['fields']}>
        {TIMES.map(([field, label, of]) => {
          const ms = of(draft.ruleSet)
          const onMs = (next: number) => change(set(draft, field.split('.'), next))
          return (
            <div key={field} className={styles['labelled']}>
              <span>{label}</span>
              {CYCLE_FIELDS.has(field) ? (
                <ChoiceField
                  field={field}
                  label={label}
                  value={String(ms)}
                  choices={CYCLES}
                  onValue={(value) => onMs(Number(value))}
                />
              ) : (
                <TimeField
                  field={field}
                  label={label}
                  in={IN_MINUTES.has(field) ? 'min' : 's'}
                  value={ms}
                  onValue={onMs}
                />
              )}
            </div>
          )
        })}
        {Object.entries(draft.ruleSet.silence.worsensBy).map(([quantity, by]) => {
          const { unit } = CATALOGUE[quantity as Quantity]
          const label = `Acknowledged ${quantityWords(quantity as Quantity)} sounds again when worse by`
          return (
            <div key={quantity} className={styles['labelled']}>
              <span>{label}</span>
              <NumberField
                field={`silence.worsensBy.${quantity}`}
                label={label}
                unit={unit}
                value={by}
                onValue={(value) => change(set(draft, ['silence', 'worsensBy', quantity], value))}
              />
            </div>
          )
        })}
      </div>
    </section>
  )
}
