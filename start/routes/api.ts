import router from '@adonisjs/core/services/router'
import type { AccessLevel } from '../../app/access/roles.ts'
import { middleware } from '#start/kernel'

const HealthController = () => import('#controllers/api/health_controller')
const HostsController = () => import('#controllers/api/hosts_controller')
const HostPausesController = () => import('#controllers/api/host_pauses_controller')
const HostImpactsController = () => import('#controllers/api/host_impacts_controller')
const PingsController = () => import('#controllers/api/pings_controller')
const RunsController = () => import('#controllers/api/runs_controller')
const HostGroupsController = () => import('#controllers/api/host_groups_controller')
const ChecksController = () => import('#controllers/api/checks_controller')
const CheckPausesController = () => import('#controllers/api/check_pauses_controller')
const CheckRunsController = () => import('#controllers/api/check_runs_controller')
const SchedulesController = () => import('#controllers/api/schedules_controller')
const ServicesController = () => import('#controllers/api/services_controller')
const ServiceImpactsController = () => import('#controllers/api/service_impacts_controller')
const PluginsController = () => import('#controllers/api/plugins_controller')
const PluginPausesController = () => import('#controllers/api/plugin_pauses_controller')
const ClassifiersController = () => import('#controllers/api/classifiers_controller')
const LimitsController = () => import('#controllers/api/limits_controller')
const AlertsController = () => import('#controllers/api/alerts_controller')
const AlertReplacementsController = () => import('#controllers/api/alert_replacements_controller')
const AlertTestsController = () => import('#controllers/api/alert_tests_controller')
const AlertModulesController = () => import('#controllers/api/alert_modules_controller')
const ResultsController = () => import('#controllers/api/results_controller')
const TransitionsController = () => import('#controllers/api/transitions_controller')
const IncidentsController = () => import('#controllers/api/incidents_controller')
const NotificationsController = () => import('#controllers/api/notifications_controller')
const MailSettingsController = () => import('#controllers/api/mail_settings_controller')
const LogsController = () => import('#controllers/api/logs_controller')

/** Fits the integers of the database, so that a number it does not know is simply not found. */
const ID = { match: /^[1-9][0-9]{0,8}$/, cast: Number }

router
  .group(() => {
    router.get('/health', [HealthController, 'show'])
  })
  .prefix('/api/v1')
  .as('api')
  .use(middleware.access('open'))

/** Routes for one level of access, held to what their controllers say they take. */
function routesFor(level: AccessLevel, define: () => void) {
  router
    .group(define)
    .prefix('/api/v1')
    .as('api')
    .use([middleware.access(level), middleware.contract()])
}

/** Whoever may look. */
routesFor('viewer', () => {
  router.get('/hosts', [HostsController, 'index'])
  router.get('/hosts/:id', [HostsController, 'show']).where('id', ID)
  router.get('/hosts/:id/impact', [HostImpactsController, 'show']).where('id', ID)
  router.get('/host-groups', [HostGroupsController, 'index'])
  router.get('/host-groups/:id', [HostGroupsController, 'show']).where('id', ID)
  router.get('/checks', [ChecksController, 'index'])
  router.get('/checks/:id', [ChecksController, 'show']).where('id', ID)
  router.get('/schedules', [SchedulesController, 'index'])
  router.get('/schedules/:id', [SchedulesController, 'show']).where('id', ID)
  router.get('/services', [ServicesController, 'index'])
  router.get('/services/:id', [ServicesController, 'show']).where('id', ID)
  router.get('/services/:id/impact', [ServiceImpactsController, 'show']).where('id', ID)
  router.get('/plugins', [PluginsController, 'index'])
  router.get('/plugins/:id', [PluginsController, 'show'])
  router.get('/plugins/:id/classifier', [ClassifiersController, 'show'])
  router.get('/plugins/:id/limits', [LimitsController, 'show'])
  router.get('/alerts', [AlertsController, 'index'])
  router.get('/alerts/:id', [AlertsController, 'show']).where('id', ID)
  router.get('/alert-modules', [AlertModulesController, 'index'])
  router.get('/results', [ResultsController, 'index'])
  router.get('/transitions', [TransitionsController, 'index'])
  router.get('/incidents', [IncidentsController, 'index'])
  router.get('/incidents/:id', [IncidentsController, 'show']).where('id', ID)
  router.get('/notifications', [NotificationsController, 'index'])
})

/** Whoever may act: runs, tests and pauses. */
routesFor('helper', () => {
  router.post('/hosts/:id/runs', [RunsController, 'store']).where('id', ID)
  router.post('/hosts/:id/pings', [PingsController, 'store']).where('id', ID)
  router.post('/hosts/:id/pause', [HostPausesController, 'store']).where('id', ID)
  router.delete('/hosts/:id/pause', [HostPausesController, 'destroy']).where('id', ID)
  router.post('/checks/:id/runs', [CheckRunsController, 'store']).where('id', ID)
  router.post('/checks/:id/pause', [CheckPausesController, 'store']).where('id', ID)
  router.delete('/checks/:id/pause', [CheckPausesController, 'destroy']).where('id', ID)
  router.post('/plugins/:id/pause', [PluginPausesController, 'store'])
  router.delete('/plugins/:id/pause', [PluginPausesController, 'destroy'])
  router.post('/alerts/:id/tests', [AlertTestsController, 'store']).where('id', ID)
})

/** Whoever may change settings. */
routesFor('owner', () => {
  router.post('/hosts', [HostsController, 'store'])
  router.patch('/hosts/:id', [HostsController, 'update']).where('id', ID)
  router.delete('/hosts/:id', [HostsController, 'destroy']).where('id', ID)
  router.post('/host-groups', [HostGroupsController, 'store'])
  router.patch('/host-groups/:id', [HostGroupsController, 'update']).where('id', ID)
  router.delete('/host-groups/:id', [HostGroupsController, 'destroy']).where('id', ID)
  router.post('/checks', [ChecksController, 'store'])
  router.patch('/checks/:id', [ChecksController, 'update']).where('id', ID)
  router.delete('/checks/:id', [ChecksController, 'destroy']).where('id', ID)
  router.post('/schedules', [SchedulesController, 'store'])
  router.patch('/schedules/:id', [SchedulesController, 'update']).where('id', ID)
  router.delete('/schedules/:id', [SchedulesController, 'destroy']).where('id', ID)
  router.post('/services', [ServicesController, 'store'])
  router.patch('/services/:id', [ServicesController, 'update']).where('id', ID)
  router.delete('/services/:id', [ServicesController, 'destroy']).where('id', ID)
  router.post('/plugins', [PluginsController, 'store'])
  router.delete('/plugins/:id', [PluginsController, 'destroy'])
  router.put('/plugins/:id/classifier', [ClassifiersController, 'update'])
  router.delete('/plugins/:id/classifier', [ClassifiersController, 'destroy'])
  router.put('/plugins/:id/limits', [LimitsController, 'update'])
  router.post('/alerts', [AlertsController, 'store'])
  router.patch('/alerts/:id', [AlertsController, 'update']).where('id', ID)
  router.put('/alerts/:id', [AlertReplacementsController, 'update']).where('id', ID)
  router.delete('/alerts/:id', [AlertsController, 'destroy']).where('id', ID)
})

router
  .group(() => {
    router.get('/logs', [LogsController, 'index'])
  })
  .prefix('/api/v1')
  .as('api')
  .use(middleware.access('viewer'))

router
  .group(() => {
    router.get('/settings/mail', [MailSettingsController, 'show'])
    router.put('/settings/mail', [MailSettingsController, 'update'])
  })
  .prefix('/api/v1')
  .as('api')
  .use(middleware.access('owner'))
