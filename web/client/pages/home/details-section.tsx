import { updateResidence, type Residence } from '#contract/residences.ts'
import { etagOf } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { changesOf } from '../../changes.ts'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'
import { useRebased } from '../../use-rebased.ts'
import { useSend } from '../../use-send.ts'
import { PlaceFields, placeOf, type PlaceDraft } from './place-fields.tsx'

export function DetailsSection({ home, mayEdit }: { home: Residence; mayEdit: boolean }) {
  const sending = useSend(updateResidence, { onDone: () => void showToast({ text: t('action.saved') }) })
  const form = useForm<PlaceDraft>(draftOf(home), ['name', 'timeZone'], sending.fields)
  useRebased(draftOf(home), form.draft, form.replace)
  const fields = <PlaceFields field={form.field} isDisabled={!mayEdit} />

  return (
    <Card aria-labelledby="details">
      <h2 id="details" className="card-title">
        {t('home.details')}
      </h2>
      {mayEdit ? (
        <Form check={form.check} sending={sending} submitLabel={t('action.save')} onSubmit={save}>
          {fields}
        </Form>
      ) : (
        <div className="stack">{fields}</div>
      )}
    </Card>
  )

  function save(): void {
    const body = changesOf(home, placeOf(form.draft))
    if (body === undefined) return void showToast({ text: t('action.saved') })
    const ifMatch = etagOf(home)
    sending.send({ params: { residenceId: home.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
  }
}

function draftOf(home: Residence): PlaceDraft {
  return {
    name: home.name,
    propertyType: home.propertyType ?? undefined,
    street: home.street ?? '',
    postalCode: home.postalCode ?? '',
    city: home.city ?? '',
    region: home.region ?? '',
    country: home.country ?? undefined,
    timeZone: home.timeZone
  }
}
