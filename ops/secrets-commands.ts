import type { Command } from 'commander'
import { adopt } from './commands/adopt.ts'
import { apply } from './commands/apply.ts'
import { escrow } from './commands/escrow.ts'
import { gc } from './commands/gc.ts'
import { log } from './commands/log.ts'
import { changeRecipients, listRecipients } from './commands/recipients.ts'
import { revoke } from './commands/revoke.ts'
import type { RotateOptions } from './commands/rotate-options.ts'
import { rotate } from './commands/rotate.ts'
import { status } from './commands/status.ts'
import { verify } from './commands/verify.ts'
import { examples, options, type Ending } from './shared-options.ts'
import type { Terminal } from './terminal.ts'

type Declared<Options> = (name: string | undefined, options: Options) => Promise<void>
type OptionsOf<Run extends (...args: never[]) => unknown> =
  Parameters<Run> extends [...unknown[], infer Options] ? Options : never

/** `honeydue secrets …`, each with what it takes and an example. */
export function declareSecrets(program: Command, terminal: Terminal, ending: Ending): void {
  const secrets = program.command('secrets').description('what honeyDue shows to others, and how it is replaced')
  const declaring = declaringOf(secrets, terminal, ending)
  for (const declare of [declareLooking, declareRotating, declareSources, declareKept]) declare(declaring)
  declareEscrow(secrets, terminal, ending)
}

type Declaring = ReturnType<typeof declaringOf>

function declaringOf(secrets: Command, terminal: Terminal, ending: Ending) {
  const named = (text: string, name: '<name>' | '[name]' = '[name]') =>
    secrets.command(text).argument(name, name === '<name>' ? 'as secrets status names it' : 'only this one')
  const declared =
    <Options>(run: (terminal: Terminal, name: string | undefined, options: Options) => Promise<number>) =>
    (...[name, given]: Parameters<Declared<Options>>) =>
      ending(run(terminal, name, given))
  return { secrets, named, declared, terminal, ending, ...options(terminal) }
}

function declareLooking({ secrets, named, declared, terminal, ending, config, state, json }: Declaring): void {
  secrets
    .command('status')
    .description('what there is, how old it is, which pods have it, what is under way, and what is in no catalogue')
    .addOption(config())
    .addOption(json())
    .addHelpText('after', examples('secrets status', 'secrets status --json | jq .rows'))
    .action((given: OptionsOf<typeof status>) => ending(status(terminal, given)))
  named('verify')
    .description('asks everybody about the values in use: who takes them, which pods show them, who else wrote there')
    .addOption(config())
    .addOption(json())
    .addHelpText('after', examples('secrets verify', 'secrets verify POSTGRES_PASSWORD'))
    .action(declared(verify))
  secrets
    .command('log')
    .description('what operators did, when, and what they saw; never a value')
    .option('--verify', 'hold the journals against their chains of hashes')
    .option('--config <file>', 'with --verify: hold them against the copies in the cluster as well')
    .addOption(json())
    .addOption(state())
    .addHelpText('after', examples('secrets log', 'secrets log --verify --config ops.yaml'))
    .action((given: OptionsOf<typeof log>) => ending(log(terminal, given)))
}

function declareRotating(declaring: Declaring): void {
  const { named, declared, terminal, ending, config, state, environment, plan, json, answers, overlap } = declaring
  named('rotate', '<name>')
    .description('replaces one secret while everything goes on: the old value goes when nobody uses it any more')
    .addOption(config())
    .addOption(state())
    .addOption(plan())
    .addOption(environment())
    .addOption(overlap())
    .option('--compromised', 'the old value is in the wrong hands: it goes as soon as every pod has the new one')
    .option('--resume', 'go on with what is under way, and begin nothing')
    .option('--abort', 'take back what is under way')
    .option('--take-over', 'make a key this tool’s that another one has written')
    .addOption(answers())
    .addOption(json())
    .addHelpText('after', examples('secrets rotate SECRET_KEY --plan', 'secrets rotate SECRET_KEY'))
    .action((name: string, given: RotateOptions) => ending(rotate(terminal, name, given)))
  named('revoke')
    .description('lists the former values that still work, with the evidence; ends those that are due')
    .option('--due', 'all that are due, not only the one that is named')
    .addOption(environment())
    .addOption(overlap())
    .addOption(answers())
    .addOption(config())
    .addOption(state())
    .addOption(json())
    .addHelpText('after', examples('secrets revoke', 'secrets revoke --due', 'secrets revoke REDIS_PASSWORD'))
    .action(declared(revoke))
}

function declareSources({ named, declared, config, state, environment, plan, json, sources }: Declaring): void {
  named('adopt')
    .description('makes what kubectl and the runbook have left this tool’s own; once, before the first rotation')
    .option('--since <date>', 'when those of unknown age came into use')
    .addOption(sources())
    .addOption(plan())
    .addOption(environment())
    .addOption(config())
    .addOption(json())
    .addHelpText('after', examples('secrets adopt --plan', 'secrets adopt --since 2026-05-12'))
    .action(declared(adopt))
  named('apply')
    .description('writes what the sources say into the cluster: only what differs, never what was replaced already')
    .addOption(sources())
    .addOption(plan())
    .addOption(environment())
    .addOption(config())
    .addOption(state())
    .addOption(json())
    .addHelpText('after', examples('secrets apply --plan', 'secrets apply EMAIL_HOST_PASSWORD --sources .'))
    .action(declared(apply))
}

function declareKept({ secrets, terminal, ending, config, state, environment, plan, json }: Declaring): void {
  secrets
    .command('gc')
    .description('lists what rotations have left in escrow and in journals, and deletes it when you agree')
    .addOption(plan())
    .addOption(environment())
    .addOption(config())
    .addOption(state())
    .addOption(json())
    .addHelpText('after', examples('secrets gc --plan', 'secrets gc'))
    .action((given: OptionsOf<typeof gc>) => ending(gc(terminal, given)))
}

function declareEscrow(secrets: Command, terminal: Terminal, ending: Ending): void {
  const { config, environment, json } = options(terminal)
  const kept = secrets
    .command('escrow')
    .description('what was sealed, so that no lost laptop and no lost cluster takes it along')
  const descriptions = {
    list: 'what there is, and for how many it is sealed',
    verify: 'opens everything, in both places'
  }
  for (const what of ['list', 'verify'] as const) {
    kept
      .command(what)
      .description(descriptions[what])
      .addOption(config())
      .addOption(json())
      .addHelpText('after', examples(`secrets escrow ${what}`))
      .action((given: OptionsOf<typeof listRecipients>) => ending(escrow(terminal, what, given)))
  }
  const recipients = secrets.command('recipients').description('who can open what is in escrow: two at least')
  recipients
    .command('list')
    .description('those that ops.yaml names')
    .addOption(config())
    .addOption(json())
    .addHelpText('after', examples('secrets recipients list'))
    .action((given: OptionsOf<typeof listRecipients>) => ending(listRecipients(terminal, given)))
  for (const change of ['add', 'remove'] as const) {
    recipients
      .command(change)
      .description(`seals everything anew ${change === 'add' ? 'for one more' : 'for one fewer'}, and changes ops.yaml`)
      .argument('<recipient>', 'age1…, as age-keygen shows it')
      .addOption(environment())
      .addOption(config())
      .addOption(json())
      .addHelpText('after', examples(`secrets recipients ${change} age1qyqs…`))
      .action((recipient: string, given: OptionsOf<typeof changeRecipients>) =>
        ending(changeRecipients(terminal, { change, recipient }, given))
      )
  }
}
