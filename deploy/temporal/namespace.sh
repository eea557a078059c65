#!/bin/sh
# Make the namespace, or give the one there is the retention asked for.
# The temporal command reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.
set -eu

tries=30
until temporal operator cluster health; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "Temporal does not answer at $TEMPORAL_ADDRESS." >&2; exit 1; }
    sleep 2
done

if temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace update -n "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
else
    temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
fi
