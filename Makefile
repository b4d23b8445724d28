# Mosswart Overlord. `make help` lists what can be made.
#
# Everything that takes long leaves a stamp in .make/, so that it runs again only
# when what it depends on has changed.

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS   += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help

GO          ?= go
NPM         ?= npm
STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2

# YYYY.M.D.HHMM-hash of the commit, in UTC; empty outside of a clone.
BUILD_VERSION ?= $(shell TZ=UTC git log -1 --date=format-local:%Y.%-m.%-d.%H%M --abbrev=7 --format=%cd-%h 2>/dev/null)

PAGE_SOURCES := $(shell find frontend \( -path frontend/node_modules -o -path frontend/dist -o -path frontend/e2e \) -prune \
	-o -type f -not -name '*.go' -not -name '*.tsbuildinfo' -print 2>/dev/null)

# How long Go's tests may take, all of them; and the slow proofs.
TEST_TIMEOUT      ?= 20m
LONG_TEST_TIMEOUT ?= 60m

# What the race detector need not watch, and makes ten times as slow: the cipher of
# password hashes, which is a library's and shares nothing. No package that uses
# generics: where the linker takes its copy of one, the detector misses what that does,
# and sees races where there are none. Vet has the same flags, so that everything is
# compiled once for both.
UNWATCHED  := golang.org/x/crypto/blowfish
TEST_FLAGS := -race $(UNWATCHED:%=-gcflags=%=-race=false)

# Rows of telemetry in the bench of history: a month of 200 characters' evenings.
BENCH_ROWS ?= 20000000

# Items in the bench of searches: 200 characters with 1,500 each.
BENCH_ITEMS ?= 300000

# Loads .env, starts the server for the rest of a recipe and stops it with it. The
# argument is what its settings are besides.
with_server = set -a; . ./.env; set +a; $(1) bin/overlord serve & server=$$!; \
	trap 'kill $$server 2>/dev/null || true; wait $$server || true' EXIT; \
	until bin/overlord healthcheck >/dev/null 2>&1; do \
		kill -0 $$server 2>/dev/null || { echo "The server did not start; what it said stands above." >&2; exit 1; }; \
		sleep 0.2; \
	done

# Where that server is reached from this machine: LISTEN_ADDR, with a host.
address = address=$${LISTEN_ADDR:-127.0.0.1:8770}; address=$${address/\#:/127.0.0.1:}

# Refuses to go on where a server answers already, which would be mistaken for ours.
no_server = ( set -a; . ./.env; set +a; ! bin/overlord healthcheck >/dev/null 2>&1 ) || { echo $(1) >&2; exit 1; }

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build .env ## Install, build and start the server; the first time it says what to do next
	@set -a; . ./.env; set +a; exec bin/overlord serve

.PHONY: demo
demo: build .env ## Start a server with data of its own and 60 simulated characters
	@$(call no_server,"A server runs already. bin/overlord simulate shows it alive; or stop it and make demo again.")
	@$(call with_server,DATA_DIR=data/demo); $(address); \
		bin/overlord simulate --clients 60 --seed 1 --url "ws://$$address/ws/position" || true

.PHONY: dev
dev: build .env ## Start the server, and Vite with live reload on port 5173 in front of it
	@$(call no_server,"A server runs already. npm --prefix frontend run dev puts Vite in front of it.")
	@$(call with_server,); $(address); \
		OVERLORD_URL="http://$$address" $(NPM) --prefix frontend run dev || true

.PHONY: build
build: .make/page ## Build the page and bin/overlord
	@$(GO) build -ldflags "-X overlord/web.linkedVersion=$(BUILD_VERSION)" -o bin/overlord .

.PHONY: test
test: .make/needs .make/page check-go ## Run all checks and tests, as the continuous integration does
	$(GO) test $(TEST_FLAGS) -vet=off -timeout $(TEST_TIMEOUT) ./...
	@$(MAKE) check-frontend
	$(NPM) --prefix frontend run test
	$(NPM) --prefix frontend run e2e

.PHONY: test-long
test-long: .make/needs .make/page ## Run the slow proofs, which take up to an hour
	OVERLORD_TEST_LONG=1 $(GO) test $(TEST_FLAGS) -count=1 -timeout $(LONG_TEST_TIMEOUT) -run Long -v ./...

.PHONY: bench
bench: .make/needs .make/page ## Measure: events to committed rows, history, fan-out, parsing, inventories, searches, suits, the page
	OVERLORD_BENCH_ROWS=$(BENCH_ROWS) OVERLORD_BENCH_ITEMS=$(BENCH_ITEMS) $(GO) test -run '^$$' -bench . -benchmem -timeout $(LONG_TEST_TIMEOUT) ./... | tee .make/bench.txt
	$(NPM) --prefix frontend run bench | tee -a .make/bench.txt
	@printf '\n%-60s %s\n' "measured" "ratio to the baseline of the same run"
	@awk '/^Benchmark/ { for (i = 3; i <= NF; i++) if ($$i == "ratio") printf "%-60s %s\n", $$1, $$(i - 1) }' .make/bench.txt

.PHONY: pictures
pictures: .make/needs .make/page ## Take the README's pictures anew
	$(NPM) --prefix frontend run pictures

.PHONY: check
check: .make/page check-go check-frontend ## Vet, format, staticcheck; the frontend's lint and types

.PHONY: check-go
check-go:
	$(GO) vet $(TEST_FLAGS) ./...
	@bad=$$(find . -path ./frontend/node_modules -prune -o -name '*.go' -print0 | xargs -0 gofmt -l); \
		if [ -n "$$bad" ]; then printf 'These files are not formatted (gofmt -w):\n%s\n' "$$bad" >&2; exit 1; fi
	$(STATICCHECK) ./...

.PHONY: check-frontend
check-frontend: .make/npm
	$(NPM) --prefix frontend run lint
	$(NPM) --prefix frontend run types

.PHONY: version
version: ## Print this commit's version, as BUILD_VERSION for a container's build
	@echo "$(BUILD_VERSION)"

.PHONY: clean
clean: ## Remove what was built; data, .env and the frontend's packages stay
	rm -rf bin .make frontend/dist/assets
	find frontend/dist -type f -not -name .keep -delete

.make:
	@mkdir -p $@

# What the build needs; what only the tests need is looked for by .ci/needs.
.make/tools: Makefile | .make
	@command -v $(GO) >/dev/null || { echo "Go is missing: install Go 1.26 or newer." >&2; exit 1; }
	@command -v $(NPM) >/dev/null || { echo "Node is missing: install Node 20.19 or newer, with npm." >&2; exit 1; }
	@touch $@

.make/npm: frontend/package.json frontend/package-lock.json | .make/tools
	$(NPM) --prefix frontend ci --include=dev --no-audit --no-fund
	@touch $@

.make/page: .make/npm $(PAGE_SOURCES)
	$(NPM) --prefix frontend run build
	@touch $@

.make/needs: .ci/needs | .make
	@.ci/needs
	@touch $@

# Made once, on first use, and never overwritten.
.env:
	@umask 077; awk '/^(SHARED_SECRET|SECRET_KEY|POSTGRES_PASSWORD)=$$/ { \
		command = "od -An -N24 -tx1 /dev/urandom | tr -d \" \\n\""; command | getline secret; close(command); print $$0 secret; next } \
		{ print }' .env.example > .env.new && mv .env.new .env
	@if [ "$$(id -u)" = 0 ] && command -v setpriv >/dev/null && ! setpriv --reuid=65534 --clear-groups test -x "$(CURDIR)"; then \
		printf '\n# Only root may pass the folder of this clone, and PostgreSQL does not run as root.\nDATA_DIR=/var/lib/overlord\n' >> .env; fi
	@echo "Wrote .env with secrets of its own."
