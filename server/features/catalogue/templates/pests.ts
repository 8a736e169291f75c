import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const pests: readonly TemplateEntry[] = [
  {
    id: 'standing-water',
    every: [1, 'week'],
    season: [5, 9],
    importance: 'health',
    minutes: 15,
    who: 'anyone',
    fits: { propertyTypes: withGrounds, climate: ['hot'] },
    source: sources.epaMosquito,
    en: {
      title: 'Empty standing water',
      how: 'Saucers, gutters, toys, tarpaulins: mosquitoes need a week.'
    },
    de: {
      title: 'Stehendes Wasser ausleeren',
      how: 'Untersetzer, Rinnen, Spielzeug, Planen: Mücken brauchen eine Woche.'
    }
  },
  {
    id: 'termite-inspection',
    every: [1, 'year'],
    season: [3, 6],
    importance: 'damage',
    minutes: 60,
    who: 'professional',
    fits: { propertyTypes: withGrounds, climate: ['hot'] },
    source: sources.epaTermites,
    en: {
      title: 'Have the house inspected for termites',
      how: 'Mud tubes, hollow wood, wings on sills.'
    },
    de: {
      title: 'Haus auf Termiten prüfen lassen',
      how: 'Erdröhren, hohles Holz, Flügel auf Fensterbänken.'
    }
  },
  {
    id: 'rodent-entries',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'health',
    minutes: 60,
    who: 'handy',
    tools: ['steel_wool', 'caulk', 'flashlight'],
    safety: 'droppings',
    source: sources.epaRodents,
    en: {
      title: 'Close the gaps where mice come in',
      how: 'Anything a pencil fits through: steel wool and sealant around pipes, brushes at doors.'
    },
    de: {
      title: 'Schlupflöcher für Mäuse schließen',
      how: 'Alles, wo ein Bleistift hindurchpasst: Stahlwolle und Dichtmasse um Rohre, Bürsten an Türen.'
    }
  },
  {
    id: 'pantry-moths',
    every: [3, 'month'],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['vacuum', 'cloth'],
    source: sources.ubaMoths,
    en: {
      title: 'Look for pantry moths and beetles',
      how: 'Webs in flour, nuts and muesli; vacuum cracks, tight tins. Traps show, they do not cure.'
    },
    de: {
      title: 'Vorräte auf Motten und Käfer ansehen',
      how: 'Gespinste in Mehl, Nüssen, Müsli; Ritzen saugen, dichte Dosen. Fallen zeigen nur an.'
    }
  },
  {
    id: 'clothes-moths',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 45,
    who: 'anyone',
    tools: ['vacuum'],
    source: sources.ubaMoths,
    en: {
      title: 'Look for clothes moths',
      how: 'Air and brush wool, vacuum wardrobes and edges of carpets.'
    },
    de: {
      title: 'Kleider auf Motten ansehen',
      how: 'Wolle lüften und bürsten, Schränke und Teppichränder saugen.'
    }
  },
  {
    id: 'wasp-nests',
    every: [1, 'year'],
    season: [4, 5],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['flashlight'],
    safety: 'wasps',
    fits: { propertyTypes: withGrounds },
    source: sources.rhsWasps,
    en: {
      title: 'Look for young wasp nests',
      how: 'Under eaves, in sheds and blinds: small ones in spring are easily moved by those who may.'
    },
    de: {
      title: 'Nach jungen Wespennestern sehen',
      how: 'Unter Dachüberständen, in Schuppen und Rollladenkästen: Im Frühjahr lassen kleine sich noch gut umsetzen.'
    }
  },
  {
    id: 'ant-trails',
    every: [6, 'month'],
    season: [3, 9],
    importance: 'comfort',
    minutes: 30,
    who: 'anyone',
    tools: ['caulk', 'cloth'],
    safety: 'pesticides',
    source: sources.epaPests,
    en: {
      title: 'Find and close ant trails',
      how: 'Wipe the trail, take the food away, seal the crack; bait only where children cannot reach.'
    },
    de: {
      title: 'Ameisenstraßen finden und schließen',
      how: 'Spur wegwischen, Futter entfernen, Ritze abdichten; Köder nur, wo Kinder nicht hinkommen.'
    }
  },
  {
    id: 'wood-pile',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 60,
    who: 'anyone',
    tools: ['gloves'],
    fits: { profile: { heating: ['wood'] } },
    source: sources.epaTermites,
    en: {
      title: 'Move the wood pile away from the house',
      how: "Off the ground, an arm's length from the wall: insects and damp stay out."
    },
    de: {
      title: 'Holzstapel vom Haus abrücken',
      how: 'Vom Boden ab, eine Armlänge von der Wand: Insekten und Feuchte bleiben draußen.'
    }
  },
  {
    id: 'tick-habitat',
    every: [1, 'month'],
    season: [4, 9],
    importance: 'health',
    minutes: 45,
    who: 'anyone',
    tools: ['lawn_mower', 'rake'],
    fits: { profile: { landscaping: ['lawn', 'garden'] } },
    source: sources.cdcTicks,
    en: {
      title: 'Keep ticks away from where you sit and play',
      how: 'Short grass, leaves gone, a dry strip towards wood and hedge.'
    },
    de: {
      title: 'Zecken von Sitz- und Spielplätzen fernhalten',
      how: 'Kurzes Gras, kein Laub, ein trockener Streifen zu Wald und Hecke.'
    }
  }
]
