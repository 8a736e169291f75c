import type { NewResidence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { ComboBox } from '../../../ui/combo-box.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { countryOptions } from '../../countries.ts'
import { timeZoneOptions } from '../../time-zones.ts'
import { propertyTypes, type PropertyType } from './profile-fields.ts'

/** What is typed about a home; empty text stands for unknown. */
export type PlaceDraft = {
  name: string
  propertyType: PropertyType | undefined
  street: string
  postalCode: string
  city: string
  region: string
  country: string | undefined
  timeZone: string
}

type Field = <K extends keyof PlaceDraft>(
  name: K
) => { value: PlaceDraft[K]; onChange: (value: PlaceDraft[K]) => void; error: string | undefined }

/** Name, kind, address and time zone of a home. */
export function PlaceFields({ field, isDisabled = false }: { field: Field; isDisabled?: boolean }) {
  const text = { isDisabled }
  return (
    <>
      <TextField
        {...field('name')}
        {...text}
        label={t('home.name')}
        description={t('home.nameHint')}
        maxLength={120}
        isRequired
        validationBehavior="aria"
      />
      <Select
        {...field('propertyType')}
        {...text}
        label={t('home.type')}
        placeholder={t('choice.none')}
        options={propertyTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
      />
      <TextField {...field('street')} {...text} label={t('home.street')} maxLength={200} autoComplete="address-line1" />
      <div className="fields-two">
        <TextField
          {...field('postalCode')}
          {...text}
          label={t('home.postalCode')}
          maxLength={20}
          autoComplete="postal-code"
        />
        <TextField {...field('city')} {...text} label={t('home.city')} maxLength={120} autoComplete="address-level2" />
      </div>
      <ComboBox
        {...field('country')}
        {...text}
        label={t('home.country')}
        options={countryOptions()}
        emptyText={t('choice.noMatch')}
      />
      <ComboBox
        {...field('timeZone')}
        {...text}
        label={t('home.timeZone')}
        description={t('home.timeZoneHint')}
        options={timeZoneOptions(field('timeZone').value)}
        emptyText={t('choice.noMatch')}
        isRequired
      />
    </>
  )
}

/** The draft as the contract takes it. */
export function placeOf(draft: PlaceDraft): Required<Omit<NewResidence, 'profile'>> {
  return {
    name: draft.name.trim(),
    timeZone: draft.timeZone,
    propertyType: draft.propertyType ?? null,
    street: known(draft.street),
    postalCode: known(draft.postalCode),
    city: known(draft.city),
    region: known(draft.region),
    country: draft.country ?? null
  }
}

/** Typed text without blanks around it; null when nothing is left. */
function known(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
