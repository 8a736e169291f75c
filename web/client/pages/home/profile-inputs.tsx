import './home-page.css'
import type { HomeProfile } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Select } from '../../../ui/select.tsx'
import { choices, lists, valueKey, yesFields, type ChoiceField, type ManyField } from './profile-fields.ts'
import { toggled, withChoice } from './profile-draft.ts'

type Part = { draft: HomeProfile; setDraft: (draft: HomeProfile) => void; isDisabled?: boolean }

/** Everything that can be said of a home. */
export function ProfileInputs(part: Part) {
  return (
    <>
      <div className="fields-two">
        <ChoiceSelect {...part} field="heating" />
        <ChoiceSelect {...part} field="cooling" />
        <ChoiceSelect {...part} field="waterHeater" />
        <ChoiceSelect {...part} field="roof" />
        <ChoiceSelect {...part} field="exterior" />
      </div>
      <ManyChecks {...part} field="flooring" />
      <ManyChecks {...part} field="landscaping" />
      <YesChecks {...part} />
    </>
  )
}

function ChoiceSelect({ draft, setDraft, isDisabled = false, field }: Part & { field: ChoiceField }) {
  const options = [
    { value: 'unknown', label: t('choice.none') },
    ...choices[field].map((value) => ({ value, label: t(valueKey(field, value)) }))
  ]
  return (
    <Select
      label={t(`profile.${field}`)}
      options={options}
      value={draft[field] ?? 'unknown'}
      onChange={(value) => setDraft(withChoice(draft, field, value))}
      isDisabled={isDisabled}
    />
  )
}

function ManyChecks({ draft, setDraft, isDisabled = false, field }: Part & { field: ManyField }) {
  const chosen: readonly string[] = draft[field] ?? []
  return (
    <fieldset disabled={isDisabled}>
      <legend className="field-label">{t(`profile.${field}`)}</legend>
      <div className="checks">
        {lists[field].map((value) => (
          <Checkbox
            key={value}
            isSelected={chosen.includes(value)}
            isDisabled={isDisabled}
            onChange={() => setDraft(toggled(draft, field, value))}
          >
            {t(valueKey(field, value))}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}

function YesChecks({ draft, setDraft, isDisabled = false }: Part) {
  return (
    <fieldset>
      <legend className="field-label">{t('profile.also')}</legend>
      <div className="checks">
        {yesFields.map((field) => (
          <Checkbox
            key={field}
            isSelected={draft[field] ?? false}
            isDisabled={isDisabled}
            onChange={(value) => setDraft({ ...draft, [field]: value })}
          >
            {t(`profile.${field}`)}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}
