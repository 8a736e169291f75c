import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const hotWater: readonly TemplateEntry[] = [
  {
    id: 'safety-valve-water-heater',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 10,
    who: 'handy',
    tools: ['bucket'],
    safety: 'pressure',
    fits: {
      profile: { waterHeater: ['tank_gas', 'tank_electric', 'heat_pump', 'solar'] },
      countries: ['DE', 'AT', 'CH']
    },
    source: sources.drazice,
    en: {
      title: 'Turn the safety valve of the hot water',
      how: 'Turn the cap until water runs for a moment, then see that it stops without dripping.'
    },
    de: {
      title: 'Sicherheitsventil des Warmwassers betätigen',
      how: 'Dreh die Kappe, bis kurz Wasser läuft, und prüfe, dass danach nichts nachtropft.'
    }
  },
  {
    id: 'temperature-pressure-valve',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 15,
    who: 'handy',
    tools: ['bucket'],
    safety: 'pressure',
    fits: { profile: { waterHeater: ['tank_gas', 'tank_electric'] }, countries: ['US', 'CA'] },
    source: sources.energyStorageHeaters,
    en: {
      title: "Try the water heater's relief valve",
      how: 'Bucket below the pipe, lift the lever briefly; one that drips afterwards or does nothing is replaced.'
    },
    de: {
      title: 'Überdruckventil des Warmwasserspeichers probieren',
      how: 'Eimer unter das Rohr, Hebel kurz anheben. Tropft es nach oder geschieht nichts, muss es ersetzt werden.'
    }
  },
  {
    id: 'water-heater-flush',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 60,
    who: 'handy',
    tools: ['hose', 'bucket'],
    safety: 'hot_water',
    fits: { profile: { waterHeater: ['tank_gas', 'tank_electric'] } },
    source: sources.energyStorageHeaters,
    en: {
      title: 'Flush the sediment out of the water heater',
      how: 'Power or gas off, cold water on, drain through a hose until it runs clear.'
    },
    de: {
      title: 'Schlamm aus dem Warmwasserspeicher spülen',
      how: 'Strom oder Gas aus, Kaltwasser auf, durch einen Schlauch ablassen, bis es klar läuft.'
    }
  },
  {
    id: 'water-heater-anode',
    every: [3, 'year'],
    importance: 'damage',
    minutes: 90,
    who: 'handy',
    tools: ['wrench'],
    safety: 'hot_water',
    fits: { profile: { waterHeater: ['tank_gas', 'tank_electric', 'heat_pump', 'solar'] } },
    source: sources.energyStorageHeaters,
    en: {
      title: 'Check the anode of the hot water tank',
      how: 'Thinner than a finger or down to the wire: replace it before the tank rusts instead.'
    },
    de: {
      title: 'Anode des Warmwasserspeichers prüfen',
      how: 'Dünner als ein Finger oder bis auf den Draht: ersetzen, sonst rostet der Speicher.'
    }
  },
  {
    id: 'hot-water-temperature',
    every: [6, 'month'],
    importance: 'health',
    minutes: 15,
    who: 'anyone',
    tools: ['thermometer'],
    safety: 'hot_water',
    fits: { profile: { waterHeater: ['tank_gas', 'tank_electric', 'heat_pump', 'solar', 'district'] } },
    source: sources.denbighshireWater,
    en: {
      title: "Measure the hot water's temperature",
      how: 'Stored at 60 °C and at least 50 °C at the tap keeps legionella down; a mixer protects against scalds.'
    },
    de: {
      title: 'Temperatur des Warmwassers messen',
      how: '60 °C im Speicher und mindestens 50 °C an der Zapfstelle halten Legionellen klein. Ein Mischer schützt vor Verbrühung.'
    }
  },
  {
    id: 'tankless-descale',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 90,
    who: 'handy',
    tools: ['descaler', 'bucket', 'hose'],
    safety: 'hot_water',
    fits: { profile: { waterHeater: ['tankless_gas', 'tankless_electric'] } },
    source: sources.energyTankless,
    en: {
      title: 'Descale the instant water heater',
      how: 'Pump descaler through the exchanger for an hour, rinse, clean the inlet filter.'
    },
    de: {
      title: 'Durchlauferhitzer entkalken',
      how: 'Lass Entkalker eine Stunde durch den Tauscher laufen, spüle nach und reinige das Eingangssieb.'
    }
  },
  {
    id: 'heat-pump-water-heater-filter',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    tools: ['vacuum', 'mild_detergent'],
    safety: 'power_off',
    fits: { profile: { waterHeater: ['heat_pump'] } },
    source: sources.energyHeatPumpWater,
    en: {
      title: 'Clean the air filter of the heat pump water heater',
      how: 'Vacuum or wash it, and look whether the condensate runs off.'
    },
    de: {
      title: 'Luftfilter der Warmwasser-Wärmepumpe reinigen',
      how: 'Absaugen oder waschen, und sieh nach, ob das Kondensat abläuft.'
    }
  },
  {
    id: 'solar-water-check',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 60,
    who: 'professional',
    safety: 'ladder',
    fits: { profile: { waterHeater: ['solar'] } },
    source: sources.energySolarWater,
    en: {
      title: 'Have the solar water heating checked',
      how: 'Glazing, pipe insulation, antifreeze, pressure, pump and sensors.'
    },
    de: {
      title: 'Solarthermie prüfen lassen',
      how: 'Glas, Rohrdämmung, Frostschutz, Druck, Pumpe und Fühler.'
    }
  }
]
