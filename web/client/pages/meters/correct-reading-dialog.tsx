import { useState } from 'react'
import { correctReading, type Meter, type Reading } from '#contract/meters.ts'
import { t } from '../../../messages/i18n.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../form.tsx'
import { useSend } from '../../use-send.ts'
import { AmountField } from './amount-field.tsx'
import { readingText } from './reading-form.tsx'

export type CorrectReadingDialogProps = { reading: Reading; meter: Meter; onClose: () => void }

/** What it should have said; its day stays. */
export function CorrectReadingDialog({ reading, meter, onClose }: CorrectReadingDialogProps) {
  const [value, setValue] = useState<number | undefined>(reading.value)
  const [rolledOver, setRolledOver] = useState(false)
  const sending = useSend(correctReading, { onDone: onClose })
  const refused = readingText(sending.problem)
  return (
    <Dialog isOpen onClose={onClose} title={t('meters.correct')} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('action.save')}
        sending={{ ...sending, problem: refused === undefined ? sending.problem : null }}
        check={() => value !== undefined}
        onSubmit={() => {
          if (value === undefined) return
          const body = { value, ...(rolledOver && { rolledOver }) }
          sending.send({ params: { readingId: reading.id }, body })
        }}
      >
        <AmountField label={t('meters.shows')} unit={meter.unit} value={value} onChange={setValue} error={refused} />
        {meter.digits !== null && (
          <Checkbox isSelected={rolledOver} onChange={setRolledOver}>
            {t('meters.rolledOver')}
          </Checkbox>
        )}
      </Form>
    </Dialog>
  )
}
