CREATE TABLE account (owner text PRIMARY KEY, balance int CHECK (balance >= 0));
