// Owns a page with nothing on it but the product's own sound and flashes: for tests of samples and of time in a real browser.
// Never used by the product.
import type { Priority } from '@chairside/shared/record/record.ts'
import '../../app/tokens.css'
import '../../ui/flash.css'
import { createAlarmPlayer, type Sounding } from '../../sound/alarm-player.ts'
import { browserAudio, browserGestures, createAudio } from '../../sound/audio-state.ts'
import { soundOutOf } from '../../sound/sound-out.ts'
import { renderBurst } from '../../sound/tones.ts'
import { alignFlashes } from '../../ui/flash.ts'

const RATE = 48_000

/** Samples as 32-bit floats, in base64. */
async function samplesOf(context: OfflineAudioContext): Promise<string> {
  const rendered = await context.startRendering()
  const bytes = new Uint8Array(rendered.getChannelData(0).buffer)
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

alignFlashes(document)
const audio = createAudio(browserAudio, browserGestures, () => performance.now())

const page = {
  rate: RATE,
  burst(priority: Priority, atS: number, seconds: number): Promise<string> {
    const context = new OfflineAudioContext(1, RATE * seconds, RATE)
    renderBurst(context, priority, atS)
    return samplesOf(context)
  },
  /** What the player makes of a list that changes at these seconds. */
  played(changes: readonly (readonly [number, readonly Sounding[]])[], seconds: number): Promise<string> {
    const context = new OfflineAudioContext(1, RATE * seconds, RATE)
    const player = createAlarmPlayer()
    player.attach(soundOutOf(context))
    for (const [atS, sounding] of changes) {
      if (atS === 0) player.set(sounding)
      else
        void context.suspend(atS).then(() => {
          player.set(sounding)
          return context.resume()
        })
    }
    return samplesOf(context)
  },
  audio: () => audio.store.getState(),
  look: () => audio.look(),
  /** One element for each class, each beginning when it is called. */
  flash(name: string) {
    const element = document.createElement('span')
    element.className = name
    element.style.border = 'var(--alarm-edge-width) solid red'
    document.getElementById('flashes')?.append(element)
  },
}
export type SoundPage = typeof page
Object.assign(globalThis, { soundPage: page })
