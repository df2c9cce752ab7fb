-- One counter for everything that changes: whoever writes moves it first, which puts writers into a row, and whoever reads
-- sees by it whether anything is new.
create table culvert_revision (
    id integer not null primary key check (id = 1),
    revision bigint not null
);
insert into culvert_revision (id, revision) values (1, 0);

-- Clusters, callers, access rules, and the tokens of both. Times are milliseconds since 1970-01-01T00:00:00Z.
create table culvert_object (
    kind varchar(32) not null,
    name varchar(253) not null,
    uid varchar(36) not null unique,
    -- The revision at which it changed last.
    version bigint not null,
    created bigint not null,
    -- JSON: text to text.
    labels text not null,
    -- JSON, as the administration shows it.
    spec text not null,
    -- What a token belongs to, and ends with.
    owner_kind varchar(32),
    owner_name varchar(253),
    -- Of a token's secret, which is nowhere: 64 lower-case hexadecimal digits.
    sha256 varchar(64) unique,
    -- Of a token; written in batches, without a new revision.
    last_used bigint,
    primary key (kind, name),
    foreign key (owner_kind, owner_name) references culvert_object (kind, name) on delete cascade
);
create index culvert_object_owner on culvert_object (owner_kind, owner_name);
