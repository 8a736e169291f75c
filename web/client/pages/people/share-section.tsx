import { useState } from 'react'
import { FileDown, KeyRound } from 'lucide-react'
import { createShareCode, createShareFile, type Residence } from '#contract/residences.ts'
import { mayShare } from '#contract/roles.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { showToast } from '../../../ui/toast.ts'
import { useSend } from '../../use-send.ts'
import { OpenCodes } from './open-codes.tsx'
import { saveShareFile } from './save-share-file.ts'
import { ShownCode } from './shown-code.tsx'

const sharedRoles = ['manager', 'member', 'viewer'] as const
type SharedRole = (typeof sharedRoles)[number]

/** A code or a file for somebody to join with. */
export function ShareSection({ home }: { home: Residence }) {
  const params = { residenceId: home.id }
  const [role, setRole] = useState<SharedRole>('member')
  const [maxUses, setMaxUses] = useState(1)
  const [code, setCode] = useState<string>()
  const making = useSend(createShareCode, { show: 'toast', onDone: (made) => setCode(made.code) })
  const makingFile = useSend(createShareFile, {
    show: 'toast',
    onDone: (file) => {
      saveShareFile(file)
      showToast({ text: t('share.fileSaved') })
    }
  })
  const grantable = sharedRoles.filter((offered) => mayShare(home.role, offered))

  return (
    <Card aria-labelledby="share" className="card-stack">
      <div>
        <h2 id="share">{t('share.title')}</h2>
        <p className="muted">{t('share.intro')}</p>
      </div>
      <RadioGroup
        label={t('share.role')}
        options={grantable.map((value) => ({
          value,
          label: t(`role.${value}`),
          description: t(`role.${value}.about`)
        }))}
        value={role}
        onChange={setRole}
      />
      <NumberField
        className="share-uses"
        label={t('share.uses')}
        minValue={1}
        maxValue={50}
        value={maxUses}
        onChange={(value) => setMaxUses(Number.isNaN(value) ? 1 : value)}
      />
      <div className="row">
        <Button
          variant="primary"
          isPending={making.isPending}
          onPress={() => making.send({ params, body: { role, maxUses } })}
        >
          <KeyRound aria-hidden />
          {t('share.make')}
        </Button>
        <Button isPending={makingFile.isPending} onPress={() => makingFile.send({ params, body: { role } })}>
          <FileDown aria-hidden />
          {t('share.makeFile')}
        </Button>
      </div>
      <p className="small muted">{t('share.fileHint')}</p>
      {code !== undefined && <ShownCode code={code} onClose={() => setCode(undefined)} />}
      <OpenCodes residenceId={home.id} />
    </Card>
  )
}
