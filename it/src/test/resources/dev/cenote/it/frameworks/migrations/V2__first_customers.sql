INSERT INTO account VALUES ('ada', 100), ('bob', 0);
