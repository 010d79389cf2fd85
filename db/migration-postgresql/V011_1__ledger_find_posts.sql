-- Posts are few among transfers: only they are in this index.
create index recorded_by_post on recorded (seq) where kind = 'post';
