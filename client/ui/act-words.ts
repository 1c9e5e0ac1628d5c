// Owns what an act of a person is called in words, and what it says: where it was not sent, and where it is listed. Never says
// what became of it.
import { byHandWords } from '@chairside/shared/fold/care-words.ts'
import type { CommandBody, CommandType } from '@chairside/shared/protocol/screens.ts'
import { oxygenWords, SCALE_NAMES, SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import { decimal } from './format.ts'

const ACTS: Readonly<Record<CommandType, string>> = {
  'session.open': 'Open session',
  'session.close': 'Close session',
  'infusion.start': 'Pump started',
  'infusion.rate': 'Rate changed',
  'infusion.pause': 'Pump paused',
  'infusion.resume': 'Pump resumed',
  'infusion.stop': 'Pump stopped',
  'alarm.acknowledge': 'Acknowledge',
  'cuff.order': 'Measure cuff',
  'engine.retry': 'Judge alarms again',
  'alarm.coming': '“Coming”',
  'alarm.take': '“I have it”',
  'alarm.decline': '“Cannot come”',
  'alarm.resolve': 'Resolving the alarm',
  'audio.pause': 'Pausing the audio',
  'audio.off': 'Switching the audio off or on',
  undo: 'Taking it back',
  'limits.set': 'Changing the limits',
  symptom: 'The symptom',
  help: 'HELP',
  'help.stamp': 'The time stamp',
  claim: 'Signing the act',
  'phase.set': 'The phase',
  'chair.quiet': 'The quiet chair',
  'placement.set': 'Where cuff and probe are',
  'duty.set': 'Who is on duty',
  'room.take': 'Taking the room',
  'room.giveBack': 'Giving the room back',
  'sound.heard': 'The answer to the tone',
  'checkIn.answer': 'The check-in item',
  'plan.refresh': 'Taking over the order',
  'dose.set': 'The dose and pump rate',
  'gate.accept': 'The gate',
  'gate.ask': 'Asking the physician',
  'gate.refuse': 'Refusing the override',
  'sideEffect.begin': 'The side effect',
  'sideEffect.change': 'The severity',
  'sideEffect.end': 'Ending the side effect',
  'medication.give': 'The drug',
  'oxygen.set': 'Oxygen',
  'assessment.record': 'The scale',
  'note.add': 'The note',
  'manual.enter': 'The values by hand',
  amend: 'The amendment',
  'monitor.off': 'Monitor off',
  'holding.set': 'Sensors off or being adjusted',
  'samePatient.answer': '“Same patient?”',
  'session.move': 'Moving the patient',
  'monitor.swap': 'Swapping the monitor',
  'reassign.ask': 'Asking for another patient',
  'reassign.answer': 'The answer about the patient',
  'signOff.set': 'The sign-off',
  'drugAccount.set': 'Waste and drug account',
  'session.end': 'Ending the session',
  'handover.offer': 'Offering the room',
  'handover.answer': 'The hand-over',
  'evacuation.call': 'Evacuation',
  'evacuation.account': 'The roll-call',
  'evacuation.over': 'Ending the evacuation',
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** "Nausea, moderate", "Pump rate 30 mL/h": what it says; for the rest what it is. */
export function actWords(body: CommandBody): string {
  switch (body.type) {
    case 'infusion.start':
    case 'infusion.rate':
    case 'infusion.resume':
      return `${ACTS[body.type]}: ${decimal(body.rateMlPerHr, 1)} mL/h`
    case 'infusion.stop':
      return body.completed ? 'Infusion completed' : ACTS[body.type]
    case 'sideEffect.begin':
      return `${body.effect === 'other' && body.note !== undefined ? body.note : SIDE_EFFECT_NAMES[body.effect]}, ${body.severity}`
    case 'sideEffect.change':
      return `${ACTS[body.type]}: ${body.severity}`
    case 'medication.give':
      return `${body.drug === 'other' ? (body.note ?? 'Drug') : capital(body.drug)} ${body.dose}`
    case 'oxygen.set':
      return capital(oxygenWords(body.device, body.litresPerMin))
    case 'assessment.record':
      return `${SCALE_NAMES[body.scale]} ${body.notDisturbed ? 'not disturbed' : (body.value ?? body.items?.reduce((sum, one) => sum + one, 0) ?? '––')}`
    case 'note.add':
      return `Note: “${body.text}”`
    case 'manual.enter':
      return `By hand: ${byHandWords(body.values as Parameters<typeof byHandWords>[0], body.temperatureC)}`
    default:
      return ACTS[body.type]
  }
}

/** Of an act that was sent and not answered: nothing says that it is recorded. */
export const unansweredWords = (body: CommandBody): string =>
  `${actWords(body)}: no answer yet. Asking the hub whether it was recorded …`
