import { type AlertModule, OptionError } from './module.ts'
import { call } from './call/module.ts'
import { email } from './email/module.ts'
import { ntfy } from './ntfy/module.ts'
import { pushbullet } from './pushbullet/module.ts'
import { sms } from './sms/module.ts'
import { syslog } from './syslog/module.ts'
import { webhook } from './webhook/module.ts'

const MODULES: Record<string, AlertModule> = {
  email: erased(email),
  sms: erased(sms),
  call: erased(call),
  ntfy: erased(ntfy),
  pushbullet: erased(pushbullet),
  webhook: erased(webhook),
  syslog: erased(syslog),
}

/** All ways to tell people, for lists to choose from. */
export const ALERT_MODULES: readonly AlertModule[] = Object.values(MODULES)

/** @returns the module with this name, or undefined when there is none */
export function moduleNamed(name: string): AlertModule | undefined {
  return Object.hasOwn(MODULES, name) ? MODULES[name] : undefined
}

/** Options come back from the database as plain JSON, so each module checks them again before use. */
function erased<Options>(module: AlertModule<Options>): AlertModule {
  return {
    name: module.name,
    label: module.label,
    needs: module.needs,
    fields: module.fields,
    parseOptions: (input) => module.parseOptions(input),
    recipientsOf: (options) => module.recipientsOf(module.parseOptions(options)),
    onlyTo: (options, recipients) => module.onlyTo(module.parseOptions(options), recipients),
    missing: (context) => module.missing(context),
    send: async (job, context) => {
      try {
        const options = module.parseOptions(job.options)
        return await module.send({ ...job, options }, context)
      } catch (error) {
        if (error instanceof OptionError) return { outcome: 'refused', error: error.message }
        throw error
      }
    },
  }
}
