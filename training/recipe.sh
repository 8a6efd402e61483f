#!/bin/bash
# From filings with gold to the embedded model and its score: training/recipe.sh SPLITS WORK [SEED]
#
# SPLITS holds train/, dev/ and unlabelled/ (PDFs without gold), WORK gets all that is made. Called again it goes on where
# it was: each step is skipped if its result stands, and training goes on from its last checkpoint. WORDS names a folder with
# the sentence encoder that the word embeddings start from (training/README.md); without it they start at random.
set -eu
splits=$1 work=$2 seed=${3:-0}
mkdir -p "$work"
resume() { [ -n "$(ls -d "$1"/checkpoints/checkpoint-* 2>/dev/null)" ] && echo --resume || true; }

# 1,200 synthetic filings: one to three pages of each kind count, so they are short and many
[ -e "$work/synth/gold.parquet" ] || extract synth --schema filing --n 1200 --seed 1 --out "$work/synth"
[ -e "$work/train.jsonl" ] || python -m extract_filings.training.data.pages "$splits/train" "$work/train.jsonl"
[ -e "$work/synth.jsonl" ] || python -m extract_filings.training.data.pages "$work/synth" "$work/synth.jsonl"

# A first model, good enough to label what the accounting laws then confirm
data="--data 1:$work/train.jsonl --data 0.8:$work/synth.jsonl --validation $splits/dev --seed $seed"
[ -e "$work/first/model.safetensors" ] || extract train $data --tokenizer-text "$splits/unlabelled" ${WORDS:+--init-embeddings "$WORDS"} --steps 500 --out "$work/first" $(resume "$work/first")
[ -e "$work/pseudo.jsonl" ] || python -m extract_filings.training.data.pseudo_labels "$splits/unlabelled" "$work/first" "$splits/dev" "$work/pseudo.jsonl"

# The model: goes on from the first with the new companies' pages too
[ -e "$work/model/model.safetensors" ] || extract train $data --data "0.5:$work/pseudo.jsonl" --base "$work/first" --steps 1000 --out "$work/model" $(resume "$work/model")

# It goes on with kinds of business and missing items that the filings with gold lack, and with the same companies' newer filings
[ -e "$work/kinds/gold.parquet" ] || extract synth --schema filing --n 700 --seed 11 --out "$work/kinds"
[ -e "$work/kinds.jsonl" ] || python -m extract_filings.training.data.pages "$work/kinds" "$work/kinds.jsonl"
more="--data 1:$work/kinds.jsonl --data 0.3:$work/synth.jsonl --rate 4e-4 --steps 140 --seed $seed"
[ -e "$work/more/model.safetensors" ] || extract train --data "1:$splits/train" --data "0.4:$splits/train-2025" $more --base "$work/model" --out "$work/more" $(resume "$work/more")

# And with a fresh seed of these, pages of the unlabelled filings that the laws confirm anew, statements that are broken over pages or terse (data/augment.py)
[ -e "$work/fresh/gold.parquet" ] || extract synth --schema filing --n 700 --seed 12 --out "$work/fresh"
[ -e "$work/fresh.jsonl" ] || python -m extract_filings.training.data.pages "$work/fresh" "$work/fresh.jsonl"
[ -e "$work/confirmed.jsonl" ] || python -m extract_filings.training.data.pseudo_labels "$splits/unlabelled" "$work/more" "$splits/dev" "$work/confirmed.jsonl"
fresh="--data 0.8:$work/fresh.jsonl --data 0.4:$work/kinds.jsonl --data 0.3:$work/synth.jsonl --rate 5e-4 --seed $seed"
[ -e "$work/last/model.safetensors" ] || extract train --data "1:$splits/train" --data "0.5:$splits/train-2025" --data "0.5:$work/confirmed.jsonl" $fresh --steps 320 --base "$work/more" --out "$work/last" $(resume "$work/last")

# The words of rows by themselves; how often all is right when it is so sure, and what a row's concept and words weigh against its tag: a twin that has seen every other company says it of the rest (split_by_company.py)
[ -e "$work/halves" ] || python -m extract_filings.training.data.split_by_company "$splits/train" "$work/halves"
[ -e "$work/half/model.safetensors" ] || extract train --data "1:$work/halves/a" --data "0.8:$work/synth.jsonl" --seed "$seed" ${WORDS:+--init-embeddings "$WORDS"} --steps 400 --out "$work/half" $(resume "$work/half")
[ -e "$work/half_more/model.safetensors" ] || extract train --data "1:$work/halves/a" $more --base "$work/half" --out "$work/half_more" $(resume "$work/half_more")
[ -e "$work/half_last/model.safetensors" ] || extract train --data "1:$work/halves/a" $fresh --steps 220 --base "$work/half_more" --out "$work/half_last" $(resume "$work/half_last")
rows="--data $work/fresh.jsonl --data $work/kinds.jsonl --seed $seed"
python -m extract_filings.training.row_words --data "8:$splits/train" --data "3:$splits/train-2025" --data "2:$work/confirmed.jsonl" $rows --model "$work/last"
python -m extract_filings.training.row_words --data "8:$work/halves/a" $rows --model "$work/half_last"
python -m extract_filings.training.concepts "$splits/train" "$work/fresh" "$work/kinds" --model "$work/last" --unseen "$work/half_last=$work/halves/b"
extract calibrate --model "$work/last" --data "$work/half_last=$work/halves/b"

extract "$splits/dev/pdf" --schema filing --model "$work/last" --out "$work/out"
extract eval "$work/out" "$splits/dev/gold.parquet"
