import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { getAsset } from '#contract/assets.ts'
import { getContractor } from '#contract/contractors.ts'
import type { Document } from '#contract/documents.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'

/** The appliance that a paper is about, and who it is from; nothing where neither is said. */
export function PaperLinks({ document: { residenceId, assetId, contractorId } }: { document: Document }) {
  if (assetId === null && contractorId === null) return null
  return (
    <Card aria-label={t('paper.links')}>
      <dl className="paper-links">
        {assetId !== null && (
          <div>
            <dt>{t('task.asset')}</dt>
            <dd>
              <AssetLink assetId={assetId} />
            </dd>
          </div>
        )}
        {contractorId !== null && (
          <div>
            <dt>{t('contractors.choose')}</dt>
            <dd>
              <ContractorLink residenceId={residenceId} contractorId={contractorId} />
            </dd>
          </div>
        )}
      </dl>
    </Card>
  )
}

function AssetLink({ assetId }: { assetId: string }) {
  const { data } = useQuery(q(getAsset, { params: { assetId } }))
  return <Link to={paths.asset(assetId)}>{data?.name ?? '…'}</Link>
}

function ContractorLink({ residenceId, contractorId }: { residenceId: string; contractorId: string }) {
  const { data } = useQuery(q(getContractor, { params: { contractorId } }))
  return <Link to={paths.contractor(residenceId, contractorId)}>{data?.name ?? '…'}</Link>
}
