import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const appliances: readonly TemplateEntry[] = [
  {
    id: 'washing-machine-clean',
    every: [1, 'month'],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['cloth', 'mild_detergent'],
    source: sources.srfWashing,
    en: {
      title: 'Run the washing machine hot and clean its drawer',
      how: '60 °C or more against smell and biofilm; wipe the seal, leave the door open.'
    },
    de: {
      title: 'Waschmaschine heiß laufen lassen und Schublade reinigen',
      how: 'Ab 60 °C gegen Geruch und Biofilm; wische die Dichtung, lass die Tür offen.'
    }
  },
  {
    id: 'washing-machine-filter',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['bucket', 'cloth'],
    safety: 'hot_water',
    source: sources.mieleWashing,
    en: {
      title: "Empty the washing machine's lint filter",
      how: 'Tray below, open slowly, take out coins and hair, close firmly.'
    },
    de: {
      title: 'Flusensieb der Waschmaschine leeren',
      how: 'Schale darunter, langsam öffnen, Münzen und Haare heraus, fest schließen.'
    }
  },
  {
    id: 'washing-machine-hoses',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 15,
    who: 'anyone',
    tools: ['flashlight'],
    source: sources.ibhsWater,
    en: {
      title: 'Check the hoses of washing machine and dishwasher',
      how: 'Bulges, cracks, rust at the joints; shut the tap when you travel.'
    },
    de: {
      title: 'Schläuche von Wasch- und Spülmaschine prüfen',
      how: 'Beulen, Risse, Rost an den Anschlüssen; dreh den Hahn zu, wenn du verreist.'
    }
  },
  {
    id: 'washing-machine-hoses-replace',
    every: [5, 'year'],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['wrench', 'bucket'],
    source: sources.ibhsWater,
    en: {
      title: 'Replace the hoses of the washing machine',
      how: 'Rubber ages out of sight; braided steel or a water stop lasts longer.'
    },
    de: {
      title: 'Schläuche der Waschmaschine ersetzen',
      how: 'Gummi altert unbemerkt; Stahlgeflecht oder Wasserstopp hält länger.'
    }
  },
  {
    id: 'dryer-vent',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 60,
    who: 'handy',
    tools: ['vacuum', 'brush', 'screwdriver'],
    safety: 'power_off',
    source: sources.usfaElectrical,
    en: {
      title: "Clean the dryer's vent and duct",
      how: 'From the drum to the flap outside. Lint burns well: never run it without its filter.'
    },
    de: {
      title: 'Abluft des Trockners reinigen',
      how: 'Von der Trommel bis zur Klappe draußen. Flusen brennen gut: nie ohne Sieb laufen lassen.'
    }
  },
  {
    id: 'dryer-condenser',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['hose', 'brush'],
    safety: 'power_off',
    source: sources.mieleWashing,
    en: {
      title: "Clean the condenser dryer's filters",
      how: 'Filters, heat exchanger or plinth filter, and the water tank.'
    },
    de: {
      title: 'Filter des Kondenstrockners reinigen',
      how: 'Siebe, Wärmetauscher oder Sockelfilter und Wasserbehälter.'
    }
  },
  {
    id: 'vacuum-filter',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    tools: ['brush'],
    safety: 'power_off',
    source: sources.mieleVacuum,
    en: {
      title: "Clean the vacuum cleaner's filter and brush",
      how: 'Change the bag, wash or replace filters, cut hair off the roller.'
    },
    de: {
      title: 'Filter und Bürste des Staubsaugers reinigen',
      how: 'Beutel wechseln, Filter waschen oder ersetzen, Haare von der Walze schneiden.'
    }
  },
  {
    id: 'product-recalls',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    source: sources.cpscRecalls,
    en: {
      title: 'Look for recalls of your appliances',
      how: "Compare make and model with the official list; chargers, heaters and children's things first."
    },
    de: {
      title: 'Rückrufe deiner Geräte nachsehen',
      how: 'Vergleiche Marke und Modell mit der amtlichen Liste; Ladegeräte, Heizgeräte und Kindersachen zuerst.'
    }
  }
]
