// Proves that a screen says whether it can be heard, in words that promise no more than is known.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { buttonsOf, textOf } from '../testing/markup.ts'
import type { AudioIs } from './audio-state.ts'
import { ToneQuestion } from './sound-check.tsx'
import { SoundChip } from './sound-chip.tsx'
import type { Tested } from './sound-desk.ts'
import { type SoundView, soundWords } from './sound-words.ts'

const view = (is: AudioIs, sound: SoundView['sound'], grant?: SoundGrant): SoundView => ({
  audio: { is, atLoad: is, hasRun: is === 'running' },
  sound,
  ...(grant === undefined ? {} : { grant }),
})
const HELD: SoundGrant = { place: 'chair:room-1', lease: 'held', quiet: false }
const NOON = Date.UTC(2025, 10, 24, 12, 0) as EpochMs
const HEARD = { by: 'R. Osei', atMs: NOON, untilMs: (NOON + 28_800_000) as EpochMs }

describe('whether this screen can be heard', () => {
  test.each([
    ['nothing to sound with', view('none', 'none', HELD), 'No sound on this screen', true],
    ['autoplay blocked', view('suspended', 'blocked', HELD), 'Cannot sound until touched', true],
    [
      'an alarm meanwhile',
      { ...view('suspended', 'blocked', HELD), unheard: true },
      'An alarm is not heard here: touch',
      true,
    ],
    ['stopped', view('interrupted', 'blocked', HELD), 'Sound interrupted: touch to restore', true],
    ['no word yet', view('running', 'unconfirmed'), 'Sound: waiting for the hub', false],
    ['nobody said so', view('running', 'unconfirmed', HELD), 'Sound not confirmed', true],
    [
      'heard',
      view('running', 'confirmed', { ...HELD, toneHeard: HEARD }),
      'Sound confirmed until 21:00',
      false,
    ],
    [
      'heard, a physician’s own',
      view('running', 'confirmed', { ...HELD, place: 'person:lindqvist', toneHeard: HEARD }),
      'Your calls sound here until 21:00',
      false,
    ],
    [
      'another screen',
      view('running', 'confirmed', {
        ...HELD,
        lease: 'other',
        otherScreen: 'Desk PC',
        otherHeard: true,
      }),
      'Sounds on Desk PC',
      false,
    ],
    [
      'another screen that nobody hears',
      view('running', 'unconfirmed', { ...HELD, lease: 'other', otherScreen: 'Desk PC' }),
      'Sound not confirmed',
      true,
    ],
    ['no lease', view('running', 'confirmed', { ...HELD, lease: 'none' }), 'Does not sound here', true],
    [
      'no place',
      view('running', 'unconfirmed', { lease: 'none', quiet: false }),
      'Does not sound: no place',
      false,
    ],
    [
      'alarms not known',
      { ...view('running', 'blocked', HELD), deaf: 'Sign in to see the rooms.' },
      'Cannot sound for the rooms',
      true,
    ],
    [
      'not known, and another screen sounds',
      {
        ...view('running', 'blocked', {
          ...HELD,
          lease: 'other',
          otherScreen: 'Desk PC',
          otherHeard: true,
        }),
        deaf: 'No.',
      },
      'Sounds on Desk PC',
      false,
    ],
    [
      'handed over, and still sounding at the screen of the one who gave it',
      view('running', 'unconfirmed', {
        ...HELD,
        lease: 'other',
        otherScreen: 'R. Osei’s screen',
        otherHeard: true,
        hasRoom: true,
      }),
      'Sounds on R. Osei’s screen, not here',
      true,
    ],
    [
      'not known, and blocked',
      { ...view('suspended', 'blocked', HELD), deaf: 'No.' },
      'Cannot sound until touched',
      true,
    ],
    ['quiet', view('running', 'confirmed', { ...HELD, quiet: true }), 'Quiet here · station sounds', false],
  ] as const)('[SO29] %s', (_case, given, label, loud) => {
    expect(soundWords(given, 'Europe/Oslo')).toMatchObject({ label, loud })
  })

  test('[SO29] a chair that is quiet by name and not in fact says why', () => {
    const grant = { ...HELD, notQuietBecause: 'no station can be heard.' }
    expect(soundWords(view('running', 'unconfirmed', grant), undefined).detail).toContain(
      'The chair is not quiet: no station can be heard.',
    )
  })

  test('[SO19] why alarms are not known here stands in the hub’s words, and that it is asked again', () => {
    const given = { ...view('running', 'blocked', HELD), deaf: 'Sign in to see the rooms.' }
    expect(soundWords(given, undefined).detail).toBe(
      'This screen does not know which alarms there are: Sign in to see the rooms. It asks again by itself.',
    )
  })

  test('[SO29] no words of it say "muted"', () => {
    for (const is of ['none', 'suspended', 'running', 'interrupted'] as const)
      for (const sound of ['none', 'blocked', 'unconfirmed', 'confirmed'] as const)
        expect(JSON.stringify(soundWords(view(is, sound, HELD), undefined))).not.toMatch(/mute/i)
  })

  test('[SO29] the chip is a button that opens the test', () => {
    const html = renderToStaticMarkup(
      createElement(SoundChip, {
        view: view('suspended', 'blocked'),
        zone: undefined,
        onOpen: () => undefined,
      }),
    )
    expect(buttonsOf(html)).toEqual(['Cannot sound until touched'])
  })

  const question = (tested: Tested | undefined, unheard = false) =>
    renderToStaticMarkup(
      createElement(ToneQuestion, { tested, unheard, onAnswer: () => undefined, onPlay: () => undefined }),
    )
  const locked = (html: string) => html.match(/<button[^>]* disabled/g)?.length ?? 0

  test('[SO28] the question has Yes, No and Play again, and nothing can be answered before the tone', () => {
    expect(buttonsOf(question('played'))).toEqual(['Yes, I heard it', 'No', 'Play again'])
    expect(locked(question('played'))).toBe(0)
    expect(locked(question('alarm'))).toBe(0)
    expect(locked(question(undefined))).toBe(2)
    expect(locked(question('blocked'))).toBe(2)
  })
  test('[SO28] after No it says that sound is not confirmed, and what to look at', () => {
    expect(textOf(question('played', true))).toContain('Sound not confirmed. Turn the volume up')
  })
})
