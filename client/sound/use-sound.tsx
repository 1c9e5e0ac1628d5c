// Owns how views hang on the sound of the page: the context, the hooks, and the chip with its test, ready to be put anywhere.
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { usePageId, useScreen, useZone } from '../session/use-screen.ts'
import type { HighNow, MayNotify, Notifications } from './notifications.ts'
import { signalTab, type TabAlarm } from './page-signal.ts'
import { SoundCheck } from './sound-check.tsx'
import { SoundChip } from './sound-chip.tsx'
import type { SoundDesk, SoundSource, SoundState } from './sound-desk.ts'

export type SoundTools = { readonly desk: SoundDesk; readonly notifications: Notifications }
/** Absent in a page that has no hub at all (a file's replay): nothing sounds there. */
export const SoundContext = createContext<SoundTools | undefined>(undefined)

const SILENT = createStore<SoundState | undefined>(() => undefined)

/** What this page's sound is now; undefined where there is none to be had. */
export function useSound(): SoundState | undefined {
  const tools = useContext(SoundContext)
  return useStore((tools?.desk.store ?? SILENT) as typeof SILENT)
}

/**
 * What should sound at this place, for as long as the view stands. The source is asked at each beat, and whenever the view
 * is drawn anew.
 * @param forPlace the place it knows all of, `chair:<roomId>`: while this page is there nothing else is asked
 */
export function useSounding(source: SoundSource, forPlace?: string): void {
  const tools = useContext(SoundContext)
  const latest = useRef(source)
  useEffect(() => {
    latest.current = source
    tools?.desk.changed()
  })
  useEffect(() => tools?.desk.listen(() => latest.current(), forPlace), [tools, forPlace])
}

/** The tab's words and icon: the most urgent of these, for as long as the view stands. Acknowledged ones are not in it. */
export function useTabAlarms(alarms: readonly TabAlarm[]): void {
  const key = alarms.map(({ priority, title, room }) => `${priority} ${title} ${room ?? ''}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words say all there is to say of them.
  const kept = useMemo(() => alarms, [key])
  useEffect(() => signalTab(kept), [kept])
  useEffect(() => () => signalTab([]), [])
}

/** The browser's own notifications of these unacknowledged HIGH alarms, for as long as the view stands. */
export function useHighNotifications(highs: readonly HighNow[]): void {
  const notifications = useContext(SoundContext)?.notifications
  useEffect(() => notifications?.set(highs))
  useEffect(() => () => notifications?.set([]), [notifications])
}

/** Whether this screen can be heard, in words, and the test behind it: for the header of every page. */
export function SoundStatus() {
  const tools = useContext(SoundContext)
  const state = useSound()
  const zone = useZone()
  const pageId = usePageId()
  const { screen } = useScreen()
  const [open, setOpen] = useState(false)
  const [may, setMay] = useState<MayNotify | undefined>()
  if (tools === undefined || state === undefined) return undefined
  const { desk, notifications } = tools
  return (
    <>
      <SoundChip view={state} zone={zone} onOpen={() => setOpen(true)} />
      {open && (
        <SoundCheck
          test={desk.test}
          onHeard={(heard) => void screen.commands.send({ type: 'sound.heard', pageId, heard }, 0)}
          onClose={() => setOpen(false)}
          onNotify={
            (may ?? notifications.may()) === 'ask' ? () => void notifications.ask().then(setMay) : undefined
          }
        />
      )}
    </>
  )
}
