-- Run once by the postgres image, on an empty volume: two owners who cannot read each other's data.
\getenv temporal_password TEMPORAL_DB_PASSWORD
\getenv putright_password PUTRIGHT_DB_PASSWORD

CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;

CREATE ROLE putright LOGIN PASSWORD :'putright_password';
CREATE DATABASE putright OWNER putright;

REVOKE CONNECT ON DATABASE temporal, temporal_visibility, putright FROM PUBLIC;
