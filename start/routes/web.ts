import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

const OverviewController = () => import('#controllers/pages/overview_controller')
const MachinesController = () => import('#controllers/pages/machines_controller')
const MachineController = () => import('#controllers/pages/machine_controller')
const GraphController = () => import('#controllers/pages/graph_controller')
const RunRequestController = () => import('#controllers/pages/run_request_controller')
const AlertsController = () => import('#controllers/pages/alerts_controller')
const AlertTestController = () => import('#controllers/pages/alert_test_controller')
const ChangesController = () => import('#controllers/pages/changes_controller')
const LogsController = () => import('#controllers/pages/logs_controller')
const SettingsController = () => import('#controllers/pages/settings_controller')
const MailSettingsController = () => import('#controllers/pages/mail_settings_controller')
const AccountController = () => import('#controllers/pages/account_controller')
const UsersController = () => import('#controllers/pages/users_controller')

/** The pages. Every route carries `middleware.access('viewer' | 'helper' | 'owner')`; GET never changes anything. */
router
  .group(() => {
    router.get('/', [OverviewController, 'show'])
    router.get('/machines', [MachinesController, 'index'])
    router.get('/machines/:id', [MachineController, 'show'])
    router.get('/machines/:id/graphs/:plugin', [GraphController, 'show'])
    router.get('/alerts', [AlertsController, 'index'])
    router.get('/logs', [LogsController, 'index'])
    router.post('/logs/read', [LogsController, 'markRead'])
    router.get('/settings', [SettingsController, 'index'])
    router.get('/account', [AccountController, 'edit'])
    router.post('/account', [AccountController, 'update'])
    router.post('/account/password', [AccountController, 'updatePassword'])
  })
  .use(middleware.access('viewer'))

router
  .group(() => {
    router.post('/machines/:id/runs', [RunRequestController, 'store'])
    router.post('/alerts/:id/tests', [AlertTestController, 'store'])
  })
  .use(middleware.access('helper'))

router
  .group(() => {
    router.get('/alerts/create', [AlertsController, 'create'])
    router.post('/alerts', [AlertsController, 'store'])
    router.get('/alerts/:id/edit', [AlertsController, 'edit'])
    router.post('/alerts/:id', [AlertsController, 'update'])
    router.get('/alerts/:id/delete', [AlertsController, 'confirmDestroy'])
    router.post('/alerts/:id/delete', [AlertsController, 'destroy'])
    router.get('/settings/mail', [MailSettingsController, 'edit'])
    router.post('/settings/mail', [MailSettingsController, 'update'])
    router.get('/logs/clear', [LogsController, 'confirmDestroy'])
    router.post('/logs/clear', [LogsController, 'destroy'])
    router.get('/users', [UsersController, 'index'])
  })
  .use(middleware.access('owner'))

/** The stream of changes, at the addresses its client knows. */
router
  .group(() => {
    router.get('/__transmit/events', [ChangesController, 'stream'])
    router.post('/__transmit/subscribe', [ChangesController, 'subscribe'])
    router.post('/__transmit/unsubscribe', [ChangesController, 'unsubscribe'])
  })
  .use(middleware.access('viewer'))
