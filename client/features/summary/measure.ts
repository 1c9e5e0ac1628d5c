// Owns how wide words are in the letters of the summary, as this browser draws them. Never a guess: it asks the browser.
import type { Measure } from '@chairside/shared/visit/report-lay-out.ts'

/** Drawn at this size and scaled: widths are in proportion. */
const AT = 100

/** @param family as the sheet's style says it @returns undefined where this browser cannot measure */
export function measureIn(family: string): Measure | undefined {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return undefined
  const widths = new Map<string, number>()
  return (text, size, bold = false) => {
    const key = `${bold ? 'b' : 'r'}${text}`
    let width = widths.get(key)
    if (width === undefined) {
      context.font = `${bold ? 600 : 400} ${AT}px ${family}`
      width = context.measureText(text).width / AT
      widths.set(key, width)
    }
    return width * size
  }
}
