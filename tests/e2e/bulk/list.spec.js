// The list of a bulk invitation: it is pasted or chosen, each row says what will become of it, and rows are corrected, left
// out and put back. Nothing is sent.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { invitations, openGuests, posts, setting } from '../support/steps.js';
import {
  button,
  expectNumbers,
  expectRun,
  keeps,
  list,
  listKept,
  numbers,
  openBulk,
  paste,
  showBulk,
  startRun,
  textbox,
} from '../support/bulk.js';

// Without transitions, so that axe measures the final colours.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const filter = (page, name) => page.getByRole('button', { name: new RegExp(`^${name} \\d`) });

/** 200 rows: three addresses are wrong, and one is twice in the list. */
function twoHundredRows() {
  const lines = ['Name\tEmail'];
  for (let at = 1; at <= 200; at += 1) lines.push(`Guest ${at}\tguest${at}@fabrikam.com`);
  lines[5] = 'Guest 5\tguest5@fabrikam';
  lines[50] = 'Guest 50\tguest50fabrikam.com';
  lines[150] = 'Guest 150\tguest150';
  lines[200] = 'Guest 200\tGUEST1@fabrikam.com';
  return lines.join('\n');
}

test('200 rows are pasted, three are corrected by keyboard, one is left out and taken back', async ({
  page,
  tenant,
}) => {
  await openBulk(page);
  await paste(page, twoHundredRows());
  await expect(page.getByRole('heading', { name: 'Pasted list' })).toBeFocused();
  await expectNumbers(page, { rows: 200, invited: 196, problems: 3 });
  await expect(page.getByText('The directory was searched for all addresses.')).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toContainText('Will be invited');

  await filter(page, 'Problems').press('Enter');
  for (const [row, address] of [
    [6, 'guest5@fabrikam.com'],
    [51, 'guest50@fabrikam.com'],
    [151, 'guest150@fabrikam.com'],
  ]) {
    const field = textbox(page, `Address, row ${row}`);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.fill(address);
    await field.press('Enter');
    await expect(field).toHaveAttribute('aria-invalid', 'false');
    // The row stays where the person is working, although it is no problem any more.
    await expect(field).toBeFocused();
  }
  await expectNumbers(page, { rows: 200, invited: 199, problems: 0 });
  await filter(page, 'Problems').press('Enter');
  await expect(page.getByText('There is no such row.')).toBeVisible();

  await filter(page, 'All').press('Enter');
  await button(page, 'Leave out row 2').press('Enter');
  await expect(button(page, 'Take in row 2')).toBeFocused();
  // Its duplicate in the last row is invited instead.
  await expectNumbers(page, { rows: 200, invited: 199, problems: 0, leftOut: 1 });
  await filter(page, 'Left out').press('Enter');
  await expect(page.getByRole('row')).toHaveCount(2);
  await button(page, 'Undo').press('Enter');
  await expectNumbers(page, { rows: 200, invited: 199, problems: 0 });
  for (let undone = 0; undone < 3; undone += 1) await button(page, 'Undo').press('Enter');
  await expectNumbers(page, { rows: 200, invited: 196, problems: 3 });
  await expect(button(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');

  await button(page, 'Check only').press('Enter');
  await expect(page.getByRole('heading', { name: 'Report' })).toBeFocused();
  await expect(page.getByRole('listitem').filter({ hasText: 'Twice in the list: 1' })).toBeVisible();
  expect(await posts(tenant)).toEqual([]);
});

test('guests whom the directory knows are marked', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  const known = await page.locator('.list__address').first().textContent();
  await showBulk(page);
  await paste(page, `${known}\nnew@fabrikam.com\n`);
  await expectNumbers(page, { rows: 2, invited: 1, problems: 0 });
  await expect(page.getByRole('row').filter({ hasText: 'Already a guest' })).toHaveCount(1);
});

test('a long list is compared with all users at once, and by filters if they are not given', async ({
  page,
  tenant,
}) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  const known = await page.locator('.list__address').first().textContent();
  await showBulk(page);
  // Filters are sent in batches, so these would fail.
  const refused = { status: { code: 400 } };
  await tenant.faults({ path: '/$batch', fault: refused });
  await paste(page, `${list(320)}\n\t${known}`);
  await expect(page.getByText('The directory was searched for all addresses.')).toBeVisible();
  await expectNumbers(page, { rows: 321, invited: 320, problems: 0 });
  expect(await tenant.struck()).toEqual([0]);

  await tenant.faults({ method: 'GET', path: '/users', times: 1, fault: refused });
  await button(page, 'Use another list').click();
  await paste(page, `${list(320, 'adatum.com')}\n\t${known}`);
  await expect(page.getByText('The directory was searched for all addresses.')).toBeVisible();
  await expectNumbers(page, { rows: 321, invited: 320, problems: 0 });
  expect(await tenant.struck()).toEqual([1]);
});

test('a file is chosen, again after it was changed, and other files are named for what they are', async ({ page }) => {
  await openBulk(page);
  const control = page.locator('input[type=file]');
  const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });
  await control.setInputFiles(file('guests.csv', 'PK\x03\x04xl/workbook.xml'));
  await expect(page.getByRole('alert')).toContainText('This is an Excel workbook.');
  await expect(textbox(page, 'Paste guests')).toBeFocused();
  await control.setInputFiles(file('guests.csv', 'Email;Name\nann@fabrikam.com;Ren\xe9e\n'));
  await expect(page.getByRole('heading', { name: 'List from guests.csv' })).toBeFocused();
  await expect(textbox(page, 'Name, row 2')).toHaveValue('Renée');
  // What the person has changed stays.
  await textbox(page, 'Address, row 2').fill('renee@fabrikam.com');
  await button(page, 'Leave out row 2').click();
  await page.getByRole('combobox', { name: 'Encoding' }).selectOption('windows-1250');
  await expect(textbox(page, 'Name, row 2')).toHaveValue('Renée');
  await expect(textbox(page, 'Address, row 2')).toHaveValue('renee@fabrikam.com');
  await expect(button(page, 'Take in row 2')).toBeVisible();
  await button(page, 'Use another list').click();
  await control.setInputFiles(file('guests.csv', 'Email;Name\nbo@fabrikam.com;Bo\n'));
  await expect(textbox(page, 'Address, row 2')).toHaveValue('bo@fabrikam.com');
});

test('what is typed for a list stays when another page is shown, and is not lost by a reload without a question', async ({
  page,
}) => {
  await openBulk(page);
  await textbox(page, 'Paste guests').pressSequentially('Ann');
  await openGuests(page, 250);
  await showBulk(page);
  await expect(textbox(page, 'Paste guests')).toHaveValue('Ann');
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => setTimeout(() => location.reload()));
  await (await asked).dismiss();
  await expect(textbox(page, 'Paste guests')).toHaveValue('Ann');
});

test('what is typed is still there when a file was read in between', async ({ page }) => {
  await openBulk(page);
  await textbox(page, 'Paste guests').pressSequentially('Ann');
  const buffer = Buffer.from('Email\nbo@fabrikam.com\n');
  await page.locator('input[type=file]').setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer });
  await expect(textbox(page, 'Address, row 2')).toHaveValue('bo@fabrikam.com');
  await button(page, 'Use another list').click();
  await expect(textbox(page, 'Paste guests')).toHaveValue('Ann');
});

test('a file that is dropped beside a list does not replace the page', async ({ page }) => {
  await openBulk(page);
  await paste(page, 'ann@fabrikam.com');
  await expectNumbers(page, { rows: 1, invited: 1, problems: 0 });
  const prevented = await page.evaluate(() =>
    ['dragover', 'drop'].map((name) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['bo@fabrikam.com'], 'guests.csv'));
      return !document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
    }),
  );
  expect(prevented).toEqual([true, true]);
  await expectNumbers(page, { rows: 1, invited: 1, problems: 0 });
});

test('what the person has decided about a row survives a change of the columns', async ({ page, tenant }) => {
  await openBulk(page);
  await paste(page, 'Email\tName\nann@fabrikam.com\tAnn\nbo@fabrikam.com\tBo\nce@fabrikam.com\tCe\n');
  await button(page, 'Leave out row 3').click();
  await textbox(page, 'Address, row 4').fill('cecil@fabrikam.com');
  await textbox(page, 'Address, row 4').press('Enter');
  await page.getByText('Columns', { exact: true }).click();
  const role = page.getByRole('combobox', { name: 'Used as: Email' });
  await listKept(page);
  await keeps(page, () => role.selectOption({ label: 'Not used' }));
  await expect(numbers(page)).toHaveAttribute('data-invited', '0');
  await page.reload();
  await expect(numbers(page)).toHaveAttribute('data-invited', '0');
  // Without a column of addresses, “Columns” is open.
  await role.selectOption({ label: 'E-mail address' });
  await expect(textbox(page, 'Address, row 4')).toHaveValue('cecil@fabrikam.com');
  await startRun(page, 2);
  await expectRun(page, { sent: 2, failed: 0, total: 2 });
  expect(await invitations(tenant)).toEqual({ 'ann@fabrikam.com': 1, 'cecil@fabrikam.com': 1 });
});

test('what counts for all rows of a list does not count for the next one', async ({ page }) => {
  await openBulk(page);
  await paste(page, 'ann@fabrikam.com\n');
  await page.getByText('For all rows').click();
  await page
    .getByRole('checkbox', { name: 'Microsoft sends' })
    .or(page.locator('.bulk__fields .switch__box'))
    .first()
    .uncheck();
  await expect(page.getByText('Will be invited without a mail')).toBeVisible();
  await button(page, 'Use another list').click();
  await paste(page, 'bo@fabrikam.com\n');
  await expect(page.getByText('Will be invited', { exact: true })).toBeVisible();
  await expect(page.getByText('Will be invited without a mail')).toHaveCount(0);
});

test('a list that was removed can be brought back, with its corrections', async ({ page }) => {
  await openBulk(page);
  await paste(page, 'ann@fabrikam\nbo@fabrikam.com');
  await textbox(page, 'Address, row 1').fill('ann@fabrikam.com');
  await textbox(page, 'Address, row 1').press('Enter');
  await expectNumbers(page, { rows: 2, invited: 2, problems: 0 });
  await button(page, 'Use another list').click();
  await expect(textbox(page, 'Paste guests')).toBeFocused();
  await button(page, 'Bring the list back').click();
  await expectNumbers(page, { rows: 2, invited: 2, problems: 0 });
});

test('of two columns with different people, the person says which has the guests', async ({ page }) => {
  await openBulk(page);
  await paste(page, 'Kontakt,Ansprechpartner\nann@fabrikam.com,max@northwind.com\nbo@fabrikam.com,mia@northwind.com\n');
  const question = page.getByRole('group', { name: 'Which column has the guests?' });
  await question.getByRole('button', { name: 'Use these columns' }).click();
  await expect(question.getByRole('alert')).toHaveText('Choose at least one column.');
  await question.getByRole('checkbox', { name: /^Kontakt/ }).check();
  await question.getByRole('button', { name: 'Use these columns' }).click();
  await expectNumbers(page, { rows: 2, invited: 2, problems: 0 });
  await expect(textbox(page, 'Address, row 2')).toHaveValue('ann@fabrikam.com');
});

test('the role of a column and what counts for all rows are changed', async ({ page }) => {
  await openBulk(page);
  await paste(page, 'Email,Team\nann@fabrikam.com,Sales\n');
  await page.getByText('Columns', { exact: true }).click();
  const role = page.getByRole('combobox', { name: 'Used as: Team' });
  await role.focus();
  await role.selectOption({ label: 'Display name' });
  await expect(textbox(page, 'Name, row 2')).toHaveValue('Sales');
  await expect(role).toBeFocused();
  await page.getByText('For all rows', { exact: true }).click();
  await textbox(page, 'Redirect URL').fill('http://fabrikam.com');
  await expectNumbers(page, { rows: 1, invited: 0, problems: 1 });
  const rows = page.getByRole('table', { name: 'Rows of the list' });
  await expect(rows).toContainText('The address has to start with https://');
  await textbox(page, 'Redirect URL').fill('https://fabrikam.com');
  await expectNumbers(page, { rows: 1, invited: 1, problems: 0 });
});

test('the page is accessible in both themes, at both widths, and in French', async ({ page }) => {
  const narrow = { width: 375, height: 700 };
  await openBulk(page);
  await axe(page);
  await paste(page, twoHundredRows());
  await expectNumbers(page, { rows: 200, invited: 196, problems: 3 });
  await button(page, 'Check only').click();
  await page.getByText('Columns', { exact: true }).click();
  for (const theme of ['Light', 'Dark']) {
    for (const size of [{ width: 1280, height: 800 }, narrow]) {
      await page.setViewportSize(size);
      await (await setting(page, 'Theme')).selectOption(theme);
      await page.keyboard.press('Escape');
      await axe(page);
    }
  }
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await expect.poll(width).toBeLessThanOrEqual(narrow.width);
  await (await setting(page, 'Language')).selectOption('fr');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Invitation en bloc' })).toBeVisible();
  await expect(numbers(page)).toContainText('196 seront invités');
  await expect.poll(width).toBeLessThanOrEqual(narrow.width);
  await axe(page);
});
