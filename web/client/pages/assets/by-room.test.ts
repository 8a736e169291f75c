import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Area, Asset } from '#contract/assets.ts'
import { byRoom } from './by-room.ts'

const area = (id: string) => ({ id, name: id }) as Area // no other field is looked at
const asset = (id: string, areaId: string | null) => ({ id, areaId }) as Asset // likewise
const areas = ['kitchen', 'attic', 'garage'].map(area)
const shown = (rooms: ReturnType<typeof byRoom>) =>
  rooms.map((room) => [room.area?.id, room.assets.map(({ id }) => id).join(' ')])

test('rooms stand in their order, what stands in none comes last', () => {
  const assets = [asset('oven', 'kitchen'), asset('car', 'garage'), asset('gate', null)]
  assert.deepEqual(shown(byRoom(areas, assets, { isWhole: true, withEmpty: true })), [
    ['kitchen', 'oven'],
    ['attic', ''],
    ['garage', 'car'],
    [undefined, 'gate']
  ])
  assert.deepEqual(shown(byRoom(areas, assets, { isWhole: true, withEmpty: false })).length, 3)
})

test('a room that may have more to come is not called empty', () => {
  const whole = { isWhole: false, withEmpty: true }
  assert.deepEqual(shown(byRoom(areas, [asset('oven', 'kitchen')], whole)), [['kitchen', 'oven']])
  assert.deepEqual(shown(byRoom(areas, [asset('gate', null)], whole)), [[undefined, 'gate']])
})
