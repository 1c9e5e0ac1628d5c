// Proves the tab, the notifications and the wake lock.
import { describe, expect, test } from 'vitest'
import { showTitle } from '../ui/page-title.ts'
import { createNotifications, type MayNotify, type NotificationPort } from './notifications.ts'
import { alarmIcon, foremost, tabWords } from './page-signal.ts'
import { createWakeLock, type WakeLockPort } from './wake-lock.ts'

describe('the tab', () => {
  test('[SO34] the most urgent alarm goes first, with its mark, then the page; without one the page is named again', () => {
    const tab = { title: '', icon: '' }
    const first = foremost([
      { priority: 'medium' as const, title: 'HR high' },
      { priority: 'high' as const, title: 'BP very high' },
      { priority: 'high' as const, title: 'SpO₂ very low' },
    ])
    expect(first?.title).toBe('BP very high')
    const alarm = { words: tabWords(first ?? { priority: 'low', title: '' }), icon: alarmIcon('high') }
    showTitle(tab, { words: 'Room 3', alarm })
    expect(tab.title).toBe('!!! BP very high · Room 3 · Chairside')
    showTitle(tab, { words: 'Room 3', past: 'LOOKING BACK', alarm })
    expect(tab.title).toBe('!!! BP very high · LOOKING BACK · Room 3 · Chairside')
    showTitle(tab, { words: 'Room 3' })
    expect(tab).toEqual({ title: 'Room 3 · Chairside', icon: '/icon.svg' })
  })
  test('[SO34] in a list of rooms the room stands beside the alarm', () => {
    expect(tabWords({ priority: 'medium', title: 'No live data', room: 'Room 2' })).toBe(
      '!! No live data · Room 2',
    )
  })
  test('[SO34] an icon has the colour of its priority, and as many marks', () => {
    for (const [priority, colour, marks] of [
      ['high', '#ff4d4f', 3],
      ['medium', '#ffd23f', 2],
      ['low', '#4fd8e8', 1],
    ] as const) {
      const svg = decodeURIComponent(alarmIcon(priority).replace('data:image/svg+xml,', ''))
      expect(svg).toContain(`fill="${colour}"`)
      expect(svg.match(/<path/g)).toHaveLength(marks)
    }
  })
})

function notifier(first: MayNotify, answers: MayNotify = 'granted') {
  let may = first
  const open = new Map<string, string>()
  let shows = 0
  let asks = 0
  const port: NotificationPort = {
    may() {
      asks += 1
      return may
    },
    async request() {
      may = answers
      return may
    },
    show({ title, body, tag }) {
      shows += 1
      open.set(tag, `${title} · ${body}`)
      return { close: () => open.delete(tag) }
    },
  }
  return { notifications: createNotifications(port), open, shows: () => shows, asks: () => asks }
}
const BP = { alarmId: 'bpHigh@1', title: 'BP very high', room: 'Room 3' }

describe('notifications', () => {
  test('[SO35] one for each HIGH, by its alarm, closed when it is acknowledged or over', () => {
    const { notifications, open, shows } = notifier('granted')
    notifications.set([BP])
    notifications.set([BP])
    expect([...open]).toEqual([['bpHigh@1', '!!! BP very high · Room 3']])
    expect(shows()).toBe(1)
    notifications.set([])
    expect([...open]).toEqual([])
  })
  test('[SO35] nothing is shown, and nobody is asked, before a person allows it; then what stands is shown', async () => {
    const { notifications, open } = notifier('ask')
    notifications.set([BP])
    expect(open.size).toBe(0)
    expect(await notifications.ask()).toBe('granted')
    expect(open.size).toBe(1)
  })
  test('[SO35] the browser is asked whether it may be shown only where something is to be shown', () => {
    const { notifications, asks } = notifier('granted')
    notifications.set([])
    expect(asks()).toBe(0)
    notifications.set([BP])
    notifications.set([BP])
    notifications.set([])
    expect(asks()).toBe(1)
  })
  test('[SO35] where there are none, or they were refused, nothing breaks', async () => {
    for (const may of ['none', 'denied'] as const) {
      const { notifications, open } = notifier(may, may)
      notifications.set([BP])
      expect(await notifications.ask()).toBe(may)
      expect(open.size).toBe(0)
    }
  })
})

function locks() {
  const state = { hidden: false, refuses: false, shown: () => undefined as undefined }
  const held: { released: boolean; end: () => void }[] = []
  const port: WakeLockPort = {
    async request() {
      if (state.refuses) throw new Error('low battery')
      let onRelease = () => undefined as undefined
      const lock = {
        released: false,
        end() {
          lock.released = true
          onRelease()
        },
      }
      held.push(lock)
      return {
        get released() {
          return lock.released
        },
        release: async () => lock.end(),
        onRelease: (run) => {
          onRelease = run as typeof onRelease
        },
      }
    },
    isHidden: () => state.hidden,
    onShown(run) {
      state.shown = run as typeof state.shown
      return () => undefined
    },
  }
  return { port, state, held }
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

describe('the wake lock', () => {
  test('[SO36] it is held, is lost when the page is hidden, and is taken again when it is shown', async () => {
    const { port, state, held } = locks()
    const lock = createWakeLock(port)
    const told: boolean[] = []
    lock.onChange(() => told.push(lock.isHeld()))
    await settle()
    expect(lock.isHeld()).toBe(true)
    state.hidden = true
    held[0]?.end()
    expect(lock.isHeld()).toBe(false)
    state.hidden = false
    state.shown()
    await settle()
    expect(lock.isHeld()).toBe(true)
    expect(told).toEqual([true, false, true])
  })
  test('[SO36] one that was refused is not held, and is asked for again', async () => {
    const { port, state } = locks()
    state.refuses = true
    const lock = createWakeLock(port)
    await settle()
    expect(lock.isHeld()).toBe(false)
    state.refuses = false
    lock.renew()
    await settle()
    expect(lock.isHeld()).toBe(true)
  })
  test('[SO36] where there is none it is not held, and says that there is none', async () => {
    const lock = createWakeLock(undefined)
    await settle()
    expect(lock.isHeld()).toBe(false)
    expect(lock.isAvailable).toBe(false)
  })
})
