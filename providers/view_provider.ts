import edge from 'edge.js'
import { STATE_WORDS } from '#monitoring/states'
import { BRAND_MARK, PLACES, themeAttribute, unreadCount } from '../app/views/frame_drawings.ts'
import { categoryWord } from '../app/views/category_words.ts'
import { chosen, fieldError, inputAttributes } from '../app/views/form_fields.ts'
import { icon, iconOfPlugin } from '../app/views/icons.ts'
import { limitsOfState } from '../app/views/limits_of_state.ts'
import { escapeHtml, prose } from '../app/views/prose.ts'
import { counted, quantity } from '../app/views/quantities.ts'
import { badge, favicon, sign, stateClass, titleMark } from '../app/views/signs.ts'
import { themeOf } from '../app/views/theme.ts'
import { bandsInWords } from '../app/views/threshold_bands.ts'
import * as times from '../app/views/times.ts'
import { whyInWords } from '../app/views/why_in_words.ts'

/** Gives the templates the words and drawings that all pages share. */
export default class ViewProvider {
  async boot() {
    const shared = {
      ...{ icon, iconOfPlugin, sign, badge, favicon, stateClass, titleMark, themeOf },
      ...{ counted, quantity, stateWord: (state: keyof typeof STATE_WORDS) => STATE_WORDS[state] },
      ...{ brandMark: BRAND_MARK, places: PLACES, themeAttribute, unreadCount },
      ...{ categoryWord, chosen, escapeHtml, fieldError, inputAttributes },
      ...{ bandsInWords, limitsOfState, prose, whyInWords },
      ...times,
    }
    for (const [name, value] of Object.entries(shared)) edge.global(name, value)
  }
}
