-- The two roles and the database, once, as the database's administrator: psql -f docs/deployment/postgresql.sql
-- Then give both a password with \password. What portal_web may do is granted after each migration (deployment.md).
CREATE ROLE portal_owner LOGIN;
ALTER ROLE portal_owner SET lock_timeout = '2s'; -- a migration gives up rather than let requests queue behind it
CREATE ROLE portal_web LOGIN CONNECTION LIMIT 40;
CREATE DATABASE portal OWNER portal_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO portal_web;
