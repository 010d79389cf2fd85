-- Posts by themselves: H2 has no index over some rows only.
create index recorded_by_kind on recorded (kind, seq);
