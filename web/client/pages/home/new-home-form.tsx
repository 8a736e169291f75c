import { useNavigate } from 'react-router'
import { createResidence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Form } from '../../form.tsx'
import { paths } from '../../paths.ts'
import { rememberResidence } from '../../preferences.ts'
import { queryClient } from '../../query-client.ts'
import { residencesQuery } from '../../session.ts'
import { browserTimeZone } from '../../time-zones.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { PlaceFields, placeOf, type PlaceDraft } from './place-fields.tsx'

/** Makes a home and goes on to what it has and needs. */
export function NewHomeForm() {
  const navigate = useNavigate()
  const sending = useSend(createResidence, {
    onDone: async (home) => {
      rememberResidence(home.id)
      await queryClient.refetchQueries({ queryKey: residencesQuery.queryKey })
      await navigate(paths.setUp(home.id))
    }
  })
  const form = useForm<PlaceDraft>(
    {
      name: '',
      propertyType: undefined,
      street: '',
      postalCode: '',
      city: '',
      region: '',
      country: undefined,
      timeZone: browserTimeZone()
    },
    ['name', 'timeZone'],
    sending.fields
  )

  return (
    <Form
      check={form.check}
      sending={sending}
      submitLabel={t('newHome.submit')}
      onSubmit={() => sending.send({ body: placeOf(form.draft) })}
    >
      <PlaceFields field={form.field} />
    </Form>
  )
}
