// Proves that a place is not taken for heard, watched or attended by who cannot hear, watch or attend.
import { describe, expect, test } from 'vitest'
import { settle } from './testing/hub-fixture.ts'
import { enrolledPage, openPage, ownPage, type TestPage } from './testing/pages.ts'
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

describe('"Did you hear the tone?"', () => {
  test('[ST6] was heard at one screen: another one that says it is the same page has heard nothing', async () => {
    await using it = await ward()
    const station = await enrolledPage(it, {})
    await hear(station)
    expect(await newest(it)).toMatchObject({ audible: ['station'] })
    const elsewhere = await it.cookie('Nils Nurse')
    const other = await openPage(it, elsewhere, 'rooms', undefined, station.pageId)
    expect(other.grant()?.toneHeard).toBeUndefined()
    expect(await newest(it)).toMatchObject({ audible: [] })
  })
})
