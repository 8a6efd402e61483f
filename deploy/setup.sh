#!/bin/sh
# Tells the Prefect server at PREFECT_API_URL what runs when, and what to do about killed runs.
# Call it again after a change of prefect.yaml, automations.yaml or the variables below.
set -eu
cd "$(dirname "$0")"
export EXTRACT_SOURCE="${EXTRACT_SOURCE:-filings/}" # a folder, a glob, or s3://bucket/filings/
export EXTRACT_OUT="${EXTRACT_OUT:-tables}"
export EXTRACT_CRON="${EXTRACT_CRON:-0 2 * * *}"
export EXTRACT_TIMEZONE="${EXTRACT_TIMEZONE:-UTC}"

python -m extract_filings.flows.automations automations.yaml
prefect --no-prompt work-pool create filings --type process --overwrite
prefect --no-prompt deploy --all
