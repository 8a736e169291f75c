import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const cleaning: readonly TemplateEntry[] = [
  {
    id: 'windows-clean',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 120,
    who: 'anyone',
    tools: ['bucket', 'cloth', 'step_ladder'],
    safety: 'ladder',
    source: sources.nhbcMaintenance,
    en: {
      title: 'Clean the windows and their drain slots',
      how: 'Glass, frames, and the small slots at the bottom that let rain out.'
    },
    de: {
      title: 'Fenster putzen, Entwässerung frei machen',
      how: 'Glas, Rahmen und die kleinen Schlitze unten, durch die Regen abläuft.'
    }
  },
  {
    id: 'mattresses-turn',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 30,
    who: 'anyone',
    tools: ['vacuum'],
    safety: 'heavy',
    source: sources.acaai,
    en: {
      title: 'Vacuum and turn the mattresses',
      how: 'Both sides, head to foot; let them air for an hour.'
    },
    de: {
      title: 'Matratzen absaugen und wenden',
      how: 'Beide Seiten, Kopf- gegen Fußende, eine Stunde lüften lassen.'
    }
  },
  {
    id: 'duvets-and-pillows',
    every: [6, 'month'],
    importance: 'health',
    minutes: 60,
    who: 'anyone',
    source: sources.acaai,
    en: {
      title: 'Wash duvets and pillows',
      how: 'As hot as the label allows; 60 °C takes mites out. Dry right through.'
    },
    de: {
      title: 'Decken und Kissen waschen',
      how: 'So heiß, wie das Etikett erlaubt; 60 °C hilft gegen Milben. Ganz durchtrocknen.'
    }
  },
  {
    id: 'carpet-deep-clean',
    every: [1, 'year'],
    season: [4, 9],
    importance: 'health',
    minutes: 180,
    who: 'anyone',
    tools: ['vacuum'],
    safety: 'heavy',
    fits: { profile: { flooring: ['carpet'] } },
    source: sources.carpetInstitute,
    en: {
      title: 'Deep-clean the carpets',
      how: 'With extraction, windows open; walk on it when it is dry.'
    },
    de: {
      title: 'Teppiche gründlich reinigen',
      how: 'Mit Sprühextraktion bei offenen Fenstern; erst trocken wieder betreten.'
    }
  },
  {
    id: 'hardwood-care',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 180,
    who: 'handy',
    tools: ['wood_oil', 'cloth', 'vacuum'],
    safety: 'oily_rags',
    fits: { profile: { flooring: ['hardwood'] } },
    source: sources.nwfa,
    en: {
      title: 'Care for the wooden floors',
      how: 'Vacuum grit, wipe barely damp, oil or polish as the finish asks, felt under chair legs.'
    },
    de: {
      title: 'Holzböden pflegen',
      how: 'Sand absaugen, nebelfeucht wischen, je nach Oberfläche ölen oder pflegen, Filz unter die Stühle.'
    }
  },
  {
    id: 'laminate-joints',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    fits: { profile: { flooring: ['laminate'] } },
    source: sources.nwfa,
    en: {
      title: 'Look at the joints of the laminate',
      how: 'Swollen edges mean water: find it, and mop less wet.'
    },
    de: {
      title: 'Fugen im Laminat ansehen',
      how: 'Gequollene Kanten bedeuten Wasser: Finde die Ursache und wische trockener.'
    }
  },
  {
    id: 'tile-grout',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 120,
    who: 'anyone',
    tools: ['brush', 'mild_detergent'],
    safety: 'chemicals',
    fits: { profile: { flooring: ['tile'] } },
    source: sources.tcna,
    en: {
      title: "Clean and check the tiles' grout",
      how: 'Brush with a mild cleaner, mend holes, seal if it drinks water.'
    },
    de: {
      title: 'Fugen der Fliesen reinigen und prüfen',
      how: 'Mit mildem Reiniger bürsten, Löcher füllen, imprägnieren, wenn sie Wasser saugen.'
    }
  },
  {
    id: 'stone-seal',
    every: [2, 'year'],
    importance: 'upkeep',
    minutes: 120,
    who: 'handy',
    tools: ['sealer', 'cloth'],
    safety: 'chemicals',
    fits: { profile: { flooring: ['stone'] } },
    source: sources.naturalStone,
    en: {
      title: 'Seal the stone floor',
      how: 'Drops of water that darken it within minutes mean that it is time; never vinegar on marble.'
    },
    de: {
      title: 'Steinboden imprägnieren',
      how: 'Wird er unter Wassertropfen in Minuten dunkel, ist es Zeit; nie Essig auf Marmor.'
    }
  },
  {
    id: 'vinyl-floor-check',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    fits: { profile: { flooring: ['vinyl'] } },
    source: sources.tcna,
    en: {
      title: 'Look over the vinyl floor',
      how: 'Lifted edges, soft spots near bath and kitchen, dents under furniture.'
    },
    de: {
      title: 'Vinylboden ansehen',
      how: 'Aufstehende Kanten, weiche Stellen an Bad und Küche, Druckstellen unter Möbeln.'
    }
  },
  {
    id: 'curtains-and-blinds',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 120,
    who: 'anyone',
    tools: ['vacuum', 'step_ladder'],
    safety: 'blind_cords',
    source: sources.cpscCords,
    en: {
      title: 'Wash curtains, dust blinds, check their cords',
      how: 'Cords short or tied up where children live.'
    },
    de: {
      title: 'Vorhänge waschen, Rollos entstauben, Schnüre prüfen',
      how: 'Schnüre sind kurz oder hochgebunden, wo Kinder leben.'
    }
  },
  {
    id: 'behind-furniture',
    every: [6, 'month'],
    importance: 'health',
    minutes: 90,
    who: 'anyone',
    tools: ['vacuum'],
    safety: 'heavy',
    source: sources.ubaMould,
    en: {
      title: 'Clean behind large furniture and look for mould',
      how: "On outer walls a hand's width of air; grey spots and a musty smell tell early."
    },
    de: {
      title: 'Hinter großen Möbeln putzen und nach Schimmel sehen',
      how: 'An Außenwänden eine Handbreit Luft; graue Flecken und muffiger Geruch verraten ihn früh.'
    }
  },
  {
    id: 'bathroom-mould',
    every: [1, 'month'],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['brush', 'gloves'],
    safety: 'mould',
    source: sources.epaMold,
    en: {
      title: 'Look for mould in bathroom and kitchen',
      how: 'Silicone, ceiling corners, behind the curtain: clean small spots, find where the moisture comes from.'
    },
    de: {
      title: 'Bad und Küche auf Schimmel ansehen',
      how: 'Silikon, Deckenecken, hinter dem Vorhang: Kleine Flecken reinigen und die Ursache der Feuchte finden.'
    }
  },
  {
    id: 'humidity-check',
    every: [1, 'month'],
    season: [10, 4],
    importance: 'health',
    minutes: 10,
    who: 'anyone',
    tools: ['hygrometer'],
    source: sources.ubaMould,
    en: {
      title: 'Measure the indoor humidity in winter',
      how: 'Between 40 and 60 percent; above that air out in bursts, several times a day.'
    },
    de: {
      title: 'Luftfeuchte im Winter messen',
      how: 'Zwischen 40 und 60 Prozent; darüber mehrmals täglich stoßlüften.'
    }
  },
  {
    id: 'upholstery-clean',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 90,
    who: 'anyone',
    tools: ['vacuum', 'brush'],
    source: sources.acaai,
    en: {
      title: 'Clean sofas and chairs',
      how: 'Vacuum the cracks, turn cushions, treat spots by the label.'
    },
    de: {
      title: 'Polster reinigen',
      how: 'Ritzen saugen, Kissen wenden, Flecken nach Etikett behandeln.'
    }
  },
  {
    id: 'pantry-sort',
    every: [6, 'month'],
    importance: 'health',
    minutes: 45,
    who: 'anyone',
    tools: ['cloth'],
    source: sources.fsisFridge,
    en: {
      title: 'Sort the pantry',
      how: 'Old to the front, open packs into tins, wipe the shelves.'
    },
    de: {
      title: 'Vorratsschrank sortieren',
      how: 'Altes nach vorn, Offenes in Dosen, Regale auswischen.'
    }
  },
  {
    id: 'bins-wash',
    every: [3, 'month'],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['hose', 'brush'],
    safety: 'hygiene',
    fits: { propertyTypes: withGrounds },
    source: sources.epaRodents,
    en: {
      title: 'Wash the dustbins',
      how: 'Inside, lid and place; closed lids keep rats and wasps away.'
    },
    de: {
      title: 'Mülltonnen auswaschen',
      how: 'Innen, Deckel und Stellplatz; geschlossene Deckel halten Ratten und Wespen fern.'
    }
  },
  {
    id: 'kitchen-cupboards',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 90,
    who: 'anyone',
    tools: ['cloth', 'mild_detergent', 'screwdriver'],
    source: sources.nhbcMaintenance,
    en: {
      title: 'Wipe the kitchen cupboards and tighten hinges',
      how: 'Tops and handles hold the grease; doors hang straight again after a quarter turn.'
    },
    de: {
      title: 'Küchenschränke auswischen und Scharniere nachziehen',
      how: 'Oben und an Griffen sitzt das Fett; nach einer Vierteldrehung hängen Türen wieder gerade.'
    }
  },
  {
    id: 'attic-basement-clear',
    every: [1, 'year'],
    season: [1, 3],
    importance: 'upkeep',
    minutes: 240,
    who: 'anyone',
    tools: ['gloves'],
    safety: 'heavy',
    source: sources.nfpaStorage,
    en: {
      title: 'Clear out storage rooms, basement and attic',
      how: 'Nothing that burns near heating, meter or stairs; give away what has not been used for a year.'
    },
    de: {
      title: 'Abstellräume, Keller und Dachboden ausräumen',
      how: 'Nichts Brennbares bei Heizung, Zähler oder Treppe; gib weg, was ein Jahr lang keiner brauchte.'
    }
  }
]
