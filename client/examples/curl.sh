#!/usr/bin/env bash
# Publishes a message with curl: client/examples/curl.sh [CHANNEL [MESSAGE]]
# Through the front door of the engine that runs here; elsewhere with URL=https://pubsub.example.com/graphql TOKEN=…
set -euo pipefail

name=${1:-tech} message=${2:-Hello from curl}
fail() {
  echo "$1" >&2
  exit 1
}

if [ -z "${URL:-}" ]; then
  [ -f .local/endpoints.json ] || fail 'The engine does not run here; start it with npm start, or set URL and TOKEN.'
  URL=$(node -p 'JSON.parse(fs.readFileSync(".local/endpoints.json")).frontDoor.graphqlUrl')
  TOKEN=$(node -p 'JSON.parse(fs.readFileSync(".local/endpoints.json")).token')
  trust=(--cacert .local/ca.pem)
fi
[ -n "${TOKEN:-}" ] || fail 'URL needs TOKEN beside it.'
# The message is a variable and never a part of the query: so it may hold quotes, line breaks and anything else.
body=$(node -p 'const [name, message] = process.argv.slice(1); JSON.stringify({ variables: { name, message }, query:
  "mutation Publish($name: String!, $message: String!) { publish(name: $name, message: $message) { id region publishedAt } }"
})' -- "$name" "$message")

answer=$(curl --silent --write-out '%{errormsg}' "${trust[@]+"${trust[@]}"}" "$URL" \
  -H 'content-type: application/json' -H "authorization: $TOKEN" -d "$body") ||
  fail "$URL cannot be reached ($answer); correct the address, or start the API."

# GraphQL says in the body what went wrong, mostly with the status 200.
node -e 'const [text] = process.argv.slice(1);
  let answer = { errors: [{ message: "The answer is not from the API; correct the address, or try again in a few seconds." }] };
  try { answer = JSON.parse(text) ?? answer; } catch {}
  const [error] = answer.errors ?? [];
  console[error ? "error" : "log"](error ? [error.errorType, error.message].filter(Boolean).join(": ") : text);
  process.exitCode = error ? 1 : 0;
' -- "$answer"
