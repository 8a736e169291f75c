import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const outdoors: readonly TemplateEntry[] = [
  {
    id: 'garage-door-reversal',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 10,
    who: 'anyone',
    safety: 'garage_spring',
    fits: { profile: { garage: true } },
    source: sources.cpscGarage,
    en: {
      title: "Test the garage door's reversal",
      how: 'A board flat on the ground and a hand through the beam: both must send the door back up.'
    },
    de: {
      title: 'Umkehr des Garagentors prüfen',
      how: 'Ein Brett flach am Boden und ein Tritt in die Lichtschranke: Beides muss das Tor zurückschicken.'
    }
  },
  {
    id: 'garage-door-lubricate',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 30,
    who: 'handy',
    tools: ['lubricant', 'cloth'],
    safety: 'garage_spring',
    fits: { profile: { garage: true } },
    source: sources.dasma,
    en: {
      title: 'Lubricate the garage door',
      how: 'Rollers, hinges and springs with what the maker names; never loosen a spring.'
    },
    de: {
      title: 'Garagentor schmieren',
      how: 'Rollen, Scharniere und Federn mit dem Mittel des Herstellers; nie eine Feder lösen.'
    }
  },
  {
    id: 'garage-door-service',
    every: [2, 'year'],
    importance: 'safety',
    minutes: 60,
    who: 'professional',
    safety: 'garage_spring',
    fits: { profile: { garage: true } },
    source: sources.dasma,
    en: {
      title: 'Have the garage door serviced',
      how: 'Cables, springs, balance and opener.'
    },
    de: {
      title: 'Garagentor warten lassen',
      how: 'Seile, Federn, Gewicht und Antrieb.'
    }
  },
  {
    id: 'garage-fuels',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['gloves'],
    safety: 'chemicals',
    fits: { profile: { garage: true } },
    source: sources.nfpaStorage,
    en: {
      title: 'Check how fuels and paints are stored',
      how: 'Tight containers, away from heaters and flames; hand in what you do not need.'
    },
    de: {
      title: 'Lagerung von Kraftstoff und Farben prüfen',
      how: 'Dichte Behälter, fern von Heizgerät und Flamme; gib ab, was du nicht brauchst.'
    }
  },
  {
    id: 'deck-inspection',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'safety',
    minutes: 60,
    who: 'handy',
    tools: ['screwdriver', 'flashlight'],
    fits: { profile: { landscaping: ['deck'] } },
    source: sources.nadra,
    en: {
      title: 'Check the deck',
      how: 'Poke posts, joists and the ledger for rot, tighten rails, sink nails and screws.'
    },
    de: {
      title: 'Terrassendeck prüfen',
      how: 'Pfosten, Balken und Anschluss auf Fäulnis stechen, Geländer festziehen, Schrauben versenken.'
    }
  },
  {
    id: 'deck-wash',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'upkeep',
    minutes: 180,
    who: 'handy',
    tools: ['brush', 'hose', 'mild_detergent'],
    safety: 'slippery',
    fits: { profile: { landscaping: ['deck'] } },
    source: sources.nadra,
    en: {
      title: 'Wash the deck',
      how: 'Brush along the grain, rinse, clear the gaps.'
    },
    de: {
      title: 'Terrassendeck waschen',
      how: 'Mit der Faser bürsten, spülen, Fugen frei machen.'
    }
  },
  {
    id: 'deck-seal',
    every: [2, 'year'],
    season: [5, 9],
    importance: 'upkeep',
    minutes: 300,
    who: 'handy',
    tools: ['sealer', 'paintbrush', 'sandpaper'],
    safety: 'oily_rags',
    fits: { profile: { landscaping: ['deck'] } },
    source: sources.nadra,
    en: {
      title: 'Oil or seal the deck',
      how: 'When water no longer beads; dry wood, two dry days.'
    },
    de: {
      title: 'Terrassendeck ölen oder lasieren',
      how: 'Wenn Wasser nicht mehr abperlt; trockenes Holz, zwei trockene Tage.'
    }
  },
  {
    id: 'patio-joints',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'upkeep',
    minutes: 120,
    who: 'anyone',
    tools: ['brush', 'hose'],
    safety: 'slippery',
    fits: { profile: { landscaping: ['patio'] } },
    source: sources.rhsPatio,
    en: {
      title: 'Clean the patio and fill its joints',
      how: 'Moss out, sand in, loose slabs bedded anew.'
    },
    de: {
      title: 'Terrasse reinigen und Fugen füllen',
      how: 'Moos heraus, Sand hinein, lose Platten neu legen.'
    }
  },
  {
    id: 'fence-and-gates',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'upkeep',
    minutes: 90,
    who: 'handy',
    tools: ['screwdriver', 'lubricant'],
    fits: { propertyTypes: withGrounds },
    source: sources.ugaMaintenance,
    en: {
      title: 'Check fences and gates',
      how: 'Posts firm, boards fixed, hinges oiled, gates latch by themselves.'
    },
    de: {
      title: 'Zäune und Tore prüfen',
      how: 'Pfosten fest, Bretter angeschraubt, Scharniere geölt, Tore fallen von selbst ins Schloss.'
    }
  },
  {
    id: 'paths-and-drive',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'safety',
    minutes: 60,
    who: 'handy',
    tools: ['shovel'],
    fits: { propertyTypes: withGrounds },
    source: sources.ugaMaintenance,
    en: {
      title: 'Check paths, steps and drive',
      how: 'Trip edges, cracks and holes where frost and water get in.'
    },
    de: {
      title: 'Wege, Stufen und Einfahrt prüfen',
      how: 'Stolperkanten, Risse und Löcher, in die Frost und Wasser kommen.'
    }
  },
  {
    id: 'basement-moisture',
    every: [3, 'month'],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    tools: ['flashlight', 'hygrometer'],
    fits: { profile: { basement: true } },
    source: sources.epaMold,
    en: {
      title: 'Look for damp in the basement',
      how: 'Stains, salt, peeling paint, smell; air out only when it is cooler outside than in.'
    },
    de: {
      title: 'Keller auf Feuchte ansehen',
      how: 'Flecken, Salz, abblätternde Farbe, Geruch; lüfte nur, wenn es draußen kühler ist als drinnen.'
    }
  },
  {
    id: 'light-wells',
    every: [6, 'month'],
    importance: 'damage',
    minutes: 30,
    who: 'anyone',
    tools: ['gloves', 'bucket'],
    safety: 'hygiene',
    fits: { profile: { basement: true } },
    source: sources.hainburgHeavyRain,
    en: {
      title: 'Clear light wells and cellar drains',
      how: 'Leaves out, drain open, grating fixed.'
    },
    de: {
      title: 'Lichtschächte und Kellerabläufe frei machen',
      how: 'Laub heraus, Ablauf offen, Rost gesichert.'
    }
  },
  {
    id: 'grading-foundation',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 60,
    who: 'handy',
    tools: ['shovel', 'rake'],
    fits: { propertyTypes: withGrounds },
    source: sources.ugaMaintenance,
    en: {
      title: 'Check that the ground falls away from the house',
      how: 'Fill hollows, extend downpipes; beds stay below the damp course.'
    },
    de: {
      title: 'Gefälle vom Haus weg prüfen',
      how: 'Mulden füllen, Fallrohre verlängern; Beete bleiben unter der Sperrschicht.'
    }
  },
  {
    id: 'exterior-vents',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'damage',
    minutes: 30,
    who: 'handy',
    tools: ['step_ladder', 'brush'],
    safety: 'ladder',
    fits: { propertyTypes: withGrounds },
    source: sources.epaRodents,
    en: {
      title: 'Check the vents in the outer walls',
      how: 'Flaps close, grilles whole, no nests.'
    },
    de: {
      title: 'Lüftungsöffnungen außen prüfen',
      how: 'Klappen schließen, Gitter sind heil, keine Nester.'
    }
  },
  {
    id: 'snow-gear',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['snow_shovel', 'deicer'],
    fits: { propertyTypes: withGrounds, climate: ['snowy'] },
    source: sources.readyWinter,
    en: {
      title: 'Get snow shovel and grit ready',
      how: 'And know whose pavement it is to clear, and by what hour.'
    },
    de: {
      title: 'Schneeschaufel und Streugut bereitlegen',
      how: 'Und wissen, wer den Gehweg räumt und bis wann.'
    }
  },
  {
    id: 'snow-load',
    every: [1, 'month'],
    season: [12, 3],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    tools: ['binoculars'],
    safety: 'roof',
    fits: { propertyTypes: withGrounds, climate: ['snowy'] },
    source: sources.femaSnow,
    en: {
      title: 'Watch the snow on the roof',
      how: 'Wet and deep snow, doors that stick, ice dams at the eaves: then call somebody.'
    },
    de: {
      title: 'Schneelast auf dem Dach beobachten',
      how: 'Nasser, hoher Schnee, klemmende Türen, Eis an der Traufe: Dann ruf jemanden.'
    }
  },
  {
    id: 'mobile-home-anchors',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'safety',
    minutes: 90,
    who: 'professional',
    safety: 'heavy',
    fits: { propertyTypes: ['mobile_home'] },
    source: sources.hudManufactured,
    en: {
      title: 'Have anchors and piers of the mobile home checked',
      how: 'Straps tight, piers level, belly board and skirting whole.'
    },
    de: {
      title: 'Verankerung des Mobilheims prüfen lassen',
      how: 'Gurte straff, Stützen in Waage, Unterboden und Schürze heil.'
    }
  },
  {
    id: 'holiday-home-close',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 120,
    who: 'anyone',
    fits: { propertyTypes: ['holiday_home'] },
    source: sources.nhbcMaintenance,
    en: {
      title: 'Close the holiday home for the season',
      how: 'Fridge empty and open, water and gas off, shutters, bins, somebody with a key.'
    },
    de: {
      title: 'Ferienhaus für die Saison schließen',
      how: 'Kühlschrank leer und offen, Wasser und Gas zu, Läden, Müll, jemand mit Schlüssel.'
    }
  },
  {
    id: 'holiday-home-open',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 120,
    who: 'anyone',
    fits: { propertyTypes: ['holiday_home'] },
    source: sources.caerphillyWater,
    en: {
      title: 'Open the holiday home',
      how: 'Air, flush all pipes, look for frost, damp and mice, test the alarms.'
    },
    de: {
      title: 'Ferienhaus öffnen',
      how: 'Lüften, alle Leitungen spülen, nach Frost, Feuchte und Mäusen sehen, Melder testen.'
    }
  }
]
