import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { demoEmails } from '#server/demo/fill-demo.ts'
import { heic, noise } from '../picture.ts'
import { desktop, look, phone, type Visitor } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

test('photos of what was done: from the phone over a line that breaks, then seen large by the household', async (t) => {
  const { signedIn } = await demoHousehold(t)
  const ada = await signedIn({ ...phone, colorScheme: 'dark' }, demoEmails[0])
  const ben = await signedIn(desktop, demoEmails[1])

  await t.test('a home gets a picture, another one, and none; its people see it where homes are listed', async () => {
    const { page } = ada
    await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
    await removePicture(page) // the one of the demo
    await page.getByRole('button', { name: 'Add a picture' }).click()
    const former = await choosePicture(page, 20)
    await page.getByRole('button', { name: 'Change the picture' }).click()
    await choosePicture(page, 30)
    await page.locator(`.picture img[src*="${former}"]`).waitFor({ state: 'detached' })
    await drawn(page, '.picture img')
    await look(page, 'home-picture-phone-dark')

    await ben.page.reload()
    await ben.page.getByRole('button', { name: /Birch Street 12/ }).click()
    await ben.page
      .getByRole('menuitem', { name: /Birch Street 12/ })
      .locator('.home-icon')
      .waitFor()
    await drawn(ben.page, '.home-icon')
    await look(ben.page, 'home-menu-desktop-light')

    await removePicture(page)
    await page.getByRole('navigation').getByRole('link', { name: 'Today', exact: true }).click()
    await ben.page.keyboard.press('Escape')
    ada.assertNoErrors()
    ben.assertNoErrors()
  })

  await t.test('two photos go on where the line broke', async () => {
    await ada.page
      .getByRole('link', { name: /Return the borrowed ladder/ })
      .first()
      .click()
    await ada.page.getByRole('button', { name: 'Done, with details' }).click()
    await ada.page.getByRole('button', { name: 'Take a photo' }).waitFor()
    assert.equal(await ada.page.locator('input[type=file][capture=environment]').count(), 1)
    const parts = await cutAtSecondPart(ada)
    await ada.duringOutage(async () => {
      await album(ada.page).setInputFiles([
        { name: 'ladder.jpg', mimeType: 'image/jpeg', buffer: await noise(700, 90) },
        { name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic }
      ])
      await parts.cut
      await look(ada.page, 'photos-sending-phone-dark')
      await ada.page.context().setOffline(false)
      await ada.page.locator('.photos-item img[src^="/api/files/"]').nth(1).waitFor()
    })
    // the last one is the other photo's
    const [first, second, ...rest] = parts.offsets.slice(0, -1)
    assert.deepEqual([first, second, rest[0]], [0, 131_072, 131_072])
    assert.ok(!rest.includes(0), 'what had arrived is not sent again')
    ada.assertNoErrors()
  })

  await t.test('what is no photo says so and can be taken away', async () => {
    const buffer = Buffer.from('<html><script>alert(1)</script></html>')
    await album(ada.page).setInputFiles([{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer }])
    await ada.page.getByText('This is no photo').waitFor()
    await look(ada.page, 'photos-refused-phone-dark')
    await ada.page.getByRole('button', { name: 'Remove photo 3' }).click()
    await ada.page.getByText('This is no photo').waitFor({ state: 'detached' })
    await look(ada.page, 'photos-ready-phone-dark')
    await ada.page.getByRole('button', { name: 'Done', exact: true }).last().click()
    await ada.page.getByRole('button', { name: 'Take a photo' }).waitFor({ state: 'detached' })
  })

  await t.test('the other sees them in the history, large and by keyboard', async () => {
    await ben.page.getByRole('navigation').getByRole('link', { name: 'History', exact: true }).click()
    const first = ben.page.getByRole('button', { name: /Photo 1 of 2: Return the borrowed ladder/ })
    await first.waitFor()
    await drawn(ben.page, '.strip-photo img')
    await look(ben.page, 'history-photos-desktop-light')
    await first.focus()
    await ben.page.keyboard.press('Enter')
    await ben.page.getByRole('dialog', { name: /Photo 1 of 2/ }).waitFor()
    await drawn(ben.page, '.viewer-photo')
    await look(ben.page, 'photo-viewer-desktop-light')
    await ben.page.keyboard.press('ArrowRight')
    await ben.page.getByRole('dialog', { name: /Photo 2 of 2/ }).waitFor()
    await ben.page.keyboard.press('Escape')
    await ben.page.getByRole('dialog').waitFor({ state: 'detached' })
    ben.assertNoErrors()
  })

  await t.test(
    'whoever may complete puts them in another order, adds one and takes one away, by keyboard',
    async () => {
      const { page } = ben
      const shown = page
        .getByRole('article')
        .filter({ hasText: 'Return the borrowed ladder' })
        .locator('.strip-photo img')
      const [first, second] = await addresses(shown)
      await page.getByRole('button', { name: /^Change photos: Return the borrowed ladder/ }).press('Enter')
      await page.getByRole('button', { name: 'Photo 2 further forward' }).press('Enter')
      await album(page).setInputFiles({ name: 'roof.jpg', mimeType: 'image/jpeg', buffer: await noise(120, 7) })
      await page.locator('.photos-item img[src^="/api/files/"]').nth(2).waitFor()
      await page.getByRole('button', { name: 'Remove photo 2' }).press('Enter')
      await drawn(page, '.photos-item img')
      await look(page, 'photos-change-desktop-light')
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).press('Enter')
      await page.getByText('Photos saved').waitFor()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.locator(`.strip-photo img[src="${first}"]`).waitFor({ state: 'detached' })
      const after = await addresses(shown)
      assert.equal(after.length, 2)
      assert.equal(after[0], second)
      ben.assertNoErrors()
    }
  )
})

function addresses(images: Locator): Promise<string[]> {
  return images.evaluateAll((found) => found.map((image) => image.getAttribute('src') ?? ''))
}

/** Its id. */
async function choosePicture(page: Page, seed: number): Promise<string> {
  const input = page.getByRole('dialog').locator('input[type=file]:not([capture])')
  await input.setInputFiles({ name: 'house.jpg', mimeType: 'image/jpeg', buffer: await noise(400, seed) })
  const answered = page.waitForResponse((response) => response.url().endsWith('/photo') && response.status() === 200)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const { photoId } = (await (await answered).json()) as { photoId: string } // as the contract has it
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator(`.picture img[src*="${photoId}"]`).waitFor()
  return photoId
}

/** The input behind "Add photos". */
function album(page: Page) {
  return page.locator('input[type=file][multiple]')
}

/** The network goes while the second part is on its way; `offsets` is where each part began. */
async function cutAtSecondPart({ page }: Visitor): Promise<{ offsets: number[]; cut: Promise<void> }> {
  const offsets: number[] = []
  const { promise: cut, resolve } = Promise.withResolvers<void>()
  await page.route('**/api/uploads/*?offset=*', async (route) => {
    offsets.push(Number(new URL(route.request().url()).searchParams.get('offset')))
    if (offsets.length !== 2) return route.continue()
    await page.context().setOffline(true)
    await route.abort('internetdisconnected')
    resolve()
  })
  return { offsets, cut }
}

/** The picture has come from the server and is one. */
async function drawn(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((images) => {
    const { document } = globalThis as unknown as { document: { querySelectorAll(found: string): Iterable<Image> } } // a page
    return [...document.querySelectorAll(images)].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
  }, selector)
}
type Image = { complete: boolean; naturalWidth: number }

async function removePicture(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change the picture' }).click()
  await page.getByRole('button', { name: 'Remove photo 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Add a picture' }).waitFor()
}
