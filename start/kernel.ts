import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#exceptions/handler'))

server.use([
  () => import('#middleware/container_bindings_middleware'),
  () => import('#middleware/security_headers_middleware'),
  () => import('#middleware/own_names_middleware'),
  () => import('#middleware/refuse_multipart_middleware'),
  () => import('@adonisjs/static/static_middleware'),
])

router.use([
  () => import('#middleware/api_body_middleware'),
  () => import('#middleware/read_body_middleware'),
  () => import('#middleware/page_session_middleware'),
  () => import('#middleware/page_shield_middleware'),
  () => import('@adonisjs/auth/initialize_auth_middleware'),
])

/** Every route names exactly one: `middleware.access('open' | 'viewer' | 'helper' | 'owner')`. */
export const middleware = router.named({
  access: () => import('#middleware/access_middleware'),
  contract: () => import('#middleware/contract_middleware'),
})
