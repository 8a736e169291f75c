import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const walls: readonly TemplateEntry[] = [
  {
    id: 'walls-look',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 45,
    who: 'anyone',
    tools: ['binoculars', 'flashlight'],
    fits: { propertyTypes: withGrounds },
    source: sources.heritageFund,
    en: {
      title: 'Walk round the outer walls',
      how: "Cracks wider than a coin's edge, damp feet, plants on the wall, soil against timber."
    },
    de: {
      title: 'Außenwände abgehen',
      how: 'Risse breiter als ein Münzrand, feuchter Sockel, Bewuchs, Erde am Holz.'
    }
  },
  {
    id: 'brick-mortar',
    every: [1, 'year'],
    season: [4, 9],
    importance: 'damage',
    minutes: 60,
    who: 'handy',
    tools: ['flashlight'],
    fits: { profile: { exterior: ['brick', 'stone'] } },
    source: sources.heritageFund,
    en: {
      title: 'Check brick and stone joints',
      how: 'Crumbling mortar is renewed with a soft one, never harder than the stone.'
    },
    de: {
      title: 'Fugen im Mauerwerk prüfen',
      how: 'Bröselnder Mörtel wird mit weichem erneuert, nie härter als der Stein.'
    }
  },
  {
    id: 'wood-siding',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 60,
    who: 'handy',
    tools: ['flashlight', 'screwdriver'],
    safety: 'lead_paint',
    fits: { profile: { exterior: ['wood'] } },
    source: sources.ugaMaintenance,
    en: {
      title: 'Check the wooden cladding',
      how: 'Flaking paint, soft wood, open joints; touch up before it gets in.'
    },
    de: {
      title: 'Holzfassade prüfen',
      how: 'Abblätternde Farbe, weiches Holz, offene Fugen; ausbessern, bevor Wasser eindringt.'
    }
  },
  {
    id: 'wood-siding-paint',
    every: [6, 'year'],
    season: [5, 9],
    importance: 'damage',
    minutes: 1440,
    who: 'professional',
    safety: 'lead_paint',
    fits: { profile: { exterior: ['wood'] } },
    source: sources.epaLead,
    en: {
      title: 'Have the wooden cladding painted',
      how: 'Washed, sanded, primed where bare, two coats in dry weather.'
    },
    de: {
      title: 'Holzfassade streichen lassen',
      how: 'Gewaschen, geschliffen, blanke Stellen grundiert, zwei Anstriche bei trockenem Wetter.'
    }
  },
  {
    id: 'vinyl-siding-wash',
    every: [1, 'year'],
    season: [4, 9],
    importance: 'upkeep',
    minutes: 180,
    who: 'handy',
    tools: ['hose', 'brush', 'mild_detergent'],
    safety: 'ladder',
    fits: { profile: { exterior: ['vinyl', 'fiber_cement'] } },
    source: sources.vinylSiding,
    en: {
      title: 'Wash the siding',
      how: 'From the bottom up with a soft brush, rinse from the top; look for cracks and loose panels.'
    },
    de: {
      title: 'Fassadenverkleidung waschen',
      how: 'Von unten nach oben mit weicher Bürste, von oben abspülen; nach Rissen und losen Platten sehen.'
    }
  },
  {
    id: 'plaster-cracks',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['flashlight', 'caulk'],
    fits: { profile: { exterior: ['stucco', 'plaster'] } },
    source: sources.heritageFund,
    en: {
      title: 'Check the render for cracks and hollow spots',
      how: 'Knock: a dull sound is loose. Hair cracks can be filled, wide ones need a look by somebody who knows.'
    },
    de: {
      title: 'Putz auf Risse und hohle Stellen prüfen',
      how: 'Klopfen: Dumpf ist lose. Haarrisse lassen sich füllen, breite gehören angesehen.'
    }
  },
  {
    id: 'windows-caulk',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'comfort',
    minutes: 90,
    who: 'handy',
    tools: ['caulk', 'caulk_gun'],
    source: sources.energyCaulking,
    en: {
      title: 'Renew the seals around windows and doors outside',
      how: 'Cut out what is hard, dry, fill in one go.'
    },
    de: {
      title: 'Fugen um Fenster und Türen außen erneuern',
      how: 'Hartes herausschneiden, trocknen, in einem Zug füllen.'
    }
  },
  {
    id: 'weatherstripping',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'comfort',
    minutes: 60,
    who: 'handy',
    tools: ['weatherstripping'],
    source: sources.energyWeatherstripping,
    en: {
      title: 'Check the draught seals of doors and windows',
      how: 'A slip of paper that pulls out easily shows where to replace them.'
    },
    de: {
      title: 'Dichtungen von Türen und Fenstern prüfen',
      how: 'Zieht sich ein Papierstreifen leicht heraus, ist die Dichtung dort fällig.'
    }
  },
  {
    id: 'window-hardware',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 60,
    who: 'anyone',
    tools: ['lubricant', 'cloth'],
    source: sources.veluxCare,
    en: {
      title: 'Oil and adjust windows and doors',
      how: 'A drop on every moving part; sashes close without force.'
    },
    de: {
      title: 'Fenster und Türen ölen und einstellen',
      how: 'Ein Tropfen an jedes bewegliche Teil; Flügel schließen ohne Kraft.'
    }
  },
  {
    id: 'insect-screens',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'comfort',
    minutes: 45,
    who: 'anyone',
    tools: ['brush', 'mild_detergent'],
    fits: { propertyTypes: withGrounds },
    source: sources.epaMosquito,
    en: {
      title: 'Clean and mend the insect screens',
      how: 'Brush, rinse, patch holes, hang before the first mosquitoes.'
    },
    de: {
      title: 'Insektengitter reinigen und flicken',
      how: 'Bürsten, spülen, Löcher flicken, vor den ersten Mücken einhängen.'
    }
  }
]
