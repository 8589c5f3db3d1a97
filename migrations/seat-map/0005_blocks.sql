-- Why a seat is kept from sale is said by the log alone: its few entries of that kind are found without reading all of it.
CREATE INDEX log_of_blocks ON log (seq) WHERE op = 'BLOCK';
