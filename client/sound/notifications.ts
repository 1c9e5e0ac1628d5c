// Owns the browser's own notifications: one for each unacknowledged HIGH this place is told of, gone when it is acknowledged or
// over. Never the only way anybody is told, and never more than a condition and a room: a locked screen shows it to anyone.
// Source: clinical facts §5 "Who is told" (browser notification at 0 s).

export type HighNow = {
  readonly alarmId: string
  /** "BP very high" */
  readonly title: string
  /** "Room 3" */
  readonly room: string
}
/** none: no such thing here, or an insecure address. ask: a person may allow it. */
export type MayNotify = 'none' | 'ask' | 'granted' | 'denied'

export type NotificationPort = {
  /** Each time the browser's own process is asked, and waited for: not while a page is drawn. */
  may(): MayNotify
  request(): Promise<MayNotify>
  /** @param tag one notification for each; a second with the same tag takes the place of the first */
  show(words: { readonly title: string; readonly body: string; readonly tag: string }): { close(): void }
}

export type Notifications = {
  may(): MayNotify
  /** From a gesture: browsers refuse to ask otherwise, and people do too. */
  ask(): Promise<MayNotify>
  /** These are unacknowledged now, and no others. */
  set(highs: readonly HighNow[]): void
  stop(): void
}

export function createNotifications(port: NotificationPort): Notifications {
  const shown = new Map<string, { close(): void }>()
  let now: readonly HighNow[] = []

  function update(): void {
    for (const [alarmId, { close }] of shown) {
      if (now.some((high) => high.alarmId === alarmId)) continue
      close()
      shown.delete(alarmId)
    }
    const fresh = now.filter(({ alarmId }) => !shown.has(alarmId))
    if (fresh.length === 0 || port.may() !== 'granted') return
    for (const { alarmId, title, room } of fresh) {
      try {
        shown.set(alarmId, port.show({ title: `!!! ${title}`, body: room, tag: alarmId }))
      } catch {
        // Some browsers have them for service workers only. The screen, the sound and the tab say it all the same.
        return
      }
    }
  }

  return {
    may: port.may,
    async ask() {
      const may = await port.request()
      update()
      return may
    },
    set(highs) {
      now = highs
      update()
    },
    stop() {
      now = []
      update()
    },
  }
}

export function browserNotifications(): NotificationPort {
  const may = (): MayNotify => {
    if (!('Notification' in globalThis) || !isSecureContext) return 'none'
    return Notification.permission === 'default' ? 'ask' : Notification.permission
  }
  return {
    may,
    async request() {
      if (may() === 'ask') await Notification.requestPermission()
      return may()
    },
    show({ title, body, tag }) {
      // It makes no sound of its own: the alarm's sound has its place and its rules.
      const notification = new Notification(title, { body, tag, requireInteraction: true, silent: true })
      notification.onclick = () => {
        window.focus()
        notification.close()
      }
      return { close: () => notification.close() }
    },
  }
}
