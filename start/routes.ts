import router from '@adonisjs/core/services/router'
import '#start/kernel'
import './routes/session.ts'
import './routes/web.ts'
import './routes/api.ts'
import { levelOfRoute } from '../app/access/level_of_route.ts'

// From here on no route can be added, so the check sees them all: one without an access level ends the start.
router.commit()
for (const route of Object.values(router.toJSON()).flat()) levelOfRoute(route)
