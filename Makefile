# What each does stands in dev.py, which works alone where make is missing. Settings: make run DEMO=1 PORT=8001
.PHONY: run install test promises bench lock screens
run:
	@python3 dev.py run
install:
	@python3 dev.py install
test:
	@python3 dev.py test
promises:
	@python3 dev.py promises
bench:
	@python3 dev.py bench
lock:
	@python3 dev.py lock
screens:
	@python3 dev.py screens
