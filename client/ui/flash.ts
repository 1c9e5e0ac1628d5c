// Owns what flashes, and that all of it flashes together: unacknowledged HIGH and MEDIUM alarms, and nothing else on any
// screen. LOW is steady. Source of the rates (in flash.css): clinical facts §5.
import type { Priority } from '@chairside/shared/record/record.ts'

/** @returns the value of `data-flash`, or undefined for a steady alarm */
export const flashOf = (priority: Priority, acknowledged: boolean): 'high' | 'medium' | undefined =>
  acknowledged || priority === 'low' ? undefined : priority

/** @returns the class for what bears an alarm's colour (flash.css), or undefined for a steady one */
export function flashClass(
  priority: Priority,
  acknowledged: boolean,
): 'alarm-flash-high' | 'alarm-flash-medium' | undefined {
  const flash = flashOf(priority, acknowledged)
  return flash === undefined ? undefined : `alarm-flash-${flash}`
}

/** @returns the class for a plate with words on it (flash.css), or undefined for a steady one */
export function plateClass(
  priority: Priority,
  acknowledged: boolean,
): 'alarm-plate-high' | 'alarm-plate-medium' | undefined {
  const flash = flashOf(priority, acknowledged)
  return flash === undefined ? undefined : `alarm-plate-${flash}`
}

/** Of flash.css: every keyframes that flashes begins so. */
const FLASH = 'alarm-flash'

/**
 * From now on every flash hangs on the page's own time line from its beginning, not on the moment at which it came: those
 * of one priority are bright together, and one that is drawn anew keeps its beat.
 * @returns how to stop that
 */
export function alignFlashes(page: Document): () => void {
  const onStart = ({ animationName, target }: AnimationEvent): void => {
    if (!animationName.startsWith(FLASH) || !(target instanceof Element)) return
    for (const animation of target.getAnimations({ subtree: true }))
      if ((animation as CSSAnimation).animationName.startsWith(FLASH)) animation.startTime = 0
  }
  page.addEventListener('animationstart', onStart)
  return () => page.removeEventListener('animationstart', onStart)
}
