#!/bin/sh
# A device that signs what it measures, with curl and OpenSSL 3: sh client.sh scale-1 ORIGIN https://…/api/senml weight 8.4 kg
# Its key, once:      openssl genpkey -algorithm ed25519 -out scale-1.pem
# What the log needs: openssl pkey -in scale-1.pem -pubout -outform DER | tail -c 32 | base64
set -eu
kid=$1 origin=$2 url=$3 channel=$4 value=$5 unit=$6

# Counted before it is sent: a number that was once used never stands for something else, whenever the power goes.
seq=$(($(cat "$kid.seq" 2>/dev/null || echo 0) + 1))
echo "$seq" > "$kid.seq"

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
header=$(printf '{"alg":"EdDSA","kid":"%s","cty":"senml+json","crit":["origin","seq"],"origin":"%s","seq":%d}' "$kid" "$origin" "$seq" | base64url)
pack=$(printf '[{"n":"%s","u":"%s","v":%s,"t":%s}]' "$channel" "$unit" "$value" "$(date +%s)" | base64url)
printf '%s.%s' "$header" "$pack" > "$kid.text"
signature=$(openssl pkeyutl -sign -rawin -inkey "$kid.pem" -in "$kid.text" | base64url)

# What was sent already counts once: sending again until there is an answer loses nothing and doubles nothing.
printf '%s.%s' "$(cat "$kid.text")" "$signature" |
  curl --silent --show-error --fail-with-body --retry 1000 --retry-connrefused --retry-delay 1 --header 'content-type: application/jose' --data-binary @- "$url"
