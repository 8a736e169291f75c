import { useState } from 'react'
import { updateResidence, type HomeProfile, type Residence } from '#contract/residences.ts'
import { etagOf } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { useRebased } from '../../use-rebased.ts'
import { useSend } from '../../use-send.ts'
import { ProfileInputs } from './profile-inputs.tsx'

export function ProfileSection({ home, mayEdit }: { home: Residence; mayEdit: boolean }) {
  const [draft, setDraft] = useState<HomeProfile>(home.profile)
  useRebased(home.profile, draft, setDraft)
  const sending = useSend(updateResidence, { onDone: () => void showToast({ text: t('action.saved') }) })
  const fields = <ProfileInputs draft={draft} setDraft={setDraft} isDisabled={!mayEdit} />

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
