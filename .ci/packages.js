/** Installs the packages as `npm test` does, so that it finds them in place. */
import { install } from '../bin/install.js'

await install(true)
