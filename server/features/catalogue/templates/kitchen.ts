import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const kitchen: readonly TemplateEntry[] = [
  {
    id: 'fridge-coils',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 30,
    who: 'anyone',
    tools: ['vacuum', 'brush'],
    safety: 'power_off',
    source: sources.energyStarFridge,
    en: {
      title: "Vacuum the fridge's coils",
      how: 'Behind or below: dust makes it work longer for the same cold.'
    },
    de: {
      title: 'Kühlrippen des Kühlschranks absaugen',
      how: 'Hinten oder unten: Mit Staub arbeitet er länger für dieselbe Kälte.'
    }
  },
  {
    id: 'fridge-seal',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    tools: ['cloth', 'mild_detergent'],
    source: sources.energyStarFridge,
    en: {
      title: "Check the fridge's door seals",
      how: 'A slip of paper in the closed door must hold; wash the seal, replace it when it gapes.'
    },
    de: {
      title: 'Türdichtungen des Kühlschranks prüfen',
      how: 'Ein Papierstreifen in der geschlossenen Tür muss halten. Dichtung waschen, ersetzen, wenn sie klafft.'
    }
  },
  {
    id: 'fridge-temperature',
    every: [3, 'month'],
    importance: 'health',
    minutes: 10,
    who: 'anyone',
    tools: ['thermometer'],
    source: sources.fsisFridge,
    en: {
      title: "Measure the fridge's temperature",
      how: 'At most 4 °C (40 °F), freezer −18 °C (0 °F).'
    },
    de: {
      title: 'Temperatur im Kühlschrank messen',
      how: 'Höchstens 4 bis 5 °C, Gefrierfach −18 °C.'
    }
  },
  {
    id: 'fridge-clean',
    every: [3, 'month'],
    importance: 'health',
    minutes: 45,
    who: 'anyone',
    tools: ['mild_detergent', 'cloth'],
    source: sources.fsisFridge,
    en: {
      title: 'Clean the fridge',
      how: 'Throw out what is over, wash shelves and drain hole, wipe dry.'
    },
    de: {
      title: 'Kühlschrank reinigen',
      how: 'Sortiere aus, wasche Böden und Ablaufloch, wische trocken.'
    }
  },
  {
    id: 'freezer-defrost',
    every: [1, 'year'],
    season: [11, 2],
    importance: 'upkeep',
    minutes: 120,
    who: 'anyone',
    tools: ['bucket', 'cloth'],
    safety: 'power_off',
    source: sources.energyStarFridge,
    en: {
      title: 'Defrost the freezer',
      how: 'From half a centimetre of ice; no knives, no hair dryers.'
    },
    de: {
      title: 'Gefrierschrank abtauen',
      how: 'Ab einem halben Zentimeter Eis; kein Messer, kein Föhn.'
    }
  },
  {
    id: 'fridge-water-filter',
    every: [6, 'month'],
    importance: 'health',
    minutes: 10,
    who: 'anyone',
    tools: ['water_filter'],
    fits: { countries: ['US', 'CA'] },
    source: sources.energyStarFridge,
    en: {
      title: "Change the fridge's water filter",
      how: 'Then run the first litres to waste.'
    },
    de: {
      title: 'Wasserfilter des Kühlschranks wechseln',
      how: 'Danach die ersten Liter weglaufen lassen.'
    }
  },
  {
    id: 'dishwasher-filter',
    every: [1, 'month'],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['brush', 'mild_detergent'],
    source: sources.bshDishwasher,
    en: {
      title: "Clean the dishwasher's filter",
      how: 'Twist out, rinse, brush, look whether the spray arms turn freely.'
    },
    de: {
      title: 'Sieb der Spülmaschine reinigen',
      how: 'Herausdrehen, spülen, bürsten und prüfen, ob die Sprüharme frei drehen.'
    }
  },
  {
    id: 'dishwasher-hot-clean',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['descaler'],
    source: sources.bshDishwasher,
    en: {
      title: 'Run the dishwasher hot and empty',
      how: 'With cleaner, at the hottest programme; wipe door seal and edges. Check salt and rinse aid.'
    },
    de: {
      title: 'Spülmaschine leer und heiß laufen lassen',
      how: 'Mit Reiniger im heißesten Programm; wische Türdichtung und Ränder. Prüfe Salz und Klarspüler.'
    }
  },
  {
    id: 'range-hood-filter',
    every: [3, 'month'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['mild_detergent', 'bucket'],
    safety: 'cool_down',
    source: sources.usfaCooking,
    en: {
      title: 'Wash the grease filter of the range hood',
      how: 'In hot water or the dishwasher: grease in the hood feeds kitchen fires. Charcoal filters are replaced.'
    },
    de: {
      title: 'Fettfilter der Dunstabzugshaube waschen',
      how: 'Heiß oder in der Spülmaschine: Fett in der Haube nährt Küchenbrände. Aktivkohlefilter werden ersetzt.'
    }
  },
  {
    id: 'oven-clean',
    every: [3, 'month'],
    importance: 'safety',
    minutes: 60,
    who: 'anyone',
    tools: ['mild_detergent', 'sponge', 'gloves'],
    safety: 'chemicals',
    source: sources.usfaCooking,
    en: {
      title: 'Clean oven and hob',
      how: 'Burnt grease smokes and catches fire. Cold, with gloves, by an open window.'
    },
    de: {
      title: 'Backofen und Herd reinigen',
      how: 'Eingebranntes Fett raucht und entzündet sich. Kalt, mit Handschuhen, am offenen Fenster.'
    }
  },
  {
    id: 'gas-hob-burners',
    every: [3, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['brush', 'cloth'],
    safety: 'gas',
    fits: { profile: { heating: ['gas_furnace', 'boiler'] } },
    source: sources.gasSafe,
    en: {
      title: 'Clean the burners of the gas hob',
      how: 'Blue, even flames; yellow ones mean dirt or too little air.'
    },
    de: {
      title: 'Brenner des Gasherds reinigen',
      how: 'Blaue, gleichmäßige Flammen; gelbe bedeuten Schmutz oder zu wenig Luft.'
    }
  },
  {
    id: 'kettle-descale',
    every: [2, 'month'],
    importance: 'comfort',
    minutes: 20,
    who: 'anyone',
    tools: ['vinegar'],
    source: sources.bshDescale,
    en: {
      title: 'Descale the kettle',
      how: 'Boil with vinegar or citric acid, wait, rinse twice.'
    },
    de: {
      title: 'Wasserkocher entkalken',
      how: 'Mit Essig oder Zitronensäure aufkochen, warten, zweimal spülen.'
    }
  },
  {
    id: 'coffee-machine-descale',
    every: [3, 'month'],
    importance: 'comfort',
    minutes: 30,
    who: 'anyone',
    tools: ['descaler'],
    source: sources.bshDescale,
    en: {
      title: 'Descale and clean the coffee machine',
      how: 'With what the maker names; then the brewing unit, the milk hose, the tray.'
    },
    de: {
      title: 'Kaffeemaschine entkalken und reinigen',
      how: 'Mit dem Mittel, das der Hersteller nennt; dann Brühgruppe, Milchschlauch, Schale.'
    }
  },
  {
    id: 'garbage-disposal-clean',
    every: [1, 'month'],
    importance: 'comfort',
    minutes: 10,
    who: 'anyone',
    tools: ['vinegar'],
    safety: 'power_off',
    fits: { countries: ['US', 'CA'] },
    source: sources.epaWaterSense,
    en: {
      title: 'Freshen the garbage disposal',
      how: 'Ice and salt, then cold water; never a hand inside.'
    },
    de: {
      title: 'Küchenabfall-Zerkleinerer reinigen',
      how: 'Eis und Salz, dann kaltes Wasser; nie mit der Hand hinein.'
    }
  },
  {
    id: 'microwave-seal',
    every: [3, 'month'],
    importance: 'health',
    minutes: 15,
    who: 'anyone',
    tools: ['cloth', 'mild_detergent'],
    source: sources.fsisFridge,
    en: {
      title: 'Clean the microwave and look at its door',
      how: 'Steam water with lemon, wipe; a bent door or torn seal ends its use.'
    },
    de: {
      title: 'Mikrowelle reinigen und Tür ansehen',
      how: 'Wasser mit Zitrone dampfen lassen, auswischen. Eine verzogene Tür beendet ihren Dienst.'
    }
  }
]
