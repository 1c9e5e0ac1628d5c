// Owns one version of a profile, whole, in plain tables: each condition with its levels, then what is technical, then times.
// Never changes anything.
import {
  conditionWords,
  endsWords,
  levelWords,
  limitRuleWords,
  PHASE_WORDS,
  quantityWords,
  timeWords,
} from '@chairside/shared/alarm/rule-words.ts'
import type { LimitRule, RuleSet, TechnicalLevel } from '@chairside/shared/alarm/rules.ts'
import { PHASES } from '@chairside/shared/record/care-kinds.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import type { ReactNode } from 'react'
import { PriorityWords } from './priority.tsx'
import { afterWords, raisedWords } from './profile-words.ts'
import styles from './profiles.module.css'

const lines = (items: readonly string[]): ReactNode =>
  items.map((item) => (
    <span key={item} className={styles['line']}>
      {item}
    </span>
  ))

function Limits({ limits, words }: { limits: readonly LimitRule[]; words: (limit: LimitRule) => string }) {
  return lines(limits.map(words))
}

function LadderTable({ ladder }: { ladder: RuleSet['ladders'][number] }) {
  const { condition, sources, needsPulse, levels } = ladder
  const measured = sources.map((source) => (source === 'cuff' ? 'the cuff' : CATALOGUE[source].label))
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>
        {conditionWords(condition)}
        <small className={styles['muted']}>
          {measured.join(', or ')}
          {needsPulse ? ', with a valid pulse' : ''}
        </small>
      </h3>
      <div className={styles['wide']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Level</th>
              <th scope="col">Priority</th>
              <th scope="col">Limit</th>
              <th scope="col">Raised</th>
              <th scope="col">Ends at</th>
            </tr>
          </thead>
          <tbody>
            {levels.map((level) => (
              <tr key={level.level}>
                <th scope="row">{levelWords(condition, level.level)}</th>
                <td>
                  <PriorityWords priority={level.priority} silent={level.silent} />
                </td>
                <td>
                  <Limits limits={level.limits} words={limitRuleWords} />
                </td>
                <td>{raisedWords(level)}</td>
                <td>
                  <Limits limits={level.staysWhile} words={endsWords} />
                  {level.leaveMs > 0 && (
                    <small className={styles['muted']}>for {timeWords(level.leaveMs)}</small>
                  )}
                  {level.staysUnconfirmedWhile !== undefined && (
                    <small className={styles['muted']}>
                      until a repeat agreed: {level.staysUnconfirmedWhile.map(endsWords).join(' and ')}
                    </small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function TechnicalLevels({ levels }: { levels: readonly TechnicalLevel[] }) {
  if (levels.length === 0) return <span className={styles['muted']}>none</span>
  return levels.map((level) => (
    <span key={`${level.level} ${level.afterMs}`} className={styles['line']}>
      <PriorityWords priority={level.priority} silent={level.silent} /> {afterWords(level)}
    </span>
  ))
}

function TechnicalTable({ ruleSet }: { ruleSet: RuleSet }) {
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>Technical conditions</h3>
      <div className={styles['wide']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <th scope="col">Raised</th>
              <th scope="col">Otherwise in</th>
            </tr>
          </thead>
          <tbody>
            {ruleSet.technical.map(({ condition, otherwise, byPhase }) => (
              <tr key={condition}>
                <th scope="row">{conditionWords(condition)}</th>
                <td>
                  <TechnicalLevels levels={otherwise} />
                </td>
                <td>
                  {PHASES.flatMap((phase) => {
                    const own = byPhase[phase]
                    return own === undefined
                      ? []
                      : [
                          <div key={phase} className={styles['line']}>
                            {PHASE_WORDS[phase]}: <TechnicalLevels levels={own} />
                          </div>,
                        ]
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const PHYSIOLOGICAL = {
  all: 'all levels',
  highOnly: 'HIGH only',
  highSounds: 'HIGH sounds, others are seen',
} as const

function PhaseTable({ ruleSet }: { ruleSet: RuleSet }) {
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>By phase</h3>
      <div className={styles['wide']}>
        <table className={styles['table']}>
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
              const { physiological, relative, cuffMs } = ruleSet.phases[phase]
              return (
                <tr key={phase}>
                  <th scope="row">{PHASE_WORDS[phase]}</th>
                  <td>{PHYSIOLOGICAL[physiological]}</td>
                  <td>{relative ? 'on' : 'off'}</td>
                  <td>{cuffMs === undefined ? 'on demand' : `every ${timeWords(cuffMs)}`}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Every time of a profile, in the order of the editor. */
export const TIMES: readonly (readonly [field: string, label: string, of: (rules: RuleSet) => number])[] = [
  ['missingMs', 'Missing values neither count nor reset for', (r) => r.missingMs],
  ['settlingMs', 'Settling after a sensor came back', (r) => r.settlingMs],
  ['gapGraceMs', 'Grace after the hub was away', (r) => r.gapGraceMs],
  ['manualMs', 'A manual measurement counts up to', (r) => r.manualMs],
  ['repeat.waitMs', 'Repeat: waited for', (r) => r.repeat.waitMs],
  ['repeat.runningWaitMs', 'Repeat: while a cycle is running', (r) => r.repeat.runningWaitMs],
  ['hold.mostMs', 'Cuff hold: at most', (r) => r.hold.mostMs],
  ['hold.afterMs', 'Cuff hold: after deflation', (r) => r.hold.afterMs],
  ['hold.notAtCycleMs', 'Cuff hold: none at cycles up to', (r) => r.hold.notAtCycleMs],
  ['cuff.firstMs', 'Cuff: first reading after the start', (r) => r.cuff.firstMs],
  ['cuff.whileHighMs', 'Cuff: every, while a BP condition is active', (r) => r.cuff.whileHighMs],
  ['cuff.afterDrugMs', 'Cuff: as often after a BP drug for', (r) => r.cuff.afterDrugMs],
  ['cuff.recoveryFirstMs', 'Cuff: recovery’s cycle for the first', (r) => r.cuff.recoveryFirstMs],
  ['cuff.recoveryThenMs', 'Cuff: every, in recovery after that', (r) => r.cuff.recoveryThenMs],
  ['cuff.skipIfWithinMs', 'Cuff: skipped if one finished within', (r) => r.cuff.skipIfWithinMs],
  ['cuff.betweenOrdersMs', 'Cuff: between the hub’s own orders', (r) => r.cuff.betweenOrdersMs],
  ['silence.comingMs', 'Coming: sound off for', (r) => r.silence.comingMs],
  ['silence.pauseMs', 'Audio paused for', (r) => r.silence.pauseMs],
  ['silence.helpQuietMs', 'HELP: the chair is quiet for', (r) => r.silence.helpQuietMs],
  ['silence.undoMs', 'Undo within', (r) => r.silence.undoMs],
  ['silence.highHoldsMs', 'Acknowledged HIGH sounds again after', (r) => r.silence.highHoldsMs],
  ['silence.mediumHoldsMs', 'Acknowledged MEDIUM sounds again after', (r) => r.silence.mediumHoldsMs],
  ['silence.reminderMs', 'Audio off: reminder every', (r) => r.silence.reminderMs],
]

function Times({ ruleSet }: { ruleSet: RuleSet }) {
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>Times and silences</h3>
      <dl className={styles['times']}>
        {TIMES.map(([field, label, of]) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{timeWords(of(ruleSet))}</dd>
          </div>
        ))}
        {Object.entries(ruleSet.silence.worsensBy).map(([quantity, by]) => (
          <div key={quantity}>
            <dt>Acknowledged {quantityWords(quantity as Quantity)} sounds again when worse by</dt>
            <dd>
              {by} {CATALOGUE[quantity as Quantity].unit}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function ProfileTables({ ruleSet }: { readonly ruleSet: RuleSet }) {
  return (
    <div className={styles['cards']}>
      {ruleSet.ladders.map((ladder) => (
        <LadderTable key={ladder.condition} ladder={ladder} />
      ))}
      <TechnicalTable ruleSet={ruleSet} />
      <PhaseTable ruleSet={ruleSet} />
      <Times ruleSet={ruleSet} />
    </div>
  )
}
