// When a tab begins to talk to a hub.
import { expect, test } from 'vitest'
import type { Screen } from '../session/screen.ts'
import { startScreen } from './late-link.ts'

function tab(path: string) {
  const did: string[] = []
  let went: (to: string) => void = () => undefined
  const screen = {
    start: () => did.push('start'),
    startWithoutHub: () => did.push('without hub'),
    link: { start: () => did.push('link') },
  } as unknown as Screen
  startScreen(screen, path, {
    onWay(next) {
      went = next
      return () => {
        went = () => undefined
      }
    },
  })
  return { did, go: (to: string) => went(to) }
}

test('[UI93] a page of the hub talks to it from the start', () => {
  expect(tab('/sessions').did).toEqual(['start'])
})

test('[UI93] a page opened from a file looks for no hub until another page is gone to, and then once', () => {
  const { did, go } = tab('/open')
  expect(did).toEqual(['without hub'])
  go('/open')
  expect(did).toEqual(['without hub'])
  go('/sessions')
  go('/open')
  go('/')
  expect(did).toEqual(['without hub', 'link'])
})
