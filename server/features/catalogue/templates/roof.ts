import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const roof: readonly TemplateEntry[] = [
  {
    id: 'gutters-autumn',
    every: [1, 'year'],
    season: [10, 12],
    importance: 'damage',
    minutes: 120,
    who: 'handy',
    tools: ['ladder', 'gloves', 'bucket', 'hose'],
    safety: 'ladder',
    fits: { propertyTypes: withGrounds },
    source: sources.mbci,
    en: {
      title: 'Clean the gutters after the leaves have fallen',
      how: 'Scoop out, rinse towards the downpipe, look at brackets and joints.'
    },
    de: {
      title: 'Dachrinnen nach dem Laubfall reinigen',
      how: 'Ausräumen, zum Fallrohr hin spülen, Halter und Nähte ansehen.'
    }
  },
  {
    id: 'gutters-spring',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'damage',
    minutes: 90,
    who: 'handy',
    tools: ['ladder', 'gloves', 'hose'],
    safety: 'ladder',
    fits: { propertyTypes: withGrounds },
    source: sources.mbci,
    en: {
      title: 'Clean and check the gutters in spring',
      how: 'Catkins and grit out, bent stretches straightened, water led away from the wall.'
    },
    de: {
      title: 'Dachrinnen im Frühjahr reinigen und prüfen',
      how: 'Blüten und Sand heraus, Verbogenes richten, Wasser von der Wand wegleiten.'
    }
  },
  {
    id: 'roof-look',
    every: [6, 'month'],
    importance: 'damage',
    minutes: 30,
    who: 'anyone',
    tools: ['binoculars'],
    safety: 'roof',
    fits: { propertyTypes: withGrounds },
    source: sources.wrexhamBuildings,
    en: {
      title: 'Look at the roof from the ground',
      how: 'Slipped, broken or missing pieces, sagging lines, loose flashings, moss in valleys.'
    },
    de: {
      title: 'Dach vom Boden aus ansehen',
      how: 'Verrutschte, gebrochene oder fehlende Stücke, durchhängende Linien, lose Bleche, Moos in Kehlen.'
    }
  },
  {
    id: 'roof-inspection',
    every: [3, 'year'],
    season: [4, 10],
    importance: 'damage',
    minutes: 120,
    who: 'professional',
    safety: 'roof',
    fits: { propertyTypes: withGrounds },
    source: sources.nrca,
    en: {
      title: 'Have the roof inspected',
      how: 'Covering, flashings, penetrations and underlay, with photos.'
    },
    de: {
      title: 'Dach prüfen lassen',
      how: 'Deckung, Anschlüsse, Durchdringungen und Unterdach, mit Fotos.'
    }
  },
  {
    id: 'flat-roof-drains',
    every: [3, 'month'],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['gloves', 'bucket'],
    safety: 'roof',
    fits: { profile: { roof: ['flat'] } },
    source: sources.penfolds,
    en: {
      title: 'Clear the drains of the flat roof',
      how: 'Leaves and gravel out of drains and overflows, no blisters, no standing water after two days.'
    },
    de: {
      title: 'Abläufe des Flachdachs frei machen',
      how: 'Laub und Kies aus Abläufen und Überläufen, keine Blasen, nach zwei Tagen kein stehendes Wasser.'
    }
  },
  {
    id: 'roof-moss',
    every: [2, 'year'],
    season: [4, 10],
    importance: 'upkeep',
    minutes: 180,
    who: 'professional',
    safety: 'roof',
    fits: { profile: { roof: ['asphalt_shingle', 'tile', 'slate', 'wood'] }, climate: ['humid'] },
    source: sources.nrca,
    en: {
      title: 'Have moss taken off the roof',
      how: 'Brushed, never blasted with pressure; branches above it cut back.'
    },
    de: {
      title: 'Moos vom Dach entfernen lassen',
      how: 'Gebürstet, nie mit Hochdruck; Äste darüber zurückschneiden.'
    }
  },
  {
    id: 'shingles-granules',
    every: [1, 'year'],
    season: [4, 10],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['binoculars'],
    safety: 'roof',
    fits: { profile: { roof: ['asphalt_shingle'] } },
    source: sources.nrca,
    en: {
      title: 'Look for worn shingles',
      how: 'Bald spots, curled edges, granules in the gutter.'
    },
    de: {
      title: 'Nach abgenutzten Dachschindeln sehen',
      how: 'Kahle Stellen, hochgebogene Ränder, Granulat in der Rinne.'
    }
  },
  {
    id: 'metal-roof-fasteners',
    every: [1, 'year'],
    season: [4, 10],
    importance: 'damage',
    minutes: 120,
    who: 'professional',
    safety: 'roof',
    fits: { profile: { roof: ['metal'] } },
    source: sources.mbci,
    en: {
      title: "Have the metal roof's fasteners and seams checked",
      how: 'Loose screws, hard washers, open seams, scratches that rust.'
    },
    de: {
      title: 'Schrauben und Fälze des Blechdachs prüfen lassen',
      how: 'Lose Schrauben, harte Dichtscheiben, offene Fälze, rostende Kratzer.'
    }
  },
  {
    id: 'green-roof-care',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 120,
    who: 'handy',
    tools: ['gloves', 'pruning_shears'],
    safety: 'roof',
    fits: { profile: { roof: ['green'] } },
    source: sources.greenRoofGuide,
    en: {
      title: 'Tend the green roof',
      how: 'Pull seedlings of trees, clear the gravel edges and drains, feed thin places.'
    },
    de: {
      title: 'Gründach pflegen',
      how: 'Baumsämlinge ziehen, Kiesstreifen und Abläufe frei machen, lückige Stellen düngen.'
    }
  },
  {
    id: 'wood-roof-treat',
    every: [4, 'year'],
    season: [5, 9],
    importance: 'upkeep',
    minutes: 480,
    who: 'professional',
    safety: 'roof',
    fits: { profile: { roof: ['wood'] } },
    source: sources.nrca,
    en: {
      title: 'Have the wooden roof treated',
      how: 'Cleaned, split pieces replaced, preservative with fire protection.'
    },
    de: {
      title: 'Holzdach behandeln lassen',
      how: 'Gereinigt, gespaltene Stücke ersetzt, Schutzmittel mit Brandschutz.'
    }
  },
  {
    id: 'tiles-ridge',
    every: [3, 'year'],
    season: [4, 10],
    importance: 'damage',
    minutes: 90,
    who: 'professional',
    safety: 'roof',
    fits: { profile: { roof: ['tile', 'slate'] } },
    source: sources.wrexhamBuildings,
    en: {
      title: 'Have ridges and loose tiles checked',
      how: 'Mortar, clips and hooks hold before the autumn storms.'
    },
    de: {
      title: 'First und lose Ziegel prüfen lassen',
      how: 'Mörtel, Klammern und Haken halten vor den Herbststürmen.'
    }
  },
  {
    id: 'chimney-outside',
    every: [1, 'year'],
    season: [4, 10],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    tools: ['binoculars'],
    safety: 'roof',
    fits: { profile: { fireplace: true } },
    source: sources.wrexhamBuildings,
    en: {
      title: 'Look at the chimney from outside',
      how: 'Leaning, cracked pots, open joints, flashing, bird nests.'
    },
    de: {
      title: 'Schornstein von außen ansehen',
      how: 'Neigung, gerissene Köpfe, offene Fugen, Anschlüsse, Vogelnester.'
    }
  },
  {
    id: 'attic-leaks',
    every: [6, 'month'],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    tools: ['flashlight'],
    safety: 'attic',
    fits: { profile: { attic: true } },
    source: sources.ugaMaintenance,
    en: {
      title: 'Look for leaks and animals in the attic',
      how: 'After rain: stains, damp insulation, daylight, droppings; keep vents free.'
    },
    de: {
      title: 'Dachboden auf Lecks und Tiere ansehen',
      how: 'Nach Regen: Flecken, feuchte Dämmung, Tageslicht, Kot; Lüftungen frei halten.'
    }
  },
  {
    id: 'attic-insulation',
    every: [2, 'year'],
    season: [9, 11],
    importance: 'comfort',
    minutes: 60,
    who: 'anyone',
    tools: ['flashlight', 'dust_mask', 'tape_measure'],
    safety: 'attic',
    fits: { profile: { attic: true } },
    source: sources.energyInsulation,
    en: {
      title: "Check the attic's insulation",
      how: 'Even, dry, deep enough, hatch sealed; not over recessed lamps.'
    },
    de: {
      title: 'Dämmung des Dachbodens prüfen',
      how: 'Gleichmäßig, trocken, dick genug, Luke dicht; nicht über Einbaustrahlern.'
    }
  }
]
