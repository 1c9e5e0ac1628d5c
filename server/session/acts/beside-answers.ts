// Owns what stands on an answer of the check-in and is recorded beside it: where cuff and probe are, and that the bedside monitor's
// alarms are on. Never lets either stand when the answer does not.
import type { RecordSeq } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { CheckInDetail, CheckInItem } from '@chairside/shared/record/visit-kinds.ts'
import { type Act, signed } from './act.ts'

type Limb = Extract<CheckInDetail, { item: 'cuffArm' }>['limb']

const limbOf = (detail: CheckInDetail | undefined): Limb | undefined =>
  detail?.item === 'cuffArm' || detail?.item === 'probeHand' ? detail.limb : undefined

/**
 * Where cuff and probe are is known to the alarms, too: a cuff hold is possible only on one limb (clinical facts §4). The other of the
 * two stays where it was last said to be.
 * @param detail what is answered now; undefined: nothing
 */
function placed(act: Act, item: CheckInItem, detail: CheckInDetail | undefined): RecordBody[] {
  if (item !== 'cuffArm' && item !== 'probeHand') return []
  const limb = limbOf(detail)
  const now = act.state.placement as Partial<Record<'cuff' | 'probe', Limb>> | undefined
  const cuff = item === 'cuffArm' ? limb : now?.cuff
  const probe = item === 'probeHand' ? limb : now?.probe
  if (limb === undefined && now?.[item === 'cuffArm' ? 'cuff' : 'probe'] === undefined) return []
  return [
    {
      ...signed(act),
      kind: 'placement',
      ...(cuff === undefined ? {} : { cuff }),
      ...(probe === undefined ? {} : { probe }),
    },
  ]
}

/**
 * "The bedside monitor's alarms are on", by name: what a quiet chair stands on (clinical facts §5). Taken back, the chair is not
 * quiet either.
 */
function bedside(act: Act, bedsideAlarmsOn: boolean): RecordBody[] {
  if ((act.state.quietChair?.bedsideAlarmsOn ?? false) === bedsideAlarmsOn) return []
  return [{ ...signed(act), kind: 'quietChair', on: false, bedsideAlarmsOn }]
}

/** An answer, or undefined: one that is taken back. */
export const besideAnswer = (
  act: Act,
  item: CheckInItem,
  detail: CheckInDetail | undefined,
): RecordBody[] => [
  ...placed(act, item, detail),
  ...(item === 'bedsideAlarms' ? bedside(act, detail !== undefined) : []),
]

/** An answer is undone: the one before counts again. What somebody has said elsewhere since then stands. */
export function besideUndone(act: Act, ofSeq: RecordSeq): RecordBody[] {
  const { visit, placement } = act.state
  const undone = visit.answers.find(({ seq }) => seq === ofSeq)
  if (undone === undefined) return []
  const { item } = undone
  const standing = visit.answers.filter((one) => one.item === item && one.void !== true)
  if (standing.at(-1)?.seq !== ofSeq) return []
  const before = standing.at(-2)?.detail
  // A mistake is taken back by it; that the alarms are on is not said by undoing something.
  if (item === 'bedsideAlarms') return before === undefined ? bedside(act, false) : []
  const inForce = item === 'cuffArm' ? placement?.cuff : placement?.probe
  return limbOf(undone.detail) === inForce && limbOf(before) !== inForce ? placed(act, item, before) : []
}
