import { entryOf, LeftOutError, type Entry, type Reader, type ReadTask } from '../entry.ts'
import { cellsByName, type Row, type Table } from '../table.ts'
import { readDate } from '../words/date-words.ts'
import { minutesOf, priorityNamed, scheduled } from '../words/task-words.ts'

export function isTodoist({ header }: Table): boolean {
  return ['TYPE', 'CONTENT', 'PRIORITY', 'INDENT'].every((name) => header.includes(name))
}

/**
 * A project of Todoist's backup. What is indented and has no date of its own is on the checklist of what it belongs to; comments
 * stand below the notes; sections are no tasks.
 */
export function readTodoist(table: Table, reader: Reader): Entry[] {
  const cell = cellsByName(table)
  const groups: { head: Row; parts: string[]; comments: string[] }[] = []
  for (const row of table.rows) {
    const type = cell(row, 'TYPE')
    const last = groups.at(-1)
    const isPart = type === 'task' && Number(cell(row, 'INDENT')) > 1 && cell(row, 'DATE') === ''
    if (type === 'section' || type === '') continue
    if (isPart && last) last.parts.push(plain(cell(row, 'CONTENT')))
    else if (type === 'note' && last) last.comments.push(cell(row, 'CONTENT'))
    else groups.push({ head: row, parts: [], comments: [] })
  }
  return groups.map(({ head, parts, comments }) => {
    const identity = JSON.stringify(['todoist', head.cells])
    return entryOf({ line: head.line, identity, text: cell(head, 'CONTENT') || head.cells.join(' | ') }, () => {
      if (cell(head, 'TYPE') !== 'task') throw new LeftOutError('malformed', cell(head, 'TYPE'))
      return read((name) => cell(head, name), { parts, comments }, reader)
    })
  })
}

function read(
  cell: (name: string) => string,
  { parts, comments }: { parts: readonly string[]; comments: readonly string[] },
  reader: Reader
): ReadTask {
  const minutes = /^(minute|)$/.test(cell('DURATION_UNIT')) ? minutesOf(cell('DURATION')) : undefined
  const notes = [cell('DESCRIPTION'), ...comments].filter((text) => text !== '').join('\n\n')
  const words = cell('DATE')
  const date = readDate(words, reader)
  return {
    title: plain(cell('CONTENT')),
    ...(notes !== '' && { notes }),
    priority: priorityNamed(cell('PRIORITY')),
    ...(minutes !== undefined && minutes > 0 && { estimatedMinutes: minutes }),
    ...(parts.length > 0 && { checklist: parts.map((title) => ({ title })) }),
    ...scheduled({ repeat: date ? '' : words, date: date?.date, time: date?.time }, reader)
  }
}

/** Without labels, and with the words of a link alone. */
function plain(content: string): string {
  return content
    .replaceAll(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replaceAll(/(^|\s)@[\p{L}\p{N}_-]+/gu, '$1')
    .replaceAll(/^\*\s+|\*\*/g, '')
    .trim()
}
