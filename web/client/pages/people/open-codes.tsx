import { useQuery } from '@tanstack/react-query'
import { listShareCodes, revokeShareCode, type ShareCode } from '#contract/residences.ts'
import { q } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { useSend } from '../../use-send.ts'

/** The codes that still let somebody in, each to revoke. */
export function OpenCodes({ residenceId }: { residenceId: string }) {
  const query = useQuery(q(listShareCodes, { params: { residenceId } }))
  return (
    <section aria-labelledby="open-codes">
      <h3 id="open-codes">{t('share.open')}</h3>
      <Loaded query={query} skeleton={[3]}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('share.none')}</p>
          ) : (
            <ul className="list-plain">
              {items.map((shareCode) => (
                <li key={shareCode.id}>
                  <OpenCode residenceId={residenceId} shareCode={shareCode} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function OpenCode({ residenceId, shareCode }: { residenceId: string; shareCode: ShareCode }) {
  const revoking = useSend(revokeShareCode, {
    show: 'toast',
    onDone: () => void showToast({ text: t('share.revoked') })
  })
  const left = t('share.uses.left', { count: shareCode.maxUses - shareCode.uses })
  const until = t('share.until', { date: formatInstant(shareCode.expiresAt) })
  const by = shareCode.createdBy === null ? [] : [t('share.madeBy', { name: shareCode.createdBy })]
  return (
    <div className="member">
      <div className="grow">
        <p className="member-name">{t(`role.${shareCode.role}`)}</p>
        <p className="small muted">{[left, until, ...by].join(' · ')}</p>
      </div>
      <Button
        isPending={revoking.isPending}
        onPress={() => revoking.send({ params: { residenceId, shareCodeId: shareCode.id } })}
      >
        {t('share.revoke')}
      </Button>
    </div>
  )
}
