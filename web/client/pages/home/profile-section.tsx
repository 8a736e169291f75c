import { useState } from 'react'
import { updateResidence, type HomeProfile, type Residence } from '#contract/residences.ts'
import { etagOf } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Select } from '../../../ui/select.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { useRebased } from '../../use-rebased.ts'
import { useSend } from '../../use-send.ts'
import { choices, lists, valueKey, yesFields, type ChoiceField, type ManyField } from './profile-fields.ts'
import { toggled, withChoice } from './profile-draft.ts'

type Part = { draft: HomeProfile; setDraft: (draft: HomeProfile) => void; isDisabled: boolean }

export function ProfileSection({ home, mayEdit }: { home: Residence; mayEdit: boolean }) {
  const [draft, setDraft] = useState<HomeProfile>(home.profile)
  useRebased(home.profile, draft, setDraft)
  const sending = useSend(updateResidence, { onDone: () => void showToast({ text: t('action.saved') }) })
  const part: Part = { draft, setDraft, isDisabled: !mayEdit }
  const fields = (
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

  return (
    <Card aria-labelledby="profile">
      <h2 id="profile" className="card-title">
        {t('home.whatItHas')}
      </h2>
      {mayEdit ? (
        <Form check={() => true} sending={sending} submitLabel={t('action.save')} onSubmit={save}>
          <p className="muted">{t('home.profileHint')}</p>
          {fields}
        </Form>
      ) : (
        <div className="stack">{fields}</div>
      )}
    </Card>
  )

  function save(): void {
    const ifMatch = etagOf(home)
    const condition = ifMatch === undefined ? {} : { ifMatch }
    sending.send({ params: { residenceId: home.id }, body: { profile: draft }, ...condition })
  }
}

function ChoiceSelect({ draft, setDraft, isDisabled, field }: Part & { field: ChoiceField }) {
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

function ManyChecks({ draft, setDraft, isDisabled, field }: Part & { field: ManyField }) {
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

function YesChecks({ draft, setDraft, isDisabled }: Part) {
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
