// Owns the words for whether this screen can be heard. "Not confirmed", never "muted": a browser cannot know its volume.
// Source: clinical facts §5 "Quiet chair" and "Browser".
import { clockMinutes } from '../ui/format.ts'
import type { SoundState } from './sound-desk.ts'

export type SoundView = Pick<SoundState, 'audio' | 'sound' | 'grant'> &
  Partial<Pick<SoundState, 'unheard' | 'deaf'>>
export type SoundWords = {
  /** On the chip. */
  readonly label: string
  /** Why, and what to do. */
  readonly detail: string
  /** Nobody may rely on hearing this screen: it stands out, without any colour of an alarm. */
  readonly loud: boolean
}

const TOUCH = 'The browser lets a page sound only after somebody has touched it.'

/** @param zone of the clinic, for "until" */
export function soundWords(
  { audio, sound, grant, unheard = false, deaf }: SoundView,
  zone: string | undefined,
): SoundWords {
  if (sound === 'none')
    return {
      label: 'No sound on this screen',
      detail: 'This browser has no audio. Alarms are seen here and must sound elsewhere.',
      loud: true,
    }
  const isBlocked = sound === 'blocked' && audio.is !== 'running'
  if (isBlocked && unheard) return { label: 'An alarm is not heard here: touch', detail: TOUCH, loud: true }
  if (isBlocked)
    return audio.is === 'interrupted'
      ? {
          label: 'Sound interrupted: touch to restore',
          detail: 'The browser or the device has stopped the sound of this page.',
          loud: true,
        }
      : { label: 'Cannot sound until touched', detail: TOUCH, loud: true }
  if (grant === undefined)
    return {
      label: 'Sound: waiting for the hub',
      detail: 'The hub has not said yet which screen sounds for this place.',
      loud: false,
    }
  const why = grant.notQuietBecause === undefined ? '' : ` The chair is not quiet: ${grant.notQuietBecause}`
  if (grant.place === undefined)
    return {
      label: 'Does not sound: no place',
      detail: 'This screen is not set to a room, so alarms are seen here and sound elsewhere.',
      loud: false,
    }
  const other = grant.otherScreen ?? 'another screen'
  if (grant.lease === 'other' && grant.otherHeard !== true)
    return {
      label: 'Sound not confirmed',
      detail: `This place sounds on ${other}, and nobody has said that they hear it there. Play the tone and answer: then it sounds here.${why}`,
      loud: true,
    }
  if (grant.lease === 'other' && grant.hasRoom === true)
    return {
      label: `Sounds on ${other}, not here`,
      detail: `You have this room, and it is heard on ${other} only. Play the tone and answer: then it sounds here.${why}`,
      loud: true,
    }
  if (grant.lease === 'other')
    return {
      label: `Sounds on ${other}`,
      detail: `Each place sounds on one screen at a time.${why}`,
      loud: false,
    }
  if (deaf !== undefined)
    return {
      label: 'Cannot sound for the rooms',
      detail: `This screen does not know which alarms there are: ${deaf} It asks again by itself.`,
      loud: true,
    }
  if (grant.lease === 'none')
    return {
      label: 'Does not sound here',
      detail: `The hub has given this place to no screen that is shown and can sound.${why}`,
      loud: true,
    }
  if (grant.quiet)
    return {
      label: 'Quiet here · station sounds',
      detail: 'Alarms of this room sound at the station; a HIGH that nobody answers sounds here after 15 s.',
      loud: false,
    }
  if (sound !== 'confirmed' || grant.toneHeard === undefined)
    return {
      label: 'Sound not confirmed',
      detail: `Nobody has said that they hear this screen. Play the tone and answer.${why}`,
      loud: true,
    }
  const { by, untilMs } = grant.toneHeard
  const until = clockMinutes(untilMs, zone)
  const heardBy = `${by ?? 'Somebody'} heard the tone on this screen.`
  // A physician's own: it is no station, which the page of all rooms speaks of beside this sign.
  if (grant.place.startsWith('person:'))
    return {
      label: `Your calls sound here until ${until}`,
      detail: `${heardBy} Only what was escalated to you sounds here; a station sounds for every room.`,
      loud: false,
    }
  return {
    label: `Sound confirmed until ${until}`,
    detail: `${heardBy}${why}`,
    loud: false,
  }
}
