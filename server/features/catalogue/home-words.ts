import type { HomeProfile } from '#contract/residences.ts'
import type { Language } from '#contract/values.ts'
import type { ClimateTrait } from './template.ts'
import type { Home, ProfileField } from './ranking-rules.ts'

type Words = Readonly<Record<Language, string>>
type Values<V> = V extends readonly (infer Each)[] ? Each : V
type ValueWords<V> = V extends boolean ? Words : Readonly<Record<Exclude<Values<V>, 'none' | 'other'> & string, Words>>
type FieldWords = { readonly [K in ProfileField]-?: ValueWords<NonNullable<HomeProfile[K]>> }

/** What a home has, as it stands after "Your home has" and "Dein Zuhause hat". */
export const possessions: FieldWords = {
  heating: {
    gas_furnace: { en: 'a gas furnace', de: 'eine Gas-Luftheizung' },
    oil_furnace: { en: 'oil heating', de: 'eine Ölheizung' },
    electric: { en: 'electric heating', de: 'eine Elektroheizung' },
    heat_pump: { en: 'a heat pump for heating', de: 'eine Wärmepumpe zum Heizen' },
    boiler: { en: 'a boiler', de: 'einen Heizkessel' },
    district: { en: 'district heating', de: 'Fernwärme' },
    wood: { en: 'wood or pellet heating', de: 'eine Holz- oder Pelletheizung' }
  },
  cooling: {
    central: { en: 'central air conditioning', de: 'eine zentrale Klimaanlage' },
    heat_pump: { en: 'a heat pump that cools', de: 'eine kühlende Wärmepumpe' },
    window: { en: 'window air conditioners', de: 'Fensterklimageräte' },
    evaporative: { en: 'an evaporative cooler', de: 'einen Verdunstungskühler' }
  },
  waterHeater: {
    tank_gas: { en: 'a gas water heater with a tank', de: 'einen Gas-Warmwasserspeicher' },
    tank_electric: { en: 'an electric water heater with a tank', de: 'einen elektrischen Warmwasserspeicher' },
    tankless_gas: { en: 'a tankless gas water heater', de: 'einen Gas-Durchlauferhitzer' },
    tankless_electric: { en: 'a tankless electric water heater', de: 'einen elektrischen Durchlauferhitzer' },
    heat_pump: { en: 'a heat pump water heater', de: 'eine Warmwasser-Wärmepumpe' },
    solar: { en: 'solar hot water', de: 'eine Solarthermie' },
    district: { en: 'hot water from district heating', de: 'Warmwasser aus Fernwärme' }
  },
  roof: {
    asphalt_shingle: { en: 'asphalt shingles on its roof', de: 'Bitumenschindeln auf dem Dach' },
    tile: { en: 'a tiled roof', de: 'ein Ziegeldach' },
    metal: { en: 'a metal roof', de: 'ein Blechdach' },
    slate: { en: 'a slate roof', de: 'ein Schieferdach' },
    flat: { en: 'a flat roof', de: 'ein Flachdach' },
    wood: { en: 'a wooden roof', de: 'ein Holzdach' },
    green: { en: 'a green roof', de: 'ein Gründach' }
  },
  exterior: {
    brick: { en: 'brick walls', de: 'Ziegelwände' },
    wood: { en: 'wooden cladding', de: 'eine Holzfassade' },
    vinyl: { en: 'vinyl siding', de: 'eine Kunststofffassade' },
    stucco: { en: 'stucco walls', de: 'Stuckputz' },
    stone: { en: 'stone walls', de: 'Steinwände' },
    fiber_cement: { en: 'fibre cement siding', de: 'eine Faserzementfassade' },
    plaster: { en: 'rendered walls', de: 'verputzte Wände' }
  },
  flooring: {
    hardwood: { en: 'wooden floors', de: 'Holzböden' },
    laminate: { en: 'laminate floors', de: 'Laminat' },
    tile: { en: 'tiled floors', de: 'Fliesenböden' },
    carpet: { en: 'carpets', de: 'Teppichböden' },
    vinyl: { en: 'vinyl floors', de: 'Vinylböden' },
    stone: { en: 'stone floors', de: 'Steinböden' }
  },
  landscaping: {
    lawn: { en: 'a lawn', de: 'einen Rasen' },
    trees: { en: 'trees', de: 'Bäume' },
    hedge: { en: 'a hedge', de: 'eine Hecke' },
    garden: { en: 'a garden', de: 'einen Garten' },
    deck: { en: 'a deck', de: 'ein Holzdeck' },
    patio: { en: 'a patio', de: 'eine Terrasse' }
  },
  pool: { en: 'a pool', de: 'einen Pool' },
  sprinkler: { en: 'a sprinkler system', de: 'eine Bewässerungsanlage' },
  septic: { en: 'a septic tank', de: 'eine Kleinkläranlage' },
  fireplace: { en: 'a fireplace', de: 'einen Kamin' },
  garage: { en: 'a garage', de: 'eine Garage' },
  basement: { en: 'a basement', de: 'einen Keller' },
  attic: { en: 'an attic', de: 'einen Dachboden' }
}

export const propertyTypeWords: Readonly<Record<NonNullable<Home['propertyType']>, Words>> = {
  house: { en: 'houses', de: 'Häusern' },
  apartment: { en: 'apartments', de: 'Wohnungen' },
  townhouse: { en: 'townhouses', de: 'Reihenhäusern' },
  condominium: { en: 'condominiums', de: 'Eigentumswohnungen' },
  mobile_home: { en: 'mobile homes', de: 'Mobilheimen' },
  farm: { en: 'farms', de: 'Höfen' },
  holiday_home: { en: 'holiday homes', de: 'Ferienhäusern' },
  other: { en: 'homes', de: 'Wohnungen' }
}

export const traitWords: Readonly<Record<ClimateTrait, Words>> = {
  freezing: { en: 'it freezes in winter', de: 'im Winter friert es' },
  snowy: { en: 'winters bring snow', de: 'im Winter schneit es' },
  hot: { en: 'summers are hot', de: 'die Sommer sind heiß' },
  humid: { en: 'the air is moist', de: 'die Luft ist feucht' },
  dry: { en: 'the air is dry', de: 'die Luft ist trocken' }
}

/** The words of one value of the profile; of what a home has or has not, of the field itself. */
export function possession(field: ProfileField, value: string | undefined): Words | undefined {
  const words = possessions[field] as Words | Readonly<Record<string, Words>> // FieldWords, by a field that is only known now
  return value === undefined ? (words as Words) : (words as Readonly<Record<string, Words>>)[value] // only listed ones have values
}
