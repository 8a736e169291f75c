import { page, type Source } from './source.ts'
import { sourcesSeen } from './sources-seen.ts'

const usfa = pagesOf('US Fire Administration', 'https://www.usfa.fema.gov/prevention/home-fires/')
const energy = pagesOf('US Department of Energy', 'https://www.energy.gov/energysaver/')
const epa = pagesOf('US Environmental Protection Agency', 'https://www.epa.gov/')
const cpsc = pagesOf('Consumer Product Safety Commission', 'https://www.cpsc.gov/')
const nfpa = pagesOf(
  'National Fire Protection Association',
  'https://www.nfpa.org/education-and-research/home-fire-safety'
)
const rhs = pagesOf('Royal Horticultural Society', 'https://www.rhs.org.uk/')
const ready = pagesOf('US Department of Homeland Security', 'https://www.ready.gov/')
const uba = pagesOf('Umweltbundesamt', 'https://www.umweltbundesamt.de/themen/')
const adac = pagesOf('ADAC', 'https://www.adac.de/rund-ums-fahrzeug/')
const energyStar = pagesOf('ENERGY STAR', 'https://www.energystar.gov/')
const redCross = pagesOf('American Red Cross', 'https://www.redcross.org/get-help/how-to-prepare-for-emergencies/')
const hse = pagesOf('Health and Safety Executive', 'https://www.hse.gov.uk/')
const nabu = pagesOf('NABU', 'https://www.nabu.de/umwelt-und-ressourcen/oekologisch-leben/balkon-und-garten/pflege/')
const cdc = pagesOf('Centers for Disease Control and Prevention', 'https://www.cdc.gov/')
const hud = pagesOf('US Department of Housing and Urban Development', 'https://www.hud.gov/program_offices/')
const nhtsa = pagesOf('US National Highway Traffic Safety Administration', 'https://www.nhtsa.gov/')
const verbraucherzentrale = pagesOf('Verbraucherzentrale', 'https://www.verbraucherzentrale.de/wissen/energie/')
const miele = pagesOf('Miele', 'https://www.miele.com/en/com/')
const bsi = pagesOf(
  'Bundesamt für Sicherheit in der Informationstechnik',
  'https://www.bsi.bund.de/DE/Themen/Verbraucherinnen-und-Verbraucher/Informationen-und-Empfehlungen/Cyber-Sicherheitsempfehlungen/'
)
const esfi = pagesOf('Electrical Safety Foundation International', 'https://www.esfi.org/')

export const sources = {
  ...sourcesSeen,
  acaai: page(
    'American College of Allergy, Asthma & Immunology',
    'Dust allergies',
    'https://acaai.org/allergies/allergic-conditions/dust-allergies/'
  ),
  adacFirstAid: adac(
    'Verbandskasten, Warnweste und Warndreieck',
    'ausstattung-technik-zubehoer/ausstattung/verbandskasten/'
  ),
  adacTyres: adac('Reifen', 'ausstattung-technik-zubehoer/reifen/'),
  adacWinter: adac('Auto winterfest machen', 'reparatur-pflege-wartung/pflege/winterfest/'),
  agfw: page('AGFW', 'Fernwärme', 'https://www.agfw.de/'),
  bshDescale: page(
    'Bosch Hausgeräte',
    'Reinigung und Pflege',
    'https://www.bosch-home.com/de/service/reinigen-und-pflegen'
  ),
  bshDishwasher: page(
    'Bosch Home Appliances',
    'Dishwasher care',
    'https://www.bosch-home.com/us/owner-support/get-support/support-selfhelp-dishwasher'
  ),
  bsiBackup: bsi(
    'Datensicherung und Datenverlust',
    'Daten-sichern-verschluesseln-und-loeschen/Datensicherung-und-Datenverlust/datensicherung-und-datenverlust_node.html'
  ),
  bsiRouter: bsi('Router, WLAN und VPN sicher einrichten', 'Router-WLAN-VPN/router-wlan-vpn_node.html'),
  bwtSalt: page(
    'BWT',
    'Salz für den Enthärter',
    'https://www.bwt.com/de-de/magazin/magazine-articles/salz-fuer-den-enthaerter'
  ),
  carpetInstitute: page(
    'Carpet and Rug Institute',
    'Cleaning and maintenance',
    'https://carpet-rug.org/carpet-for-the-home/cleaning-and-maintenance/'
  ),
  cdcPool: cdc(
    'Home pool and hot tub water treatment and testing',
    'healthy-swimming/about/home-pool-and-hot-tub-water-treatment-and-testing.html'
  ),
  cdcTicks: cdc('Preventing ticks in the yard', 'ticks/prevention/preventing-ticks-in-the-yard.html'),
  co2onlineRadiators: page(
    'co2online',
    'Heizung entlüften',
    'https://www.co2online.de/modernisieren-und-bauen/heizung/heizung-entlueften/'
  ),
  cpscAnchor: page('Consumer Product Safety Commission', 'Anchor It', 'https://www.anchorit.gov/'),
  cpscCords: cpsc('Window covering cords', 'Safety-Education/Safety-Education-Centers/Window-Covering'),
  cpscGarage: cpsc(
    'Non-reversing automatic garage door openers are a hazard',
    'safety-education/safety-guides/home/non-reversing-automatic-garage-door-openers-are-hazard'
  ),
  cpscPlay: cpsc('Public playground safety handbook', 's3fs-public/325.pdf'),
  cpscRecalls: cpsc('Recalls and product safety warnings', 'Recalls'),
  csia: page('Chimney Safety Institute of America', 'Homeowner resources', 'https://www.csia.org/homeowner-resources/'),
  dasma: page(
    'Door & Access Systems Manufacturers Association',
    'Garage door safety',
    'https://www.dasma.com/garage-door-safety/'
  ),
  electricalSafetyFirst: page(
    'Electrical Safety First',
    'RCDs explained',
    'https://www.electricalsafetyfirst.org.uk/guidance/safety-around-the-home/rcds-explained/'
  ),
  energyAirConditioners: energy('Air conditioner maintenance', 'air-conditioner-maintenance'),
  energyCaulking: energy('Caulking', 'caulking'),
  energyDucts: energy('Minimizing energy losses in ducts', 'minimizing-energy-losses-ducts'),
  energyEvaporative: energy('Evaporative coolers', 'evaporative-coolers'),
  energyFans: energy('Fans for cooling', 'fans-cooling'),
  energyFireplaces: energy('Wood and pellet heating', 'wood-and-pellet-heating'),
  energyHeatingSystems: energy('Home heating systems', 'home-heating-systems'),
  energyHeatPumps: energy('Operating and maintaining your heat pump', 'operating-and-maintaining-your-heat-pump'),
  energyHeatPumpWater: energy('Heat pump water heaters', 'heat-pump-water-heaters'),
  energyInsulation: energy('Insulation', 'insulation'),
  energySolarWater: energy(
    'Solar water heating system maintenance and repair',
    'solar-water-heating-system-maintenance-and-repair'
  ),
  energyStarFridge: energyStar('Refrigerators', 'products/refrigerators'),
  energyStorageHeaters: energy('Storage water heaters', 'storage-water-heaters'),
  energyTankless: energy('Tankless or demand-type water heaters', 'tankless-or-demand-type-water-heaters'),
  energyThermostats: energy('Programmable thermostats', 'programmable-thermostats'),
  energyVentilation: energy('Whole-house ventilation', 'whole-house-ventilation'),
  energyWeatherstripping: energy('Weatherstripping', 'weatherstripping'),
  epaBurnWise: epa('Burn Wise', 'burnwise'),
  epaCompost: epa('Composting at home', 'recycle/composting-home'),
  epaCrossConnection: epa('Cross-connection control', 'dwreginfo/cross-connection-control-and-backflow-prevention'),
  epaHumidifiers: epa('Use and care of home humidifiers', 'indoor-air-quality-iaq/use-and-care-home-humidifiers'),
  epaIrrigation: epa('WaterSense: watering tips', 'watersense/watering-tips'),
  epaLead: epa('Lead-safe renovation', 'lead/lead-renovation-repair-and-painting-program'),
  epaMold: epa('A brief guide to mold, moisture and your home', 'mold/brief-guide-mold-moisture-and-your-home'),
  epaMosquito: epa(
    'Tips to prevent mosquito bites and remove habitats',
    'mosquitocontrol/success-mosquito-control-integrated-approach'
  ),
  epaPests: epa('Safe pest control', 'safepestcontrol'),
  epaRadon: epa(
    "A citizen's guide to radon",
    'radon/citizens-guide-radon-guide-protecting-yourself-and-your-family-radon'
  ),
  epaRainBarrel: epa('Soak up the rain: rain barrels', 'soakuptherain/soak-rain-rain-barrels'),
  epaRodents: epa('Identify and prevent rodent infestations', 'rodenticides/identify-and-prevent-rodent-infestations'),
  epaSeptic: epa('How to care for your septic system', 'septic/how-care-your-septic-system'),
  epaTermites: epa(
    'Termites: how to identify and control them',
    'safepestcontrol/termites-how-identify-and-control-them'
  ),
  epaWaterSense: epa('WaterSense: fix a leak', 'watersense/fix-leak-week'),
  epaWells: epa("Protect your home's water", 'privatewells/protect-your-homes-water'),
  esfiHome: esfi('Home electrical safety', 'home-safety/'),
  fdaMedicine: page(
    'US Food and Drug Administration',
    'Disposal of unused medicines',
    'https://www.fda.gov/drugs/safe-disposal-medicines/disposal-unused-medicines-what-you-should-know'
  ),
  femaFlood: ready('Ready: floods', 'floods'),
  femaSnow: page(
    'Federal Emergency Management Agency',
    'Snow load safety guide',
    'https://www.fema.gov/sites/default/files/2020-07/fema_snow_load_2014.pdf'
  ),
  fsisFridge: page(
    'US Department of Agriculture',
    'Refrigeration and food safety',
    'https://www.fsis.usda.gov/food-safety/safe-food-handling-and-preparation/food-safety-basics/refrigeration'
  ),
  ftcWarranty: page('US Federal Trade Commission', 'Warranties', 'https://consumer.ftc.gov/articles/warranties'),
  gasSafe: page('Gas Safe Register', 'Gas safety in your home', 'https://www.gassaferegister.co.uk/gas-safety/'),
  gdv: page(
    'Gesamtverband der Versicherer',
    'Versicherungen für Haus und Wohnung',
    'https://www.gdv.de/gdv/themen/zuhause'
  ),
  hseFalls: hse('Slips and trips', 'slips/'),
  hudManufactured: hud('Manufactured housing', 'housing/rmra/mhs/mhshome'),
  husqvarna: page(
    'Husqvarna',
    'Lawn mower maintenance',
    'https://www.husqvarna.com/us/learn-and-discover/lawn-mower-maintenance/'
  ),
  ibhsWater: page(
    'Insurance Institute for Business & Home Safety',
    'Preventing water damage',
    'https://ibhs.org/guidance/non-weather-water-damage/'
  ),
  isaTrees: page(
    'International Society of Arboriculture',
    'Trees are good: tree hazards',
    'https://www.treesaregood.org/treeowner/recognizingtreerisk'
  ),
  mieleVacuum: miele('Vacuum cleaner care', 'vacuum-cleaners-2155.htm'),
  mieleWashing: miele('Washing machine and dryer care', 'washing-machines-2157.htm'),
  mieterbund: page(
    'Deutscher Mieterbund',
    'Betriebskosten',
    'https://mieterbund.de/themen-und-positionen/betriebskosten/'
  ),
  nabuLeaves: nabu('Laub im Garten', 'gartenarbeit/'),
  nadra: page(
    'North American Deck and Railing Association',
    'Check your deck',
    'https://www.nadra.org/deck-safety/check-your-deck'
  ),
  naicInventory: page(
    'National Association of Insurance Commissioners',
    'Home inventory',
    'https://content.naic.org/consumer/home-inventory'
  ),
  naturalStone: page(
    'Natural Stone Institute',
    'Care and cleaning',
    'https://www.naturalstoneinstitute.org/consumers/care/'
  ),
  nfpaGrill: nfpa('Grilling', '/grilling'),
  nfpaStorage: nfpa('Home fire safety', ''),
  nhbcMaintenance: page('NHBC', 'Looking after your home', 'https://www.nhbc.co.uk/homeowners'),
  nhtsaMaintenance: nhtsa('Vehicle maintenance for seasonal driving', 'winter-driving-tips'),
  nhtsaTyres: nhtsa('Tires', 'vehicle-safety/tires'),
  nrca: page('National Roofing Contractors Association', 'Roof maintenance', 'https://www.nrca.net/'),
  nwfa: page('National Wood Flooring Association', 'Wood floor maintenance', 'https://woodfloors.org/maintenance/'),
  poolSafely: page('Consumer Product Safety Commission', 'Pool Safely', 'https://www.poolsafely.gov/'),
  rainBird: page('Rain Bird', 'Winterizing the irrigation system', 'https://www.rainbird.com/homeowners/winterize'),
  readyFinancial: ready('Ready: financial preparedness', 'financial-preparedness'),
  readyHurricanes: ready('Ready: hurricanes', 'hurricanes'),
  readyKit: ready('Ready: build a kit', 'kit'),
  readyPlan: ready('Ready: make a plan', 'plan'),
  readyWildfires: ready('Ready: wildfires', 'wildfires'),
  readyWinter: ready('Ready: winter weather', 'winter-weather'),
  redCrossFirstAid: redCross('Anatomy of a first aid kit', 'anatomy-of-a-first-aid-kit.html'),
  redCrossPipes: redCross('Frozen pipes', 'types-of-emergencies/winter-storm/frozen-pipes.html'),
  rhsFrost: rhs('Overwintering tender plants', 'garden-jobs/overwintering-tender-plants'),
  rhsFruit: rhs('Apples and pears: winter pruning', 'fruit/apples/winter-pruning'),
  rhsHedge: rhs('Hedge trimming', 'plants/types/hedges/trimming'),
  rhsLawn: rhs('Lawn care', 'lawns'),
  rhsMulch: rhs('Mulches and mulching', 'soil-composts-mulches/mulch'),
  rhsPatio: rhs('Patios, paths and drives: cleaning', 'garden-features/patios-paths-drives-cleaning'),
  rhsTools: rhs('Garden tools: cleaning and care', 'garden-jobs/cleaning-sharpening-tools'),
  rhsWasps: rhs('Wasps', 'biodiversity/wasps'),
  tcna: page(
    'Tile Council of North America',
    'Care and maintenance of tile',
    'https://tcnatile.com/resource-center/faq/'
  ),
  ubaDrinkingWater: uba('Trinkwasser', 'wasser/trinkwasser'),
  ubaMoths: page('Umweltbundesamt', 'Biozidportal: Schädlinge im Haus', 'https://www.biozid.info/'),
  ubaMould: uba('Schimmel', 'gesundheit/umwelteinfluesse-auf-den-menschen/schimmel'),
  ugaMaintenance: page(
    'University of Georgia Extension',
    'Home maintenance checklist',
    'https://fieldreport.caes.uga.edu/publications/C1082/home-maintenance-checklist/'
  ),
  usfaCooking: usfa('Cooking fire safety', 'prevent-fires/cooking/'),
  usfaElectrical: usfa('Appliance and electrical fire safety', 'prevent-fires/appliance-and-electrical/'),
  usfaEscape: usfa('Home fire escape plans', 'prepare-for-fire/home-fire-escape-plans/'),
  usfaExtinguishers: usfa('Fire extinguishers', 'prepare-for-fire/fire-extinguishers/'),
  usfaHeating: usfa('Heating fire safety', 'prevent-fires/heating/'),
  usfaLithium: usfa('Battery fire safety', 'prevent-fires/battery/'),
  usfaSmokeAlarms: usfa('Smoke alarms', 'prepare-for-fire/smoke-alarms/'),
  veluxCare: page('VELUX', 'Maintaining your roof windows', 'https://www.velux.com/'),
  verbraucherzentraleHeating: verbraucherzentrale('Heizen und Warmwasser', 'heizen-und-warmwasser'),
  verbraucherzentraleTariffs: verbraucherzentrale(
    'Preise, Tarife und Anbieterwechsel',
    'preise-tarife-anbieterwechsel'
  ),
  vinylSiding: page('Vinyl Siding Institute', 'Cleaning vinyl siding', 'https://www.vinylsiding.org/')
} as const satisfies Record<string, Source>

function pagesOf(publisher: string, base: string) {
  return (title: string, path: string): Source => page(publisher, title, `${base}${path}`)
}
