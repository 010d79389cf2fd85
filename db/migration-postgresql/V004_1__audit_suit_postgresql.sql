-- What H2 brings along, so that the views for people are the same text on both.
create function rawtohex(bytes bytea) returns text
language sql immutable strict parallel safe
return encode(bytes, 'hex');

create function utf8tostring(bytes bytea) returns text
language sql immutable strict parallel safe
return convert_from(bytes, 'UTF8');
