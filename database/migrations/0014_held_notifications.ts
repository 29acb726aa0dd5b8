import { BaseSchema } from '@adonisjs/lucid/schema'

/** What a time without the database has to tell is told once all of it is stored: what is over by then in a summary. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ALTER TABLE notifications
        DROP CONSTRAINT notifications_kind_check,
        ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('problem', 'recovery', 'test', 'summary')),
        DROP CONSTRAINT notifications_status_check,
        ADD CONSTRAINT notifications_status_check
          CHECK (status IN ('held', 'waiting', 'sending', 'sent', 'failed', 'withdrawn', 'merged'));
      COMMENT ON COLUMN notifications.status IS
        'held: until all that was kept while the database was away is stored; withdrawn: ends a thread without a message, because what was watched there is watched no more; merged: told in another message, which was sent instead';
      COMMENT ON COLUMN notifications.subject IS
        'What the thread is about: host:1, service:1, or result:1:2:3:instance; summary';
      -- What is held back: looked for at every start of a core.
      CREATE INDEX notifications_held ON notifications (id) WHERE status = 'held';
    `)
  }

  async down() {
    this.schema.raw(`
      DROP INDEX notifications_held;
      UPDATE notifications SET status = 'waiting' WHERE status = 'held';
      DELETE FROM notifications WHERE kind = 'summary' OR status = 'merged';
      ALTER TABLE notifications
        DROP CONSTRAINT notifications_kind_check,
        ADD CONSTRAINT notifications_kind_check CHECK (kind IN ('problem', 'recovery', 'test')),
        DROP CONSTRAINT notifications_status_check,
        ADD CONSTRAINT notifications_status_check CHECK (status IN ('waiting', 'sending', 'sent', 'failed', 'withdrawn'));
      COMMENT ON COLUMN notifications.status IS
        'withdrawn: ends a thread without a message, because what was watched there is watched no more';
      COMMENT ON COLUMN notifications.subject IS
        'What the thread is about: host:1, service:1, or result:1:2:3:instance';
    `)
  }
}
