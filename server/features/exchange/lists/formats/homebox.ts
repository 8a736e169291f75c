import { entryOf, LeftOutError, type Entry, type Reader, type ReadTask } from '../entry.ts'
import { cellsByName, type Table } from '../table.ts'
import { dateOf } from '../words/task-words.ts'
import { isTrue, textOf, type Fields } from './fields.ts'

export function isHomebox({ header }: Table): boolean {
  return header.includes('HB.name')
}

/** The inventory: things are no tasks here, but that the warranty of one ends is. */
export function readHomebox(table: Table, reader: Reader): Entry[] {
  const cell = cellsByName(table)
  return table.rows.map((row) => {
    const name = cell(row, 'HB.name')
    const identity = JSON.stringify(['homebox', cell(row, 'HB.import_ref') || cell(row, 'HB.asset_id') || row.cells])
    return entryOf({ line: row.line, identity, text: name }, (): ReadTask => {
      const ends = dateOf(cell(row, 'HB.warranty_expires'), reader)
      if (isTrue(cell(row, 'HB.archived').toLowerCase())) throw new LeftOutError('inactive')
      if (!ends) throw new LeftOutError('not_a_task')
      if (Temporal.PlainDate.compare(ends.date, reader.today) < 0) throw new LeftOutError('over', ends.date.toString())
      const about = ['HB.warranty_details', 'HB.manufacturer', 'HB.model_number', 'HB.serial_number', 'HB.location']
      const notes = about.map((column) => cell(row, column)).filter((text) => text !== '')
      return {
        title: name === '' ? '' : `Warranty ends: ${name}`,
        ...(notes.length > 0 && { notes: notes.join('\n') }),
        category: 'administration',
        schedule: { kind: 'once' },
        startOn: ends.date.toString()
      }
    })
  })
}

export function isHomeboxMaintenance(first: Fields): boolean {
  return ['scheduledDate', 'scheduled_date'].some((name) => name in first) && 'name' in first
}

/** Entries of the maintenance log: those that are still to come. */
export function readHomeboxMaintenance(
  entries: readonly (Fields & { readonly line: number })[],
  reader: Reader
): Entry[] {
  return entries.map((entry) => {
    const name = textOf(entry, 'name')
    const item = textOf(entry, 'itemName', 'item_name', 'item')
    const identity = JSON.stringify([
      'homebox',
      textOf(entry, 'id') || [name, item, textOf(entry, 'scheduledDate', 'scheduled_date')]
    ])
    return entryOf({ line: entry.line, identity, text: name }, (): ReadTask => {
      const [done, planned] = [
        textOf(entry, 'completedDate', 'completed_date'),
        textOf(entry, 'scheduledDate', 'scheduled_date')
      ]
      if (done !== '' && !done.startsWith('0001-01-01')) throw new LeftOutError('done_already', done)
      const due = planned.startsWith('0001-01-01') ? undefined : dateOf(planned, reader)
      const notes = textOf(entry, 'description')
      return {
        title: item === '' || name === '' ? name : `${name} (${item})`,
        ...(notes !== '' && { notes }),
        category: 'appliances',
        schedule: { kind: 'once' },
        startOn: due?.date.toString() ?? null
      }
    })
  })
}
