import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const SetupController = () => import('#controllers/setup/setup_controller')
const SessionController = () => import('#controllers/session/session_controller')

router.get('/setup', [SetupController, 'show']).use(middleware.access('open'))
router.post('/setup', [SetupController, 'store']).use(middleware.access('open'))

router.get('/login', [SessionController, 'show']).use(middleware.access('open'))
router.post('/login', [SessionController, 'store']).use(middleware.access('open'))
router.post('/logout', [SessionController, 'destroy']).use(middleware.access('viewer'))
