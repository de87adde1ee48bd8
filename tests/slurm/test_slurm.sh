#!/bin/bash
# The same bytes from a Slurm cluster as from this machine, although a worker is killed on the way:
#   test_slurm.sh [PAGES] [FOLDER]
# runs the bundled study and PAGES generated pages (20,000) in FOLDER (a temporary one), both ways;
# STUDIES=generated runs one of them. The project must not change meanwhile.
set -euo pipefail
project=$(cd "$(dirname "$0")/../.." && pwd)
pages=${1:-20000}
folder=${2:-$(mktemp -d)}
mkdir -p "$folder"
snakemake=$project/.venv/bin/snakemake
cluster=(--profile "$project/profiles/slurm" --slurm-no-account --slurm-status-command squeue
  --slurm-init-seconds-before-status-checks 5 --seconds-between-status-checks 3)

"$project/tests/slurm/start_slurm.sh" "$folder/slurm"
export PATH=$PATH:/usr/sbin
trap '"$project/tests/slurm/stop_slurm.sh" "$folder/slurm"' EXIT

run_here() {
  "$snakemake" --snakefile "$project/Snakefile" --directory "$1" --cores "$(nproc)" tables \
    > "$1.log" 2>&1
}

kill_a_worker() { # the first job that runs loses all its processes
  for _ in $(seq 600); do
    job=$(squeue -h -t R -o %A | head -1)
    if [ -n "$job" ]; then
      sleep 2
      scancel --full --signal=KILL "$job" && echo "killed job $job of the cluster"
      return
    fi
    sleep 0.5
  done
}

run_on_cluster() {
  kill_a_worker &
  killer=$!
  "$snakemake" --snakefile "$project/Snakefile" --directory "$1" "${cluster[@]}" tables \
    > "$1.log" 2>&1 || { tail -40 "$1.log"; exit 1; }
  wait $killer
}

compare() {
  diff -rq -x logs -x .snakemake_timestamp "$folder/$1-here/results" "$folder/$1-cluster/results"
  echo "$1: the same bytes ($(find "$folder/$1-here/results" -type f | wc -l) files)"
}

make_study() { # name, configuration
  for place in here cluster; do
    mkdir -p "$folder/$1-$place"
    printf '%s\n' "$2" > "$folder/$1-$place/config.yaml"
  done
}

make_study bundled "corpus: resources/demo
sources: config/sources.tsv"
"$project/.venv/bin/python" "$project/bench/make_corpus.py" "$pages" "$folder/pages.jsonl"
make_study generated "corpus: $folder/pages.jsonl"
for study in ${STUDIES:-bundled generated}; do
  run_here "$folder/$study-here"
  run_on_cluster "$folder/$study-cluster"
  compare "$study"
done
