import assert from 'node:assert/strict'
import { test } from 'node:test'
import type Type from 'typebox'
import { HomeProfile, PropertyType } from '#contract/residences.ts'
import { choices, lists, propertyTypes, yesFields } from './profile-fields.ts'

/** The literals of a union schema. */
function wordsOf(schema: unknown): unknown[] {
  const { anyOf } = schema as { anyOf: Type.TLiteral[] } // a union of literals, which is what the contract's `words` makes
  return anyOf.map((literal) => literal.const)
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
