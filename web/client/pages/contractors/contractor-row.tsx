import { Star } from 'lucide-react'
import { Link } from 'react-router'
import type { Contractor } from '#contract/contractors.ts'
import { formatList } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { paths } from '../../paths.ts'
import { ContactLinks } from './contact-links.tsx'
import { RatingWords } from './rating-words.tsx'
import { specialtyKey } from './specialty-words.ts'

export function ContractorRow({ contractor }: { contractor: Contractor }) {
  const { id, residenceId, name, company, favourite } = contractor
  const trades = formatList(contractor.specialties.map((each) => t(specialtyKey[each])))
  return (
    <div className="contractor">
      <div className="grow">
        <Link className="contractor-name" to={paths.contractor(residenceId, id)}>
          {name}
          {favourite && <Star role="img" aria-label={t('contractors.isFavourite')} />}
        </Link>
        <p className="small muted">{[company, trades].filter((part) => part !== null && part !== '').join(' · ')}</p>
        <p className="small">
          <RatingWords contractor={contractor} />
        </p>
      </div>
      <ContactLinks contractor={contractor} />
    </div>
  )
}
