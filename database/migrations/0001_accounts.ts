import { BaseSchema } from '@adonisjs/lucid/schema'

/** People who sign in, their sessions, and programs that use the API. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      CREATE TABLE users (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        full_name text NOT NULL,
        email text NOT NULL,
        password text NOT NULL,
        role text NOT NULL CHECK (role IN ('owner', 'helper', 'viewer')),
        is_expert boolean NOT NULL DEFAULT false,
        theme text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
        last_seen_log_id bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      -- Sign-in looks people up by e-mail, whatever its case.
      CREATE UNIQUE INDEX users_email ON users (lower(email));

      CREATE TABLE sessions (
        id text PRIMARY KEY,
        user_id text,
        data text NOT NULL,
        expires_at timestamptz NOT NULL
      );
      -- "End all sessions of this person" after a password change.
      CREATE INDEX sessions_user ON sessions (user_id);
      -- Clearing away what has run out.
      CREATE INDEX sessions_expiry ON sessions (expires_at);

      CREATE TABLE api_clients (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL UNIQUE,
        role text NOT NULL CHECK (role IN ('owner', 'helper', 'viewer')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE api_tokens (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tokenable_id integer NOT NULL REFERENCES api_clients ON DELETE CASCADE,
        type text NOT NULL,
        name text,
        hash text NOT NULL,
        abilities text NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        last_used_at timestamptz,
        expires_at timestamptz
      );
      CREATE INDEX api_tokens_client ON api_tokens (tokenable_id);

      CREATE TABLE settings (
        key text PRIMARY KEY,
        value jsonb NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE settings IS 'Settings of the whole system; secrets inside are encrypted with the application key';
    `)
  }

  async down() {
    this.schema.raw('DROP TABLE settings, api_tokens, api_clients, sessions, users')
  }
}
