import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeNotes, showToast, toasts } from './toast.ts'

test('what only tells that something is done makes way for other work; what can be undone or went wrong stays', () => {
  const texts = () => toasts.visibleToasts.map(({ content }) => content.text)
  const endNote = showToast({ text: 'Kept' })
  const endUndo = showToast({ text: 'Done', action: { label: 'Undo', onAction: () => {} } })
  assert.deepEqual(texts(), ['Done', 'Kept'])
  closeNotes()
  assert.deepEqual(texts(), ['Done'])
  const endProblem = showToast({ text: 'Refused', tone: 'problem' })
  closeNotes()
  assert.deepEqual(texts(), ['Refused', 'Done'])
  for (const end of [endNote, endUndo, endProblem]) end()
})
