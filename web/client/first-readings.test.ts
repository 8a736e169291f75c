import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstReadings } from './first-readings.ts'
import { paths } from './paths.ts'

const id = '0197a0f0-0000-7000-8000-000000000001'
const frame = ['/api/me', '/api/residences?limit=100']

test('the frame reads the person and the homes, Today and the board what they show', () => {
  assert.deepEqual(firstReadings(paths.today()), [...frame, '/api/today'])
  assert.deepEqual(firstReadings(paths.board(id)), [...frame, `/api/residences/${id}/board`])
  assert.deepEqual(firstReadings(paths.settings()), frame)
  assert.deepEqual(firstReadings(paths.board('../x')), frame)
})
