import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { ZipFile } from 'yazl'
import { AppError } from '#server/platform/errors.ts'
import { decodeText } from './decode.ts'
import type { Reader, ReadTask } from './entry.ts'
import { readList } from './read-list.ts'
import { readDate } from './words/date-words.ts'
import { readRepeat } from './words/repeat-words.ts'

const reader: Reader = { today: Temporal.PlainDate.from('2026-03-10'), timeZone: 'Europe/Berlin', country: 'DE' }
const folder = join(import.meta.dirname, '../testing/lists')

const bytesOf = (name: string) => readFileSync(join(folder, name))
const list = (name: string, columns?: string) => readList(bytesOf(name), reader, columns)

/** What became of each entry, short enough to compare: the title with its dates, or why there is none. */
async function outcome(name: string): Promise<{ format: string; entries: string[] }> {
  const { format, entries } = await list(name)
  return {
    format,
    entries: entries.map(({ line, task, leftOut }) =>
      task ? `${line} ${said(task)}` : `${line} ${leftOut.reason}${leftOut.detail === '' ? '' : `: ${leftOut.detail}`}`
    )
  }
}

function said({ title, schedule, startOn, dueOn, priority }: ReadTask): string {
  const { kind, ...rule } = schedule
  const rules = kind === 'once' && Object.keys(rule).length === 0 ? '' : ` ${JSON.stringify({ kind, ...rule })}`
  return `${title} [${priority ?? 'medium'}] ${startOn ?? 'no date'}${dueOn ? ` due ${dueOn}` : ''}${rules}`
}

const every = (rule: string) => `{"kind":"every",${rule}}`

const expected: Readonly<Record<string, readonly [format: string, ...entries: string[]]>> = {
  'todoist-home.csv': [
    'todoist',
    `3 Descale the kettle [high] 2026-03-10 ${every('"every":3,"basis":"due","unit":"month"')}`,
    `8 Take out the bins [urgent] 2026-03-10 ${every('"every":1,"basis":"due","unit":"week","weekdays":[1,4],"timeOfDay":"07:30"')}`,
    `9 Water the ficus [low] 2026-03-10 ${every('"every":5,"basis":"completion","unit":"day"')}`,
    '10 Renew passport [medium] 2026-09-01',
    '11 schedule_unreadable: every full moon'
  ],
  'todoist-deutsch.csv': [
    'todoist',
    `2 Heizung entlüften [medium] 2026-03-10 ${every('"every":1,"basis":"due","unit":"year","months":[10],"monthDay":1')}`,
    `3 Filter waschen [low] 2026-03-10 ${every('"every":14,"basis":"due","unit":"day"')}`,
    `4 Müll rausstellen [low] 2026-03-10 ${every('"every":1,"basis":"due","unit":"week","weekdays":[1],"timeOfDay":"19:00"')}`,
    `5 Miete prüfen [low] 2026-03-10 ${every('"every":1,"basis":"due","unit":"month"')}`
  ],
  'grocy-chores.json': [
    'grocy',
    `1 Changed towels in the bathroom [medium] 2026-01-05 due 2026-03-12 ${every('"every":1,"unit":"week","basis":"due","weekdays":[1,4]')}`,
    `2 Mopped the kitchen floor [medium] 2026-01-06 due 2026-03-17 ${every('"every":10,"unit":"day","basis":"completion","timeOfDay":"18:00"')}`,
    `3 Cleaned the range hood [medium] 2026-01-31 due 2026-03-31 ${every('"every":2,"unit":"month","basis":"due","monthDay":31')}`,
    '4 Defrosted the freezer [medium] no date',
    '5 schedule_unreadable: hourly',
    '6 inactive'
  ],
  'grocy-chores.csv': [
    'grocy',
    `2 Vacuumed the stairs [medium] 2026-02-07 due 2026-03-21 ${every('"every":2,"unit":"week","basis":"due","weekdays":[6]')}`,
    `3 Oiled the hinges [medium] 2025-11-15 due 2026-11-15 ${every('"every":1,"unit":"year","basis":"due"')}`
  ],
  'donetick-chores.json': [
    'donetick',
    `1 Replace the furnace filter [urgent] 2026-04-01 ${every('"every":3,"basis":"completion","unit":"month","timeOfDay":"09:00"')}`,
    `2 Bins to the street [medium] 2026-03-13 ${every('"every":1,"basis":"due","unit":"week","weekdays":[2,5],"timeOfDay":"19:00"')}`,
    `3 Pay the rent [high] 2026-04-01 ${every('"every":1,"basis":"due","unit":"month","monthDay":1,"months":[1,4,7,10],"timeOfDay":"10:00"')}`,
    '4 schedule_unreadable: adaptive',
    '5 Assemble the shelf [low] no date',
    '6 inactive'
  ],
  'homebox-items.csv': [
    'homebox',
    '2 Warranty ends: Dishwasher [medium] 2027-05-02',
    '3 not_a_task',
    '4 inactive',
    '5 over: 2024-01-01'
  ],
  'homebox-maintenance.json': [
    'homebox',
    '1 Descale (Espresso machine) [medium] 2026-05-01',
    '2 done_already: 2026-01-20T00:00:00Z'
  ],
  'homebox-maintenance.csv': ['homebox', '2 Service (Boiler) [medium] 2026-10-01', '3 done_already: 2025-10-01'],
  'vikunja-data.json': [
    'vikunja',
    `1 Clean the gutters [high] 2026-04-10 ${every('"every":180,"unit":"day","basis":"completion","timeOfDay":"18:00"')}`,
    `2 Read the meters [medium] 2026-04-01 ${every('"every":1,"unit":"month","basis":"due"')}`,
    '3 done_already',
    '4 Look for a roofer [urgent] no date',
    '5 schedule_unreadable: repeat_after 5400'
  ],
  'nextcloud-tasks.ics': [
    'icalendar',
    `4 Bleed the radiators [urgent] 2026-10-01 ${every('"every":1,"unit":"year","months":[10],"basis":"due","monthDay":1')}`,
    '18 done_already',
    '26 Call the chimney sweep [medium] no date'
  ],
  'google-calendar.ics': [
    'icalendar',
    `26 Papiertonne [medium] 2025-01-06 due 2026-03-16 ${every('"every":2,"unit":"week","weekdays":[1],"basis":"due","timeOfDay":"18:30"')}`,
    '40 TÜV fürs Auto [medium] 2026-05-01',
    '47 over: 2025-03-01',
    '54 exception_of_series',
    '61 rule_not_held: unsupported_part',
    '67 rule_not_held: time_zone'
  ],
  'outlook.ics': [
    'icalendar',
    `20 Test the alarm system [medium] 2026-04-01 ${every('"every":1,"unit":"month","basis":"due","nthWeekday":{"n":1,"weekday":3},"until":"2026-09-02","timeOfDay":"09:00"')}`,
    '35 malformed'
  ],
  'list-english.csv': [
    'table',
    `2 Change the smoke alarm batteries [high] 2026-04-01 ${every('"every":6,"basis":"due","unit":"month"')}`,
    `3 Sweep the chimney, both flues [medium] 2026-09-05 ${every('"every":1,"basis":"due","unit":"year"')}`,
    "4 Read Ada's list [low] no date",
    '5 no_title',
    '6 date_unreadable: 31/31/2026'
  ],
  'liste-windows-1252.csv': [
    'table',
    `2 Kühlschrank abtauen [medium] 2026-04-15 ${every('"every":6,"basis":"due","unit":"month"')}`,
    `4 Müll [medium] 2026-03-16 ${every('"every":1,"basis":"due","unit":"week","weekdays":[1],"timeOfDay":"07:00"')}`
  ],
  'liste-utf16le.tsv': [
    'table',
    `2 Fenster putzen [medium] 2026-05-01 ${every('"every":3,"basis":"due","unit":"month"')}`,
    '3 Dachrinne [medium] no date'
  ],
  'liste-utf16be.csv': [
    'table',
    `2 Fenster putzen [medium] 2026-05-01 ${every('"every":3,"basis":"due","unit":"month"')}`,
    '3 Dachrinne [medium] no date'
  ],
  'list-utf8-bom.csv': ['table', `2 Öl wechseln [medium] 2026-03-20 ${every('"every":2,"basis":"due","unit":"week"')}`],
  'list-rrules.csv': [
    'table',
    `2 Mow the lawn [medium] 2026-04-04 ${every('"every":1,"unit":"week","weekdays":[6],"basis":"due"')}`,
    `3 Service the boiler [medium] 2026-09-01 ${every('"every":1,"unit":"year","months":[9],"basis":"due","monthDay":1')}`,
    '4 rule_not_held: unsupported_part'
  ],
  'list-unknown-columns.csv': ['table'],
  'list-quotes.csv': [
    'table',
    '2 Say "hello" to the new neighbours [medium] no date',
    '5 Plain 2" pipe [medium] no date',
    '6 =HYPERLINK("http://evil.example") [medium] no date'
  ]
}

test('twenty files as other programs write them: each entry is a task, or has its reason', async (t) => {
  assert.deepEqual(readdirSync(folder).toSorted(), Object.keys(expected).toSorted())
  for (const [name, [format, ...entries]] of Object.entries(expected)) {
    await t.test(name, async () => assert.deepEqual(await outcome(name), { format, entries }))
  }
})

test('notes, checklist, minutes and category come along', async () => {
  const [kettle] = (await list('todoist-home.csv')).entries
  assert.equal(kettle?.task?.notes, 'Use citric acid,\nnot vinegar\n\nLast time it took two rounds, really')
  assert.deepEqual(kettle.task.checklist, [{ title: 'Buy citric acid' }, { title: 'Rinse twice' }])
  assert.equal(kettle.task.estimatedMinutes, 20)
  const [filter] = (await list('donetick-chores.json')).entries
  assert.equal(filter?.task?.notes, '16x25x1, arrow down')
  assert.deepEqual(filter.task.checklist, [{ title: 'Switch it off' }, { title: 'Write the date on it' }])
  const [radiators] = (await list('nextcloud-tasks.ics')).entries
  assert.equal(radiators?.task?.notes, 'Start on the ground floor, key is in the\nsecond drawer')
  assert.equal(radiators.task.category, 'heating_cooling')
  const [fridge] = (await list('liste-windows-1252.csv')).entries
  assert.equal(fridge?.task?.notes, 'Handtücher\nbereitlegen')
})

test('a table whose columns nobody knows is read as one says', async () => {
  const guessed = await list('list-unknown-columns.csv')
  assert.deepEqual(guessed.columns, { header: ['Erledigen', 'Wann', 'Anmerkung'], uses: [null, null, null] })
  const { entries, columns } = await list('list-unknown-columns.csv', 'title,due,notes')
  assert.deepEqual(columns?.uses, ['title', 'due', 'notes'])
  assert.deepEqual(
    entries.map(({ task }) => [task?.title, task?.startOn, task?.notes]),
    [
      ['Teppich klopfen', '2026-06-01', 'Garten'],
      ['Lampe tauschen', null, 'Flur']
    ]
  )
})

function zipped(files: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name)
  zip.end()
  return Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>).then((chunks) => Buffer.concat(chunks))
}

test('an archive is read file by file: Vikunja’s, and Todoist’s backup of several projects', async () => {
  const vikunja = await zipped({
    'data.json': bytesOf('vikunja-data.json'),
    'filters.json': Buffer.from('null'),
    VERSION: Buffer.from('v1.0.0')
  })
  const read = await readList(vikunja, reader, undefined)
  assert.deepEqual([read.format, read.entries.length, read.entries[0]?.file], ['vikunja', 5, 'data.json'])
  const backup = await zipped({
    'Home [1].csv': bytesOf('todoist-home.csv'),
    'Zuhause [2].csv': bytesOf('todoist-deutsch.csv')
  })
  const both = await readList(backup, reader, undefined)
  assert.deepEqual([both.format, both.entries.length], ['todoist', 9])
})

function refusal(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code
}

test('an archive that becomes too large, lies about its size or is damaged is refused', async () => {
  const bomb = await zipped({ 'data.json': Buffer.alloc(26 * 1024 * 1024, ' ') })
  assert.ok(bomb.length < 100_000)
  await assert.rejects(readList(bomb, reader, undefined), refusal('list_archive_refused'))
  const lying = await zipped({ 'data.csv': Buffer.alloc(1024 * 1024, 'a') })
  const directory = lying.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
  lying.writeUInt32LE(10, directory + 24)
  await assert.rejects(readList(lying, reader, undefined), refusal('list_archive_refused'))
  await assert.rejects(readList(lying.subarray(0, 200), reader, undefined), refusal('list_archive_refused'))
})

test('what is no list is refused, and so is one of more than ten thousand entries', async () => {
  for (const bytes of [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]),
    Buffer.from('{"a": [1'),
    Buffer.from('{"things": []}'),
    Buffer.from('a,"b')
  ]) {
    await assert.rejects(readList(bytes, reader, undefined), refusal('list_unreadable'))
  }
  const rows = (count: number) => Buffer.from(`title\n${'x\n'.repeat(count)}`)
  assert.equal((await readList(rows(10_000), reader, undefined)).entries.length, 10_000)
  await assert.rejects(readList(rows(10_001), reader, undefined), refusal('list_too_long'))
})

test('whatever bytes come, they are read or refused, never a fault; each entry has a task or a reason', async () => {
  const names = Object.keys(expected)
  const damaged = fc.tuple(
    fc.constantFrom(...names),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 30 }),
    fc.nat()
  )
  await fc.assert(
    fc.asyncProperty(damaged, async ([name, changes, end]) => {
      const bytes = Buffer.from(bytesOf(name))
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      const cut = bytes.subarray(0, 1 + (end % bytes.length))
      const read = await readList(cut, reader, undefined).catch((error: unknown) => {
        assert.ok(error instanceof AppError, String(error))
      })
      for (const { task, leftOut } of read?.entries ?? []) assert.ok((task === undefined) !== (leftOut === undefined))
    }),
    { numRuns: 300 }
  )
})

test('text of every encoding is read as it was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      assert.equal(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])), text)
      assert.equal(decodeText(Buffer.from(text)), text.replace(/^\uFEFF/, ''))
    })
  )
  assert.equal(decodeText(Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x80])), 'Müll€')
})

const phrases: readonly [string, string | undefined][] = [
  ['every other week', '{"every":2,"unit":"week"}'],
  ['every weekday', '{"every":1,"unit":"week","weekdays":[1,2,3,4,5]}'],
  ['every last day', '{"every":1,"unit":"month","monthDay":"last"}'],
  ['every 2nd friday', '{"every":1,"unit":"month","nthWeekday":{"n":2,"weekday":5}}'],
  ['every 15th at 6pm', '{"every":1,"unit":"month","monthDay":15,"timeOfDay":"18:00"}'],
  ['every jan 5', '{"every":1,"unit":"year","months":[1],"monthDay":5}'],
  ['alle 2 Jahre', '{"every":2,"unit":"year"}'],
  ['jede Woche', '{"every":1,"unit":"week"}'],
  ['jeden Montag und Freitag', '{"every":1,"unit":"week","weekdays":[1,5]}'],
  ['quarterly', '{"every":3,"unit":"month"}'],
  ['every 0 days', undefined],
  ['every 5000 days', undefined],
  ['now and then', undefined]
]

test('what people say is a schedule, or not understood; never another one', () => {
  for (const [words, rule] of phrases) {
    const { kind: _kind, basis: _basis, ...read } = readRepeat(words, reader)?.schedule ?? {}
    assert.equal(Object.keys(read).length === 0 ? undefined : JSON.stringify(read), rule, words)
  }
  assert.equal(readRepeat('every month starting 5 Apr 2026', reader)?.startOn?.toString(), '2026-04-05')
})

test('dates are read in the order of the country, and only if they are there', () => {
  const read = (text: string, country: string) => readDate(text, { ...reader, country })?.date.toString()
  assert.equal(read('04/05/2026', 'US'), '2026-04-05')
  assert.equal(read('04/05/2026', 'GB'), '2026-05-04')
  assert.equal(read('30.2.2026', 'DE'), undefined)
  assert.equal(read('March 3', 'US'), '2027-03-03')
  assert.deepEqual(readDate('2026-07-01T22:30:00Z', reader), {
    date: Temporal.PlainDate.from('2026-07-02'),
    time: '00:30'
  })
})
