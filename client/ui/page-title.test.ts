// Proves what the browser's own tab says of a page: a tab is often all that is seen of it.
import { describe, expect, test } from 'vitest'
import { showTitle } from './page-title.ts'

const tab = () => ({ title: 'Chairside', icon: '/icon.svg' })

describe('the tab of a page', () => {
  test('[UI114] a recording says REPLAY first, and wears another icon', () => {
    const seen = tab()
    showTitle(seen, { words: 'K-0417', past: 'REPLAY' })
    expect(seen).toEqual({ title: 'REPLAY · K-0417 · Chairside', icon: '/icon-past.svg' })
  })
  test('[UI114] a room looked back at says so first; one that follows does not', () => {
    const seen = tab()
    showTitle(seen, { words: 'Room 3', past: 'LOOKING BACK' })
    expect(seen).toEqual({ title: 'LOOKING BACK · Room 3 · Chairside', icon: '/icon-past.svg' })
    showTitle(seen, { words: 'Room 3' })
    expect(seen).toEqual({ title: 'Room 3 · Chairside', icon: '/icon.svg' })
    showTitle(seen, {})
    expect(seen.title).toBe('Chairside')
  })
})
