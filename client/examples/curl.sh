#!/usr/bin/env bash
# Publishes a message with curl: client/examples/curl.sh [CHANNEL [MESSAGE]]
# Through the front door of the engine that runs here; elsewhere with URL=https://pubsub.example.com/graphql TOKEN=…
set -euo pipefail

name=${1:-tech} message=${2:-Hello from curl}
if [ -z "${URL:-}" ]; then
  URL=$(node -p 'JSON.parse(fs.readFileSync(".local/endpoints.json")).frontDoor.graphqlUrl')
  TOKEN=$(node -p 'JSON.parse(fs.readFileSync(".local/endpoints.json")).token')
  trust=(--cacert .local/ca.pem)
fi
# The message is a variable and never a part of the query: so it may hold quotes, line breaks and anything else.
body=$(node -p 'const [name, message] = process.argv.slice(1); JSON.stringify({ variables: { name, message }, query:
  "mutation Publish($name: String!, $message: String!) { publish(name: $name, message: $message) { id region publishedAt } }"
})' -- "$name" "$message")

curl --silent --show-error "${trust[@]+"${trust[@]}"}" "$URL" \
  -H 'content-type: application/json' -H "authorization: $TOKEN" -d "$body"
echo
