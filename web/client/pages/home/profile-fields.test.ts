import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HomeProfile, PropertyType } from '#contract/residences.ts'
import { choices, lists, propertyTypes, yesFields } from './profile-fields.ts'

/** The words of an enumeration (`Words` of the contract). */
function wordsOf(schema: unknown): unknown {
  return Object(schema).enum
}

test('the tables offer exactly what the contract takes', () => {
  const schemas = HomeProfile.properties
  assert.deepEqual(propertyTypes, wordsOf(PropertyType))
  for (const [field, values] of Object.entries(choices))
    assert.deepEqual(values, wordsOf(Object(schemas)[field]), field)
  for (const [field, values] of Object.entries(lists))
    assert.deepEqual(values, wordsOf(Object(schemas)[field].items), field)
  assert.deepEqual(
    [...Object.keys(choices), ...Object.keys(lists), ...yesFields].toSorted(),
    Object.keys(schemas).toSorted()
  )
})
