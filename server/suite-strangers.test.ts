// Proves that a place is not taken for heard, watched or attended by who cannot hear, watch or attend.
import { describe, expect, test } from 'vitest'
import type { EnrolledScreen } from './store/directory.ts'
import { CLOSED_PAGES, createPages } from './suite/pages.ts'
import { hubFixture, settle } from './testing/hub-fixture.ts'
import { enrolledPage, openPage, ownPage, pass, type TestPage } from './testing/pages.ts'
import { type Ward, ward } from './testing/ward.ts'

const newest = async (it: Ward) => (await it.records(it.stream, 'coverage')).at(-1)
const hear = async (page: TestPage) => {
  expect(await page.heard(page.pageId)).toMatchObject({ ok: true })
  await settle()
}

describe('a place', () => {
  test('[ST1] is not where somebody looks who may not see a patient: neither watched nor heard there', async () => {
    await using it = await ward()
    for (const who of ['Quinn Qa', 'Ada Admin']) {
      const page = await ownPage(it, who, `chairside:${it.roomId}`)
      await page.heard(page.pageId)
      await settle()
      expect(page.grant()).toMatchObject({ lease: 'none' })
      expect(page.grant()?.place).toBeUndefined()
      expect(await newest(it)).toMatchObject({ audible: [], unconfirmed: [], chair: 'absent' })
    }
  })
})

describe('two screens that say they are one page', () => {
  test('[ST4] are two: neither takes the other one’s place, nor is it lost when one goes', async () => {
    await using it = await ward()
    const station = await enrolledPage(it, {})
    await hear(station)
    const { cookie, screenId } = await it.enrol()
    const twin = await openPage(it, cookie, 'rooms', screenId, station.pageId)
    expect(twin.grant()).toMatchObject({ place: 'station', lease: 'other' })
    expect(await newest(it)).toMatchObject({ audible: ['station'] })
    twin.socket.disconnect()
    await settle(50)
    await pass(it, 6_000, station)
    expect(station.grant()).toMatchObject({ lease: 'held', toneHeard: {} })
    expect(await newest(it)).toMatchObject({ audible: ['station'] })
  })
})

describe('"Did you hear the tone?"', () => {
  test('[ST6] was heard at one screen: another one that says it is the same page has heard nothing', async () => {
    await using it = await ward()
    const station = await enrolledPage(it, {})
    await hear(station)
    expect(await newest(it)).toMatchObject({ audible: ['station'] })
    const elsewhere = await it.cookie('Nils Nurse')
    const other = await openPage(it, elsewhere, 'rooms', undefined, station.pageId)
    expect(other.grant()?.toneHeard).toBeUndefined()
    station.socket.disconnect()
    await settle(50)
    await pass(it, 4_000, other)
    expect(other.grant()).toMatchObject({ lease: 'held' })
    expect(await newest(it)).toMatchObject({ audible: [] })
  })

  test('[ST6] out of sight for 10 min is void also if the hub restarted meanwhile', async () => {
    const first = await hubFixture()
    const { cookie, screenId } = await first.enrol()
    const page = await openPage(first, cookie, 'rooms', screenId)
    await hear(page)
    await page.paints({ painting: false, hidden: true })
    await pass(first, 60_000)
    const log = await first.crash()
    first.clock.move(5_000)
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const back = await it.screen({ cookie })
    await back.hello({ view: 'rooms', pageId: page.pageId })
    await back.paints({ painting: false, hidden: true })
    await pass(it, 700_000)
    await back.paints()
    await settle()
    expect(back.grants.at(-1)).toMatchObject({ lease: 'held' })
    expect(back.grants.at(-1)?.toneHeard).toBeUndefined()
  })
})

describe('sound that comes and goes', () => {
  const coverage = async (it: Ward) => (await it.records(it.stream, 'coverage')).length

  test('[ST16] is no sound: lost at once, counted again when it has run for 2 s, and not recorded each time', async () => {
    await using it = await ward()
    const station = await enrolledPage(it, {})
    await hear(station)
    expect(await newest(it)).toMatchObject({ audible: ['station'] })
    const before = await coverage(it)
    for (let round = 0; round < 100; round++) {
      await station.paints({ audio: 'suspended' })
      await settle(1)
      it.clock.move(20)
      await station.paints()
      await settle(1)
      it.clock.move(20)
    }
    await settle()
    expect(await newest(it)).toMatchObject({ audible: [], unconfirmed: [] })
    expect((await coverage(it)) - before).toBe(1)
    // Steady from here on: it counts when 2 s are over, without another report.
    it.clock.move(1_900)
    await settle()
    expect(await newest(it)).toMatchObject({ audible: [] })
    it.clock.move(100)
    await settle()
    expect(await newest(it)).toMatchObject({ audible: ['station'] })
    expect((await coverage(it)) - before).toBe(2)
  })

  test('[ST16] sound that was lost 2 s ago or longer counts with the report that says it is back', async () => {
    await using it = await ward()
    const station = await enrolledPage(it, {})
    const { cookie, screenId } = await it.enrol(it.roomId)
    const chair = await openPage(it, cookie, `chairside:${it.roomId}`, screenId)
    await chair.paints({ audio: 'suspended' })
    await pass(it, 2_000, station)
    await chair.paints()
    await hear(chair)
    expect(await newest(it)).toMatchObject({ audible: ['chair'] })
  })
})

describe('a screen that says another page with each greeting', () => {
  test('[ST17] fills nothing: of its closed pages the newest few are remembered', () => {
    const pages = createPages(1, 0)
    const one = { enrolled: { screenId: 's1', name: 'Station' } as EnrolledScreen, view: 'rooms' }
    const other = { enrolled: { screenId: 's2', name: 'Other' } as EnrolledScreen, view: 'rooms' }
    const state = {
      painting: true,
      hidden: false,
      audio: 'running',
      wakeLock: true,
      sound: 'confirmed',
    } as const
    const theirs = {}
    pages.arrive(theirs, { ...other, pageId: 'theirs' }, 1)
    pages.leave(theirs, 1)
    const link = {}
    for (let at = 1; at <= 500; at++) {
      pages.arrive(link, { ...one, pageId: `page-${at}` }, at)
      pages.report(link, state, at)
      const { leases } = pages.settle(at, {})
      // Who holds the place goes on holding it until it is over: one given, or one released and another given.
      expect(leases.length, `greeting ${at}`).toBeLessThanOrEqual(2)
    }
    const kept = [...pages.all()].map(({ pageId }) => pageId)
    expect(kept).toHaveLength(CLOSED_PAGES + 2)
    expect(kept[0]).toBe('theirs')
    expect(kept.at(-1)).toBe('page-500')
    expect(pages.of(link)?.pageId).toBe('page-500')
    expect(pages.holderOf('station')?.enrolled?.screenId).toBe('s1')
  })
})
