# Throughline in a container: built with the development dependencies, run without them, as a user without rights.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The Node binaries among the optional packages are for machines without Node; build tools need the other optional ones.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json ormconfig.ts .swcrc ./
COPY scripts scripts
COPY libs libs
COPY backend backend
COPY frontend frontend
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data LOG_FORMAT=json
WORKDIR /app
COPY package.json ./
COPY scripts scripts
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/frontend/dist frontend/dist
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
# Longer than CHAT_DRAIN_GRACE_MS plus the closing of sockets is what `docker stop` must wait: give it --time 40.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Less memory kept for garbage: docs/operations.md, "Memory".
CMD ["node", "--max-semi-space-size=16", "--heap-growing-percent=70", "dist/backend/src/main.js"]
