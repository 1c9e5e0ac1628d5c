// Owns whether a level may be raised in a phase, and whether it sounds there. Source: clinical facts §4 "By phase".
// Never ends anything: no condition ends by a change of phase.
import type { Phase } from '../record/care-kinds.ts'
import type { Level, Rules } from './rules.ts'

/** no: not in this phase. silent: shown, not sounded. */
export type Raising = 'no' | 'silent' | 'sounding'

export function raisingOf(
  rules: Rules,
  phase: Phase | undefined,
  level: Pick<Level, 'priority' | 'silent'>,
): Raising {
  if (level.priority !== 'high') {
    const { physiological } = rules.phases[phase ?? 'infusing']
    if (physiological === 'highOnly') return 'no'
    if (physiological === 'highSounds') return 'silent'
  }
  return level.silent === true ? 'silent' : 'sounding'
}
