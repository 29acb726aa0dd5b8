import Alpine from '@alpinejs/csp'
import morph from '@alpinejs/morph'
import ajax from '@imacrayon/alpine-ajax'
import { chart } from './chart.js'
import { confirmation } from './confirmation.js'
import { live } from './live.js'
import { alertSentence } from './alert_sentence.js'
import { search } from './search.js'
import { secret } from './secret.js'

Alpine.plugin(morph)
Alpine.plugin(ajax)
Alpine.data('alertSentence', alertSentence)
Alpine.data('chart', chart)
Alpine.data('confirmation', confirmation)
Alpine.data('live', live)
Alpine.data('search', search)
Alpine.data('secret', secret)
Alpine.start()
