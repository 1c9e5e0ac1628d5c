// Owns that a list whose lines move under a finger takes no tap until it has stood still: the second tap of a hand that tapped twice
// would record the answer of whatever moved there. Never holds up the keyboard, and never takes a press by itself.
import {
  createContext,
  type MouseEvent,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** Two taps of one hand are closer to one another; who has looked where a line is now taps later, ms. */
const STILL_AFTER_MS = 600

export type Stillness = {
  readonly store: StoreApi<{ readonly isStill: boolean }>
  /** The lines stand elsewhere now. */
  moved(): void
  /** @param detail of the click: how many taps there were at this point, 0 of a key @returns whether the press counts */
  takes(press: { readonly detail: number }): boolean
  end(): void
}

/** @param after runs something once, ms from now @returns what calls it off */
export function createStillness(after: (ms: number, run: () => void) => () => void): Stillness {
  const store = createStore(() => ({ isStill: true }))
  let callOff: () => void = () => undefined
  const set = (isStill: boolean) => () => store.setState({ isStill })
  return {
    store,
    moved() {
      callOff()
      set(false)()
      callOff = after(STILL_AFTER_MS, set(true))
    },
    takes: ({ detail }) => detail === 0 || store.getState().isStill,
    end() {
      callOff()
      set(true)()
    },
  }
}

/** Whether the buttons here take no tap just now; they say so themselves, and keep the focus. */
export const HeldUp = createContext(false)
export const useHeldUp = (): boolean => useContext(HeldUp)

const timer = (ms: number, run: () => void): (() => void) => {
  const id = setTimeout(run, ms)
  return () => clearTimeout(id)
}

export type StillList = {
  /** For `HeldUp` around the list. */
  readonly isHeldUp: boolean
  /** For the list's own element. */
  readonly presses: { readonly onClickCapture: (event: MouseEvent) => void }
  /** It was moved by other means than what it shows: scrolled to another line. */
  readonly moved: () => void
}

/** @param shows what the places of its lines follow from: where one of them is another than before, the list has moved */
export function useStillList(shows: readonly unknown[]): StillList {
  const [stillness] = useState(() => createStillness(timer))
  const { isStill } = useStore(stillness.store)
  const before = useRef(shows)
  // Before anything can be pressed where it stands now.
  useLayoutEffect(() => {
    const isSame = shows.every((one, index) => Object.is(one, before.current[index]))
    before.current = shows
    if (!isSame) stillness.moved()
  })
  useEffect(() => stillness.end, [stillness])
  return {
    isHeldUp: !isStill,
    presses: {
      onClickCapture(event) {
        if (stillness.takes(event)) return
        event.preventDefault()
        event.stopPropagation()
      },
    },
    moved: stillness.moved,
  }
}
