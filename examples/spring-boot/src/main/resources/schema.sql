create table if not exists orders (id text primary key, content text not null);
