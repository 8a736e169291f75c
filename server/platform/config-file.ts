import Type from 'typebox'
import { Strict, StrictPartial } from '#contract/route.ts'
import { PushFile } from './push-config.ts'
import { SignInFile } from './sign-in-config.ts'
import { SubscriptionsFile } from './subscriptions-config.ts'

/** `config.yaml`; every key is explained in config.example.yaml, which a test holds against this schema. */
export const ConfigFile = StrictPartial({
  publicUrl: Type.String({ format: 'uri', pattern: '^https?://[^/?#]+$' }),
  securityContact: Type.String({ pattern: '^(mailto:[^\\s@]+@[^\\s@]+|https://[^\\s]+)$' }),
  securityTxtFile: Type.String({ minLength: 1 }),
  server: StrictPartial({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    drainSeconds: Type.Integer({ minimum: 0, maximum: 300 }),
    trustedProxies: Type.Array(Type.String()),
    cloudflareProxies: Type.Array(Type.String()),
    allowedHosts: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.-]+$' })),
    keptMegabytes: Type.Integer({ minimum: 0, maximum: 1024 })
  }),
  internal: StrictPartial({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    socket: Type.String({ minLength: 1 })
  }),
  telemetry: Strict({
    url: Type.String({
      format: 'uri',
      pattern: '^(https://[^?#@]+|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?(/[^?#@]*)?)(?<!/)$'
    }),
    everySeconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 3600 })),
    traceShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    privateNetwork: Type.Optional(Type.Boolean())
  }),
  dataFolder: Type.String({ minLength: 1 }),
  secretsFolder: Type.String({ minLength: 1 }),
  secretsPollSeconds: Type.Integer({ minimum: 1, maximum: 3600 }),
  database: StrictPartial({
    url: Type.String({ pattern: '^postgres(ql)?://[^:@]+@' }),
    ownerUrl: Type.String({ pattern: '^postgres(ql)?://[^:@]+@' }),
    poolSize: Type.Integer({ minimum: 2, maximum: 200 }),
    namedStatements: Type.Boolean()
  }),
  mail: Strict({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    security: Type.Enum(['tls', 'starttls', 'none']),
    user: Type.Optional(Type.String({ minLength: 1 })),
    from: Strict({
      name: Type.String({ pattern: '^[^\\r\\n<>]*$' }),
      address: Type.String({ pattern: '^[^<>@\\s]+@[^<>@\\s]+$' })
    })
  }),
  passwords: StrictPartial({
    memoryKib: Type.Integer({ minimum: 19_456, maximum: 262_144 }),
    passes: Type.Integer({ minimum: 2, maximum: 10 }),
    pepper: Type.Boolean(),
    confirmByMail: Type.Boolean(),
    breachedUrl: Type.String({ format: 'uri', pattern: '^https?://[^?#]+[^/?#]$' })
  }),
  signIn: SignInFile,
  push: PushFile,
  subscriptions: SubscriptionsFile,
  files: StrictPartial({
    folder: Type.String({ minLength: 1 }),
    homeMegabytes: Type.Integer({ minimum: 30, maximum: 10_000_000 }),
    personMegabytes: Type.Integer({ minimum: 30, maximum: 10_000_000 }),
    s3: Strict({
      endpoint: Type.String({
        format: 'uri',
        pattern: '^(https://[^/?#@]+|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?)$'
      }),
      region: Type.String({ pattern: '^[a-z0-9-]+$' }),
      bucket: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' }),
      keyId: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]+$' })),
      privateNetwork: Type.Optional(Type.Boolean())
    })
  }),
  redis: Strict({
    url: Type.String({
      pattern: '^(rediss?://([^:@/]+@)?([^:@/]+|\\[[0-9a-fA-F:]+\\])(:\\d{1,5})?(/\\d{1,2})?|unix:/.+)$'
    }),
    replicas: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }))
  }),
  rateLimits: StrictPartial({ multiplier: Type.Integer({ minimum: 1, maximum: 100_000 }) }),
  worker: StrictPartial({ concurrency: Type.Integer({ minimum: 1, maximum: 100 }) }),
  log: StrictPartial({ level: Type.Enum(['debug', 'info', 'warn', 'error']) })
})
export type ConfigFile = Type.Static<typeof ConfigFile>
