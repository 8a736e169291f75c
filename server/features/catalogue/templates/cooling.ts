import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const cooling: readonly TemplateEntry[] = [
  {
    id: 'central-ac-service',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'damage',
    minutes: 90,
    who: 'professional',
    safety: 'refrigerant',
    fits: { profile: { cooling: ['central'] } },
    source: sources.energyStarCheckUps,
    en: {
      title: 'Have the air conditioning serviced',
      how: 'Refrigerant, coils, electrical contacts, drain and controls before the first hot week.'
    },
    de: {
      title: 'Klimaanlage warten lassen',
      how: 'Kältemittel, Wärmetauscher, Kontakte, Ablauf und Regelung vor der ersten heißen Woche.'
    }
  },
  {
    id: 'central-ac-filter',
    every: [1, 'month'],
    season: [5, 9],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['air_filter'],
    safety: 'power_off',
    fits: { profile: { cooling: ['central'] } },
    source: sources.energyAirConditioners,
    en: {
      title: 'Change the filter of the air conditioning',
      how: 'Every month or two while it cools; sooner with animals or dust.'
    },
    de: {
      title: 'Filter der Klimaanlage wechseln',
      how: 'Alle ein bis zwei Monate, solange gekühlt wird; früher bei Tieren oder viel Staub.'
    }
  },
  {
    id: 'central-ac-condenser',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 45,
    who: 'handy',
    tools: ['hose', 'gloves', 'fin_comb'],
    safety: 'power_off',
    fits: { profile: { cooling: ['central', 'heat_pump'] } },
    source: sources.energyAirConditioners,
    en: {
      title: 'Clean the outdoor unit of the cooling',
      how: 'Clear two feet (60 cm) around, rinse the fins from inside out, straighten bent ones.'
    },
    de: {
      title: 'Außengerät der Kühlung reinigen',
      how: 'Halte 60 cm rundum frei, spüle die Lamellen von innen nach außen und richte verbogene auf.'
    }
  },
  {
    id: 'ac-condensate-drain',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 20,
    who: 'handy',
    tools: ['stiff_wire', 'vinegar'],
    safety: 'power_off',
    fits: { profile: { cooling: ['central', 'heat_pump'] } },
    source: sources.energyAirConditioners,
    en: {
      title: 'Clear the condensate drain',
      how: 'A stiff wire and some vinegar keep it open; a blocked one ends in a wet ceiling.'
    },
    de: {
      title: 'Kondensatablauf frei machen',
      how: 'Ein steifer Draht und etwas Essig halten ihn offen; ist er zu, wird die Decke nass.'
    }
  },
  {
    id: 'window-ac-filter',
    every: [1, 'month'],
    season: [5, 9],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    tools: ['vacuum', 'mild_detergent'],
    safety: 'power_off',
    fits: { profile: { cooling: ['window'] } },
    source: sources.energyAirConditioners,
    en: {
      title: 'Wash the filter of the window unit',
      how: 'Slide it out, wash, dry, back in.'
    },
    de: {
      title: 'Filter des Fensterklimageräts waschen',
      how: 'Herausziehen, waschen, trocknen, wieder einsetzen.'
    }
  },
  {
    id: 'window-ac-seals',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'comfort',
    minutes: 20,
    who: 'anyone',
    tools: ['weatherstripping'],
    safety: 'heavy',
    fits: { profile: { cooling: ['window'] } },
    source: sources.energyAirConditioners,
    en: {
      title: 'Fit the window unit and check its seals',
      how: 'Level, firmly held, no gap between frame and case.'
    },
    de: {
      title: 'Fensterklimagerät einsetzen und Dichtung prüfen',
      how: 'Waagrecht, fest, kein Spalt zwischen Rahmen und Gehäuse.'
    }
  },
  {
    id: 'window-ac-store',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'upkeep',
    minutes: 30,
    who: 'handy',
    tools: ['cloth'],
    safety: 'heavy',
    fits: { profile: { cooling: ['window'] }, climate: ['freezing'] },
    source: sources.energyAirConditioners,
    en: {
      title: 'Take the window unit in for the winter',
      how: 'Clean, dry and store it upright, or cover and seal it well.'
    },
    de: {
      title: 'Fensterklimagerät über den Winter einlagern',
      how: 'Reinige, trockne und lagere es aufrecht, oder decke und dichte es gut ab.'
    }
  },
  {
    id: 'evaporative-cooler-start',
    every: [1, 'year'],
    season: [4, 5],
    importance: 'upkeep',
    minutes: 60,
    who: 'handy',
    tools: ['brush', 'bucket', 'wrench'],
    safety: 'ladder',
    fits: { profile: { cooling: ['evaporative'] } },
    source: sources.energyEvaporative,
    en: {
      title: 'Get the evaporative cooler ready',
      how: 'Clean the pan, replace the pads, check float, pump and belt, then fill.'
    },
    de: {
      title: 'Verdunstungskühler in Betrieb nehmen',
      how: 'Reinige die Wanne, ersetze die Matten, prüfe Schwimmer, Pumpe und Riemen, dann fülle auf.'
    }
  },
  {
    id: 'evaporative-cooler-clean',
    every: [1, 'month'],
    season: [5, 9],
    importance: 'health',
    minutes: 30,
    who: 'anyone',
    tools: ['brush', 'bucket'],
    safety: 'power_off',
    fits: { profile: { cooling: ['evaporative'] } },
    source: sources.energyEvaporative,
    en: {
      title: 'Drain and clean the evaporative cooler',
      how: 'Stale water and minerals out, pads rinsed, filters cleaned.'
    },
    de: {
      title: 'Verdunstungskühler leeren und reinigen',
      how: 'Altes Wasser und Kalk heraus, Matten spülen, Filter reinigen.'
    }
  },
  {
    id: 'evaporative-cooler-winter',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['bucket', 'wrench'],
    safety: 'ladder',
    fits: { profile: { cooling: ['evaporative'] }, climate: ['freezing'] },
    source: sources.energyEvaporative,
    en: {
      title: 'Drain the evaporative cooler for the winter',
      how: 'Shut the water, drain line and pan, cover the unit.'
    },
    de: {
      title: 'Verdunstungskühler für den Winter entleeren',
      how: 'Wasser absperren, Leitung und Wanne leeren, Gerät abdecken.'
    }
  },
  {
    id: 'ceiling-fans',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 30,
    who: 'anyone',
    tools: ['step_ladder', 'cloth'],
    safety: 'ladder',
    fits: { profile: { cooling: ['central', 'window', 'evaporative', 'heat_pump'] } },
    source: sources.energyFans,
    en: {
      title: 'Clean the ceiling fans and turn their direction',
      how: 'Downward in summer, upward and slow in winter.'
    },
    de: {
      title: 'Deckenventilatoren reinigen und Drehrichtung wechseln',
      how: 'Im Sommer nach unten, im Winter langsam nach oben.'
    }
  },
  {
    id: 'bathroom-fan-clean',
    every: [6, 'month'],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['vacuum', 'step_ladder'],
    safety: 'power_off',
    source: sources.epaMold,
    en: {
      title: 'Clean the bathroom fan',
      how: 'A sheet of paper should stick to the grille; if it falls, dust or a blocked duct keeps moisture in.'
    },
    de: {
      title: 'Badlüfter reinigen',
      how: 'Ein Blatt Papier muss am Gitter haften. Fällt es, halten Staub oder ein verstopftes Rohr die Feuchte fest.'
    }
  },
  {
    id: 'ventilation-filter',
    every: [6, 'month'],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['air_filter', 'vacuum'],
    safety: 'power_off',
    source: sources.energyVentilation,
    en: {
      title: 'Change the filters of the ventilation',
      how: 'For homes with mechanical ventilation or heat recovery: filters, grilles, and once a year the exchanger.'
    },
    de: {
      title: 'Filter der Lüftungsanlage wechseln',
      how: 'Für Wohnungen mit Lüftung oder Wärmerückgewinnung: Filter, Ventile und einmal im Jahr der Tauscher.'
    }
  },
  {
    id: 'dehumidifier-clean',
    every: [1, 'month'],
    season: [5, 10],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['vacuum', 'mild_detergent'],
    safety: 'power_off',
    fits: { profile: { basement: true }, climate: ['humid'] },
    source: sources.epaMold,
    en: {
      title: 'Clean the dehumidifier in the basement',
      how: 'Bucket, filter and hose; aim for less than 60 percent humidity.'
    },
    de: {
      title: 'Luftentfeuchter im Keller reinigen',
      how: 'Behälter, Filter und Schlauch; Ziel sind unter 60 Prozent Luftfeuchte.'
    }
  },
  {
    id: 'refrigerant-leak-look',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 10,
    who: 'anyone',
    safety: 'refrigerant',
    fits: { profile: { cooling: ['heat_pump'] } },
    source: sources.energyHeatPumps,
    en: {
      title: 'Listen and look at the split unit',
      how: 'Ice, oil spots or hissing mean a leak; then switch off and call the company.'
    },
    de: {
      title: 'Splitgerät ansehen und anhören',
      how: 'Eis, Ölflecken oder Zischen deuten auf ein Leck; dann abschalten und den Betrieb rufen.'
    }
  }
]
