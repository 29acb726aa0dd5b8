import './routes/session.ts'
import './routes/web.ts'
import './routes/api.ts'
