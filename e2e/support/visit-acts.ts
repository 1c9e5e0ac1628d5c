// Owns what a nurse and a physician do with a visit's pages, by what stands on the glass: role and name, never a selector of ours.
// Never looks into the hub: what came of it is for the test to ask.
import type { Locator, Page } from 'playwright-core'
import { FIXTURE_PASSWORD } from '../../server/store/store-fixture.ts'
import { PHYSICIAN } from '../stage.ts'
import type { Seen } from './screens.ts'
import { OTHER_NURSE, type VisitScene } from './visit-scene.ts'

const dialogOf = (page: Page): Locator => page.getByRole('dialog')
export const inDialog = ({ page }: Seen, name: string | RegExp): Locator =>
  dialogOf(page).getByRole('button', { name })
const gone = (page: Page): Promise<void> => dialogOf(page).waitFor({ state: 'detached' })
/** Presses the button that records, in the open dialog, and waits until the dialog is gone: the hub has said yes. */
export async function record(seen: Seen, name: string | RegExp): Promise<void> {
  await seen.press(inDialog(seen, name))
  await gone(seen.page)
}

// ── before the day ────────────────────────────────────────────────────────────────────────────────────
/** @returns the code that the hub offered */
export async function createPatient({ page, press }: Seen, label: string): Promise<string> {
  await press('New patient')
  const dialog = dialogOf(page)
  const code = dialog.getByLabel('Patient code')
  await code.and(page.locator(':not([value=""])')).waitFor()
  const offered = await code.inputValue()
  await dialog.getByLabel(/^Label/).fill(label)
  await press(dialog.getByRole('button', { name: 'Create patient' }))
  await page.getByRole('heading', { name: 'Patient', exact: true }).waitFor()
  await page.getByText(label).first().waitFor()
  return offered
}

export async function createCourse(seen: Seen, indication: string): Promise<void> {
  const { page, press } = seen
  await press('New course')
  await dialogOf(page).getByLabel('Indication').fill(indication)
  await record(seen, 'Create course')
  await page.getByRole('article', { name: `Course: ${indication}` }).waitFor()
}

/** Ketamine 0.5 mg/kg over 40 min, at most 50 mg. */
export async function signOrder(seen: Seen): Promise<void> {
  const { page, press } = seen
  await press(page.getByRole('region', { name: 'Orders' }).getByRole('button'))
  const dialog = dialogOf(page)
  await dialog.getByRole('textbox', { name: 'Drug' }).fill('Ketamine')
  await dialog.getByLabel('Dose, mg/kg').fill('0.5')
  await dialog.getByLabel('At most, mg').fill('50')
  await dialog.getByLabel('Over, min').fill('40')
  await dialog.getByLabel('Oxygen').fill('2 L/min if SpO₂ is under 92')
  await record(seen, `Sign as ${PHYSICIAN}`)
}

/** @param time "17:15", in the clinic's zone */
export async function putOnList(seen: Seen, time: string, room: string): Promise<void> {
  const { page, press } = seen
  await press('Schedule')
  const dialog = dialogOf(page)
  await dialog.getByLabel(/^Time/).fill(time)
  await dialog.getByLabel('Room').selectOption({ label: room })
  await record(seen, 'Put it on the list')
}

/** How far apart the taps of a hand are that taps twice, ms. */
const TWICE_MS = 300

/**
 * A hand that taps twice where it meant to tap once: the second tap lands where the first did, whatever stands there by then.
 * @param there is on the page once the first tap is recorded: sooner, there is nothing else to hit
 */
export async function tapTwice({ page, drawn }: Seen, button: Locator, there: Locator): Promise<void> {
  await drawn()
  // A click that would be taken, without one: the button is in sight, stands still, and can be pressed.
  await button.click({ trial: true })
  const { x, y, width, height } = (await button.boundingBox())!
  const at = [x + width / 2, y + height / 2] as const
  await page.mouse.click(...at)
  await Promise.all([there.waitFor(), page.waitForTimeout(TWICE_MS)])
  await page.mouse.click(...at)
}

// ── check-in ──────────────────────────────────────────────────────────────────────────────────────────
const checkIn = (page: Page): Locator => page.getByRole('region', { name: 'Check-in' })
/** The form of an item, open. */
async function openItem({ page, press }: Seen, name: string): Promise<Locator> {
  const row = checkIn(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: new RegExp(`(Answer|More about|Leave) ${name}$`) }) })
  const open = row.getByRole('button', { name: `Leave ${name}` })
  if ((await open.count()) === 0)
    await press(row.getByRole('button', { name: new RegExp(`(Answer|More about) ${name}$`) }))
  await open.waitFor()
  return row
}
const recorded = async ({ page }: Seen, name: string): Promise<void> => {
  await checkIn(page)
    .getByRole('button', { name: new RegExp(`^(Change|Undo) ${name}$`) })
    .first()
    .waitFor()
}

/** Every item of the list, in its order. */
export async function answerCheckIn(seen: Seen, code: string, weightLb: string): Promise<void> {
  const { page, press } = seen
  const tap = async (name: RegExp, item: string): Promise<void> => {
    await press(checkIn(page).getByRole('button', { name }))
    await recorded(seen, item)
  }
  const identity = await openItem(seen, 'identity')
  await press(identity.getByRole('button', { name: 'Name' }))
  await press(identity.getByRole('button', { name: 'Birth date' }))
  await identity.getByLabel(/Patient code/).fill(code)
  await press(identity.getByRole('button', { name: /I asked the patient/ }))
  await recorded(seen, 'identity')
  await tap(/^Consent is given/, 'consent')
  await tap(/^I have read the order/, 'the order')
  const weight = await openItem(seen, 'weight')
  await press(weight.getByRole('button', { name: 'lb', exact: true }))
  await weight.getByLabel('Weight today').fill(weightLb)
  await press(weight.getByRole('button', { name: /^Record/ }))
  await recorded(seen, 'weight')
  await tap(/^None of the three/, 'exclusions')
  await tap(/\(alarm profile\)$/, 'alarm profile')
  await tap(/^At hand/, 'rescue drugs')
  await tap(/^Both work/, 'oxygen and suction')
  await tap(/^They are on/, 'bedside alarms')
  await tap(/^Left forearm/, 'IV site')
  await tap(/^Right arm/, 'cuff')
  await tap(/^Left hand.*\(probe\)$/, 'probe')
  const fasting = await openItem(seen, 'fasting')
  await fasting.getByLabel('Last solids, hours ago').fill('9')
  await fasting.getByLabel('Last clear fluids, hours ago').fill('3')
  await press(fasting.getByRole('button', { name: /^Record/ }))
  await recorded(seen, 'fasting')
  const escort = await openItem(seen, 'escort')
  await escort.getByLabel('Who takes the patient home').fill('P. Novak')
  await escort.getByLabel('Telephone').fill('+47 555 0123')
  await press(escort.getByRole('button', { name: /^Record/ }))
  await recorded(seen, 'escort')
  await tap(/^None \(allergies\)/, 'allergies')
  const medicines = await openItem(seen, 'medicines')
  await medicines.getByRole('textbox', { name: 'Medicines' }).fill('sertraline 50 mg')
  await press(medicines.getByRole('button', { name: /^Record/ }))
  await recorded(seen, 'medicines')
  await tap(/^Not needed/, 'pregnancy test')
  await tap(/^No thoughts/, 'thoughts of suicide')
}

/** Dose as ordered, in the same number of millilitres as milligrams. */
export async function recordDose({ page, press }: Seen, volumeMl: string, rate: string): Promise<void> {
  const list = checkIn(page)
  const open = list.getByRole('button', { name: 'Leave the dose' })
  if ((await open.count()) === 0) await press(list.getByRole('button', { name: /(Answer|Change) the dose/ }))
  await list.getByLabel('In, mL').fill(volumeMl)
  await list.getByLabel('Rate set on the pump, mL/h').fill(rate)
  await press(list.getByRole('button', { name: /^Record the dose/ }))
}

// ── baseline, gate ────────────────────────────────────────────────────────────────────────────────────
/** Readings at least a minute apart, as the screen asks for them: two, or a third where they differ. */
export async function takeBaseline(scene: VisitScene, seen: Seen): Promise<void> {
  const { page, press } = seen
  const panel = page.getByRole('region', { name: 'Baseline and gate' })
  const readings = panel
    .getByRole('list', { name: 'Readings' })
    .getByRole('listitem')
    .filter({ hasText: /\d+\/\d+/ })
  const decides = panel.getByRole('button', { name: /^(Go on|Confirm the gate: ready to start)/ })
  for (let reading = 1; reading <= 3 && (await decides.count()) === 0; reading += 1) {
    if (reading > 1) await scene.goOn(62)
    await press(panel.getByRole('button', { name: /^Take (a reading|another)$/ }))
    await scene.until(`reading ${reading} is there`, async () => (await readings.count()) >= reading, 90)
    await page.waitForTimeout(100)
  }
  await decides.waitFor()
}

// ── at the pump ───────────────────────────────────────────────────────────────────────────────────────
const pump = (page: Page): Locator => page.getByRole('region', { name: 'Pump log' })
const says = (page: Page, words: string | RegExp): Promise<void> =>
  pump(page).getByText(words).first().waitFor()

/** @param rate mL/h, as the pump shows it: nothing is filled in */
export async function startPump(seen: Seen, rate: string): Promise<void> {
  await seen.press(pump(seen.page).getByRole('button', { name: /I started the pump/ }))
  await dialogOf(seen.page).getByLabel('Rate set on the pump, mL/h').fill(rate)
  await record(seen, /^Record: started/)
  await says(seen.page, /Recorded: started/)
}
/** @param how "changed the rate" or "resumed the pump" */
export async function atRate(seen: Seen, how: RegExp, rate: string): Promise<void> {
  await seen.press(pump(seen.page).getByRole('button', { name: how }))
  await dialogOf(seen.page).getByLabel('Rate set on the pump, mL/h').fill(rate)
  await record(seen, /^Record/)
}
export async function pausePump({ page, press }: Seen): Promise<void> {
  await press(pump(page).getByRole('button', { name: /I paused the pump/ }))
  await says(page, /paused \d\d:\d\d/)
}
/** "I stopped the pump", and then: it was two minutes earlier. */
export async function stopPumpLate({ page, press }: Seen): Promise<void> {
  await press(pump(page).getByRole('button', { name: /I stopped the pump/ }))
  await says(page, /stopped \d\d:\d\d/)
  await press(pump(page).getByRole('button', { name: 'It was 2 min earlier' }))
  await says(page, /2:\d\d before it was recorded/)
}

// ── at the chair ──────────────────────────────────────────────────────────────────────────────────────
export const observe = ({ page }: Seen): Locator => page.getByRole('region', { name: 'Observe' })
/** Two taps. */
export async function sideEffect(seen: Seen, name: string, severity: string): Promise<void> {
  await seen.press(observe(seen).getByRole('button', { name, exact: true }))
  await record(seen, severity)
  await observe(seen)
    .getByRole('button', { name: `${name} ended` })
    .waitFor()
}
export async function giveDrug(seen: Seen, drug: string, dose: string): Promise<void> {
  await seen.press(observe(seen).getByRole('button', { name: 'Drug', exact: true }))
  await dialogOf(seen.page).getByRole('radio', { name: drug, exact: true }).check()
  await dialogOf(seen.page).getByLabel('Dose and route').fill(dose)
  await record(seen, /^Record/)
}
export async function moaas(seen: Seen, words: RegExp): Promise<void> {
  await seen.press(observe(seen).getByRole('button', { name: 'MOAA/S', exact: true }))
  await record(seen, words)
}

// ── the way home ──────────────────────────────────────────────────────────────────────────────────────
export const recovery = ({ page }: Seen): Locator => page.getByRole('region', { name: 'Recovery' })
export async function aldrete(seen: Seen): Promise<void> {
  await seen.press(recovery(seen).getByRole('button', { name: 'Modified Aldrete ≥ 9: assess' }))
  const dialog = dialogOf(seen.page)
  for (const item of ['Activity', 'Respiration', 'Circulation', 'Consciousness', 'SpO₂'])
    await dialog.getByRole('group', { name: item }).getByRole('radio', { name: '2', exact: true }).check()
  await record(seen, /^Record: 10 of 10/)
}
export async function signOff(seen: Seen, item: string): Promise<void> {
  await seen.press(recovery(seen).getByRole('button', { name: `${item}: sign off` }))
  await recovery(seen)
    .getByRole('button', { name: `${item}: not any more` })
    .waitFor()
}
/** The same with a tap too many, which lands where it is taken back. */
export async function signOffTwice(seen: Seen, item: string): Promise<void> {
  const button = (name: string): Locator => recovery(seen).getByRole('button', { name: `${item}: ${name}` })
  await tapTwice(seen, button('sign off'), button('not any more'))
}
/** What was given stands there from the pump log; the rest of what was drawn is wasted. */
export async function accountForDrug(seen: Seen, drawnMg: number): Promise<void> {
  await seen.press(recovery(seen).getByRole('button', { name: /^Waste and drug account/ }))
  const dialog = dialogOf(seen.page)
  await dialog.getByLabel('Lot').fill('K2231')
  await dialog.getByLabel('Drawn, mg').fill(String(drawnMg))
  const givenMg = Number(await dialog.getByLabel('Given, mg').inputValue())
  await dialog.getByLabel('Wasted, mg').fill((drawnMg - givenMg).toFixed(1))
  await dialog.getByLabel('Witness', { exact: true }).fill(OTHER_NURSE)
  await dialog.getByRole('textbox', { name: 'Witness’s password' }).fill(FIXTURE_PASSWORD)
  await record(seen, /^Record: accounted for/)
}
/** In the open dialog. @param why of every outcome but a discharge */
export async function chooseOutcome(seen: Seen, outcome: string, why?: string): Promise<void> {
  const dialog = dialogOf(seen.page)
  await dialog.getByRole('radio', { name: outcome, exact: true }).check()
  if (why !== undefined) await dialog.getByLabel('Why').fill(why)
  await record(seen, /^End: /)
}
