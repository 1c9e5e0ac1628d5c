// Owns how this browser shows things: dark or light, dimmed or not. Kept in this browser only.

export type Display = { readonly theme: 'dark' | 'light'; readonly dim: boolean }

const KEY = 'chairside.display'
const DEFAULT: Display = { theme: 'dark', dim: false }

export function readDisplay(): Display {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return DEFAULT
    return {
      theme: 'theme' in kept && kept.theme === 'light' ? 'light' : 'dark',
      dim: 'dim' in kept && kept.dim === true,
    }
  } catch {
    return DEFAULT
  }
}

/** Dimming is for the dark theme: a light page in a dark room is the thing it is against. */
export function applyDisplay(display: Display): void {
  const root = document.documentElement
  root.dataset['theme'] = display.theme
  root.dataset['mantineColorScheme'] = display.theme
  if (display.dim && display.theme === 'dark') root.dataset['dim'] = ''
  else delete root.dataset['dim']
  try {
    localStorage.setItem(KEY, JSON.stringify(display))
  } catch {
    // A browser that keeps nothing shows the default next time; nothing clinical hangs on it.
  }
}
