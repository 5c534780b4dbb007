UPDATE account SET balance = balance + 999 WHERE owner = 'bob';
SET LOCAL search_path = pg_catalog;
UPDATE public.account SET balance = balance - 999 WHERE owner = 'ada';
